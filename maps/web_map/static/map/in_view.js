// In view: a list of what the map shows now, for who reads it instead of looking; each entry goes there.
import { areasInView, pointsInView } from "./labels.js";

const MOST = 40;

/** Fill the list whenever the map rests, nothing while it is closed; `say()` tells in a sentence what is in view. */
export function startInView(app, map, layers, go) {
  const { facts, store, words, announce } = app;
  const box = document.getElementById("map-in-view");
  const details = box.closest("details");
  const has = (set) => facts.sets.includes(set) && layers.isShown(set);
  const shownOnMap = (name) => announce(words.say("search-chosen", { name }));
  let rows = new Map(); // by key: the same button stays as long as what it names is in view, and so does the focus

  /** A row of the list: what is opened changes with the view, the element does not. */
  function entry(key, name, { detail = null, open }) {
    const row = rows.get(key) ?? makeRow();
    const [text, more] = row.querySelectorAll("bdi, small");
    text.textContent = name;
    more.textContent = detail ?? "";
    more.hidden = detail === null;
    row.querySelector("button").onclick = open;
    return { key, row };
  }

  function update() {
    if (!details.open) return;
    const had_focus = box.contains(document.activeElement) && document.activeElement;
    const parts = [];
    if (has("areas")) {
      const areas = areasInView(map).sort((one, other) =>
        (one.name ?? "").localeCompare(other.name ?? "", words.language),
      );
      parts.push(
        part(words, "areas", areas, ({ id, name }) =>
          entry(`area ${id}`, name ?? id, {
            open() {
              store.change({ area: id }, { push: true });
              shownOnMap(name ?? id);
            },
          }),
        ),
      );
    }
    if (has("centres")) {
      parts.push(
        part(words, "centres", pointsInView(map, "centres"), ({ properties, lng, lat }) =>
          entry(`centre ${properties.id}`, properties.name ?? properties.id, {
            open() {
              go({ lon: lng, lat });
              store.change({ place: { lon: lng, lat } }, { push: true });
            },
          }),
        ),
      );
    }
    if (has("gaps") && !app.shown.now?.what_if) {
      const gaps = gapsInView(map);
      parts.push(
        part(words, "gaps", gaps, ({ properties, at }) => {
          const detail = words.say("map-people", {
            people: words.people(properties.people),
            count: Math.round(properties.people),
          });
          const name = properties.places || properties.area_name || properties.name;
          return entry(`gap ${properties.gap_id}`, name, {
            detail,
            open() {
              go({ lon: at[0], lat: at[1] });
              shownOnMap(name);
            },
          });
        }),
      );
    }
    rows = new Map(parts.flatMap((each) => each.entries.map(({ key, row }) => [key, row])));
    box.replaceChildren(...parts.map((each) => each.whole));
    if (had_focus)
      (had_focus.isConnected ? had_focus : details.querySelector("summary")).focus({ preventScroll: true });
  }

  function say() {
    const counts = [
      ["areas", () => areasInView(map).length],
      ["centres", () => pointsInView(map, "centres").length],
    ].filter(([set]) => has(set));
    const told = counts.map(([set, count]) => titleOf(words, set, count()));
    if (told.length) announce(`${words.say("map-in-view")}: ${words.list(told)}`);
  }

  details.addEventListener("toggle", update);
  return { update, say };
}

function titleOf(words, kind, count) {
  return words.say(`map-in-view-${kind}`, { count, shown: words.people(count) });
}

function part(words, kind, rows, entryOf) {
  const whole = document.createElement("div");
  const title = document.createElement("h3");
  const list = document.createElement("ul");
  const entries = rows.slice(0, MOST).map(entryOf);
  title.textContent = titleOf(words, kind, rows.length);
  list.append(...entries.map(({ row }) => row));
  whole.append(title, list);
  if (rows.length > MOST) {
    const more = document.createElement("p");
    more.textContent = words.say("map-in-view-more", {
      count: rows.length - MOST,
      more: words.people(rows.length - MOST),
    });
    whole.append(more);
  }
  return { whole, entries };
}

function makeRow() {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.append(document.createElement("bdi"), " ", document.createElement("small"));
  row.append(button);
  return row;
}

function gapsInView(map) {
  const seen = new Map();
  for (const { properties, geometry } of map.queryRenderedFeatures({ layers: ["gaps"] })) {
    if (seen.has(properties.gap_id)) continue;
    const at = geometry.coordinates.flat(geometry.type === "MultiPolygon" ? 2 : 1)[0];
    seen.set(properties.gap_id, { properties, at });
  }
  return [...seen.values()].sort((one, other) => other.properties.people - one.properties.people);
}
