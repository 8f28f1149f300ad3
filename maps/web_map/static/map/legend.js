// The legend: what each colour, hatching and sign means, for the layer and the threshold that are shown.
import {
  backgroundOf,
  CHANGE_EDGES_MINUTES,
  CHANGE_LOOKS,
  GAINED,
  LOST,
  minutesClasses,
  REACHED,
  STATUS_LOOKS,
  SURE_LOOKS,
} from "./colours.js";

/**
 * Every class of what is shown, best first, with its words: for the legend here, and for pictures of the map.
 * @returns {{id: string, colour: string, stripe: string | null, words: string}[]}
 */
export function classesShown(app, layer) {
  const { facts, store, words } = app;
  const run = app.shown.runNow();
  const statuses = Object.entries(STATUS_LOOKS)
    .filter(([id]) => id !== "inside-hazard" || (run.hazards === "hazards" && facts.hazards_published))
    .map(([id, look]) => ({ id, ...look, words: words.say(`map-class-${id}`) }));
  if (layer === "status") {
    return [{ id: "reached", colour: REACHED, stripe: null, words: words.say("map-class-reached") }, ...statuses];
  }
  if (layer === "difference") return changeClasses(words);
  if (layer === "certainty") {
    return Object.entries(SURE_LOOKS).map(([id, look]) => ({ id, ...look, words: words.say(`map-class-${id}`) }));
  }
  const reached = minutesClasses(facts.bands_minutes, store.view.threshold).map((each) => ({
    id: each.upto === null ? "beyond" : `within-${each.upto}-min`,
    colour: each.colour,
    stripe: null,
    words: saidMinutes(each, words),
  }));
  return [...reached, ...statuses];
}

function saidMinutes({ over, upto }, words) {
  if (upto === null) return words.say("map-class-beyond", { over: words.minutes(over) });
  if (over === null) return words.say("map-class-within", { upto: words.minutes(upto) });
  return words.say("map-class-between", { over: words.minutes(over), upto: words.minutes(upto) });
}

function changeClasses(words) {
  const edges = [0, ...CHANGE_EDGES_MINUTES];
  const sized = (way, colours) =>
    colours.map((colour, place) => {
      const over = words.minutes(edges[place]);
      const upto = place + 1 < edges.length ? words.minutes(edges[place + 1]) : null;
      const kind = upto === null ? "-over" : place === 0 ? "-upto" : "";
      return {
        id: `${way}-${place}`,
        colour,
        stripe: null,
        words: words.say(`map-class-${way}${kind}`, upto ? { over, upto } : { over }),
      };
    });
  const plain = (id) => ({ id, ...CHANGE_LOOKS[id], words: words.say(`map-class-${id}`) });
  return [
    plain("reconnected"),
    ...sized("quicker", GAINED).reverse(),
    plain("same"),
    ...sized("slower", LOST),
    plain("cut-off"),
    plain("no-minutes"),
  ];
}

/** The signs over the colours that are turned on now: `sign` names the look of its swatch. */
export function signsShown(app, layers) {
  const { facts, store, words } = app;
  const is_on = (name) => facts.sets.includes(name) && (!layers || layers.isShown(name));
  const signs = [];
  const add = (id) => signs.push({ id, words: words.say(`map-sign-${id}`) });
  if (is_on("hazards")) for (const id of ["hazard-confirmed", "hazard-suspected"]) add(id);
  if (is_on("gaps") && !app.shown.now?.what_if) add("gap");
  if (is_on("centres")) for (const id of ["centre", "centre-other"]) add(id);
  if (store.view.changes.some((each) => "lon" in each)) add("centre-changed");
  if (is_on("areas")) add("area");
  if (is_on("roads")) add("road");
  return signs;
}

/** Keep the legend in the page true to what is shown. Gives `legend.scale(metres_per_pixel)`, which draws the bar. */
export function startLegend(app, layers) {
  const { store, words } = app;
  const [classes, signs] = ["map-classes", "map-signs"].map((id) => document.getElementById(id));
  const missing = document.getElementById("map-missing");
  const title = document.getElementById("map-legend-title");

  function draw() {
    const layer = layers.painted;
    title.textContent = words.say(`map-legend-${layer}`, { threshold: words.minutes(store.view.threshold) });
    classes.replaceChildren(
      ...classesShown(app, layer).map((each) => {
        const row = rowOf(each.id, each.words);
        row.firstChild.style.background = backgroundOf(each);
        return row;
      }),
    );
    signs.replaceChildren(...signsShown(app, layers).map((each) => rowOf(`sign-${each.id}`, each.words)));
    missing.textContent = layers.missing ? words.say(layers.missing) : "";
    missing.hidden = !layers.missing;
  }

  layers.follow(draw);
  store.follow(["threshold", "changes"], draw);
  return { scale: makeScale(words) };
}

function rowOf(id, text) {
  const row = document.createElement("li");
  const swatch = document.createElement("span");
  const said = document.createElement("span");
  swatch.className = `swatch swatch-${id}`;
  swatch.setAttribute("aria-hidden", "true");
  said.textContent = text;
  row.dataset.class = id;
  row.append(swatch, said);
  return row;
}

const LONGEST_PX = 120;

/** A round length that fits the bar: 1, 2 or 5 times a power of ten. */
export function scaleOf(metres_per_pixel, longest_px = LONGEST_PX) {
  const most = metres_per_pixel * longest_px;
  const power = 10 ** Math.floor(Math.log10(most));
  const length_m = [5, 2, 1].map((each) => each * power).find((each) => each <= most) ?? power;
  return { length_m, width_px: length_m / metres_per_pixel };
}

/** The words of a scale's length. */
export function scaleWords(length_m, words) {
  if (length_m >= 1000) return words.say("map-scale-km", { length: words.people(length_m / 1000) });
  return words.say("map-scale-m", { length: words.people(length_m) });
}

function makeScale(words) {
  const bar = document.getElementById("map-scale-bar");
  const text = document.getElementById("map-scale-length");
  return function scale(metres_per_pixel) {
    const { length_m, width_px } = scaleOf(metres_per_pixel);
    bar.style.inlineSize = `${width_px.toFixed(1)}px`;
    text.textContent = scaleWords(length_m, words);
    document.getElementById("map-scale").hidden = false;
  };
}
