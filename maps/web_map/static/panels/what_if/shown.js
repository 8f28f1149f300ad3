// The answer of a what-if as the other parts of the page take it: figures, tiles and the still picture.
import { element } from "./element.js";
import { areaTable } from "./result.js";

const LAYERS = ["steps", "marks", "difference", "status"];

/** What `app.shown.showWhatIf` takes: `reach`, `before`, and addresses of `tiles` by layer and of a `picture`. */
export function shownOf({ facts }, { what_if, reach }) {
  const at = `${facts.addresses.what_ifs}/${what_if.id}`;
  const of = `revision=${what_if.revision}${facts.tier_query}`;
  const tiles = Object.fromEntries(LAYERS.map((layer) => [layer, `${at}/tiles/${layer}/{z}/{x}/{y}.png?${of}`]));
  return { reach: reach.after, before: reach.before, tiles, picture: `${at}/picture.png?${of}` };
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
