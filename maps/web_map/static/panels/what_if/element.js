// Elements of the what-if panel, made by name; whatever is said in them is text.

/** An element: `given` are its properties, `data` and `aria` among them as objects; then its children, null left out. */
export function element(name, given = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (key === "data") Object.assign(made.dataset, value);
    else if (key === "aria") for (const [each, told] of Object.entries(value)) made.setAttribute(`aria-${each}`, told);
    else if (key === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else made[key] = value;
  }
  made.append(...children.filter((each) => each !== null));
  return made;
}

/** A button that says and does something. */
export const button = (said, act, given = {}) =>
  element("button", { type: "button", textContent: said, on: { click: act }, ...given });

/** A label above its field, with a hint below if there is one. */
export function labelled(said, field, hint = null) {
  const parts = [element("label", { htmlFor: field.id, textContent: said }), field];
  if (hint) {
    const id = `${field.id}-hint`;
    field.setAttribute("aria-describedby", id);
    parts.push(element("p", { id, className: "what-if-hint", textContent: hint }));
  }
  return element("div", { className: "what-if-field" }, ...parts);
}
