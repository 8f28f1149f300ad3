// The form by which a change is made or mended: a kind, its fields, and what is wrong with them.
import { KINDS, lacksOf, MOST_CHANGES, subjectOf } from "./changes.js";
import { button, element, labelled } from "./element.js";
import { centreField, hazardField, nameField, placeField, roadField, servicesField, speedField } from "./fields.js";

const FIELDS = {
  add_centre: [nameField, placeField, servicesField],
  move_centre: [centreField, placeField],
  upgrade_centre: [centreField, servicesField],
  close_centre: [centreField],
  release_hazard: [hazardField],
  open_road: [roadField],
  upgrade_road: [roadField, speedField],
};
const messageOf = (kind) => `what-if-${kind.replaceAll("_", "-")}`;

/**
 * A form in `box`. `changesNow()` are the changes there are; `onDone(change, row)` takes a whole one, `row` null for a
 * new one. Gives `edit(change, row)` and `close()`.
 */
export function makeForm(app, { box, choices, changesNow, onDone }) {
  const { words } = app;
  let editing = null; // {row, draft} of a change that is being mended
  let fields = [];
  const kinds = KINDS.filter((kind) => kind !== "release_hazard" || choices.has_hazards);
  const kind = element(
    "select",
    { id: "what-if-kind" },
    element("option", { value: "", textContent: words.say("what-if-choose") }),
    ...kinds.map((each) => element("option", { value: each, textContent: words.say(messageOf(each)) })),
  );
  const inside = element("div", { className: "what-if-fields" });
  const form = element("form", { noValidate: true }, labelled(words.say("what-if-kind"), kind), inside);
  form.setAttribute("aria-label", words.say("what-if-form"));
  box.append(form);

  function show(draft) {
    kind.value = draft.kind ?? "";
    fields = kind.value ? FIELDS[kind.value].map((make) => make(app, draft, choices)) : [];
    inside.replaceChildren(...fields.map((each) => each.element));
    if (!kind.value) return;
    const is_new = editing === null;
    const buttons = element(
      "div",
      { className: "what-if-buttons" },
      element("button", {
        type: "submit",
        className: "what-if-main",
        textContent: words.say(is_new ? "what-if-add" : "what-if-save"),
      }),
      button(words.say("what-if-cancel"), () => {
        close();
        kind.focus();
      }),
    );
    inside.append(buttons);
  }

  function close() {
    editing = null;
    show({});
  }

  function newName() {
    const taken = new Set(changesNow().map((each) => each.id));
    for (let number = 1; ; number += 1) {
      const name = words.say("what-if-new-centre", { number: String(number) }).replaceAll(/[\u2066-\u2069]/gu, "");
      if (!taken.has(name)) return name;
    }
  }

  function faultsOf(change) {
    const others = changesNow().filter((_, row) => row !== editing?.row);
    const faults = lacksOf(change);
    if (!faults.length && others.some((each) => subjectOf(each) === subjectOf(change)))
      faults.push({ key: Object.keys(fields[0].of)[0], message: "what-if-fault-twice" });
    if (!faults.length && editing === null && others.length >= MOST_CHANGES)
      faults.push({ key: "kind", message: "what-if-fault-most" });
    return faults;
  }

  function tell(faults) {
    for (const old of form.querySelectorAll(".what-if-fault")) old.remove();
    const controls = Object.assign({ kind }, ...fields.map((each) => each.of));
    for (const control of Object.values(controls)) {
      control?.removeAttribute("aria-invalid");
      if (control) describe(control, null);
    }
    const told = new Map(); // the id of each message that is shown
    for (const { key, message } of faults) {
      const control = controls[key];
      const id = told.get(message) ?? `${control.id}-fault`;
      control.setAttribute("aria-invalid", "true");
      describe(control, id);
      if (told.has(message)) continue;
      told.set(message, id);
      const said = words.say(message, { most: String(MOST_CHANGES) });
      const fault = element("p", { id, className: "what-if-fault", textContent: said });
      const pair = control.closest(".what-if-pair");
      if (pair) pair.after(fault);
      else (control.closest("fieldset, .what-if-field") ?? form).append(fault);
      if (told.size === 1) {
        control.focus();
        app.announce(said);
      }
    }
  }

  // What was said to be wrong is no longer told once it is being mended.
  form.addEventListener("input", ({ target }) => {
    if (target !== kind && form.querySelector(".what-if-fault")) tell([]);
  });
  // What is wrong with a control is told with its hint; null: nothing is wrong.
  function describe(control, fault) {
    const hints = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => !id.endsWith("-fault"));
    const ids = [...hints, fault].filter(Boolean).join(" ");
    if (ids) control.setAttribute("aria-describedby", ids);
    else control.removeAttribute("aria-describedby");
  }

  kind.addEventListener("change", () => {
    editing = null;
    show(kind.value === "add_centre" ? { kind: kind.value, id: newName() } : { kind: kind.value });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!kind.value) return;
    const change = Object.assign({ kind: kind.value }, ...fields.map((each) => each.read()));
    const faults = faultsOf(change);
    tell(faults);
    if (faults.length) return;
    const row = editing?.row ?? null;
    close();
    onDone(change, row);
  });
  return {
    close,
    edit(change, row) {
      editing = { row };
      show(change);
      kind.focus();
    },
  };
}
