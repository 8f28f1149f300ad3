// Painting: keeps the drawn map true to the question, the threshold, the layers and what is chosen.

import { lacksOf } from "../panels/what_if/changes.js";
import { vectorTiles } from "./addresses.js";
import { rampOf } from "./colours.js";
import { centreFilter, centrePaint, hazardFilters, TOGGLES } from "./style.js";

const AT_ONCE = { validate: false };

/** The map follows the view from here on. Gives `settle()`, to be called when the map rests. */
export function startPainting(app, map, layers) {
  const { facts, store } = app;
  const has = (id) => Boolean(map.getLayer(id));
  const shown = new Map(); // source -> address of its tiles
  let pillars = "";
  let left_out = "";

  function paintThreshold() {
    map.setPaintProperty("steps", "color-relief-color", rampOf(facts, store.view.threshold), AT_ONCE);
  }

  function setTiles(source, address) {
    if (shown.get(source) === address) return;
    shown.set(source, address);
    map.getSource(source).setTiles([address]);
  }

  function show(id, is_shown) {
    if (!has(id)) return;
    const visibility = is_shown ? "visible" : "none";
    if ((map.getLayoutProperty(id, "visibility") ?? "visible") !== visibility)
      map.setLayoutProperty(id, "visibility", visibility);
  }

  function paintLayers() {
    const run = app.shown.runNow();
    const painted = layers.painted;
    const is_minutes = painted === "minutes";
    const what_if = app.shown.now?.what_if;
    show("steps", is_minutes);
    show("marks", is_minutes);
    show("other", !is_minutes);
    if (is_minutes) {
      setTiles("steps", layers.tilesNow("steps"));
      setTiles("marks", layers.tilesNow("marks"));
    } else {
      setTiles("other", layers.tilesNow(painted));
    }
    for (const [name, ids] of Object.entries(TOGGLES)) for (const id of ids) show(id, layers.isShown(name));
    for (const id of TOGGLES.gaps) if (what_if) show(id, false);
    if (facts.sets.includes("gaps")) setTiles("gaps", vectorTiles(facts, "gaps", run.id));
    if (has("centres")) {
      const closed = wholeChanges().filter(({ kind }) => kind === "close_centre" || kind === "move_centre");
      const filter = [
        "all",
        centreFilter(run.scenario),
        ["!", ["in", ["get", "id"], ["literal", closed.map(({ id }) => id)]]],
      ];
      if (JSON.stringify(map.getFilter("centres")) !== JSON.stringify(filter)) map.setFilter("centres", filter);
    }
    const released = wholeChanges()
      .filter(({ kind }) => kind === "release_hazard")
      .map(({ area_id }) => area_id);
    if (String(released) !== left_out) {
      left_out = String(released);
      for (const [id, filter] of Object.entries(hazardFilters(released))) if (has(id)) map.setFilter(id, filter);
    }
    paintCentres();
  }

  // The pillars that the data name are known once their tiles are here.
  function paintCentres() {
    if (!has("centres")) return;
    const found = new Set();
    for (const { properties } of map.querySourceFeatures("centres", { sourceLayer: "centres" }))
      found.add(properties.pillar);
    const names = [...found].filter(Boolean).sort();
    const run = app.shown.runNow();
    const told = JSON.stringify([run.pillar, names]);
    if (told === pillars) return;
    pillars = told;
    for (const [name, value] of Object.entries(centrePaint(run.pillar, names)))
      map.setPaintProperty("centres", name, value);
  }

  // The changes that say all they must: an address may hold others.
  const wholeChanges = () => store.view.changes.filter((each) => !lacksOf(each).length);

  function paintChanges() {
    const features = wholeChanges()
      .filter((each) => "lon" in each)
      .map(({ lon, lat, id, kind }) => ({
        type: "Feature",
        properties: { id, kind },
        geometry: { type: "Point", coordinates: [lon, lat] },
      }));
    map.getSource("changed").setData({ type: "FeatureCollection", features });
  }

  function paintChosen() {
    const filter = ["==", ["get", "area_id"], store.view.area ?? ""];
    for (const id of ["chosen-halo", "chosen"]) if (has(id)) map.setFilter(id, filter);
  }

  for (const [source, of] of [
    ["steps", "steps"],
    ["marks", "marks"],
  ])
    shown.set(source, layers.tilesNow(of));
  shown.set("gaps", vectorTiles(facts, "gaps", app.shown.runNow().id));
  layers.follow(paintLayers);
  store.follow(["threshold"], paintThreshold);
  store.follow(["changes"], () => {
    paintChanges();
    paintLayers();
  });
  store.follow(["area"], paintChosen);
  paintChanges();
  paintChosen();
  return { settle: paintCentres };
}
