// This place: what the run says of the cell that was clicked or searched, in sentences; Escape closes it.
import { bringUp, make, named } from "../elements.js";
import { timeSaid } from "../figures.js";
import { goTo, toMapButton } from "../go_to.js";

const FACTORS = ["hazards", "closure", "road-season", "day", "profile", "no-road", "full", "too-far"];
const STATUSES = ["no-way", "inside-hazard", "barrier", "no-land-data", "beyond-limit", "outside"];

/** The sentences of an answer of `/point`, the first the answer itself. `threshold`: minutes, inclusive. */
function sentencesOfPlace({ facts, words }, told, { threshold, has_changes }) {
  const time = words.minutes(threshold);
  const said = [firstSentence(words, told)];
  if (told.status === "reached" && told.minutes !== null) {
    said.push(words.say(told.minutes <= threshold ? "place-met" : "place-not-met", { time }));
  }
  if (told.region?.name) said.push(words.say("place-region", { name: told.region.name }));
  const factor = told.region?.main_factor_key;
  if (FACTORS.includes(factor)) said.push(words.say(`place-reason-${factor}`));
  if (told.underserved_share !== null && told.status !== "outside") {
    const values = { share: words.percent(told.underserved_share), time: words.minutes(facts.threshold_minutes) };
    said.push(words.say("place-sure-beyond", values));
  }
  if (told.could_change) said.push(words.say("place-could-change"));
  if (told.is_inside_recorded_hazard === false && told.status !== "outside") {
    said.push(words.say("place-not-inside-hazard"));
  }
  if (has_changes) said.push(words.say("place-before-change"));
  return said;
}

function firstSentence(words, { status, minutes, nearest_centre, run }) {
  if (status !== "reached") return words.say(`place-${STATUSES.includes(status) ? status : "not-known"}`);
  if (minutes === null) return words.say("place-no-minutes");
  const time = timeSaid(words, minutes);
  const name = nearest_centre?.name || nearest_centre?.id;
  return words.say(`place-reached-${run.direction}${name ? "-name" : ""}`, name ? { time, name } : { time });
}

export function start(app) {
  const { facts, words, store, shown, ask, announce } = app;
  const section = document.getElementById("place");
  const heading = document.getElementById("place-name");
  const hint = document.getElementById("place-hint");
  const box = document.getElementById("place-told");
  let told = null;
  let opener = null; // where the focus was when the place was chosen

  function close() {
    store.change({ place: null }, { push: true });
    if (opener?.isConnected && opener !== document.body) opener.focus();
    else heading.focus();
    opener = null;
  }

  function closeButton() {
    const button = make("button", { type: "button", className: "close" }, words.say("place-close"));
    button.addEventListener("click", close);
    return button;
  }

  async function look({ is_chosen = false, is_first = false } = {}) {
    const { place } = store.view;
    told = null;
    hint.hidden = place !== null;
    box.hidden = place === null;
    if (place === null) {
      box.replaceChildren();
      return;
    }
    if (is_chosen) {
      opener = document.activeElement === heading ? opener : document.activeElement;
      bringUp(section, heading);
    }
    box.replaceChildren(make("p", { className: "hint" }, words.say("place-waiting")), closeButton());
    const asked = new URLSearchParams({ lon: place.lon, lat: place.lat, run: shown.runNow().id, v: facts.version });
    try {
      const answer = await ask(`${facts.addresses.point}?${asked}${facts.tier_query}`, { kind: "point" });
      if (answer === null || store.view.place !== place) return;
      told = answer;
      show();
      if (is_first) showInPanel();
      announce(sentences().slice(0, 2).join(" "));
    } catch (error) {
      if (store.view.place === place) fail(error);
    }
  }

  // A link that asks about a place opens with its answer in sight; where the map comes first, the page stays there.
  function showInPanel() {
    const panels = section.parentElement;
    if (panels.scrollHeight > panels.clientHeight)
      panels.scrollTop += section.getBoundingClientRect().top - panels.getBoundingClientRect().top;
  }

  function fail(error) {
    const sentence = error.status === 0 ? words.say("place-away") : (error.sentence ?? words.say("problem-here"));
    const again = make("button", { type: "button" }, words.say("place-again"));
    again.addEventListener("click", () => look({ is_chosen: box.contains(document.activeElement) }));
    box.replaceChildren(make("p", { className: "problem" }, sentence), again, " ", closeButton());
    announce(sentence);
  }

  const sentences = () =>
    sentencesOfPlace(app, told, { threshold: store.view.threshold, has_changes: store.view.changes.length > 0 });

  function show() {
    if (told === null) return;
    const [first, ...rest] = sentences();
    box.replaceChildren(
      make("p", { className: "place-answer" }, first),
      ...rest.map((sentence) => make("p", { className: "place-more" }, sentence)),
      make("dl", { className: "figures" }, ...details()),
      make("p", { className: "hint" }, words.say("place-no-route")),
      ...links(),
      make("div", { className: "ways" }, toMapButton(app), closeButton()),
    );
  }

  function details() {
    const { area, nearest_centre: centre, cell, minutes, status, region } = told;
    const row = (name, value) => make("div", {}, make("dt", {}, words.say(name)), make("dd", {}, value));
    const rows = [row("place-area", area ? named("span", area.name) : words.say("place-no-area"))];
    if (minutes !== null) rows.push(row("place-time", timeSaid(words, minutes)));
    if (centre) rows.push(row("place-centre", centreButton(centre)));
    if (region?.people) rows.push(row("place-people-region", words.people(region.people)));
    if (area && area.median_minutes !== null) rows.push(row("place-median-area", timeSaid(words, area.median_minutes)));
    rows.push(row("place-coordinates", make("bdi", { dir: "ltr" }, `${told.lat.toFixed(5)}, ${told.lon.toFixed(5)}`)));
    if (cell && status !== "outside") {
      const size = { width: words.people(cell.width_m), height: words.people(cell.height_m) };
      rows.push(row("place-cell", words.say("place-cell-size", size)));
    }
    return rows;
  }

  function centreButton({ id, name, lon, lat }) {
    if (lon === null || lat === null || lon === undefined) return named("span", name || id);
    const button = named("button", name || id, {
      type: "button",
      attr: { "aria-label": words.say("place-go-to-centre", { name: name || id }) },
    });
    button.addEventListener("click", () => goTo(app, { lon, lat }));
    return button;
  }

  function links() {
    if (!told.area) return [];
    const asked = new URLSearchParams({ run: told.run.id, area: told.area.id, f: "html" });
    const href = `${facts.addresses.report}?${asked}${facts.tier_query}`;
    return [make("p", { className: "links" }, make("a", { href }, words.say("place-report")))];
  }

  section.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || store.view.place === null) return;
    event.stopPropagation();
    close();
  });
  store.follow(["place", "run"], (_view, { names, push }) => look({ is_chosen: push && names.includes("place") }));
  store.follow(["threshold", "changes"], show);
  look({ is_first: true });
}
