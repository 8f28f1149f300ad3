// The map as a picture to be handed on: all that a reader needs is drawn into it, and nothing is cut.
import { SIGNS } from "../../map/colours.js";
import { contentOf } from "./content.js";
import { drawMap, mapAtRest } from "./mapping.js";
import { makeWriter } from "./writing.js";

const WIDTH = 1200;
const MARGIN = 40;
const SHARPNESS = 2;
const COLUMNS = 2;
const GAP = 28;

/** A canvas with the whole picture, or null while there is nothing to be shown. */
export async function drawPicture(app) {
  const content = contentOf(app);
  const found = await mapAtRest(app);
  if (!content || !found) return null;
  const canvas = document.createElement("canvas");
  const measured = layOut(canvas.getContext("2d"), app, { content, found, is_dry: true });
  canvas.width = WIDTH * SHARPNESS;
  canvas.height = Math.ceil(measured) * SHARPNESS;
  const pen = canvas.getContext("2d");
  pen.scale(SHARPNESS, SHARPNESS);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, WIDTH, Math.ceil(measured));
  layOut(pen, app, { content, found, is_dry: false });
  return canvas;
}

// Lay everything out from above; gives the height that it takes. Dry, it measures alone.
function layOut(pen, { words }, { content, found, is_dry }) {
  const { language } = words;
  const rtl = words.direction === "rtl";
  const width = WIDTH - 2 * MARGIN;
  const column = { x: MARGIN, width, language, rtl, is_dry };
  const top = makeWriter(pen, { ...column, y: MARGIN - 10 });
  top.text(content.title, { size: 30, weight: 700, most: 2, least: 18 });
  top.skip(4);
  top.text(content.question, { size: 18, weight: 600 });
  if (content.what_if) top.text(content.what_if, { size: 15, weight: 600, colour: "#5c1500" });
  top.skip(4);
  for (const sentence of content.sentences) top.text(sentence, { size: 16 });
  top.skip(10);
  top.text(content.warning, { size: 16, weight: 700, colour: "#5c1500" });
  top.skip(12);

  const scale = width / found.width;
  if (!is_dry) drawMap(pen, found, { x: MARGIN, y: top.y, scale, words, north: content.north });
  const below = top.y + found.height * scale + 20;
  const legend = drawLegend(pen, { ...content, y: below, language, rtl, is_dry });

  const foot = makeWriter(pen, { ...column, y: legend + 14 });
  for (const note of content.notes) foot.text(note, { size: 14, weight: 600 });
  foot.text(`${words.say("take-away-sources")} ${content.sources.map((each) => `\u2068${each}\u2069`).join("; ")}.`, {
    size: 13,
    colour: "#4a525c",
  });
  foot.text(content.made, { size: 13, colour: "#4a525c" });
  foot.text(content.boundaries, { size: 13, colour: "#4a525c" });
  foot.text(`\u2066${content.address}\u2069`, { size: 12, colour: "#4a525c" });
  return foot.y + MARGIN - 10;
}

function drawLegend(pen, { classes, signs, y, language, rtl, is_dry }) {
  const entries = [...classes, ...signs.map((each) => ({ ...each, sign: each.id }))];
  const each_width = (WIDTH - 2 * MARGIN - GAP * (COLUMNS - 1)) / COLUMNS;
  const rows = Math.ceil(entries.length / COLUMNS);
  let lowest = y;
  for (let place = 0; place < COLUMNS; place += 1) {
    const from_start = rtl ? COLUMNS - 1 - place : place;
    const x = MARGIN + from_start * (each_width + GAP);
    const writer = makeWriter(pen, { x, y, width: each_width, language, rtl, is_dry });
    for (const entry of entries.slice(place * rows, (place + 1) * rows)) {
      if (!is_dry) drawSwatch(pen, entry, { x: rtl ? x + each_width - 30 : x, y: writer.y + 2 });
      writer.text(entry.words, { size: 14, indent: 42 });
      writer.skip(3);
    }
    lowest = Math.max(lowest, writer.y);
  }
  return lowest;
}

/** A swatch of the legend: filled and hatched as on the map; signs as lines and dots. */
export function drawSwatch(pen, { colour, stripe, falls = false, sign }, { x, y, width = 30, height = 17 }) {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  if (colour) {
    pen.fillStyle = colour;
    pen.fillRect(x, y, width, height);
    if (stripe) hatch(pen, { x, y, width, height, stripe, falls });
  }
  pen.restore();
  pen.lineWidth = 1;
  pen.strokeStyle = "#555555";
  if (!sign) pen.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  else drawSign(pen, sign, { x, y, width, height });
}

function hatch(pen, { x, y, width, height, stripe, falls = false, thick = 3 }) {
  const [from, to] = falls ? [y, y + height] : [y + height, y];
  pen.strokeStyle = stripe;
  pen.lineWidth = thick;
  for (let at = -height; at < width + height; at += 7) {
    pen.beginPath();
    pen.moveTo(x + at, from);
    pen.lineTo(x + at + height, to);
    pen.stroke();
  }
}

const THICK = { gap: 3, area: 1, road: 3 };

function drawSign(pen, sign, { x, y, width, height }) {
  if (sign.startsWith("hazard")) {
    pen.save();
    pen.beginPath();
    pen.rect(x, y, width, height);
    pen.clip();
    hatch(pen, { x, y, width, height, stripe: SIGNS.hazard, thick: 2 });
    pen.restore();
    pen.strokeStyle = SIGNS.hazard;
    pen.lineWidth = 2;
    pen.setLineDash(sign === "hazard-suspected" ? [4, 3] : []);
    pen.strokeRect(x + 1, y + 1, width - 2, height - 2);
    pen.setLineDash([]);
    return;
  }
  if (sign.startsWith("centre")) {
    pen.beginPath();
    pen.arc(x + width / 2, y + height / 2, sign === "centre" ? 7 : 4.5, 0, 2 * Math.PI);
    pen.fillStyle = sign === "centre-other" ? "#ffffff" : sign === "centre-changed" ? SIGNS.changed : SIGNS.centre;
    pen.fill();
    pen.strokeStyle = "#000000";
    pen.lineWidth = sign === "centre-other" ? 1.5 : 2.5;
    pen.stroke();
    return;
  }
  pen.strokeStyle = SIGNS[sign];
  pen.lineWidth = THICK[sign];
  if (sign === "road") {
    pen.beginPath();
    pen.moveTo(x, y + height / 2);
    pen.lineTo(x + width, y + height / 2);
    pen.stroke();
  } else pen.strokeRect(x + 2, y + 2, width - 4, height - 4);
}
