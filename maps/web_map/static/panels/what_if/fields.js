// Fields of a change: a name, a place, services, a centre, a hazard area, a road; each reads what was given.
import { button, element, labelled } from "./element.js";

const NUMBER_STEP = "any";
const DIGITS = 5; // of degrees: a metre
const KINDS_OF = { place: [], road: ["roads"], hazard: ["hazards"] }; // as the map calls them

/**
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {() => object} read the keys of the change that it gives
 * @property {Record<string, HTMLElement>} of the control of each key, for what is said of it
 */

const round = (degrees) => Number(degrees.toFixed(DIGITS));
const numberOf = (input) => (input.value.trim() === "" ? null : Number(input.value));

function numeric(id, value, least, most) {
  const given = { id, type: "number", step: NUMBER_STEP, inputMode: "decimal", dir: "ltr" };
  return element("input", { ...given, min: least, max: most, value: value ?? "" });
}

/** @returns {Field} */
export function nameField({ words }, draft) {
  const input = element("input", { id: "what-if-name-field", maxLength: 200, value: draft.id ?? "", dir: "auto" });
  input.autocomplete = "off";
  return {
    element: labelled(words.say("what-if-field-name"), input),
    read: () => ({ id: input.value.trim() }),
    of: { id: input },
  };
}

/** Something of the map, by a click or Enter there: what was picked, or null; says so where there is no map. */
async function pickOn(app, kind, said) {
  const { words } = app;
  if (!app.map?.pick) {
    said(words.say("what-if-no-map"));
    return null;
  }
  said(words.say(`what-if-picking-${kind}`));
  const found = await app.map.pick({ kinds: KINDS_OF[kind] });
  said(found ? "" : words.say("what-if-picked-none"));
  return found;
}

/** @returns {Field} */
export function placeField(app, draft) {
  const { words, store, announce } = app;
  const lon = numeric("what-if-lon", draft.lon, -180, 180);
  const lat = numeric("what-if-lat", draft.lat, -90, 90);
  const note = element("p", { className: "what-if-note" });
  const said = (sentence) => {
    note.textContent = sentence;
    if (sentence) announce(sentence);
  };
  const put = (place) => {
    [lon.value, lat.value] = [round(place.lon), round(place.lat)];
    lon.dispatchEvent(new Event("input", { bubbles: true })); // the form forgets what was wrong
    said(words.say("what-if-picked-place", { place: `${lat.value}, ${lon.value}` }));
  };
  const pick = button(words.say("what-if-pick"), async () => {
    const found = await pickOn(app, "place", said);
    if (found) put(found);
    pick.focus();
  });
  const take = button(words.say("what-if-take-place"), () => put(store.view.place));
  take.hidden = !store.view.place;
  const following = store.follow(["place"], (view) => {
    if (!take.isConnected) following();
    take.hidden = !view.place;
  });
  const box = element(
    "fieldset",
    {},
    element("legend", { textContent: words.say("what-if-field-place") }),
    element("div", { className: "what-if-buttons" }, pick, take),
    note,
    element(
      "div",
      { className: "what-if-pair" },
      labelled(words.say("what-if-field-lon"), lon),
      labelled(words.say("what-if-field-lat"), lat),
    ),
  );
  return { element: box, read: () => ({ lon: numberOf(lon), lat: numberOf(lat) }), of: { lon, lat } };
}

/** @returns {Field} */
export function servicesField({ words, store }, draft, choices) {
  const shown = choices.serviceOf(store.view.run.pillar);
  const chosen = new Set(draft.pillars ?? (shown ? [shown] : []));
  const boxes = choices.services.map(({ id, title }, row) => {
    const box = element("input", {
      type: "checkbox",
      id: `what-if-service-${row}`,
      value: id,
      checked: chosen.has(id),
    });
    return { box, line: element("label", {}, box, element("span", { textContent: title, dir: "auto" })) };
  });
  return {
    element: element(
      "fieldset",
      { className: "what-if-services" },
      element("legend", { textContent: words.say("what-if-field-services") }),
      ...boxes.map(({ line }) => line),
    ),
    read: () => ({ pillars: boxes.filter(({ box }) => box.checked).map(({ box }) => box.value) }),
    of: { pillars: boxes[0]?.box },
  };
}

