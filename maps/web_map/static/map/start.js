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
  const { pick } = startKeyboard(app, map, { region, leaveTo: document.querySelector("#map-layers summary") });
  startButtons(app, camera, region);
  markPlace(app, map, library);
  showBasemap(app, map);

  map.on("move", () => legend.scale(camera.metresPerPixel()));
  legend.scale(camera.metresPerPixel());
  map.on("idle", () => {
    painting.settle();
    labels.update();
    in_view.update();
    box.dataset.painted = "true";
  });
  layers.follow(() => map.loaded() && labels.update());

  async function canvas() {
    if (!map.loaded() || map.isMoving()) await new Promise((resolve) => map.once("idle", resolve));
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
    problems.tell({ sentence: words.say("map-tiles-missing"), detail: null });
  });
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

function startButtons({ words, announce }, camera, region) {
  const on = (id, press) => document.getElementById(id).addEventListener("click", press);
  on("map-zoom-in", () => camera.zoomBy(1));
  on("map-zoom-out", () => camera.zoomBy(-1));
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
