// Areas: the table that says what the map shows, area by area; sorted, searched and paged in the page itself.
import { make, named } from "../elements.js";
import { changeSaid, figuresOf, isSome, medianSaid, peopleSaid } from "../figures.js";
import { startDetail } from "./area_detail.js";

const PAGE_ROWS = 50;
const LAST = Number.POSITIVE_INFINITY;

/** The columns in their order: `head` their name, `value` what they are sorted by, `cell` what they say. */
function columnsOf({ words }, { now, threshold }) {
  const time = words.minutes(threshold);
  const count = (name) => (row) =>
    row.at[name] === null ? words.say("areas-suppressed") : peopleSaid(words, row.at[name]);
  const is_told = { within: true, beyond: true, people: true, no_way: true, inside: now.run.hazards === "hazards" };
  const columns = [
    { key: "name", head: words.say("areas-name-column"), value: (row) => row.name, is_text: true },
    {
      key: "within",
      head: words.say("areas-within", { time }),
      value: ({ at }) => at.share ?? LAST,
      cell: withinCell(words),
    },
    {
      key: "change",
      head: words.say("areas-change", { time }),
      value: (row) => row.change ?? 0,
      cell: (row) => changeSaid(words, row.change ?? 0),
    },
    {
      key: "beyond",
      head: words.say("areas-beyond", { time }),
      value: ({ at }) => at.beyond ?? -1,
      cell: count("beyond"),
    },
    { key: "people", head: words.say("areas-people"), value: ({ at }) => at.people ?? -1, cell: count("people") },
    { key: "no_way", head: words.say("areas-no-way"), value: ({ at }) => at.no_way ?? -1, cell: count("no_way") },
    { key: "inside", head: words.say("areas-inside"), value: ({ at }) => at.inside ?? -1, cell: count("inside") },
    {
      key: "median",
      head: words.say("areas-median"),
      value: ({ area }) => area.median_minutes ?? LAST,
      cell: (row) => medianSaid(words, row.area),
    },
  ];
  return columns.filter(({ key }) => (key === "change" ? now.before !== null : is_told[key] !== false));
}

function withinCell(words) {
  return ({ at }) => {
    if (at.within === null) return words.say("areas-suppressed");
    if (at.share === null) return words.say("areas-nobody");
    return words.say("areas-share-people", { share: words.percent(at.share), people: peopleSaid(words, at.within) });
  };
}

/** The rows of a table: the areas with their figures at the threshold, and their change where there is a before. */
export function rowsOf(now, threshold, outside) {
  const before = now.before && new Map(now.before.areas.map((area) => [area.id, area]));
  return now.reach.areas.map((area) => {
    const at = figuresOf(area, now.reach, threshold);
    const was = before?.get(area.id);
    const change = was ? at.within - figuresOf(was, now.before, threshold).within : null;
    return {
      id: area.id,
      name: area.kind === "outside" ? outside : area.name,
      is_area: area.kind === "area",
      area,
      at,
      change,
    };
  });
}

