// The map itself: drawn by MapLibre where the browser can, else a still picture; with its legend and its layers.
import { paddingOf, startCamera } from "./camera.js";
import { startInView } from "./in_view.js";
import { startKeyboard } from "./keyboard.js";
import { makeLabels } from "./labels.js";
import { startLayers } from "./layers.js";
import { startLegend } from "./legend.js";
import { startPainting } from "./painting.js";
import { canDraw, showStill } from "./still.js";
import { hazardHatch, styleOf } from "./style.js";

const MOST_ZOOM = 16;
const WAYS = { north: { x: 0, y: -0.25 }, west: { x: -0.25, y: 0 }, east: { x: 0.25, y: 0 }, south: { x: 0, y: 0.25 } };
const LONGEST_REST_MS = 10_000; // then a picture is taken of what has come

/**
 * Sets `app.map`: `flyTo({lon, lat, zoom, bounds})`, `fit(bounds)`, `bounds()`, `pick({kinds})`, `canvas()` (a promise of
 * {canvas, labels, pin, metres_per_pixel, is_still}), `ready` (a promise of it once there is something to be seen), `is_still`.
 */
export async function start(app) {
  const region = document.getElementById("map-region");
  const layers = startLayers(app);
  const legend = startLegend(app, layers);
  const ready = Promise.withResolvers?.() ?? withResolvers();
  const waiting = { flyTo() {}, fit() {}, bounds: () => app.facts.bounds, canvas: async () => null, is_still: false };
  app.map = { ...waiting, pick: async (asked) => (await ready.promise).pick(asked), ready: ready.promise };

  function become(parts) {
    app.map = { ...parts, ready: ready.promise };
    ready.resolve(app.map);
  }

  function give_up(message) {
    become(showStill(app, { region, layers, message }));
    document.getElementById("map").dataset.painted = "still";
  }

  if (!canDraw()) {
    give_up("map-still-no-webgl");
    return;
  }
  try {
    const library = await import("../vendor/maplibre-gl/maplibre-gl.mjs");
    library.setWorkerUrl(new URL("../vendor/maplibre-gl/maplibre-gl-worker.mjs", import.meta.url).href);
    become(await drawMap(app, { library, region, layers, legend, give_up }));
  } catch (error) {
    console.warn(`the map cannot be drawn: ${error.message}`);
    give_up("map-still-failed");
  }
}

