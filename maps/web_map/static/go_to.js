// Going to a place: by the map, once it is there; before that by the view, which the map reads at its start.
const NEAR_ZOOM = 12;

/** `bounds` (west, south, east, north), where there are any, go before `lon` and `lat`. */
export function goTo({ map, store }, { lon, lat, bounds = null }) {
  if (map) map.flyTo({ lon, lat, bounds });
  else store.change({ camera: { zoom: NEAR_ZOOM, lon, lat } });
}
