// Names on the map as HTML, so that every script is written rightly: few, by importance, none over another.
import { isOfPillar, VILLAGES_ZOOM } from "./style.js";

const MOST = 60;
const GAP_PX = 4;
const SIGN_PX = 6;
const SIGN_GAP_PX = 10;
const BUTTONS = "buttons";

/**
 * Names over a map. `update()` chooses them anew once the map rests; while it moves they go along.
 * @returns {{update: () => void, shown: () => {text: string, kind: string, x: number, y: number}[]}}
 */
export function makeLabels(app, map, layers) {
  const box = document.createElement("div");
  box.className = "map-names";
  box.setAttribute("aria-hidden", "true");
  map.getCanvasContainer().append(box);
  let labels = []; // {element, lng, lat, kind, text, width, height}

  function place() {
    for (const each of labels) {
      const { x, y } = map.project([each.lng, each.lat]);
      each.x = x;
      each.y = y;
      each.element.style.transform = `translate(-50%) translate(${x.toFixed(1)}px, ${(y + each.rise).toFixed(1)}px)`;
    }
  }

  function update() {
    const kept = new Map(labels.map((each) => [each.key, each]));
    const wanted = layers.isShown("names") ? candidates(app, map, layers).slice(0, 3 * MOST) : [];
    const taken = [...signsOn(map, wanted), ...buttonsOn(map)];
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const chosen = [];
    for (const each of wanted) {
      if (chosen.length === MOST) break;
      const label = kept.get(each.key) ?? { ...each, element: elementOf(each) };
      Object.assign(label, each);
      if (!label.element.isConnected) box.append(label.element);
      label.width ??= label.element.offsetWidth;
      label.height ??= label.element.offsetHeight;
      const { x, y } = map.project([each.lng, each.lat]);
      // An area is named though its name be cut by the edge or a button; others are not.
      const is_area = each.kind === "area";
      const isFree = ([left, top, right, bottom]) =>
        (is_area
          ? right > 0 && left < width && bottom > 0 && top < height
          : left >= 0 && right <= width && top >= 0 && bottom <= height) &&
        !taken.some(
          ({ key, frame }) =>
            key !== each.key && !(is_area && key === BUTTONS) && meet([left, top, right, bottom], frame),
        );
      const frame = topsOf(each.kind, y, label.height)
        .map((top) => [x - label.width / 2, top, x + label.width / 2, top + label.height])
        .find(isFree);
      if (!frame) continue;
      label.rise = frame[1] - y;
      taken.push({ key: each.key, frame });
      chosen.push(label);
    }
    labels = chosen;
    const here = new Set(chosen.map((each) => each.element));
    for (const element of [...box.children]) if (!here.has(element)) element.remove();
    place();
  }

  map.on("move", place);
  map.on("resize", place);
  return {
    update,
    shown: () => labels.map(({ text, kind, x, y, width, height, rise }) => ({ text, kind, x, y, width, height, rise })),
  };
}

// Where the top of a name may be: over its area, below its sign, else above it.
function topsOf(kind, y, height) {
  return kind === "area" ? [y - height / 2] : [y + SIGN_GAP_PX, y - SIGN_GAP_PX - height];
}

// Where the signs of centres stand, which no other name may cover.
function signsOn(map, wanted) {
  return wanted
    .filter(({ kind }) => kind === "centre")
    .map(({ key, lng, lat }) => {
      const { x, y } = map.project([lng, lat]);
      return { key, frame: [x - SIGN_PX, y - SIGN_PX, x + SIGN_PX, y + SIGN_PX] };
    });
}

// Where the map's buttons stand, which would hide a name.
function buttonsOn(map) {
  const buttons = document.querySelector(".map-buttons").getBoundingClientRect();
  const { left, top } = map.getContainer().getBoundingClientRect();
  const [x, y] = [buttons.left - left, buttons.top - top];
  return [{ key: BUTTONS, frame: [x, y, x + buttons.width, y + buttons.height] }];
}

function elementOf({ text, kind }) {
  const element = document.createElement("span");
  element.className = `map-name map-name-${kind}`;
  element.dir = "auto";
  element.textContent = text;
  return element;
}

function meet(one, other) {
  return (
    one[0] < other[2] + GAP_PX && one[2] > other[0] - GAP_PX && one[1] < other[3] + GAP_PX && one[3] > other[1] - GAP_PX
  );
}

