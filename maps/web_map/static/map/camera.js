// The camera: where the map looks, kept in the view and taken from it; and the ways to go elsewhere.
import { areaItem } from "./addresses.js";

const OURS = { is_ours: true };
const PADDING_PX = 24;
const BUTTONS_PX = 60;
const CLOSEST = 13;
const PLACE_ZOOM = 11;

/** Room around what is fitted into the view, with that of the buttons. */
export function paddingOf(around_px = PADDING_PX) {
  const end = document.documentElement.dir === "rtl" ? "left" : "right";
  const sides = { top: around_px, bottom: around_px, left: around_px, right: around_px };
  return { ...sides, [end]: Math.max(around_px, BUTTONS_PX) };
}

/** Keep camera and view together. Gives `flyTo`, `fit`, `whole`, `zoom`. */
export function startCamera(app, map) {
  const { facts, store } = app;
  const [west, south, east, north] = facts.bounds;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let is_whole = store.view.camera === null;

  const moving = () => (still.matches ? { duration: 0 } : { duration: 500 });

  // A link may ask about a place and an area at once: both are shown.
  function withPlace(bounds) {
    const { place } = store.view;
    if (!place) return bounds;
    const [lons, lats] = [
      [bounds[0], bounds[2], place.lon],
      [bounds[1], bounds[3], place.lat],
    ];
    return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
  }

  function whole(more = moving()) {
    is_whole = true;
    map.fitBounds(
      [
        [west, south],
        [east, north],
      ],
      { padding: paddingOf(), ...more },
      OURS,
    );
    store.change({ camera: null });
  }

  function cameraNow() {
    const { lng, lat } = map.getCenter();
    return { zoom: round(map.getZoom(), 2), lat: round(lat, 4), lon: round(lng, 4) };
  }

  function fit(bounds, { most_zoom = CLOSEST } = {}) {
    is_whole = false;
    map.fitBounds([bounds.slice(0, 2), bounds.slice(2)], {
      padding: paddingOf(2 * PADDING_PX),
      maxZoom: most_zoom,
      ...moving(),
    });
  }

  function flyTo({ lon, lat, zoom = Math.max(map.getZoom(), PLACE_ZOOM), bounds = null }) {
    if (bounds && bounds[0] < bounds[2]) {
      fit(bounds);
      return;
    }
    is_whole = false;
    map.easeTo({ center: [lon, lat], zoom, ...moving() });
  }

  map.on("moveend", (event) => {
    if (event.is_ours) return;
    is_whole = false;
    store.change({ camera: cameraNow() });
  });
  store.follow(["camera"], ({ camera }) => {
    if (camera === null) {
      if (!is_whole) whole({ duration: 0 });
      return;
    }
    is_whole = false;
    if (JSON.stringify(camera) === JSON.stringify(cameraNow())) return;
    map.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom }, OURS);
  });
  store.follow(["area"], ({ area }, { names }) => {
    if (area && !names.includes("camera")) goToArea(area);
  });

  async function goToArea(id, { is_first = false } = {}) {
    try {
      const found = await app.ask(areaItem(facts, id), { kind: "area-outline" });
      if (found && store.view.area === id) {
        const bounds = boundsOf(found.geometry.coordinates);
        fit(is_first ? withPlace(bounds) : bounds);
      }
    } catch {
      // The area is marked on the map all the same; ask has told what is wrong with the server.
    }
  }

  new ResizeObserver(() => {
    map.resize(OURS);
    if (is_whole) whole({ duration: 0 });
  }).observe(map.getContainer());
  if (store.view.camera === null) {
    if (store.view.area) goToArea(store.view.area, { is_first: true });
    else if (String(withPlace(facts.bounds)) !== String(facts.bounds)) fit(withPlace(facts.bounds));
  }

  return {
    flyTo,
    fit,
    whole: () => whole(),
    /** By a part of what is seen: `x` to the east, `y` to the south. */
    moveBy: ({ x, y }) => {
      const { clientWidth, clientHeight } = map.getContainer();
      map.panBy([x * clientWidth, y * clientHeight], moving());
    },
    zoomBy: (steps) => map.easeTo({ zoom: map.getZoom() + steps, ...moving() }),
    bounds: () => map.getBounds().toArray().flat(),
    metresPerPixel: () =>
      (40_075_016.686 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (512 * 2 ** map.getZoom()),
  };
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}

/** West, south, east and north of nested coordinates. */
export function boundsOf(coordinates) {
  if (typeof coordinates[0] === "number") return [...coordinates.slice(0, 2), ...coordinates.slice(0, 2)];
  const all = coordinates.map(boundsOf);
  const edge = (which, place) => all.reduce((found, each) => which(found, each[place]), all[0][place]);
  return [edge(Math.min, 0), edge(Math.min, 1), edge(Math.max, 2), edge(Math.max, 3)];
}