export function start(app) {
  const { facts, words, store, shown, announce } = app;
  const table = document.getElementById("areas-table");
  const filter = document.getElementById("areas-filter");
  const order = new Intl.Collator(words.language, { numeric: true });
  let sort = { key: "beyond", falls: true };
  let page = 0;
  let rows = [];
  const detail = startDetail(app, { back: (id) => focusArea(id) });

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase(words.language);

  function sorted(columns) {
    const by = columns.find(({ key }) => key === sort.key) ?? columns[0];
    const sign = sort.falls ? -1 : 1;
    const compare = by.is_text
      ? (one, other) => sign * order.compare(one.name, other.name)
      : (one, other) => sign * (by.value(one) - by.value(other) || 0) || order.compare(one.name, other.name);
    const asked = fold(filter.value.trim());
    return (asked ? rows.filter((row) => fold(row.name).includes(asked)) : rows).toSorted(compare);
  }

  function show() {
    const { now } = shown;
    if (!now) return;
    const { threshold, area } = store.view;
    rows = rowsOf(now, threshold, words.say("areas-outside"));
    const columns = columnsOf(app, { now, threshold });
    const found = sorted(columns);
    const pages = Math.max(Math.ceil(found.length / PAGE_ROWS), 1);
    page = Math.min(page, pages - 1);
    const part = found.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
    const focused = document.activeElement?.closest?.("#areas-table [data-focus]")?.dataset.focus;
    document.getElementById("areas-caption").textContent = words.say(`areas-caption-${now.run.direction}`);
    table.tHead.replaceChildren(make("tr", {}, ...columns.map(headCell)));
    table.tBodies[0].replaceChildren(...part.map((row) => bodyRow(row, columns, area)));
    const total = { area: now.reach.total, at: figuresOf(now.reach.total, now.reach, threshold), change: null };
    if (now.before) total.change = total.at.within - figuresOf(now.before.total, now.before, threshold).within;
    table.tFoot.replaceChildren(footRow(total, columns));
    if (focused) table.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    showPages(found.length, part.length);
    detail.show(rows.find((row) => row.id === area) ?? null, columns);
  }

  function headCell({ key, head, is_text }) {
    const is_sorted = sort.key === key;
    const button = make("button", { type: "button", attr: { "data-focus": `sort ${key}` } }, head);
    button.addEventListener("click", () => {
      sort = { key, falls: is_sorted ? !sort.falls : !is_text && key !== "within" };
      page = 0;
      show();
      announce(words.say(sort.falls ? "areas-sorted-down" : "areas-sorted-up", { column: head }));
    });
    const direction = is_sorted ? (sort.falls ? "descending" : "ascending") : null;
    return make("th", { scope: "col", className: `column-${key}`, attr: { "aria-sort": direction } }, button);
  }

  function bodyRow(row, columns, chosen) {
    const head = make("th", { scope: "row" }, row.is_area ? areaButton(row) : row.name);
    const cells = columns.slice(1).map((column) => cellOf(row, column));
    const is_chosen = row.id === chosen;
    return make(
      "tr",
      { className: is_chosen ? "chosen" : "", attr: { "aria-current": is_chosen ? "true" : null } },
      head,
      ...cells,
    );
  }

  function areaButton(row) {
    const button = named("button", row.name, { type: "button", attr: { "data-focus": `area ${row.id}` } });
    button.addEventListener("click", () => {
      store.change({ area: row.id }, { push: true });
      detail.open();
    });
    return button;
  }

  function cellOf(row, { key, cell }) {
    const has_none = (key === "within" || key === "median") && !isSome(row.at.people);
    const is_kept = key in row.at && row.at[key] === null;
    const made = make("td", { className: has_none || is_kept ? "no-number" : "" }, cell(row));
    if (key !== "within" || row.at.share === null) return made;
    const bar = make("span", { className: "share-bar", attr: { "aria-hidden": "true" } });
    bar.style.inlineSize = `${100 * row.at.share}%`;
    made.append(make("span", { className: "share-track", attr: { "aria-hidden": "true" } }, bar));
    return made;
  }

  function footRow(total, columns) {
    const cells = columns.slice(1).map((column) => cellOf(total, column));
    return make("tr", {}, make("th", { scope: "row" }, words.say("areas-everyone")), ...cells);
  }

  function showPages(count, on_page) {
    const none = document.getElementById("areas-none");
    none.hidden = count > 0;
    none.textContent = count > 0 ? "" : words.say("areas-none-found", { asked: filter.value.trim() });
    document.getElementById("areas-pages").hidden = count <= PAGE_ROWS;
    document.getElementById("areas-shown").textContent = words.say("areas-shown", {
      first: words.people(page * PAGE_ROWS + 1),
      last: words.people(page * PAGE_ROWS + on_page),
      count: words.people(count),
    });
    document.getElementById("areas-previous").setAttribute("aria-disabled", String(page === 0));
    document.getElementById("areas-next").setAttribute("aria-disabled", String((page + 1) * PAGE_ROWS >= count));
  }

  function turn(by) {
    if (document.getElementById(by < 0 ? "areas-previous" : "areas-next").ariaDisabled === "true") return;
    page += by;
    show();
    announce(document.getElementById("areas-shown").textContent);
  }

  /** Put the focus on an area's button, turning to its page; on the table's title where it has none. */
  function focusArea(id) {
    const { now } = shown;
    const place = now
      ? sorted(columnsOf(app, { now, threshold: store.view.threshold })).findIndex((row) => row.id === id)
      : -1;
    if (place >= 0) {
      page = Math.floor(place / PAGE_ROWS);
      show();
    }
    const button = table.querySelector(`[data-focus="${CSS.escape(`area ${id}`)}"]`);
    (button ?? document.getElementById("areas")).focus();
  }

  table.addEventListener("focusin", ({ target }) => {
    // Browsers leave what is half cut off as it is.
    if (target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  filter.closest(".areas-find").hidden = facts.areas.length <= 10;
  filter.addEventListener("input", () => {
    page = 0;
    show();
  });
  document.getElementById("areas-previous").addEventListener("click", () => turn(-1));
  document.getElementById("areas-next").addEventListener("click", () => turn(1));
  store.follow(["threshold", "area"], show);
  shown.follow(show);
}
