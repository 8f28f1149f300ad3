// What is shown now: a run as published, or the answer of a what-if; its figures and the addresses of its tiles.

/**
 * @typedef {object} Reach who reaches care within each step, inclusive
 * @property {number[]} steps_minutes rising
 * @property {number[]} bands_minutes
 * @property {AreaReach} total everyone
 * @property {AreaReach[]} areas one for each area; outside all areas is one of kind "outside"
 *
 * @typedef {object} AreaReach
 * @property {string} id
 * @property {string} name
 * @property {string} kind "area", "outside" or "total"
 * @property {number} people
 * @property {number[]} within people, for each of steps_minutes
 * @property {number} no_way
 * @property {number} inside_hazards
 * @property {number} beyond_limit
 * @property {number} on_barrier
 * @property {number} no_land_data
 * @property {number | null} median_minutes with median_minutes_status
 */

import { rasterTiles } from "./map/addresses.js";

const LAYERS = ["steps", "marks", "status", "certainty", "difference"];

export function makeShown(app) {
  const { facts, store, ask } = app;
  const followers = [];
  let now = null; // {run_id, reach, before, tiles, what_if}
  let what_if = null; // {id, reach, before, tiles, ...} of the what-if panel
  let is_going_back = false; // to the run that is shown, since another did not come
  let mend = null; // takes the sentence of the last failure away

  function tell() {
    for (const each of [...followers]) each(now);
  }

  const tilesOf = (run_id) => Object.fromEntries(LAYERS.map((layer) => [layer, rasterTiles(facts, layer, run_id)]));

  async function refresh() {
    const run = runNow();
    try {
      const reach = await ask(`${facts.addresses.reach}?run=${run.id}&v=${facts.version}${facts.tier_query}`, {
        kind: "reach",
      });
      if (reach === null) return;
      mend?.();
      mend = null;
      now = { run, run_id: run.id, reach, before: null, tiles: tilesOf(run.id), what_if: null };
      if (what_if && store.view.when !== "before") {
        now = { ...now, reach: what_if.reach, before: reach, tiles: { ...now.tiles, ...what_if.tiles }, what_if };
      }
      tell();
    } catch (error) {
      mend?.();
      mend = app.problems.tell(error, { again: () => askAgain(run) });
      if (now && now.run_id !== run.id) goBack();
    }
  }

  // The figures of a run that did not come.
  function askAgain(run) {
    if (runNow().id === run.id) return refresh();
    store.change({ run: slugsOf(run) }, { push: true });
  }

  const slugsOf = ({ id, ...slugs }) => slugs;

  // All parts of the page say again what is still shown.
  function goBack() {
    is_going_back = true;
    store.change({ run: slugsOf(now.run) });
    is_going_back = false;
  }

  function runNow() {
    const asked = store.view.run;
    return facts.runs.find((run) => Object.keys(asked).every((name) => run[name] === asked[name])) ?? facts.runs[0];
  }

  store.follow(["run", "when"], () => (is_going_back ? tell() : refresh()));
  return {
    get now() {
      return now;
    },
    runNow,
    refresh,
    /** Call `each(now)` whenever something else is shown. */
    follow(each) {
      followers.push(each);
      if (now) each(now);
    },
    /** The answer of a what-if takes the place of the run, or, null, the run comes back. */
    showWhatIf(answer) {
      what_if = answer;
      return refresh();
    },
  };
}