/** What could be named in the present view, the most important first. */
function candidates(app, map, layers) {
  const found = [];
  const smaller = []; // villages and hamlets, which come after the centres
  const sets = app.facts.sets;
  const chosen = app.store.view.area;
  if (sets.includes("areas") && layers.isShown("areas")) {
    const areas = areasInView(map);
    areas.sort((one, other) => (other.id === chosen) - (one.id === chosen) || other.size - one.size);
    for (const { id, name, at } of areas)
      found.push({ key: `area ${id}`, kind: "area", text: name, lng: at[0], lat: at[1] });
  }
  if (sets.includes("places")) {
    const places = pointsInView(map, "places");
    places.sort((one, other) => rankOf(one) - rankOf(other));
    for (const { properties, lng, lat } of places) {
      if (!properties.name) continue;
      const to = isTown(properties) ? found : smaller;
      to.push({ key: `place ${lng} ${lat} ${properties.name}`, kind: "place", text: properties.name, lng, lat });
    }
  }
  if (sets.includes("centres") && layers.isShown("centres")) {
    const serves = ({ properties }) => isOfPillar(properties.pillar ?? "", app.store.view.run.pillar);
    const centres = pointsInView(map, "centres");
    centres.sort((one, other) => serves(other) - serves(one));
    for (const { properties, lng, lat } of centres) {
      found.push({ key: `centre ${properties.id}`, kind: "centre", text: properties.name ?? properties.id, lng, lat });
    }
  }
  return map.getZoom() < VILLAGES_ZOOM ? found : [...found, ...smaller];
}

const KINDS = ["city", "town", "village", "hamlet"];

const isTown = ({ kind }) => kind === "city" || kind === "town";

function rankOf({ properties }) {
  const kind = KINDS.indexOf(properties.kind);
  return (kind < 0 ? KINDS.length : kind) * 1e9 - (properties.people ?? 0);
}

/** Points of a set within the view, each once. */
export function pointsInView(map, set) {
  const view = map.getBounds();
  const filter = map.getLayer(set)?.filter;
  const seen = new Map();
  for (const { properties, geometry } of map.querySourceFeatures(set, { sourceLayer: set, filter })) {
    const points = geometry.type === "MultiPoint" ? geometry.coordinates : [geometry.coordinates];
    for (const [lng, lat] of points) {
      if (!view.contains([lng, lat])) continue;
      const key = `${properties.id ?? properties.name} ${lng.toFixed(4)} ${lat.toFixed(4)}`;
      if (!seen.has(key)) seen.set(key, { properties, lng, lat });
    }
  }
  return [...seen.values()];
}

/** Areas within the view, each with a point in the largest part of it that is seen. */
export function areasInView(map) {
  const view = map.getBounds();
  const box = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
  const seen = new Map();
  for (const { properties, geometry } of map.querySourceFeatures("areas", { sourceLayer: "areas" })) {
    const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
    for (const rings of geometry.type.endsWith("Polygon") ? polygons : []) {
      const found = widest(rings, box);
      if (!found) continue;
      const before = seen.get(properties.area_id);
      if (!before || found.size > before.size) {
        seen.set(properties.area_id, { id: properties.area_id, name: properties.area_name, ...found });
      }
    }
  }
  return [...seen.values()];
}

/** The middle of the widest stretch of a polygon on three lines across what is seen of it; null where nothing is. */
function widest(rings, [west, south, east, north]) {
  const lats = rings[0].map(([, lat]) => lat);
  const [low, high] = [Math.max(south, Math.min(...lats)), Math.min(north, Math.max(...lats))];
  if (low >= high) return null;
  let best = null;
  for (const share of [0.5, 0.3, 0.7]) {
    const lat = low + (high - low) * share;
    const cuts = crossings(rings, lat);
    for (let place = 0; place + 1 < cuts.length; place += 2) {
      const [from, to] = [Math.max(west, cuts[place]), Math.min(east, cuts[place + 1])];
      const size = (to - from) * (high - low);
      if (to > from && (!best || size > best.size)) best = { at: [(from + to) / 2, lat], size };
    }
  }
  return best;
}

function crossings(rings, lat) {
  const cuts = [];
  for (const ring of rings) {
    for (let place = 0; place + 1 < ring.length; place += 1) {
      const [[x1, y1], [x2, y2]] = [ring[place], ring[place + 1]];
      if (y1 > lat !== y2 > lat) cuts.push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1));
    }
  }
  return cuts.sort((one, other) => one - other);
}
