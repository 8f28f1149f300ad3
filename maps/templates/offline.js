"use strict";
// The map in one file: runs, a threshold that moves, areas that follow, places by keyboard; everything as text.
const offline = {
  map: null, data: null, layers: null, pictures: [], run: 0, opener: null, all: false,
  MOST_ROWS: 100,
  MOST_FOUND: 20,

  content(title, rows) {
    const box = document.createElement("div");
    const heading = document.createElement("p");
    heading.className = "popup-title";
    heading.dir = "auto";
    heading.textContent = title;
    box.append(heading);
    for (const [label, text] of rows) {
      const line = document.createElement("p");
      line.className = "popup-line";
      line.dir = "auto";
      line.textContent = label ? `${label}: ${text}` : text;
      box.append(line);
    }
    return box;
  },

  bind(feature, layer) {
    const { title, rows } = feature.properties;
    layer.bindPopup(() => offline.content(title, rows), { maxWidth: 280 });
    layer.bindTooltip(() => offline.content(title, []));
  },

  bindArea(feature, layer) {
    layer.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      offline.showPlace(event.latlng, feature);
    });
  },

  // What a place is: the class of its cell, and the figures of its area.
  showPlace(latlng, area) {
    const { data } = offline;
    const here = steps.wordsOf(offline.pictures[offline.run].codeAt(latlng), data);
    const rows = here ? [["", here]] : [];
    const row = area && offline.rows().find((each) => each[0] === area.properties.area_id);
    if (row) rows.push(["", offline.shareOf(row)]);
    if (!rows.length) return;
    L.popup({ maxWidth: 280 }).setLatLng(latlng)
      .setContent(offline.content(area ? area.properties.title : data.words.here, rows)).openOn(offline.map);
  },

  rows: () => offline.data.runs[offline.run].rows,

  nameOf: ([, name, kind]) =>
    kind === "area" ? name : offline.data.words[kind === "outside" ? "outside" : "everyone"],

  shareOf(row) {
    const { data, control } = offline;
    const within = row[4][control.place];
    if (!(row[3] > 0)) return data.said.nobody;
    return steps.fill(data.said.share, {
      minutes: data.minutes[control.place], percent: steps.percent(within, row[3], data),
      people: steps.people(within, data), everyone: steps.people(row[3], data),
    });
  },

  // Another run: its picture, its centres, its people.
  showRun(place) {
    const { data, map, layers } = offline;
    offline.pictures[offline.run].remove();
    offline.run = place;
    map.closePopup();
    offline.pictures[place].addTo(map);
    layers.centres.eachLayer((one) => {
      const isThere = data.runs[place].centres.includes(one.feature.id);
      one.setStyle({ stroke: isThere, fill: isThere });
    });
    offline.control.of(offline.rows());
    offline.fillAreas();
    offline.showStep(offline.control.place);
  },

  // Another threshold: colours and figures alone.
  showStep(place) {
    const { data } = offline;
    offline.pictures[offline.run].show(steps.palette(data.looks[place], data.statuses), data.statuses);
    document.getElementById("within-name").textContent = data.minutes[place];
    for (const [line, row] of offline.lines) {
      line.children[2].textContent = steps.people(row[4][place], data);
      line.children[3].textContent = steps.percent(row[4][place], row[3], data);
    }
  },

  // The table: most people beyond the study's own threshold first; everyone and who is in no area last.
  fillAreas() {
    const { data } = offline;
    const beyond = (row) => row[3] - row[4][data.first];
    const order = ["area", "outside", "all"];
    const rows = [...offline.rows()].filter((row) => row[2] !== "outside" || row[3] > 0)
      .sort((one, other) => order.indexOf(one[2]) - order.indexOf(other[2]) || beyond(other) - beyond(one));
    const areas = rows.filter((row) => row[2] === "area" && row[0] !== "all");
    const shown = offline.all ? areas : areas.slice(0, offline.MOST_ROWS);
    document.getElementById("more").hidden = shown.length === areas.length;
    offline.lines = [...shown, ...rows.filter((row) => row[2] !== "area")].map((row) => [offline.line(row), row]);
    document.querySelector("#areas tbody").replaceChildren(...offline.lines.map(([line]) => line));
  },

  line(row) {
    const line = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    if (row[2] === "area" && offline.layers.areas) head.append(offline.button("area", row[0], row[1]));
    else head.textContent = offline.nameOf(row);
    line.append(head);
    for (const text of [steps.people(row[3], offline.data), "", ""]) {
      const cell = document.createElement("td");
      cell.className = "number";
      cell.textContent = text;
      line.append(cell);
    }
    return line;
  },

  button(kind, id, name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "place";
    button.dir = "auto";
    button.textContent = name;
    button.addEventListener("click", () => offline.go(kind, id, button));
    return button;
  },

  // Bring a place into view and open what is told of it; the focus comes back on closing.
  go(kind, id, opener) {
    const layer = offline.layers[kind === "area" ? "areas" : "centres"].getLayers().find((one) => one.feature.id === id);
    if (!layer) return;
    offline.opener = opener;
    document.querySelector(".stage").scrollIntoView({ block: "nearest" });
    if (kind === "area") {
      offline.map.fitBounds(layer.getBounds(), { animate: false, maxZoom: 12 });
      offline.showPlace(layer.getBounds().getCenter(), layer.feature);
    } else {
      offline.map.setView(layer.getLatLng(), offline.map.getZoom(), { animate: false });
      layer.openPopup();
    }
  },

  plain: (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").toLowerCase(),

  search(text) {
    const { data, layers } = offline;
    const wanted = offline.plain(text.trim());
    const known = [
      ...offline.rows().filter((row) => row[2] === "area" && layers.areas).map((row) => ["area", row[0], row[1]]),
      ...layers.centres.getLayers().map((one) => ["centre", one.feature.id, one.feature.properties.title]),
    ];
    const found = wanted ? known.filter((each) => offline.plain(each[2]).includes(wanted)) : [];
    const shown = found.slice(0, offline.MOST_FOUND);
    document.getElementById("search-found").replaceChildren(...shown.map((each) => {
      const item = document.createElement("li");
      item.append(offline.button(...each));
      return item;
    }));
    document.getElementById("search-said").textContent = wanted ? steps.fill(data.found, {
      shown: steps.people(shown.length, data), all: steps.people(found.length, data),
    }) : "";
    return shown;
  },

  start(map, layers, data) {
    Object.assign(offline, { map, layers, data, lines: [] });
    map.attributionControl.setPrefix(data.words["drawn-with"]);
    L.control.scale({ imperial: false }).addTo(map);
    steps.nameShapes(map);
    const box = map.getContainer();
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", data.map);
    offline.pictures = data.runs.map((run) => steps.overlay(run.picture, run.bounds, { pane: "tilePane", alt: run.title }));
    offline.control = steps.control(document.querySelector(".threshold"), { ...data, hasAll: false }, offline.showStep);
    map.on("click", (event) => offline.showPlace(event.latlng, null));
    box.addEventListener("keydown", (key) => {
      if (key.key === "Enter" && key.target === box) offline.showPlace(map.getCenter(), null);
    });
    map.on("popupopen", (event) => {
      const popup = event.popup.getElement();
      popup.tabIndex = -1;
      popup.setAttribute("role", "dialog");
      popup.setAttribute("aria-label", popup.querySelector(".popup-title").textContent);
      if (offline.opener) popup.focus({ preventScroll: true });
      popup.onkeydown = (key) => { if (key.key === "Escape") map.closePopup(); };
    });
    map.on("popupclose", () => {
      const opener = offline.opener;
      offline.opener = null;
      if (opener && document.contains(opener)) opener.focus();
    });
    document.getElementById("run").addEventListener("change", (event) => offline.showRun(Number(event.target.value)));
    const box2 = document.getElementById("search");
    box2.addEventListener("input", () => offline.search(box2.value));
    box2.addEventListener("keydown", (key) => {
      if (key.key === "Enter") document.querySelector("#search-found button")?.click();
      if (key.key === "Escape") { box2.value = ""; offline.search(""); }
    });
    document.getElementById("more").addEventListener("click", () => {
      offline.all = true;
      offline.fillAreas();
      offline.showStep(offline.control.place);
    });
    document.getElementById("print").addEventListener("click", () => window.print());
    addEventListener("beforeprint", () => map.invalidateSize({ animate: false }));
    offline.control.of(offline.rows());
    offline.control.move(data.first);
    offline.showRun(0);
    document.documentElement.dataset.ready = "true";
  },
};
