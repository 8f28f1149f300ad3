// What a change may choose from: the release's centres, its services, and its recorded hazard areas by what they give.
import { titleOf } from "../../figures.js";

const MOST = 1000;

/**
 * @typedef {object} Centre
 * @property {string} id
 * @property {string} name
 * @property {number} lon
 * @property {number} lat
 *
 * @typedef {object} Hazard
 * @property {string} id
 * @property {number | null} rank among the areas to clear; null where none is known
 */

export function makeChoices({ facts, ask, words }) {
  const kept = new Map();
  const at = (collection, query) =>
    `${facts.root}/collections/${encodeURIComponent(`${facts.release}.${collection}`)}/items?f=json&${query}` +
    `&v=${facts.version}${facts.tier_query}`;

  /** What `load` gives, asked for once; asked again after it failed. */
  function once(key, load) {
    if (!kept.has(key)) {
      const loading = load();
      kept.set(key, loading);
      loading.catch(() => kept.delete(key));
    }
    return kept.get(key);
  }

  async function everyCentre() {
    const found = new Map();
    let address = at("centres", `limit=${MOST}`);
    while (address) {
      const page = await ask(address);
      for (const { properties: row } of page.features) {
        if (!row.scenario && !found.has(row.id))
          found.set(row.id, { id: row.id, name: row.name || row.id, lon: row.lon, lat: row.lat });
      }
      address = page.links.find((each) => each.rel === "next")?.href ?? null;
    }
    return [...found.values()].sort((one, other) => one.name.localeCompare(other.name, words.language));
  }

  async function rankedHazards(run_id) {
    const [recorded, cleared] = await Promise.all([
      ask(at("hazards", `status=open&policy=block&limit=${MOST}`)),
      ask(at("clearance", `run=${encodeURIComponent(run_id)}&limit=${MOST}`)).catch((error) => {
        if (error.status === 404) return { features: [] }; // a release without an order of clearance
        throw error;
      }),
    ]);
    const rank_of = new Map(cleared.features.map(({ properties: row }) => [row.cluster_id, row.rank]));
    const hazards = recorded.features.map(({ properties: row }) => ({
      id: row.id,
      rank: rank_of.get(row.cluster_id) ?? null,
    }));
    hazards.sort((one, other) => (one.rank ?? Number.POSITIVE_INFINITY) - (other.rank ?? Number.POSITIVE_INFINITY));
    return { hazards, more: Math.max(0, recorded.numberMatched - hazards.length) };
  }

  return {
    /** @returns {Promise<Centre[]>} by name */
    centres: () => once("centres", everyCentre),
    /** @returns {Promise<{hazards: Hazard[], more: number}>} the first to clear first; `more` are not in the list */
    hazards: (run_id) => once(`hazards ${run_id}`, () => rankedHazards(run_id)),
    /** Whether this reader is shown recorded hazards at all. */
    has_hazards: facts.hazards_published && facts.sets.includes("hazards"),
    /** The services that a centre may offer: what the API calls each, and its title. */
    services: Object.entries(facts.what_if_pillars).map(([slug, id]) => ({
      id,
      title: titleOf({ facts, words }, "pillar", slug),
    })),
    serviceOf: (slug) => facts.what_if_pillars[slug],
  };
}
