// The list of changes: each in a sentence, with buttons to mend it and take it away, and what is wrong with it.
import { bare, lacksOf } from "./changes.js";
import { button, element } from "./element.js";

const DIGITS = 4; // of degrees, written from left to right in every language

/** A change in a sentence of the reader's language. `names` gives the name of a centre by its id. */
function sayChange({ words }, change, { services, names }) {
  const name = names.get(change.id) ?? change.id ?? "";
  const title = (id) => services.find((each) => each.id === id)?.title ?? id;
  const place = () => `\u200e${change.lat.toFixed(DIGITS)}, ${change.lon.toFixed(DIGITS)}`;
  if (lacksOf(change).length) return words.say("what-if-said-unknown");
  switch (change.kind) {
    case "add_centre":
      return words.say("what-if-said-add", { name, place: place(), services: words.list(change.pillars.map(title)) });
    case "move_centre":
      return words.say("what-if-said-move", { name, place: place() });
    case "upgrade_centre":
      return words.say("what-if-said-upgrade", { name, services: words.list(change.pillars.map(title)) });
    case "close_centre":
      return words.say("what-if-said-close", { name });
    case "release_hazard":
      return words.say("what-if-said-release", { hazard: change.area_id });
    case "open_road":
      return words.say("what-if-said-open", { road: String(change.road_id) });
    default:
      return words.say("what-if-said-faster", { road: String(change.road_id), speed: String(change.speed_kmh) });
  }
}

/** Draw the list. `faults`: by row, what the server says against a change, in English; `onEdit(row)`, `onRemove(row)`. */
export function drawList(app, { list, changes, told, faults, onEdit, onRemove }) {
  const { words } = app;
  const lines = changes.map((change, row) => {
    const said = sayChange(app, change, told);
    const fault = faults.get(row) ?? null;
    const line = element("li", { className: fault === null ? "" : "what-if-left-out" });
    line.append(element("span", { textContent: said, dir: "auto" }));
    if (fault !== null) {
      const why = element("span", { textContent: fault, lang: "en", dir: "ltr" });
      line.append(element("p", { className: "what-if-fault" }, words.say("what-if-left-out"), " ", why));
    }
    const buttons = element("div", { className: "what-if-buttons" });
    if (!lacksOf(change).length) {
      const edit = button(words.say("what-if-edit"), () => onEdit(row), {
        attr: { "aria-label": words.say("what-if-edit-of", { change: said }) },
      });
      buttons.append(edit);
    }
    buttons.append(
      button(words.say("what-if-remove"), () => onRemove(row), {
        attr: { "aria-label": words.say("what-if-remove-of", { change: said }) },
      }),
    );
    line.append(buttons);
    return line;
  });
  list.replaceChildren(...lines);
}

/** The changes that can be asked: whole ones, but those that the server has refused; with the row of each. */
export function askable(changes, faults) {
  return changes
    .map((change, row) => ({ change, row }))
    .filter(({ change, row }) => !lacksOf(change).length && !faults.has(row))
    .map(({ change, row }) => ({ change: bare(change), row }));
}
