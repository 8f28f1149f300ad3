// The page on paper: made anew each time somebody prints, by the button or by the browser's own command.
import { make, named } from "../../elements.js";
import { backgroundOf } from "../../map/colours.js";
import { contentOf } from "./content.js";
import { drawMap, mapAtRest, mapNow } from "./mapping.js";
import { drawSwatch } from "./picture.js";

const SHARPNESS = 2;

/** Prepare paper for whenever it is asked for. Gives `print()`. */
export function startPaper(app) {
  const paper = make("div", { className: "paper", attr: { "aria-hidden": "true" } });
  document.body.append(paper);
  let is_printing = false;

  function fill(found) {
    const content = contentOf(app);
    if (!content) return;
    paper.replaceChildren(...sheetOf(app, content, found));
    document.documentElement.classList.add("has-paper");
  }

  // At once what the screen shows; a map at rest gives its names and scale before the browser lays the page out.
  addEventListener("beforeprint", () => {
    is_printing = true;
    fill(mapNow());
    mapAtRest(app).then((found) => is_printing && found && fill(found));
  });
  addEventListener("afterprint", () => {
    is_printing = false;
    document.documentElement.classList.remove("has-paper");
    paper.replaceChildren();
  });
  return {
    async print() {
      await mapAtRest(app);
      window.print();
    },
  };
}

function sheetOf({ words }, content, found) {
  return [
    make("h1", {}, content.title),
    make("p", { className: "paper-question" }, content.question),
    content.what_if ? make("p", { className: "paper-what-if" }, content.what_if) : null,
    ...content.sentences.map((text) => make("p", {}, text)),
    make("p", { className: "paper-warning" }, content.warning),
    found ? mapFigure(words, content, found) : null,
    legendList(content),
    ...content.notes.map((text) => make("p", { className: "paper-note" }, text)),
    content.areas.length ? areasTable(words, content.areas) : null,
    make("p", { className: "paper-small" }, `${words.say("take-away-sources")} ${content.sources.join("; ")}.`),
    make("p", { className: "paper-small" }, content.made),
    make("p", { className: "paper-small" }, content.boundaries),
    make("p", { className: "paper-small paper-address", attr: { dir: "ltr" } }, content.address),
  ].filter((each) => each !== null);
}

function mapFigure(words, content, found) {
  const canvas = document.createElement("canvas");
  canvas.className = "paper-map";
  canvas.width = Math.round(found.width * SHARPNESS);
  canvas.height = Math.round(found.height * SHARPNESS);
  const pen = canvas.getContext("2d");
  pen.scale(SHARPNESS, SHARPNESS);
  drawMap(pen, found, { x: 0, y: 0, scale: 1, words, north: content.north });
  return make("figure", {}, canvas);
}

function legendList({ classes, signs }) {
  return make(
    "ul",
    { className: "paper-legend" },
    ...classes.map((each) => {
      const swatch = make("span", { className: "paper-swatch" });
      swatch.style.background = backgroundOf(each);
      return make("li", {}, swatch, make("span", {}, each.words));
    }),
    ...signs.map((each) => {
      const swatch = document.createElement("canvas");
      [swatch.width, swatch.height] = [60, 34];
      swatch.className = "paper-sign";
      const pen = swatch.getContext("2d");
      pen.scale(SHARPNESS, SHARPNESS);
      drawSwatch(pen, { sign: each.id }, { x: 0, y: 0 });
      return make("li", {}, swatch, make("span", {}, each.words));
    }),
  );
}

function areasTable(words, areas) {
  const heads = ["area", "people", "within", "share", "beyond"];
  return make(
    "table",
    { className: "paper-areas" },
    make("caption", {}, words.say("take-away-areas")),
    make(
      "thead",
      {},
      make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, words.say(`take-away-head-${name}`)))),
    ),
    make(
      "tbody",
      {},
      ...areas.map((row) =>
        make(
          "tr",
          {},
          named("th", row.name, { scope: "row" }),
          ...heads.slice(1).map((name) => make("td", {}, row[name])),
        ),
      ),
    ),
  );
}
