"use strict";
// A threshold that is moved: pictures whose grey is a code, drawn in the colours of a step; shares that follow.
const steps = {
  STRIPE: 128, // added to the code of a pixel that lies in a stripe
  STRIPES_ACROSS: 110,

  // A palette for the codes of a picture: of a look, and of the statuses.
  palette(look, statuses) {
    const table = new Uint32Array(256);
    const bytes = new Uint8Array(table.buffer);
    const set = (code, colour) => {
      bytes.set([1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)), code * 4);
      bytes[code * 4 + 3] = 255;
    };
    let first = 1;
    for (const [last, colour] of look) {
      for (let code = first; code <= last; code += 1) set(code, colour);
      first = last + 1;
    }
    for (const { code, colour, stripe } of statuses) {
      set(code, colour);
      set(code | steps.STRIPE, stripe || colour);
    }
    return table;
  },

  // Shapes that the browser lets the focus into have a name, which is what their tooltip says; Escape closes them.
  nameShapes(map) {
    map.on("tooltipopen", ({ tooltip }) => {
      const shape = tooltip._source?.getElement?.();
      if (shape?.tagName !== "path") return;
      shape.setAttribute("role", "button");
      shape.setAttribute("aria-label", tooltip.getElement().innerText);
    });
    // Enter opens the popup of a shape, which keeps the focus.
    map.getContainer().addEventListener("keydown", (key) => {
      if (key.key === "Escape") map.closePopup();
    });
  },

  // A layer that draws a picture of codes; it holds pixels only while it is on a map.
  overlay(source, bounds, options) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    if (options.alt) {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", options.alt);
    } else canvas.setAttribute("aria-hidden", "true"); // the map around it has the name
    const layer = L.svgOverlay(canvas, bounds, options);
    let codes = null;
    let table = null;
    let striped = [];

    function paint() {
      if (!codes || !table) return;
      const pen = canvas.getContext("2d");
      const picture = pen.createImageData(canvas.width, canvas.height);
      const pixels = new Uint32Array(picture.data.buffer);
      for (let at = 0; at < codes.length; at += 1) pixels[at] = table[codes[at]];
      pen.putImageData(picture, 0, 0);
      canvas.dataset.painted = String(Number(canvas.dataset.painted || 0) + 1);
    }

    function stripe(width, height) {
      const period = Math.max(4, Math.round(Math.max(width, height) / steps.STRIPES_ACROSS));
      const wide = Math.max(1, Math.round(period * 0.4));
      for (let at = 0; at < codes.length; at += 1) {
        if (striped.includes(codes[at]) && (Math.floor(at / width) + (at % width)) % period < wide) codes[at] |= steps.STRIPE;
      }
    }

    async function read() {
      const image = new Image();
      image.src = source;
      await image.decode();
      if (!layer._map) return;
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      pen.drawImage(image, 0, 0);
      const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
      codes = new Uint8Array(data.length / 4);
      for (let at = 0; at < codes.length; at += 1) codes[at] = data[at * 4];
      stripe(canvas.width, canvas.height);
      paint();
    }

    layer.on("add", read);
    layer.on("remove", () => {
      codes = null;
      canvas.width = canvas.height = 1;
    });
    return Object.assign(layer, {
      show(palette, statuses) {
        table = palette;
        striped = statuses.filter((each) => each.stripe).map((each) => each.code);
        paint();
      },
      // The code of the cell at a place; 0 outside.
      codeAt(latlng) {
        if (!codes || !layer.getBounds().contains(latlng)) return 0;
        const area = layer.getBounds();
        const [corner, opposite, point] = [area.getNorthWest(), area.getSouthEast(), latlng].map((place) => L.CRS.EPSG3857.project(place));
        const along = (value, from, to, count) => Math.min(count - 1, Math.max(0, Math.floor((value - from) / (to - from) * count)));
        const column = along(point.x, corner.x, opposite.x, canvas.width);
        return codes[along(point.y, corner.y, opposite.y, canvas.height) * canvas.width + column] & (steps.STRIPE - 1);
      },
    });
  },

  // A sentence with its places {so} filled, each held apart in its own direction.
  fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  },

  // The class of a code in words: how many minutes, to a step, or why none.
  wordsOf(code, data) {
    const status = data.statuses.find((each) => each.code === code);
    if (status) return status.label;
    const { said, minutes } = data;
    if (code < 1) return null;
    if (code === 1) return steps.fill(said.upTo, { upper: minutes[0] });
    if (code > minutes.length) return steps.fill(said.over, { lower: minutes[minutes.length - 1] });
    return steps.fill(said.between, { lower: minutes[code - 2], upper: minutes[code - 1] });
  },

  // The classes of a look in words, with their colours.
  legend(look, data) {
    const { said, minutes } = data;
    return look.map(([last, colour], place) => {
      const lower = place ? minutes[look[place - 1][0] - 1] : null;
      const upper = minutes[last - 1];
      const text = !place ? said.upTo : place === look.length - 1 ? said.over : said.between;
      return { colour, words: steps.fill(text, { lower, upper }) };
    });
  },

  people: (count, data) =>
    count === null ? data.said.unknown
      : count > 0 && count < 0.5 ? data.said.fewer : new Intl.NumberFormat(data.language, { maximumFractionDigits: 0 }).format(count),

  // A share is never told as none or all where it is not.
  percent(part, whole, data) {
    if (part === null || whole === null) return data.said.unknown;
    if (!(whole > 0)) return data.said.nobody;
    const share = part / whole;
    const digits = (share > 0 && share < 0.01) || (share > 0.99 && share < 1) ? 1 : 0;
    const told = share > 0 && share < 0.001 ? 0.001 : share < 1 && share > 0.999 ? 0.999 : Math.min(1, share);
    return new Intl.NumberFormat(data.language, { style: "percent", maximumFractionDigits: digits }).format(told);
  },

  // The control: a range with buttons, what it says, and a legend. `moved(place)` is told of each step.
  control(root, data, moved) {
    const range = root.querySelector("input[type=range]");
    const output = root.querySelector("output");
    const share = root.querySelector(".step-share");
    const legend = document.querySelector(".step-legend");
    const last = data.minutes.length - 1;
    let rows = null;

    function say() {
      const place = Number(range.value);
      const isAll = place > last;
      output.textContent = isAll ? data.said.all : data.minutes[place];
      const total = rows && rows.find((row) => row[2] === "all");
      const within = total && !isAll ? total[4][place] : null;
      share.textContent = total && !isAll ? steps.fill(data.said.share, {
        minutes: data.minutes[place], percent: steps.percent(within, total[3], data),
        people: steps.people(within, data), everyone: steps.people(total[3], data),
      }) : "";
      range.setAttribute("aria-valuetext", share.textContent || output.textContent);
      if (!legend) return;
      legend.replaceChildren(...steps.legend(data.looks[place], data).map(({ colour, words }) => {
        const item = document.createElement("li");
        const swatch = document.createElement("span");
        swatch.className = "swatch";
        swatch.style.background = colour;
        item.append(swatch, words);
        return item;
      }));
    }

    function move(place) {
      range.value = String(place);
      say();
      moved(Number(range.value));
    }

    range.max = String(data.hasAll ? last + 1 : last);
    range.addEventListener("input", () => move(range.value));
    for (const button of root.querySelectorAll("button[data-by]")) {
      button.addEventListener("click", () => move(Number(range.value) + Number(button.dataset.by)));
    }
    root.hidden = false;
    return {
      move,
      get place() { return Number(range.value); },
      // Another run: its people.
      of(others) { rows = others; say(); },
    };
  },
};
