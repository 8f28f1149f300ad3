// Elements: how parts of the page are made; text is always text, never read as HTML.

/** An element with properties (`className`, `type`, …), attributes by `attr`, and children: elements or texts. */
export function make(tag, { attr = {}, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attr)) if (value !== null) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A name from data: in whatever direction its script is written. */
export const named = (tag, name, properties = {}) =>
  make(tag, { ...properties, attr: { dir: "auto", ...properties.attr } }, name);

/** Put the focus on what has just been told, with its start at the top of what is seen. */
export function bringUp(element, focused = element) {
  focused.focus({ preventScroll: true });
  element.scrollIntoView({ block: "start" });
}