async function drawMap(app, { library, region, layers, legend, give_up }) {
  const { facts, store, words } = app;
  const box = document.getElementById("map");
  const camera_now = store.view.camera;
  const map = new library.Map({
    container: box,
    style: styleOf(facts, {
      run_id: app.shown.runNow().id,
      threshold: store.view.threshold,
      tiles: { steps: layers.tilesNow("steps"), marks: layers.tilesNow("marks") },
    }),
    ...(camera_now
      ? { center: [camera_now.lon, camera_now.lat], zoom: camera_now.zoom }
      : { bounds: facts.bounds, fitBoundsOptions: { padding: paddingOf() } }),
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    rollEnabled: false,
    maxPitch: 0,
    maxZoom: MOST_ZOOM,
    trackResize: false,
    fadeDuration: 0,
    renderWorldCopies: false,
    canvasContextAttributes: { preserveDrawingBuffer: true, antialias: false },
    locale: { "Map.Title": words.say("map-canvas") },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.on("styleimagemissing", ({ id }) => {
    if (id === "hazards-hatch" && !map.hasImage(id)) map.addImage(id, hazardHatch());
  });
  watchFaults(app, map, { give_up });
  await Promise.race([
    new Promise((resolve) => map.once("style.load", resolve)),
    new Promise((_, reject) => map.once("webglcontextlost", () => reject(new Error("the context was lost")))),
  ]);
  if (!map.hasImage("hazards-hatch")) map.addImage("hazards-hatch", hazardHatch());
  const camera = startCamera(app, map);
  const painting = startPainting(app, map, layers);
  const labels = makeLabels(app, map, layers);
  const in_view = startInView(app, map, layers, camera.flyTo);
  let is_to_be_said = false; // what is in view, once the map rests after keys or buttons moved it
  const sayLater = () => {
    is_to_be_said = true;
  };
  const { pick } = startKeyboard(app, map, {
    region,
    leaveTo: document.querySelector("#map-layers summary"),
    onMove: sayLater,
  });
  startButtons(app, camera, { region, onMove: sayLater });
  markPlace(app, map, library);
  showBasemap(app, map);

  map.on("move", () => legend.scale(camera.metresPerPixel()));
  legend.scale(camera.metresPerPixel());
  map.on("idle", () => {
    painting.settle();
    labels.update();
    in_view.update();
    if (is_to_be_said) in_view.say();
    is_to_be_said = false;
    box.dataset.painted = "true";
  });
  layers.follow(() => map.loaded() && labels.update());

  async function canvas() {
    if (!map.loaded() || map.isMoving()) await Promise.race([rest(map), late(LONGEST_REST_MS)]);
    return {
      canvas: map.getCanvas(),
      labels: labels.shown(),
      pin: store.view.place && map.project([store.view.place.lon, store.view.place.lat]),
      metres_per_pixel: camera.metresPerPixel(),
      is_still: false,
    };
  }
  return { flyTo: camera.flyTo, fit: camera.fit, bounds: camera.bounds, pick, canvas, is_still: false };
}

const rest = (map) => new Promise((resolve) => map.once("idle", resolve));
const late = (after_ms) => new Promise((resolve) => setTimeout(resolve, after_ms));

async function showBasemap({ facts, ask }, map) {
  try {
    const ground = await ask(`${facts.addresses.basemap}?v=${facts.version}${facts.tier_query}`);
    map.getSource("basemap")?.setData(ground);
  } catch {
    // The release is shown without the land around it; ask has told what is wrong with the server.
  }
}

// A tile of a what-if that other changes have called off, or that has ended: others are asked for in its place.
function isOfEarlierWhatIf({ status, url = "" } = {}) {
  return url.includes("/what-ifs/") && [404, 409, 410].includes(status);
}

// Tiles that do not come are told once; a context that is lost is waited for once, then the still picture is shown.
function watchFaults({ words, problems, announce }, map, { give_up }) {
  let is_told = false;
  let lost = 0;
  map.on("error", ({ error }) => {
    if (is_told || error?.name === "AbortError" || isOfEarlierWhatIf(error)) return;
    is_told = true;
    problems.tell({ sentence: words.say("map-tiles-missing"), detail: null }, { again: askAgain });
  });

  function askAgain() {
    is_told = false;
    for (const id of Object.keys(map.getStyle().sources)) {
      const source = map.getSource(id);
      if (source.tiles) source.setTiles(source.tiles);
    }
  }

  map.on("webglcontextlost", () => {
    lost += 1;
    if (lost > 1) {
      map.remove();
      give_up("map-still-lost");
      return;
    }
    announce(words.say("map-lost"));
  });
}

function startButtons({ words, announce }, camera, { region, onMove }) {
  const on = (id, press) => document.getElementById(id).addEventListener("click", press);
  for (const [id, steps] of [
    ["map-zoom-in", 1],
    ["map-zoom-out", -1],
  ]) {
    on(id, () => {
      onMove();
      camera.zoomBy(steps);
    });
  }
  const moves = document.getElementById("map-moves");
  on("map-move", ({ currentTarget }) => {
    moves.hidden = !moves.hidden;
    currentTarget.setAttribute("aria-expanded", String(!moves.hidden));
  });
  for (const button of moves.children) {
    button.addEventListener("click", () => {
      onMove();
      camera.moveBy(WAYS[button.dataset.way]);
    });
  }
  moves.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    document.getElementById("map-move").click();
    document.getElementById("map-move").focus();
  });
  on("map-whole", () => {
    camera.whole();
    announce(words.say("map-whole-shown"));
  });
  const full = document.getElementById("map-full-screen");
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else region.requestFullscreen();
  });
  document.addEventListener("fullscreenchange", () => {
    full.setAttribute("aria-pressed", String(document.fullscreenElement === region));
  });
}

function markPlace({ store }, map, library) {
  const element = document.createElement("div");
  element.className = "map-place";
  element.setAttribute("aria-hidden", "true");
  const marker = new library.Marker({ element, anchor: "bottom" });
  function mark({ place }) {
    if (place) marker.setLngLat([place.lon, place.lat]).addTo(map);
    else marker.remove();
    for (const name of ["role", "aria-label", "tabindex"]) element.removeAttribute(name);
  }
  store.follow(["place"], mark);
  mark(store.view);
}

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
