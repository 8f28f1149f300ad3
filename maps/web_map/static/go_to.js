// Going to a place: by the map, once it is there; before that by the view, which the map reads at its start.
import { make } from "./elements.js";

const NEAR_ZOOM = 12;

/** `bounds` (west, south, east, north), where there are any, go before `lon` and `lat`. */
export function goTo({ map, store }, { lon, lat, bounds = null }) {
  if (map) map.flyTo({ lon, lat, bounds });
  else store.change({ camera: { zoom: NEAR_ZOOM, lon, lat } });
}

/** The way back to the map from what is told below it, where the page is too narrow for both (`to-map` hides it else). */
export function toMapButton({ words }) {
  const button = make("button", { type: "button", className: "to-map" }, words.say("map-back"));
  button.addEventListener("click", () => {
    const region = document.getElementById("map-region");
    const canvas = region.querySelector("#map canvas");
    (canvas ?? region).focus({ preventScroll: true });
    region.scrollIntoView({ block: "start" });
  });
  return button;
}
