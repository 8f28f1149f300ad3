// The style of the map: every source and layer of a release, built from its facts; nothing of it comes from elsewhere.

import { rasterTiles, vectorTiles } from "./addresses.js";
import { rampOf, SIGNS } from "./colours.js";

const SEA = "#e8eef2";
const LAND = "#fbfaf7";
const COAST = "#8a98a3";
const MAJOR = ["motorway", "trunk", "primary", "motorway_link", "trunk_link", "primary_link"];
const MINOR = ["secondary", "tertiary", "secondary_link", "tertiary_link"];
export const VILLAGES_ZOOM = 10;
const NOTHING = { type: "FeatureCollection", features: [] };

/** Layers that a reader turns on and off, each with the layers of the style that draw it. */
export const TOGGLES = {
  areas: ["areas-halo", "areas"],
  gaps: ["gaps-halo", "gaps"],
  hazards: ["hazards-fill", "hazards-confirmed", "hazards-suspected"],
  roads: ["roads"],
  centres: ["centres"],
  names: ["places"],
};

/** The style for a view. `hazards-hatch` must be added as an image before it is drawn. */
export function styleOf(facts, { run_id, threshold, tiles }) {
  const zooms = facts.zooms;
  const sources = {
    basemap: { type: "geojson", data: NOTHING },
    steps: {
      type: "raster-dem",
      tiles: [tiles.steps],
      bounds: facts.bounds,
      tileSize: 256,
      maxzoom: zooms.raster,
      encoding: "custom",
      redFactor: 1,
      greenFactor: 0,
      blueFactor: 0,
      baseShift: 0,
    },
    marks: { type: "raster", tiles: [tiles.marks], bounds: facts.bounds, tileSize: 256, maxzoom: zooms.raster },
    other: {
      type: "raster",
      tiles: [rasterTiles(facts, "status", run_id)],
      bounds: facts.bounds,
      tileSize: 256,
      maxzoom: zooms.raster,
    },
    changed: { type: "geojson", data: NOTHING },
  };
  for (const set of facts.sets) {
    sources[set] = {
      type: "vector",
      tiles: [vectorTiles(facts, set, set === "gaps" ? run_id : null)],
      bounds: facts.bounds,
      minzoom: zooms.least[set],
      maxzoom: zooms[set],
    };
  }
  const shown = (each) => !each["source-layer"] || facts.sets.includes(each["source-layer"]);
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources,
    layers: layersOf(facts, threshold).filter(shown),
  };
}

// The coast of Natural Earth is kilometres off: it fades where one would see that.
const COARSE = ["interpolate", ["linear"], ["zoom"], 7.5, 1, 9, 0];
const AS_TOWNS = ["case", ["in", ["get", "kind"], ["literal", ["city", "town"]]], 1, 0];
const DOTS = ["step", ["zoom"], AS_TOWNS, VILLAGES_ZOOM, 1];

