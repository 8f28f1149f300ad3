// The answer of a what-if: the sentence at the threshold, before, after and difference, who loses, who gains by area.
import { button, element } from "./element.js";

const WHEN = ["before", "after", "difference"];
const LEAST = 0.5; // people; fewer are nobody in whole numbers

/** People of a reach within a threshold, by the place of the threshold among its steps. */
function withinAt(reach, threshold) {
  const at = reach.steps_minutes.indexOf(threshold);
  return at < 0 ? null : reach.total.within[at];
}

/** What an answer says at a threshold, as sentences: who more or fewer, ways at all, time saved, who loses. */
export function sentencesOf({ words }, { what_if, reach }, { threshold, service }) {
  const people = reach.after.total.people;
  const [before, after] = [withinAt(reach.before, threshold), withinAt(reach.after, threshold)];
  const gains = what_if.gains;
  const told = [];
  const change = Math.round(after) - Math.round(before);
  const values = {
    n: Math.abs(change),
    more: words.people(Math.abs(change)),
    service,
    time: words.minutes(threshold),
    before: words.people(before),
    after: words.people(after),
    people: words.people(people),
    before_share: people > 0 ? words.percent(before / people) : "",
    after_share: people > 0 ? words.percent(after / people) : "",
  };
  if (people <= 0) told.push(words.say("what-if-nobody-lives"));
  else if (change > 0) told.push(words.say("what-if-more", values));
  else if (change < 0) told.push(words.say("what-if-fewer", values));
  else told.push(words.say("what-if-same", values));
  const counted = (id, count) => told.push(words.say(id, { n: Math.round(count), people: words.people(count) }));
  const quicker = gains.people_gaining + gains.people_reconnected;
  if (gains.people_reconnected >= LEAST) counted("what-if-reconnected", gains.people_reconnected);
  if (gains.people_gaining >= LEAST) {
    told.push(
      words.say("what-if-quicker", {
        n: Math.round(gains.people_gaining),
        people: words.people(gains.people_gaining),
        minutes: words.minutes(gains.person_minutes_gained / gains.people_gaining),
        total: words.people(gains.person_minutes_gained),
      }),
    );
  }
  if (quicker < LEAST && people > 0) told.push(words.say("what-if-nobody-gains"));
  if (gains.people_losing >= LEAST) counted("what-if-losing", gains.people_losing);
  if (gains.people_cut_off >= LEAST) counted("what-if-cut-off", gains.people_cut_off);
  if (gains.people_losing < LEAST && gains.people_cut_off < LEAST) told.push(words.say("what-if-nobody-loses"));
  return told;
}

/** Rows of areas that somebody gains or loses in, the largest gain within the threshold first. */
export function rowsOf(reach, areas, threshold) {
  const at = reach.after.steps_minutes.indexOf(threshold);
  const within = (side) => new Map(side.areas.map((each) => [each.id, each.within[at]]));
  const [before, after] = [within(reach.before), within(reach.after)];
  return areas
    .filter((row) => row.area_kind !== "all")
    .map((row) => ({
      id: row.area_id,
      name: row.area_name,
      kind: row.area_kind,
      more: (after.get(row.area_id) ?? 0) - (before.get(row.area_id) ?? 0),
      quicker: row.people_gaining,
      reconnected: row.people_reconnected,
      worse: row.people_losing + row.people_cut_off,
    }))
    .filter((row) => [row.more, row.quicker, row.reconnected, row.worse].some((each) => Math.abs(each) > 0))
    .sort((one, other) => other.more - one.more || other.quicker + other.reconnected - one.quicker - one.reconnected);
}

/**
 * The element of an answer that lives in `box`: `show(answer)` and `hide()`; it follows threshold and side. `onEnded()`
 * is called where the server has forgotten the what-if; `toMap` is the way back to the map.
 */
