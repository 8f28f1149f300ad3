// Buttons and labelled fields of the what-if panel.
import { make } from "../../elements.js";

export { make as element };

/** A button that says and does something. */
export function button(said, act, given = {}) {
  const made = make("button", { type: "button", textContent: said, ...given });
  made.addEventListener("click", act);
  return made;
}

/** A label above its field, with a hint below if there is one. */
export function labelled(said, field, hint = null) {
  const parts = [make("label", { htmlFor: field.id, textContent: said }), field];
  if (hint) {
    const id = `${field.id}-hint`;
    field.setAttribute("aria-describedby", id);
    parts.push(make("p", { id, className: "what-if-hint", textContent: hint }));
  }
  return make("div", { className: "what-if-field" }, ...parts);
}
