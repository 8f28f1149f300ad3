// Files to take away: addresses that follow the question, each with its kind in words.
import { make } from "../../elements.js";

const REPORT_FORMS = ["pdf", "xlsx", "csv", "gpkg"];
const COLLECTIONS = ["areas", "gaps", "centres"];

/** The files of what is shown: `{id, address, saved}`; those of a run, since a what-if is not published. */
function filesOf(app) {
  const { facts, store } = app;
  const run = app.shown.runNow().id;
  const pin = `v=${facts.version}${facts.tier_query}`;
  const { raster, release, report } = facts.addresses;
  const layer = store.view.layer === "status" ? "status" : "minutes";
  return [
    ...REPORT_FORMS.map((form) => ({ id: form, address: `${report}?run=${run}&f=${form}&${pin}`, saved: true })),
    { id: "geotiff", address: `${release}/rasters/${run}/minutes.tif?${pin}`, saved: true },
    { id: "legend", address: `${raster}/${layer}/${run}/legend?f=svg&${pin}`, saved: true },
    ...COLLECTIONS.map((name) => ({
      id: `geojson-${name}`,
      address: `${facts.root}/collections/${facts.release}.${name}/items?f=json&limit=10000&${pin}`,
      saved: false,
    })),
  ];
}

/** A list of links that follow the question. */
export function fileList(app) {
  const { words, store } = app;
  const list = make("ul", { className: "take-away-files" });

  function draw() {
    list.replaceChildren(
      ...filesOf(app).map(({ id, address, saved }) =>
        make(
          "li",
          {},
          make(
            "a",
            { href: address, attr: { download: saved ? "" : null, "data-file": id } },
            words.say(`take-away-file-${id}`),
          ),
        ),
      ),
    );
  }

  store.follow(["run", "layer"], draw);
  draw();
  return list;
}
