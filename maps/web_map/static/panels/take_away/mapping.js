// The map as it is now on a canvas of its own: ground, names, north arrow and scale bar.
import { SIGNS } from "../../map/colours.js";
import { scaleOf, scaleWords } from "../../map/legend.js";
import { FONT, wrap } from "./writing.js";

const INK = "#1b1f24";
const HALO = "#ffffff";
const NAME_PX = 13;
const NAME_LINE_PX = 16;

/** What is on the screen, at once: {canvas, labels, metres_per_pixel}, or null while there is nothing. */
export function mapNow() {
  const still = document.getElementById("map-still");
  if (still && !still.hidden && still.naturalWidth) {
    return {
      canvas: still,
      labels: [],
      metres_per_pixel: null,
      width: still.naturalWidth,
      height: still.naturalHeight,
    };
  }
  const canvas = document.querySelector("#map canvas");
  if (!canvas?.width) return null;
  return { canvas, labels: [], metres_per_pixel: null, width: canvas.clientWidth, height: canvas.clientHeight };
}

/** The same with its names, its scale and the pin of the place that is asked about, once the map rests. */
export async function mapAtRest(app) {
  const found = await app.map?.canvas?.();
  if (!found?.canvas) return mapNow();
  const { canvas, labels, pin, metres_per_pixel } = found;
  const width = canvas.clientWidth || canvas.width;
  return { canvas, labels, pin, metres_per_pixel, width, height: canvas.clientHeight || canvas.height };
}

/** Draw a map into a frame of a pen; `scale`: pixels of the pen for one of the map. */
export function drawMap(pen, found, { x, y, scale, words, north }) {
  const [width, height] = [found.width * scale, found.height * scale];
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.fillStyle = "#e9edf1";
  pen.fillRect(x, y, width, height);
  pen.drawImage(found.canvas, x, y, width, height);
  for (const label of found.labels) drawLabel(pen, label, { x, y, scale, language: words.language });
  if (found.pin) drawPin(pen, { x: x + found.pin.x * scale, y: y + found.pin.y * scale, scale });
  pen.restore();
  pen.strokeStyle = INK;
  pen.lineWidth = 1;
  pen.strokeRect(x, y, width, height);
  drawNorth(pen, { x: x + width - 34, y: y + 12, north });
  if (found.metres_per_pixel) {
    drawScale(pen, { x: x + 14, y: y + height - 14, metres_per_pixel: found.metres_per_pixel / scale, words });
  }
}

// A name in as many lines as on the screen; one that is longer ends in dots there as well.
function drawLabel(pen, { text, kind, x, y, width, height, rise }, { scale, language, ...frame }) {
  pen.font = `${kind === "area" ? 600 : 500} ${NAME_PX * scale}px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3 * scale;
  const most = Math.max(1, Math.round(height / NAME_LINE_PX));
  const all = most === 1 ? [text] : wrap(pen, text, 1.1 * width * scale, language);
  const lines = all.length > most ? [...all.slice(0, most - 1), `${all[most - 1]}…`] : all;
  const middle = y + rise + height / 2;
  for (const [row, line] of lines.entries()) {
    const down = (row - (lines.length - 1) / 2) * NAME_LINE_PX;
    const at = [frame.x + x * scale, frame.y + (middle + down) * scale];
    pen.strokeStyle = HALO;
    pen.strokeText(line, ...at);
    pen.fillStyle = INK;
    pen.fillText(line, ...at);
  }
}

// The same as in map.css.
const PIN =
  "M15 0C6.7 0 0 6.7 0 15c0 10.5 15 23 15 23s15-12.5 15-23C30 6.7 23.3 0 15 0zm0 9a6 6 0 1 1 0 12 6 6 0 0 1 0-12z";
const PIN_TIP = [15, 38];

function drawPin(pen, { x, y, scale }) {
  pen.save();
  pen.translate(x - PIN_TIP[0] * scale, y - PIN_TIP[1] * scale);
  pen.scale(scale, scale);
  pen.fillStyle = SIGNS.changed;
  pen.fill(new Path2D(PIN));
  pen.restore();
}

function drawNorth(pen, { x, y, north }) {
  pen.fillStyle = "rgba(255,255,255,0.85)";
  pen.fillRect(x - 6, y - 6, 34, 48);
  pen.fillStyle = INK;
  pen.beginPath();
  pen.moveTo(x + 11, y);
  pen.lineTo(x + 19, y + 22);
  pen.lineTo(x + 11, y + 17);
  pen.lineTo(x + 3, y + 22);
  pen.closePath();
  pen.fill();
  pen.font = `600 13px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  pen.fillText(north, x + 11, y + 37);
}

function drawScale(pen, { x, y, metres_per_pixel, words }) {
  const { length_m, width_px } = scaleOf(metres_per_pixel, 160);
  const text = scaleWords(length_m, words);
  pen.font = `500 13px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  const wide = Math.max(width_px, pen.measureText(text).width);
  pen.fillStyle = "rgba(255,255,255,0.85)";
  pen.fillRect(x - 6, y - 26, wide + 12, 34);
  pen.fillStyle = INK;
  pen.fillText(text, x + wide / 2, y - 9);
  pen.strokeStyle = INK;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(x, y - 5);
  pen.lineTo(x, y);
  pen.lineTo(x + width_px, y);
  pen.lineTo(x + width_px, y - 5);
  pen.stroke();
}