/** A select that is filled when its choices have come; `key` is what the change calls the value. @returns {Field} */
function selectField({ words }, key, said, value, loading) {
  const select = element("select", { id: `what-if-${key}` });
  const note = element("p", { className: "what-if-note" });
  select.append(element("option", { value: "", textContent: words.say("what-if-choose") }));
  function put(id, text) {
    if (![...select.options].some((each) => each.value === id))
      select.append(element("option", { value: id, textContent: text, dir: "auto" }));
  }
  if (value) {
    put(value, value);
    select.value = value;
  }
  loading
    .then(({ rows, note: told }) => {
      const chosen = select.value;
      select.replaceChildren(select.options[0], ...rows.map((row) => element("option", { ...row, dir: "auto" })));
      if (chosen) put(chosen, chosen);
      select.value = chosen;
      note.textContent = told ?? "";
    })
    .catch((error) => {
      note.textContent = error.sentence ?? words.say("problem-here");
    });
  return {
    element: labelled(said, select),
    note,
    select,
    put,
    read: () => ({ [key]: select.value }),
    of: { [key]: select },
  };
}

/** @returns {Field} */
export function centreField(app, draft, choices) {
  const loading = choices.centres().then((centres) => ({
    rows: centres.map((each) => ({
      value: each.id,
      textContent: each.name === each.id ? each.id : `${each.name} (${each.id})`,
    })),
  }));
  const field = selectField(app, "id", app.words.say("what-if-field-centre"), draft.id, loading);
  field.element.append(field.note);
  return field;
}

/** @returns {Field} */
export function hazardField(app, draft, choices) {
  const { words, announce } = app;
  const loading = choices.hazards(app.shown.runNow().id).then(({ hazards, more }) => ({
    rows: hazards.map(({ id, rank }) => ({
      value: id,
      textContent: rank === null ? id : words.say("what-if-hazard-ranked", { hazard: id, rank: words.people(rank) }),
    })),
    note: more ? words.say("what-if-hazards-more", { more, told: words.people(more) }) : null,
  }));
  const field = selectField(app, "area_id", words.say("what-if-field-hazard"), draft.area_id, loading);
  const said = (sentence) => {
    field.note.textContent = sentence;
    if (sentence) announce(sentence);
  };
  const pick = button(words.say("what-if-pick"), async () => {
    const id = (await pickOn(app, "hazard", said))?.feature?.properties?.id;
    if (id !== undefined && id !== null) {
      field.put(String(id), String(id));
      field.select.value = String(id);
    }
    pick.focus();
  });
  field.element.append(element("div", { className: "what-if-buttons" }, pick), field.note);
  return field;
}

/** @returns {Field} */
export function roadField(app, draft) {
  const { words, announce } = app;
  const input = element("input", {
    id: "what-if-road_id",
    inputMode: "numeric",
    value: draft.road_id ?? "",
    dir: "ltr",
  });
  const note = element("p", { className: "what-if-note" });
  const said = (sentence) => {
    note.textContent = sentence;
    if (sentence) announce(sentence);
  };
  const pick = button(words.say("what-if-pick"), async () => {
    const road = (await pickOn(app, "road", said))?.feature?.properties;
    if (road) {
      input.value = road.road_id;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      said(words.say("what-if-picked-road", { road: String(road.road_id), class: road.road_class ?? "" }));
    }
    pick.focus();
  });
  const box = labelled(words.say("what-if-field-road"), input, words.say("what-if-field-road-hint"));
  box.append(element("div", { className: "what-if-buttons" }, pick), note);
  const read = () => (/^-?\d{1,16}$/.test(input.value.trim()) ? Number(input.value) : null);
  return { element: box, read: () => ({ road_id: read() }), of: { road_id: input } };
}

/** @returns {Field} */
export function speedField({ words }, draft) {
  const input = numeric("what-if-speed", draft.speed_kmh, 1, 300);
  return {
    element: labelled(words.say("what-if-field-speed"), input),
    read: () => ({ speed_kmh: numberOf(input) }),
    of: { speed_kmh: input },
  };
}
