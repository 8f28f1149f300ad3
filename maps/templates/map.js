"use strict";
// What the page does beside Leaflet: popups as text, one run at a time, places by keyboard.
const nearcare = {
  map: null, data: null, layers: null, run: 0, opener: null,

  // A popup is built from text nodes alone: a name can never become markup.
  content(title, rows, lead) {
    const box = document.createElement("div");
    const heading = document.createElement("p");
    heading.className = "popup-title";
    heading.textContent = title;
    const list = document.createElement("dl");
    list.className = "popup-rows";
    for (const [label, text] of rows) {
      const term = document.createElement("dt");
      const said = document.createElement("dd");
      term.textContent = label;
      said.textContent = text;
      list.append(term, said);
    }
    box.append(heading);
    if (lead) {
      const sentence = document.createElement("p");
      sentence.className = "popup-lead";
      sentence.textContent = lead;
      box.append(sentence);
    }
    box.append(list);
    return box;
  },

  bind(feature, layer) {
    const { title, rows, lead } = feature.properties;
    layer.bindPopup(() => nearcare.content(title, rows, lead), { maxWidth: 320 });
    layer.bindTooltip(() => nearcare.label(title));
  },

  label(text) {
    const said = document.createElement("span");
    said.textContent = text;
    return said;
  },

  bindArea(feature, layer) {
    layer.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      nearcare.showPlace(event.latlng, feature);
    });
  },

  // The class of the cell at a place, read from a picture that is shown.
  classAt(latlng, overlay, classes) {
    const image = overlay.getElement();
    const bounds = overlay.getBounds();
    if (!image || !image.naturalWidth || !bounds.contains(latlng)) return null;
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const project = (place) => L.CRS.EPSG3857.project(place);
    const [corner, opposite, point] = [bounds.getNorthWest(), bounds.getSouthEast(), latlng].map(project);
    const column = Math.floor((point.x - corner.x) / (opposite.x - corner.x) * canvas.width);
    const row = Math.floor((point.y - corner.y) / (opposite.y - corner.y) * canvas.height);
    const [red, green, blue, alpha] = pen.getImageData(column, row, 1, 1).data;
    return alpha === 0 ? null : classes[`${red},${green},${blue}`] || null;
  },

  showPlace(latlng, area) {
    const run = nearcare.data.runs[nearcare.run];
    const here = steps.wordsOf(nearcare.layers.runs[nearcare.run].codeAt(latlng), nearcare.data.steps);
    const rows = here ? [["Here", here]] : [];
    const sure = nearcare.layers.byRun.sure ? nearcare.layers.byRun.sure.layers[nearcare.run] : null;
    const howSure = sure && nearcare.map.hasLayer(sure) ? nearcare.classAt(latlng, sure, nearcare.data.sure) : null;
    if (howSure) rows.push(["How sure", howSure]);
    nearcare.layers.differences.forEach((overlay, place) => {
      const { label, classes } = nearcare.data.differences[place];
      const change = nearcare.map.hasLayer(overlay) ? nearcare.classAt(latlng, overlay, classes) : null;
      if (change) rows.push(["Difference", `${change} (${label})`]);
    });
    if (area) {
      const cells = run.areas[area.properties.area_id];
      rows.push(...(cells ? run.columns.map((label, place) => [label, cells[place]]) : [["People", "nobody lives there"]]));
    }
    if (!rows.length) return;
    L.popup({ maxWidth: 320 }).setLatLng(latlng)
      .setContent(nearcare.content(area ? area.properties.title : "This place", rows)).openOn(nearcare.map);
  },

  // Another run: its regions, its centres, its row of the panel.
  showRun(place) {
    const { layers, data, map } = nearcare;
    nearcare.run = place;
    map.closePopup();
    layers.regions.clearLayers();
    if (layers.gaps[place]) layers.regions.addLayer(layers.gaps[place]);
    for (const { group, layers: ofRuns } of Object.values(layers.byRun)) {
      group.clearLayers();
      if (ofRuns[place]) group.addLayer(ofRuns[place]);
    }
    for (const [pillar, layer] of Object.entries(layers.centres)) {
      if (pillar === data.runs[place].pillar || !(data.runs[place].pillar in layers.centres)) layer.addTo(map);
      else layer.remove();
      layer.eachLayer((one) => {
        const isThere = !data.runs[place].absent[pillar].includes(one.feature.id);
        one.setStyle({ stroke: isThere, fill: isThere });
      });
    }
    nearcare.control.of(data.runs[place].reach);
    nearcare.showStep(nearcare.control.place);
    document.getElementById("shown-run").textContent = data.runs[place].label;
    document.getElementById("shown-summary").textContent = data.runs[place].summary;
    for (const part of document.querySelectorAll("[data-run]")) part.hidden = Number(part.dataset.run) !== place;
  },

  // Another threshold: the colours of the run that is shown.
  showStep(place) {
    const { data, layers } = nearcare;
    layers.runs[nearcare.run].show(steps.palette(data.steps.looks[place], data.steps.statuses), data.steps.statuses);
  },

  features(layer, id) {
    return layer ? layer.getLayers().find((one) => one.feature.id === id) : null;
  },

  // A button in the panel: bring the place into view, open its popup, come back on closing.
  go(button) {
    const { kind, id } = button.dataset;
    const { layers, map } = nearcare;
    nearcare.opener = button;
    document.querySelector("main").scrollIntoView({ block: "nearest" });
    if (kind === "area") {
      const layer = nearcare.features(layers.areas, id);
      map.fitBounds(layer.getBounds(), { animate: false, maxZoom: 12 });
      nearcare.showPlace(layer.getBounds().getCenter(), layer.feature);
    } else if (kind === "gap") {
      if (!map.hasLayer(layers.regions)) map.addLayer(layers.regions);
      const layer = nearcare.features(layers.gaps[nearcare.run], id);
      map.fitBounds(layer.getBounds(), { animate: false, maxZoom: 12 });
      layer.openPopup();
    } else if (kind in layers.byRun) {
      const { group, layers: ofRuns } = layers.byRun[kind];
      if (!map.hasLayer(group)) map.addLayer(group);
      const layer = nearcare.features(ofRuns[nearcare.run], id);
      map.fitBounds(layer.getBounds(), { animate: false, maxZoom: 12 });
      layer.openPopup();
    } else {
      const group = layers.centres[button.dataset.pillar];
      if (!map.hasLayer(group)) map.addLayer(group);
      const layer = nearcare.features(group, id);
      map.setView(layer.getLatLng(), map.getZoom(), { animate: false });
      layer.openPopup();
    }
  },

  start(map, layers, data) {
    Object.assign(nearcare, { map, layers, data });
    map.attributionControl.setPrefix("Drawn with Leaflet");
    map.attributionControl.addAttribution(data.disclaimer);
    L.control.scale({ imperial: false }).addTo(map);
    steps.nameShapes(map);
    map.getContainer().setAttribute("role", "application");
    map.getContainer().setAttribute("aria-label", data.mapLabel);
    map.on("baselayerchange", (event) => nearcare.showRun(layers.runs.indexOf(event.layer)));
    map.on("click", (event) => nearcare.showPlace(event.latlng, null));
    map.on("popupopen", (event) => {
      const box = event.popup.getElement();
      box.tabIndex = -1;
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", box.querySelector(".popup-title").textContent);
      if (nearcare.opener) box.focus({ preventScroll: true });
      box.onkeydown = (key) => { if (key.key === "Escape") map.closePopup(); };
    });
    map.on("popupclose", () => {
      const opener = nearcare.opener;
      nearcare.opener = null;
      if (opener && document.contains(opener) && !opener.closest("[hidden]")) opener.focus();
    });
    for (const button of document.querySelectorAll("button.place")) {
      button.addEventListener("click", () => nearcare.go(button));
    }
    // Beside the map where there is room, so that it hides nothing; on a phone behind its button in the corner.
    const control = document.querySelector(".leaflet-control-layers");
    const place = document.getElementById("layers");
    if (control && !control.querySelector("a").offsetParent) place.append(control);
    place.hidden = !place.children.length;
    nearcare.control = steps.control(document.querySelector(".threshold"), data.steps, nearcare.showStep);
    nearcare.control.move(data.steps.minutes.length); // all classes, until somebody asks for a threshold
    nearcare.showRun(0);
  },
};
