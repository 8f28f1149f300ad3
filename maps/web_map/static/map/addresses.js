// Addresses of tiles and pictures, each with the version and the tier of the release.

/** Tiles of a vector set; `run` keeps to what belongs to it. */
export function vectorTiles(facts, set, run_id = null) {
  const run = run_id ? `run=${run_id}&` : "";
  return `${facts.addresses.vector}/${set}/{z}/{x}/{y}.mvt?${run}v=${facts.version}${facts.tier_query}`;
}

/** Tiles of a published raster layer; `id` is that of a run, or of a comparison's run for the difference. */
export function rasterTiles(facts, layer, id) {
  return `${facts.addresses.raster}/${layer}/${id}/{z}/{x}/{y}.png?v=${facts.version}${facts.tier_query}`;
}

/** The still picture of a view. */
export function stillPicture(facts, { run_id, threshold, layer, width }) {
  const asked = new URLSearchParams({ run: run_id, threshold: String(threshold), layer, width: String(width) });
  return `${facts.addresses.picture}?${asked}&v=${facts.version}${facts.tier_query}`;
}

/** The list of the release's raster layers with their runs. */
export function tileSets(facts) {
  return `${facts.addresses.release}/tiles?v=${facts.version}${facts.tier_query}`;
}

/** One area with its outline. */
export function areaItem(facts, area_id) {
  const root = facts.addresses.release.replace(/\/releases\/[^/]*$/, "");
  const told = new URLSearchParams({ f: "json", v: facts.version });
  return `${root}/collections/${facts.release}.areas/items/${encodeURIComponent(area_id)}?${told}${facts.tier_query}`;
}
