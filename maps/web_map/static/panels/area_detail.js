// The chosen area: the figures of its row as a list, and the ways to its gap report; Escape closes it.
import { bringUp, make, named } from "../elements.js";
import { toMapButton } from "../go_to.js";

export function startDetail(app, { back }) {
  const { facts, words, store, shown } = app;
  const box = document.getElementById("area-detail");
  let heading = null;

  function close() {
    const { area } = store.view;
    store.change({ area: null }, { push: true });
    back(area);
  }

  function reportLink(message, form, id) {
    const asked = new URLSearchParams({ run: shown.now.run.id, area: id, f: form });
    return make("a", { href: `${facts.addresses.report}?${asked}${facts.tier_query}` }, words.say(message));
  }

  /** Show a row of the table in full; null: nothing is chosen. `columns` as the table has them. */
  function show(row, columns) {
    const had_focus = box.contains(document.activeElement);
    box.hidden = row === null;
    heading = null;
    if (row === null) {
      box.replaceChildren();
      return;
    }
    heading = named("h3", row.name, { tabIndex: -1, attr: { id: "area-detail-name" } });
    const figures = columns
      .slice(1)
      .map(({ head, cell }) => make("div", {}, make("dt", {}, head), make("dd", {}, cell(row))));
    const button = make("button", { type: "button", className: "close" }, words.say("areas-close"));
    button.addEventListener("click", close);
    box.replaceChildren(
      heading,
      make("dl", { className: "figures" }, ...figures),
      make(
        "p",
        { className: "links" },
        reportLink("areas-report-html", "html", row.id),
        " ",
        reportLink("areas-report-pdf", "pdf", row.id),
      ),
      make("div", { className: "ways" }, toMapButton(app), button),
    );
    if (had_focus) heading.focus({ preventScroll: true });
  }

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  return { show, open: () => heading && bringUp(box, heading) };
}
