// What a page on paper and a picture say beside the map: title, question, answer, legend, areas, sources, address.

import { figuresOf, isSome, peopleSaid, titleOf } from "../../figures.js";
import { classesShown, signsShown } from "../../map/legend.js";
import { addressOf } from "../../permalink.js";
import { sentencesOf } from "../sentence.js";

const MOST_AREAS = 12;

/** The whole address of a view, with nothing left to a default: its version, run, threshold and layer are named. */
export function permalink(app, { place = "map" } = {}) {
  const { facts, store } = app;
  const told = new URLSearchParams(addressOf(store.view, facts));
  for (const [name, slug] of Object.entries(store.view.run)) told.set(name, slug);
  told.set("threshold", String(store.view.threshold));
  told.set("layer", store.view.layer);
  if (place === "embed") told.delete("tier"); // pages of others show what is public
  const page = new URL(facts.addresses[place], location.href);
  page.search = `?${told}`;
  return page.href;
}

/** The question in words: its service, whatever else there is a choice of, and the threshold. */
function questionSaid(app) {
  const { facts, words, store } = app;
  const { run } = app.shown.now;
  const chosen = Object.keys(facts.dimensions).filter((name) => name === "pillar" || facts.dimensions[name].length > 1);
  const said = chosen.map((name) => titleOf(app, name, run[name]));
  return [...said, words.say("take-away-within", { time: words.minutes(store.view.threshold) })].join(" · ");
}

/** The areas with most people beyond the threshold: `{id, name, within, share, beyond}` as texts. */
function worstAreas(app, most = MOST_AREAS) {
  const { words, store } = app;
  const { reach } = app.shown.now;
  return reach.areas
    .map((area) => ({ area, at: figuresOf(area, reach, store.view.threshold) }))
    .filter(({ at }) => isSome(at.beyond))
    .sort((one, other) => other.at.beyond - one.at.beyond)
    .slice(0, most)
    .map(({ area, at }) => ({
      name: area.kind === "outside" ? words.say("take-away-outside") : area.name,
      people: peopleSaid(words, at.people),
      within: peopleSaid(words, at.within),
      share: words.percent(at.share),
      beyond: peopleSaid(words, at.beyond),
    }));
}

// Inputs of one source, licence and day are told together.
function sourcesSaid({ facts, words }) {
  const lines = new Map();
  for (const { input, role, source, licence, date } of facts.sources) {
    const message = `shell-input-${input}`;
    const name = words.has(message) ? words.say(message) : role;
    const told = [source, licence, date ? dayOr(words, date) : null].filter(Boolean).join(", ");
    lines.set(told, [...(lines.get(told) ?? []), name]);
  }
  return [...lines].map(([told, names]) => `${words.list([...new Set(names)])}: ${told}`);
}

function dayOr(words, text) {
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? words.day(text) : text;
}

/** All of it, once figures are there; null before. */
export function contentOf(app, { most = MOST_AREAS } = {}) {
  const { facts, words, store } = app;
  const { now } = app.shown;
  if (!now) return null;
  const layer = document.getElementById("map-legend") && store.view.layer;
  return {
    title: words.say("page-title", { release: facts.title }),
    question: questionSaid(app),
    what_if: now.what_if ? words.say("take-away-what-if") : null,
    sentences: sentencesOf(app, now, { threshold: store.view.threshold, run: now.run }).map(({ text }) => text),
    classes: classesShown(app, layer || "minutes"),
    signs: signsShown(app, null),
    areas: worstAreas(app, most),
    sources: sourcesSaid(app),
    made: words.say("take-away-made", {
      day: words.day(facts.created_utc),
      version: facts.nearcare_version,
      release: facts.version,
      tier: facts.tier,
    }),
    warning: words.say("warning"),
    notes: facts.hazards_published ? [] : [words.say("take-away-hazards-left-out")],
    boundaries: words.say("take-away-boundaries"),
    address: permalink(app),
    north: words.say("take-away-north"),
  };
}

/** A name for a file: release, question, threshold, day; of letters, digits and hyphens alone. */
export function fileName({ facts, store, shown }, ending) {
  const plain = (text) =>
    String(text)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "");
  const day = new Date().toISOString().slice(0, 10);
  const run = shown.runNow().id;
  const parts = [facts.release.slice(0, 60), run.slice(0, 100), `${store.view.threshold}-min`, day];
  return `${parts.map(plain).join("_")}.${ending}`;
}
