// Layers: what of the map is shown, by checkboxes for what lies over it and radios for what it is painted with.
import { rasterTiles, tileSets } from "./addresses.js";
import { TOGGLES } from "./style.js";

const PAINTED = ["minutes", "status", "difference", "certainty"];

/**
 * The list of layers in the page, and what it says of them.
 * `offers(layer)`: null where the layer can be shown, else the id of the message that says why not.
 */
export function startLayers(app) {
  const { facts, store, words } = app;
  const box = document.getElementById("map-layer-choice");
  const followers = [];
  const hidden = new Set();
  let published = null; // {layer: set of ids}, once it is known

  const painted = fieldset(words.say("map-painted-with"));
  const radios = new Map();
  for (const layer of PAINTED) {
    const { input, why } = choice(painted, "radio", words.say(`map-layer-${layer}`));
    input.name = "map-layer";
    input.addEventListener("change", () => input.checked && store.change({ layer }, { push: true }));
    radios.set(layer, { input, why });
  }
  const over = fieldset(words.say("map-shown-over"));
  for (const name of Object.keys(TOGGLES)) {
    if (name !== "names" && !facts.sets.includes(name)) continue;
    const { input } = choice(over, "checkbox", words.say(`map-set-${name}`));
    input.dataset.set = name;
    input.checked = true;
    input.addEventListener("change", () => {
      hidden[input.checked ? "delete" : "add"](name);
      tell();
    });
  }
  box.replaceChildren(painted, over);

  function comparisonOf(run) {
    const [pillar, profile, direction] = [run.pillar, run.profile, run.direction];
    const names = [run.scenario, `${run.scenario}-${run.season}`];
    return names
      .map((name) => `${name}.${pillar}.${profile}.${direction}`)
      .find((id) => published?.difference?.has(id));
  }

  function offers(layer) {
    const run = app.shown.runNow();
    const what_if = app.shown.now?.what_if;
    if (layer === "minutes" || layer === "status") return null;
    if (layer === "difference") {
      if (what_if || comparisonOf(run)) return null;
      return run.scenario === "base" ? "map-no-difference-base" : "map-no-difference";
    }
    if (what_if) return "map-no-certainty-what-if";
    return published?.certainty?.has(run.id) ? null : "map-no-certainty";
  }

  function tilesNow(layer) {
    const now = app.shown.now;
    const run = app.shown.runNow();
    if (now?.what_if && now.tiles[layer]) return now.tiles[layer];
    if (layer === "difference") return rasterTiles(facts, layer, comparisonOf(run));
    return rasterTiles(facts, layer, run.id);
  }

  function tell() {
    for (const [layer, { input, why }] of radios) {
      const reason = offers(layer);
      input.checked = painted_now() === layer;
      input.disabled = reason !== null;
      why.textContent = reason ? words.say(reason) : "";
    }
    for (const each of followers) each();
  }

  // What the map is painted with: what is asked for, where it can be shown.
  function painted_now() {
    if (app.shown.now?.what_if && store.view.when === "difference") return "difference";
    return offers(store.view.layer) === null ? store.view.layer : "minutes";
  }

  async function learn() {
    try {
      const told = await app.ask(tileSets(facts), { kind: "tile-sets" });
      if (told) published = Object.fromEntries(told.raster.map(({ layer, runs }) => [layer, new Set(runs)]));
    } catch {
      published = {};
    }
    tell();
  }

  store.follow(["layer", "run", "when"], tell);
  app.shown.follow(tell);
  tell();
  learn();
  return {
    get painted() {
      return painted_now();
    },
    /** Why what is asked for is not shown, as the id of a message; null where it is. */
    get missing() {
      return published === null ? null : offers(store.view.layer);
    },
    tilesNow,
    isShown: (name) => !hidden.has(name),
    follow(each) {
      followers.push(each);
      each();
    },
  };
}

function fieldset(name) {
  const set = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = name;
  set.append(legend);
  return set;
}

function choice(set, type, name) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  const text = document.createElement("span");
  const why = document.createElement("small");
  input.type = type;
  text.textContent = name;
  label.append(input, text, why);
  set.append(label);
  return { input, why };
}
