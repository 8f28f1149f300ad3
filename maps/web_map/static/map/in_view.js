// In view: a list of what the map shows now, for who reads it instead of looking; each entry goes there.
import { areasInView, pointsInView } from "./labels.js";

const MOST = 40;

/** Fill the list whenever the map rests; nothing is asked for while it is closed. */
export function startInView(app, map, layers, go) {
  const { facts, store, words } = app;
  const box = document.getElementById("map-in-view");
  const details = box.closest("details");

  function update() {
    if (!details.open) return;
    const has = (set) => facts.sets.includes(set) && layers.isShown(set);
    const parts = [];
    if (has("areas")) {
      const areas = areasInView(map).sort((one, other) =>
        (one.name ?? "").localeCompare(other.name ?? "", words.language),
      );
      parts.push(
        part(words, "areas", areas, ({ id, name }) =>
          entry(name ?? id, null, () => store.change({ area: id }, { push: true })),
        ),
      );
    }
    if (has("centres")) {
      parts.push(
        part(words, "centres", pointsInView(map, "centres"), ({ properties, lng, lat }) =>
          entry(properties.name ?? properties.id, null, () => {
            go({ lon: lng, lat });
            store.change({ place: { lon: lng, lat } }, { push: true });
          }),
        ),
      );
    }
    if (has("gaps") && !app.shown.now?.what_if) {
      const gaps = gapsInView(map);
      parts.push(
        part(words, "gaps", gaps, ({ properties, at }) => {
          const people = words.say("map-people", {
            people: words.people(properties.people),
            count: Math.round(properties.people),
          });
          return entry(properties.places || properties.area_name || properties.name, people, () =>
            go({ lon: at[0], lat: at[1] }),
          );
        }),
      );
    }
    box.replaceChildren(...parts);
  }

  details.addEventListener("toggle", update);
  return { update };
}

function part(words, kind, rows, entryOf) {
  const whole = document.createElement("div");
  const title = document.createElement("h3");
  const list = document.createElement("ul");
  title.textContent = words.say(`map-in-view-${kind}`, { count: rows.length, shown: words.people(rows.length) });
  list.append(...rows.slice(0, MOST).map(entryOf));
  whole.append(title, list);
  if (rows.length > MOST) {
    const more = document.createElement("p");
    more.textContent = words.say("map-in-view-more", {
      count: rows.length - MOST,
      more: words.people(rows.length - MOST),
    });
    whole.append(more);
  }
  return whole;
}

function entry(name, detail, open) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  const text = document.createElement("bdi");
  button.type = "button";
  text.textContent = name;
  button.append(text);
  if (detail) {
    const more = document.createElement("small");
    more.textContent = detail;
    button.append(more);
  }
  button.addEventListener("click", open);
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
