// Permalinks: the view as an address that pins the release's version, and back; what cannot be read is told.

const DIMENSIONS = ["pillar", "profile", "scenario", "season", "direction", "hazards"];
const LAYERS = ["minutes", "status", "difference", "certainty"];
const WHEN = ["after", "before", "difference"];
const MOST_CHANGES = 50;
const LEAST_REST_MS = 400; // Safari takes 100 changes of an address in 30 seconds

/** The view of an address, its faulty parts at their defaults. The server has told all faults but those of changes. */
export function readView(search, facts) {
  const asked = lastOf(search);
  const faults = [];
  const view = {
    run: runOf(asked, facts.runs),
    threshold: stepOf(asked.get("threshold"), facts.steps_minutes) ?? facts.threshold_minutes,
    layer: LAYERS.includes(asked.get("layer")) ? asked.get("layer") : "minutes",
    area: facts.areas.some((area) => area.id === asked.get("area")) ? asked.get("area") : null,
    place: placeOf(asked.get("place")),
    camera: cameraOf(asked.get("at")),
    changes: [],
    when: WHEN.includes(asked.get("when")) ? asked.get("when") : "after",
  };
  try {
    view.changes = readChanges(asked.get("changes"));
  } catch {
    faults.push({ message: "fault-changes", values: {} });
  }
  return { view, faults };
}

/** The address of a view: relative to the page, everything that is not at its default, the version always. */
export function addressOf(view, facts) {
  const told = new URLSearchParams();
  const first = runOf(new URLSearchParams(), facts.runs);
  for (const name of DIMENSIONS) if (view.run[name] !== first[name]) told.set(name, view.run[name]);
  if (view.threshold !== facts.threshold_minutes) told.set("threshold", String(view.threshold));
  if (view.layer !== "minutes") told.set("layer", view.layer);
  if (view.area) told.set("area", view.area);
  if (view.place) told.set("place", `${view.place.lon},${view.place.lat}`);
  if (view.camera) told.set("at", `${view.camera.zoom}/${view.camera.lat}/${view.camera.lon}`);
  if (view.changes.length) told.set("changes", writeChanges(view.changes));
  if (view.changes.length && view.when !== "after") told.set("when", view.when);
  told.set("lang", facts.language);
  told.set("version", facts.version);
  told.set("made", facts.created_utc.slice(0, 10));
  const tier = new URLSearchParams(location.search).get("tier");
  if (tier) told.set("tier", tier);
  return `?${told}`;
}

/**
 * Keep the page's address that of its view, and the view that of the address when one goes back. Browsers refuse many
 * changes in a short while: those that are no step of their own are written seldom, and the last one always.
 */
export function followAddress({ store, facts }) {
  let written_at = Number.NEGATIVE_INFINITY;
  let waiting = null;

  function write(view, how) {
    const address = addressOf(view, facts);
    if (address === location.search) return;
    written_at = performance.now();
    history[how](null, "", address);
  }

  function forget() {
    clearTimeout(waiting);
    waiting = null;
  }

  function settle(view) {
    if (waiting === null) return;
    forget();
    write(view, "replaceState");
  }

  store.follow(null, (view, { push, before }) => {
    if (push) {
      settle(before);
      write(view, "pushState");
    } else if (waiting === null) {
      const rest_ms = written_at + LEAST_REST_MS - performance.now();
      if (rest_ms <= 0) write(view, "replaceState");
      else waiting = setTimeout(() => settle(store.view), rest_ms);
    }
  });
  addEventListener("pagehide", () => settle(store.view));
  addEventListener("popstate", () => {
    forget();
    store.change(readView(location.search, facts).view);
  });
}

function runOf(asked, runs) {
  const first = runs.find((run) => run.hazards === "hazards") ?? runs[0];
  const wanted = DIMENSIONS.filter((name) => asked.get(name));
  const fit = (run) =>
    wanted.filter((name) => run[name] === asked.get(name)).length * 10 +
    DIMENSIONS.filter((name) => !wanted.includes(name) && run[name] === first[name]).length;
  const found = runs.reduce((best, run) => (fit(run) > fit(best) ? run : best), first);
  return Object.fromEntries(DIMENSIONS.map((name) => [name, found[name]]));
}

/** What an address asks for, of a name that is there twice the last: as the server reads it. */
const lastOf = (search) => new Map(new URLSearchParams(search));

function stepOf(text, steps) {
  return /^\d{1,6}(?:\.\d{1,6})?$/.test(text ?? "") ? steps.find((step) => step === Number(text)) : undefined;
}

function placeOf(text) {
  const found = /^(-?\d{1,3}(?:\.\d{1,10})?),(-?\d{1,3}(?:\.\d{1,10})?)$/.exec(text ?? "");
  return found && Math.abs(found[1]) <= 180 && Math.abs(found[2]) <= 90
    ? { lon: Number(found[1]), lat: Number(found[2]) }
    : null;
}

function cameraOf(text) {
  const found = /^(\d{1,2}(?:\.\d{1,4})?)\/(-?\d{1,3}(?:\.\d{1,10})?)\/(-?\d{1,3}(?:\.\d{1,10})?)$/.exec(text ?? "");
  if (!found || found[1] > 22 || Math.abs(found[2]) > 90 || Math.abs(found[3]) > 180) return null;
  return { zoom: Number(found[1]), lat: Number(found[2]), lon: Number(found[3]) };
}

function writeChanges(changes) {
  const bytes = new TextEncoder().encode(JSON.stringify(changes));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function readChanges(text) {
  if (!text) return [];
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
  const changes = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  if (
    !Array.isArray(changes) ||
    changes.length > MOST_CHANGES ||
    changes.some((each) => typeof each?.kind !== "string")
  ) {
    throw new Error("no list of changes");
  }
  return changes;
}
