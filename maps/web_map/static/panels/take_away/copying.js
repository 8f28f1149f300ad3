// Copying: a text in a field, and a button that copies it, or selects it where the browser allows no more.
import { make } from "../../elements.js";

/** A labelled text with its button. Gives {element, set(text)}. */
export function copyField({ words, announce }, { id, label, button, lines = 1 }) {
  const field = make(lines > 1 ? "textarea" : "input", {
    id,
    className: "take-away-text",
    readOnly: true,
    spellcheck: false,
    attr: { dir: "ltr", rows: lines > 1 ? String(lines) : null },
  });
  const press = make("button", { type: "button", className: "take-away-copy" }, button);
  let back = null;

  function tell(sentence) {
    press.textContent = sentence;
    announce(sentence);
    clearTimeout(back);
    back = setTimeout(() => {
      press.textContent = button;
    }, 4000);
  }

  press.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      tell(words.say("take-away-copied"));
    } catch {
      field.focus();
      field.select();
      tell(words.say("take-away-selected"));
    }
  });
  const element = make(
    "div",
    { className: "take-away-field" },
    make("label", { htmlFor: id }, label),
    make("div", { className: "take-away-row" }, field, press),
  );
  return {
    element,
    set(text) {
      field.value = text;
      press.textContent = button;
    },
  };
}
