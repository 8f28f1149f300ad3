// Colours of the map: the classes of a threshold as painted, in the legend and in print; those of maps/classes.py.

// Viridis at 0, 0.1, ... 1: by Nathaniel Smith and Stefan van der Walt, released as CC0.
const VIRIDIS = [
  [0x44, 0x01, 0x54],
  [0x48, 0x25, 0x76],
  [0x41, 0x44, 0x87],
  [0x35, 0x60, 0x8d],
  [0x2a, 0x78, 0x8e],
  [0x21, 0x90, 0x8c],
  [0x22, 0xa8, 0x84],
  [0x43, 0xbf, 0x71],
  [0x7a, 0xd1, 0x51],
  [0xbb, 0xdf, 0x27],
  [0xfd, 0xe7, 0x25],
];
const CLEAR = "rgba(0,0,0,0)";
const MOST_CODE = 255;

/** Beyond the threshold: one dark violet. */
const BEYOND = viridis(0);

/** Of cells without minutes: `colour` and the second colour of their hatching, null for none. */
export const STATUS_LOOKS = {
  "no-way": { colour: "#ffffff", stripe: "#1a1a1a" },
  "inside-hazard": { colour: "#b3312c", stripe: null },
  barrier: { colour: "#cfdfea", stripe: null },
  "no-land-data": { colour: "#f2f2f2", stripe: "#a8a8a8" },
  "beyond-limit": { colour: "#8d8d9b", stripe: "#33235c" },
};

/** Lines and signs that lie over the classes; legend.css has them too. */
export const SIGNS = {
  area: "#30343a",
  centre: "#111111",
  changed: "#d4006a",
  gap: "#c2185b",
  hazard: "#a3151d",
  road: "#5d5d66",
};

export const REACHED = "#21908c";

/** BrBG by Cynthia Brewer (colorbrewer2.org, Apache 2.0): what a change gains and loses, from the least on. */
export const GAINED = ["#c7eae5", "#80cdc1", "#35978f", "#01665e", "#003c30"];
export const LOST = ["#f6e8c3", "#dfc27d", "#bf812d", "#8c510a", "#543005"];
export const CHANGE_EDGES_MINUTES = [5, 15, 30, 60];
export const CHANGE_LOOKS = {
  reconnected: { colour: "#e4fbf6", stripe: "#00796b" },
  same: { colour: "#f5f5f5", stripe: null },
  "cut-off": { colour: "#fff0dc", stripe: "#7a3b00" },
  "no-minutes": { colour: "#9a9a9a", stripe: null },
};

/** Oranges by Cynthia Brewer (colorbrewer2.org, Apache 2.0): how sure it is that a cell is beyond the threshold. */
export const SURE_LOOKS = {
  "surely-within": { colour: "#fff5eb", stripe: null },
  "rather-within": { colour: "#fdbe85", stripe: "#9a5b22" },
  "probably-beyond": { colour: "#e6550d", stripe: "#ffe3c7" },
  "surely-beyond": { colour: "#7f2704", stripe: null },
  "could-change": { colour: "#ffffff", stripe: "#ff4fc8", falls: true },
};

/**
 * The limits between the colours, rising: the bands, and a threshold that lies beyond them all.
 * @param {number[]} bands_minutes @param {number} threshold_minutes
 */
function edgesOf(bands_minutes, threshold_minutes) {
  return threshold_minutes > bands_minutes.at(-1) ? [...bands_minutes, threshold_minutes] : bands_minutes;
}

/**
 * The classes with minutes, nearest first: `over` and `upto` in minutes, `upto` inclusive; null where there is no limit.
 * Those within the threshold keep the colours of their bands; all beyond it are one.
 * @returns {{over: number | null, upto: number | null, colour: string}[]}
 */
export function minutesClasses(bands_minutes, threshold_minutes) {
  const edges = edgesOf(bands_minutes, threshold_minutes);
  const classes = [];
  let over = null;
  for (const [place, edge] of edges.entries()) {
    const upto = Math.min(edge, threshold_minutes);
    classes.push({ over, upto, colour: viridis(1 - place / edges.length) });
    over = upto;
    if (edge >= threshold_minutes) break;
  }
  classes.push({ over, upto: null, colour: BEYOND });
  return classes;
}

/** The ramp of the steps' codes for a threshold, as a `color-relief-color`: as few stops as there can be. */
export function rampOf({ steps_minutes, bands_minutes }, threshold_minutes) {
  const classes = minutesClasses(bands_minutes, threshold_minutes);
  const colours = [CLEAR];
  for (const step of steps_minutes) {
    colours.push(classes.find((each) => each.upto === null || step <= each.upto).colour);
  }
  colours.push(BEYOND, CLEAR);
  const stops = [];
  for (const [code, colour] of colours.entries()) {
    const is_inside = code > 0 && colours[code - 1] === colour && colours[code + 1] === colour;
    if (!is_inside) stops.push(code, colour);
  }
  return ["interpolate", ["linear"], ["elevation"], ...stops, MOST_CODE, CLEAR];
}

/** The colour at a share of viridis: 0 dark violet, 1 yellow. */
function viridis(share) {
  const at = share * (VIRIDIS.length - 1);
  const low = Math.min(Math.floor(at), VIRIDIS.length - 2);
  const parts = VIRIDIS[low].map((part, place) => evenly(part + (VIRIDIS[low + 1][place] - part) * (at - low)));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

// Halves to the even number, as Python does.
function evenly(value) {
  const low = Math.floor(value);
  const rest = value - low;
  if (Math.abs(rest - 0.5) < 1e-9) return low % 2 === 0 ? low : low + 1;
  return Math.round(value);
}

/** The CSS background of a swatch; what `falls` is hatched down to the right. */
export function backgroundOf({ colour, stripe, falls = false }) {
  if (!stripe) return colour;
  return `repeating-linear-gradient(${falls ? 45 : 135}deg, ${colour} 0 4px, ${stripe} 4px 7px)`;
}