export function makeResult(app, { box, session, onEnded, toMap }) {
  const { words, store } = app;
  let answer = null;
  let areas = [];
  const sentence = element("div", { className: "what-if-sentences" });
  const sides = WHEN.map((when) => {
    const radio = element("input", { type: "radio", name: "what-if-when", value: when, id: `what-if-when-${when}` });
    radio.addEventListener("change", () => store.change({ when }));
    const text = element("span", { textContent: words.say(`what-if-when-${when}`) });
    return { when, radio, line: element("label", {}, radio, text) };
  });
  const legend = element("legend", { textContent: words.say("what-if-when") });
  const when = element("fieldset", { className: "what-if-when" }, legend, ...sides.map(({ line }) => line));
  const table = element("div", { className: "what-if-table", tabIndex: 0, role: "region" });
  table.setAttribute("aria-label", words.say("what-if-areas"));
  const hand_over = element("div", { className: "what-if-hand-over" });
  box.append(sentence, when, toMap, table, hand_over);
  box.hidden = true;

  const drawWhen = () => {
    for (const side of sides) side.radio.checked = side.when === store.view.when;
  };

  function said() {
    const slug = store.view.run.pillar;
    const service = app.serviceTitle(slug);
    return sentencesOf(app, answer, { threshold: store.view.threshold, service });
  }

  function drawSentence() {
    sentence.replaceChildren(...said().map((textContent) => element("p", { textContent })));
  }

  function drawTable() {
    const rows = rowsOf(answer.reach, areas, store.view.threshold);
    const total = answer.what_if.areas.total;
    if (!rows.length) {
      table.replaceChildren(element("p", { textContent: words.say("what-if-no-areas") }));
      return;
    }
    table.replaceChildren(areaTable(app, rows));
    if (total > areas.length || rows.length < total) {
      const all = button(words.say("what-if-all-areas", { n: total, areas: words.people(total) }), async () => {
        try {
          const told = await session.areas(answer.what_if.id);
          if (told === null) return;
          areas = told.rows;
          drawTable();
          table.focus();
        } catch (error) {
          app.problems.tell(error);
        }
      });
      table.append(all);
    }
  }

  async function download() {
    if (!(await session.isKept())) {
      onEnded();
      app.announce(words.say("what-if-scenario-again"));
      return;
    }
    const address = session.address(answer.what_if.id, "/scenario");
    const link = element("a", { href: address, download: "" });
    link.click();
  }

  function drawHandOver() {
    hand_over.replaceChildren(
      button(words.say("what-if-scenario"), download),
      element("p", { className: "what-if-hint", textContent: words.say("what-if-scenario-hint") }),
    );
  }

  function draw() {
    if (answer === null) return;
    drawSentence();
    drawTable();
  }

  store.follow(["threshold"], draw);
  store.follow(["when"], drawWhen);
  drawWhen();
  return {
    show(told) {
      answer = told;
      areas = told.what_if.areas.rows;
      box.hidden = false;
      draw();
      drawHandOver();
      return said()[0];
    },
    hide() {
      answer = null;
      box.hidden = true;
    },
  };
}

/** The table of areas; a name is a button that chooses the area. */
export function areaTable(app, rows, threshold = app.store.view.threshold) {
  const { words, store } = app;
  const signed = (count) => {
    const whole = Math.round(count);
    return whole === 0 ? "0" : `${whole > 0 ? "+" : "−"}${words.people(Math.abs(whole))}`;
  };
  const heads = ["what-if-column-area", "what-if-column-more", "what-if-column-quicker", "what-if-column-reconnected"];
  const has_worse = rows.some((row) => row.worse >= LEAST);
  if (has_worse) heads.push("what-if-column-worse");
  const time = words.minutes(threshold);
  const head = element(
    "tr",
    {},
    ...heads.map((id) => element("th", { scope: "col", textContent: words.say(id, { time }) })),
  );
  const nameOf = (row) => {
    if (row.kind !== "area") return words.say("what-if-outside");
    return button(row.name, () => store.change({ area: row.id }, { push: true }), {
      dir: "auto",
      className: "what-if-area",
    });
  };
  const lines = rows.map((row) => {
    const cells = [signed(row.more), words.people(row.quicker), words.people(row.reconnected)];
    if (has_worse) cells.push(words.people(row.worse));
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, nameOf(row)),
      ...cells.map((textContent) => element("td", { textContent, dir: "ltr" })),
    );
  });
  const caption = element("caption", { textContent: words.say("what-if-areas") });
  const body = element("tbody", {}, ...lines);
  return element("table", {}, caption, element("thead", {}, head), body);
}
