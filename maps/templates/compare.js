"use strict";
// Three maps that move as one: before, after and their difference.
const compare = {
  sides: ["before", "after", "difference"],
  data: null, maps: {}, overlays: {}, centres: {}, place: null, cursors: {}, isFollowing: false, view: 0,

  label(text) {
    const said = document.createElement("span");
    said.textContent = text;
    return said;
  },

  follow(leader) {
    if (compare.isFollowing) return;
    compare.isFollowing = true;
    for (const map of Object.values(compare.maps)) {
      if (map !== leader) map.setView(leader.getCenter(), leader.getZoom(), { animate: false });
    }
    compare.isFollowing = false;
  },

  // What a picture shows at a place: the label of its colour there.
  labelAt(side, latlng) {
    const overlay = compare.overlays[side];
    const image = overlay.getElement();
    const bounds = overlay.getBounds();
    if (!image || !image.naturalWidth || !bounds.contains(latlng)) return "outside";
    const project = (place) => L.CRS.EPSG3857.project(place);
    const [corner, opposite, point] = [bounds.getNorthWest(), bounds.getSouthEast(), latlng].map(project);
    const column = Math.floor((point.x - corner.x) / (opposite.x - corner.x) * image.naturalWidth);
    const row = Math.floor((point.y - corner.y) / (opposite.y - corner.y) * image.naturalHeight);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const pen = canvas.getContext("2d");
    pen.drawImage(image, column, row, 1, 1, 0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return alpha === 0 ? "outside" : compare.data.views[compare.view][side].labels[`${red},${green},${blue}`] || "outside";
  },

  showPlace(latlng) {
    compare.place = latlng;
    const [before, after, difference] = compare.sides.map((side) => compare.labelAt(side, latlng));
    const where = `${latlng.lat.toFixed(4)}, ${latlng.lng.toFixed(4)}`;
    document.getElementById("here").textContent =
      `At ${where} (latitude, longitude). Before: ${before}. After: ${after}. Difference: ${difference}.`;
    for (const side of compare.sides) {
      const cursor = compare.cursors[side] || L.circleMarker(latlng, { radius: 9, color: "#000", weight: 3, fill: false, interactive: false });
      compare.cursors[side] = cursor.setLatLng(latlng).addTo(compare.maps[side]);
    }
  },

  showView(view) {
    const { data, maps, overlays, centres } = compare;
    compare.view = view;
    for (const side of compare.sides) {
      if (overlays[side]) overlays[side].remove();
      if (centres[side]) centres[side].remove();
      const { source, bounds } = data.views[view][side];
      overlays[side] = L.imageOverlay(source, bounds, { alt: "", pane: "tilePane" }).addTo(maps[side]);
      overlays[side].on("load", () => { if (compare.place && compare.view === view) compare.showPlace(compare.place); });
      centres[side] = L.geoJSON(data.views[view][side].centres, {
        pointToLayer: (feature, latlng) => L.circleMarker(latlng, {
          radius: 5, color: "#000", weight: 2, fillColor: "#fff", fillOpacity: 1,
        }).bindTooltip(() => compare.label(feature.properties.title)),
      }).addTo(maps[side]);
    }
    for (const part of document.querySelectorAll("[data-view]")) part.hidden = Number(part.dataset.view) !== view;
  },

  start(data) {
    compare.data = data;
    for (const side of compare.sides) {
      const element = document.getElementById(`map-${side}`);
      const map = L.map(element, { zoomSnap: 0.25, zoomDelta: 0.5, zoomAnimation: false, fadeAnimation: false });
      compare.maps[side] = map;
      map.attributionControl.setPrefix("Drawn with Leaflet");
      map.attributionControl.addAttribution(data.disclaimer);
      element.setAttribute("role", "application");
      element.setAttribute("aria-label", `Map. ${element.dataset.title}. The sentences and tables say the same in words.`);
      L.geoJSON(data.areas, { interactive: false, style: { color: "#3a3a3a", weight: 0.8, fill: false } }).addTo(map);
      L.control.scale({ imperial: false, position: "topright" }).addTo(map);
      map.fitBounds(data.views[0][side].bounds, { animate: false });
      map.on("click", (event) => compare.showPlace(event.latlng));
      element.addEventListener("keydown", (key) => {
        if (key.key === "Enter" && key.target === element) compare.showPlace(map.getCenter());
      });
    }
    for (const map of Object.values(compare.maps)) map.on("move", () => compare.follow(map));
    const choice = document.getElementById("view");
    choice.addEventListener("change", () => compare.showView(Number(choice.value)));
    compare.showView(0);
  },
};
