// The map by keyboard and by click: a crosshair in its middle, Enter asks there, Escape leaves; and picking a place.

const NEAR_PX = 10;
const LAYERS_OF = {
  centres: ["centres"],
  hazards: ["hazards-fill"],
  roads: ["roads"],
  areas: ["areas-ground"],
  gaps: ["gaps"],
};
const DIGITS = 1e5;
const MOVING = /^(Arrow.*|[-+=])$/;

/** Clicks and keys of the map; `onMove` is called where a key moves it. Gives `pick({kinds})`. */
export function startKeyboard(app, map, { region, leaveTo, onMove }) {
  const { store, words, announce } = app;
  const canvas = map.getCanvas();
  const hint = document.getElementById("map-hint");
  let picking = null; // {resolve, kinds}

  canvas.setAttribute("role", "application"); // its keys are its own, also for who reads the page by ear
  canvas.setAttribute("aria-label", words.say("map-canvas"));
  canvas.setAttribute("aria-describedby", "map-keys");
  canvas.addEventListener("focus", () => region.classList.toggle("by-keys", canvas.matches(":focus-visible")));
  canvas.addEventListener("blur", () => region.classList.remove("by-keys"));

  function answer(lngLat, point) {
    const place = { lon: rounded(lngLat.lng), lat: rounded(lngLat.lat) };
    if (!picking) {
      store.change({ place }, { push: true });
      return;
    }
    const { kinds } = picking;
    end({ ...place, feature: featureAt(map, point, kinds) });
  }

  function end(found) {
    const { resolve } = picking;
    picking = null;
    region.classList.remove("is-picking");
    hint.textContent = "";
    hint.hidden = true;
    resolve(found);
  }

  map.on("click", (event) => answer(event.lngLat, event.point));
  canvas.addEventListener("keydown", (event) => {
    region.classList.add("by-keys");
    if (MOVING.test(event.key)) onMove();
    if (event.key === "Enter") {
      event.preventDefault();
      const middle = { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 };
      answer(map.unproject([middle.x, middle.y]), middle);
    }
  });
  region.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (picking) end(null);
    else if (event.target !== canvas) return;
    else if (store.view.place) store.change({ place: null }, { push: true });
    else leaveTo.focus();
    event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && picking && !event.defaultPrevented) {
      event.preventDefault();
      end(null);
    }
  });

  /**
   * The place of the next click on the map, or of Enter at its crosshair; null if it is given up with Escape.
   * `kinds`: of what the nearest thing there is told as `feature` {kind, properties}: centres, hazards, roads, areas.
   */
  function pick({ kinds = [] } = {}) {
    if (picking) end(null);
    hint.textContent = words.say("map-pick");
    hint.hidden = false;
    region.classList.add("is-picking", "by-keys");
    announce(hint.textContent);
    canvas.focus();
    return new Promise((resolve) => {
      picking = { resolve, kinds };
    });
  }
  return { pick };
}

function rounded(degrees) {
  return Math.round(degrees * DIGITS) / DIGITS;
}

/** The nearest thing of some kinds at a point of the screen, in the order of the kinds; null where there is none. */
function featureAt(map, { x, y }, kinds) {
  for (const kind of kinds) {
    const layers = (LAYERS_OF[kind] ?? []).filter((id) => map.getLayer(id));
    if (!layers.length) continue;
    for (const reach of kind === "areas" ? [0] : [0, NEAR_PX / 2, NEAR_PX]) {
      const box = [
        [x - reach, y - reach],
        [x + reach, y + reach],
      ];
      const [found] = map.queryRenderedFeatures(box, { layers });
      if (found) return { kind, properties: found.properties };
    }
  }
  return null;
}
