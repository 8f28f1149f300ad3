// Going to a place on the map: by the map itself once it is there, else by the view, which the map reads at its start.
const NEAR_ZOOM = 12;

/** `bounds` (west, south, east, north) go before `lon` and `lat`; nearer than `zoom` it never goes. */
export function goTo({ map, store }, { lon, lat, bounds = null, zoom = NEAR_ZOOM }) {
  if (map?.flyTo) {
    map.flyTo({ lon, lat, zoom, bounds });
    return;
  }
  store.change({ camera: { zoom, lon, lat } });
}