function layersOf(facts, threshold) {
  const hazards = hazardFilters();
  const line = (id, source, paint, more = {}) => ({
    id,
    type: "line",
    source,
    "source-layer": source,
    layout: { "line-join": "round" },
    paint,
    ...more,
  });
  return [
    { id: "sea", type: "background", paint: { "background-color": SEA } },
    {
      id: "land",
      type: "fill",
      source: "basemap",
      filter: ["==", ["get", "kind"], "land"],
      paint: { "fill-color": LAND, "fill-outline-color": COAST, "fill-opacity": COARSE },
    },
    {
      id: "steps",
      type: "color-relief",
      source: "steps",
      paint: { resampling: "nearest", "color-relief-color": rampOf(facts, threshold) },
    },
    {
      id: "marks",
      type: "raster",
      source: "marks",
      paint: { resampling: "nearest", "raster-fade-duration": 0 },
    },
    {
      id: "other",
      type: "raster",
      source: "other",
      layout: { visibility: "none" },
      paint: { resampling: "nearest", "raster-fade-duration": 0 },
    },
    line("roads", "roads", {
      "line-color": SIGNS.road,
      "line-opacity": 0.75,
      "line-width": [
        "interpolate",
        ["linear"],
        ["zoom"],
        7,
        ["match", ["get", "road_class"], MAJOR, 1.1, MINOR, 0.6, 0.25],
        14,
        ["match", ["get", "road_class"], MAJOR, 4, MINOR, 2.6, 1.4],
      ],
    }),
    {
      id: "boundaries",
      type: "line",
      source: "basemap",
      filter: ["==", ["get", "kind"], "boundary"],
      paint: { "line-color": COAST, "line-dasharray": [3, 2], "line-width": 1.4 },
    },
    { id: "areas-ground", type: "fill", source: "areas", "source-layer": "areas", paint: { "fill-opacity": 0 } },
    line("areas-halo", "areas", { "line-color": "#ffffff", "line-opacity": 0.6, "line-width": 3.5 }),
    line("areas", "areas", {
      "line-color": SIGNS.area,
      "line-opacity": 0.8,
      "line-width": ["interpolate", ["linear"], ["zoom"], 5, 0.6, 12, 1.8],
    }),
    line("gaps-halo", "gaps", { "line-color": "#ffffff", "line-width": 3, "line-opacity": 0.7 }),
    line("gaps", "gaps", { "line-color": SIGNS.gap, "line-width": 1.5 }),
    {
      id: "hazards-fill",
      type: "fill",
      source: "hazards",
      "source-layer": "hazards",
      filter: hazards["hazards-fill"],
      paint: { "fill-pattern": "hazards-hatch" },
    },
    line(
      "hazards-confirmed",
      "hazards",
      { "line-color": SIGNS.hazard, "line-width": 2 },
      { filter: hazards["hazards-confirmed"] },
    ),
    line(
      "hazards-suspected",
      "hazards",
      { "line-color": SIGNS.hazard, "line-width": 2, "line-dasharray": [3, 2] },
      { filter: hazards["hazards-suspected"] },
    ),
    line(
      "chosen-halo",
      "areas",
      { "line-color": "#ffffff", "line-width": 6 },
      { filter: ["==", ["get", "area_id"], ""] },
    ),
    line(
      "chosen",
      "areas",
      { "line-color": SIGNS.changed, "line-width": 3 },
      { filter: ["==", ["get", "area_id"], ""] },
    ),
    {
      id: "places",
      type: "circle",
      source: "places",
      "source-layer": "places",
      paint: {
        "circle-radius": 2,
        "circle-color": "#ffffff",
        "circle-opacity": DOTS,
        "circle-stroke-color": SIGNS.area,
        "circle-stroke-opacity": DOTS,
        "circle-stroke-width": 1,
      },
    },
    {
      id: "centres",
      type: "circle",
      source: "centres",
      "source-layer": "centres",
      paint: {
        "circle-radius": 6,
        "circle-color": "#ffffff",
        "circle-stroke-color": SIGNS.centre,
        "circle-stroke-width": 2,
      },
    },
    {
      id: "changed",
      type: "circle",
      source: "changed",
      paint: {
        "circle-radius": 9,
        "circle-color": SIGNS.changed,
        "circle-stroke-color": "#ffffff",
        "circle-stroke-width": 3,
      },
    },
  ];
}

/** Filters of the layers of recorded hazard areas: those that are open, without those that a what-if releases. */
export function hazardFilters(released = []) {
  const kind = ["to-string", ["get", "kind"]];
  const is_suspected = ["any", ["==", ["upcase", kind], "SHA"], ["in", "suspect", ["downcase", kind]]];
  const is_open = ["==", ["coalesce", ["get", "status"], "open"], "open"];
  const is_left = ["all", is_open, ["!", ["in", ["to-string", ["get", "id"]], ["literal", released]]]];
  return {
    "hazards-fill": is_left,
    "hazards-confirmed": ["all", is_left, ["!", is_suspected]],
    "hazards-suspected": ["all", is_left, is_suspected],
  };
}

/** Whether the pillars of a centre, as the tiles write them, hold the one of a run. */
export function isOfPillar(written, pillar_slug) {
  const slugOf = (name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-");
  return written.split(";").some((name) => slugOf(name) === pillar_slug);
}

/** Centres of a run's pillar are large and filled; where none is, all are. */
export function centrePaint(pillar_slug, pillars) {
  const names = pillars.filter((each) => isOfPillar(each, pillar_slug));
  const is_of = names.length ? ["in", ["get", "pillar"], ["literal", names]] : true;
  return {
    "circle-radius": ["case", is_of, 7, 3.5],
    "circle-color": ["case", is_of, SIGNS.centre, "#ffffff"],
    "circle-stroke-color": ["case", is_of, "#ffffff", SIGNS.centre],
    "circle-stroke-width": ["case", is_of, 2.5, 1.5],
  };
}

/** Centres that stand in a scenario: those of the study, and those that the scenario adds. */
export function centreFilter(scenario) {
  const added = ["coalesce", ["get", "scenario"], ""];
  return ["in", added, ["literal", ["", "base", scenario, scenario.replaceAll("-", "_")]]];
}

/** The hatching of recorded hazard areas: red lines that rise to the right over what lies below. */
export function hazardHatch(size = 12) {
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const pen = canvas.getContext("2d");
  pen.strokeStyle = SIGNS.hazard;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
  }
  pen.stroke();
  return pen.getImageData(0, 0, size, size);
}
