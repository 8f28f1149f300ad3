// The answer of a what-if as the other parts of the page take it: figures, tiles, and the centres that it touches.
import { element } from "./element.js";
import { areaTable } from "./result.js";

const LAYERS = ["steps", "marks", "difference", "status"];
const SIGNS = { add_centre: "added", move_centre: "moved", upgrade_centre: "upgraded", close_centre: "closed" };

/** What `app.shown.showWhatIf` takes. */
export function shownOf({ facts }, { what_if, reach }, { names, changes }) {
  const tiles = Object.fromEntries(
    LAYERS.map((layer) => {
      const at = `${facts.addresses.what_ifs}/${what_if.id}/tiles/${layer}`;
      return [layer, `${at}/{z}/{x}/{y}.png?revision=${what_if.revision}${facts.tier_query}`];
    }),
  );
  const centres = changes
    .filter((change) => Object.hasOwn(SIGNS, change.kind))
    .map(({ kind, id, lon = null, lat = null }) => ({ id, name: names.get(id) ?? id, lon, lat, sign: SIGNS[kind] }));
  const { id, revision, headline, gains, areas } = what_if;
  return { id, revision, reach: reach.after, before: reach.before, tiles, headline, gains, areas, centres };
}

/** What a job gave, at the band that is the threshold or the study's own: a sentence and who gains by area. */
export function jobResult(app, result) {
  const { words, store } = app;
  const column = (minutes) => `people_newly_within_${minutes}_min`;
  const band = column(store.view.threshold) in result.gains ? store.view.threshold : result.threshold_minutes;
  const [came, went] = [result.gains[column(band)], result.gains[`people_no_longer_within_${band}_min`]];
  const time = words.minutes(band);
  const sentence = words.say("what-if-job-sentence", {
    came: words.people(came),
    went: words.people(went),
    service: app.serviceTitle(store.view.run.pillar),
    time,
  });
  const rows = result.areas
    .filter((row) => row.area_kind !== "all")
    .map((row) => ({
      id: row.area_id,
      name: row.area_name,
      kind: row.area_kind,
      more: row[column(band)] - row[`people_no_longer_within_${band}_min`],
      quicker: row.people_gaining,
      reconnected: row.people_reconnected,
      worse: row.people_losing + row.people_cut_off,
    }))
    .filter((row) => [row.more, row.quicker, row.reconnected, row.worse].some((each) => Math.abs(each) > 0))
    .sort((one, other) => other.more - one.more);
  const table = rows.length ? areaTable(app, rows, band) : element("p", { textContent: words.say("what-if-no-areas") });
  const region = element("div", { className: "what-if-table", tabIndex: 0, role: "region" }, table);
  region.setAttribute("aria-label", words.say("what-if-areas"));
  return element("div", {}, element("p", { textContent: sentence }), region);
}
