// What if: changes of centres, hazard areas and roads, and at once who then reaches care; kept in the address alone.
import { bringUp } from "../elements.js";
import { toMapButton } from "../go_to.js";
import { lacksOf, makeHistory } from "./what_if/changes.js";
import { makeChoices } from "./what_if/choices.js";
import { button, element } from "./what_if/element.js";
import { makeForm } from "./what_if/form.js";
import { busyOr, makeJob } from "./what_if/job.js";
import { askable, drawList } from "./what_if/list.js";
import { makeResult } from "./what_if/result.js";
import { makeSession } from "./what_if/session.js";
import { jobResult, shownOf } from "./what_if/shown.js";
import { makeWaiting } from "./what_if/waiting.js";

const KEPT_EVERY_MS = 5 * 60_000; // the server forgets what nobody asks for in a quarter of an hour
const WHERE = /^body\.changes\.(\d+)/;

export function start(app) {
  const { words, store, facts, announce } = app;
  const section = document.getElementById("what-if");
  const find = (name) => section.querySelector(`[data-part=${name}]`);
  const choices = makeChoices(app);
  const session = makeSession(app);
  const history = makeHistory(store.view.changes);
  const names = new Map(); // of centres, by id, once they are known
  let is_shown = false; // whether the map shows an answer
  let faults = new Map(); // of changes that the server refuses, by their JSON
  const told = { ...app, serviceTitle };

  section.querySelector("[data-part=still]").remove();
  for (const hidden of section.querySelectorAll("[data-needs-script]")) hidden.hidden = false;

  const form = makeForm(app, {
    box: find("form"),
    choices,
    changesNow: () => store.view.changes,
    onDone(change, row) {
      const next = [...store.view.changes];
      next.splice(row ?? next.length, row === null ? 0 : 1, change);
      put(next);
      bringUp(find("changes-name"));
    },
  });
  const job = makeJob(app, { box: find("job"), onResult: (result) => find("job").append(jobResult(told, result)) });
  const waiting = makeWaiting(app, find("status"));
  const result = makeResult(told, {
    box: find("result"),
    session,
    onEnded: () => refresh(),
    toMap: toMapButton(app),
  });
  const undo = button(words.say("what-if-undo"), () => step("undo"));
  const redo = button(words.say("what-if-redo"), () => step("redo"));
  const clear = button(words.say("what-if-clear"), () => put([]));
  find("steps").append(undo, redo, clear);

  function serviceTitle(slug) {
    return choices.services.find(({ id }) => id === choices.serviceOf(slug))?.title ?? slug;
  }

  function put(changes) {
    store.change({ changes, when: store.view.when === "before" ? "after" : store.view.when }, { push: true });
  }

  function step(name) {
    const [is_there, id] =
      name === "undo" ? [history.canUndo(), "what-if-undone"] : [history.canRedo(), "what-if-redone"];
    if (!is_there) return;
    put(name === "undo" ? history.undo() : history.redo());
    announce(words.say(id));
    draw();
  }

  const faultRows = (changes) =>
    new Map(
      changes.flatMap((each, row) =>
        faults.has(JSON.stringify(each)) ? [[row, faults.get(JSON.stringify(each))]] : [],
      ),
    );

  function draw() {
    const { changes } = store.view;
    find("nothing").hidden = changes.length > 0;
    drawList(app, {
      list: find("changes"),
      changes,
      told: { services: choices.services, names },
      faults: faultRows(changes),
      onEdit: (row) => form.edit(changes[row], row),
      onRemove(row) {
        put(changes.filter((_, each) => each !== row));
        find("changes-name").focus();
      },
    });
    for (const [each, can] of [
      [undo, history.canUndo()],
      [redo, history.canRedo()],
      [clear, changes.length > 0],
    ]) {
      if (!can && each === document.activeElement) find("changes-name").focus();
      each.disabled = !can;
    }
  }

  async function learnNames() {
    if (names.size || !store.view.changes.some((each) => each.kind.endsWith("_centre") && each.kind !== "add_centre"))
      return;
    try {
      for (const each of await choices.centres()) names.set(each.id, each.name);
      draw();
    } catch {
      // their ids stay; the answer of the what-if says if the server is away
    }
  }

  function hideAnswer() {
    result.hide();
    if (is_shown) app.shown.showWhatIf(null);
    is_shown = false;
  }

  // The what-if stays on the server for a while: its tiles may still be asked for, and undoing comes back to it.
  function nothing() {
    waiting.end();
    session.giveUp();
    hideAnswer();
  }

  /** Ask for what is changed now, and show it; what cannot be made is left out and told. */
  async function refresh({ is_first = false } = {}) {
    job.clear();
    const run = app.shown.runNow();
    const is_base = run.scenario === "base" && Object.hasOwn(facts.what_if_pillars, run.pillar);
    find("base").hidden = is_base;
    const changes = store.view.changes;
    const asked = askable(changes, faultRows(changes));
    if (!asked.length || !is_base) return nothing();
    if (is_first) announce(words.say("what-if-opened", { n: asked.length, changes: words.people(asked.length) }));
    const gaveUp = () => waiting.tell(words.say("what-if-gave-up"), [again()]);
    const mine = waiting.begin(() => {
      session.giveUp();
      gaveUp();
    });
    const sent = asked.map(({ change }) => change);
    let answer = null;
    try {
      answer = await session.answer(run.id, sent);
    } catch (error) {
      if (waiting.is(mine)) fail(error, asked, changes);
      return;
    }
    if (!waiting.is(mine)) return;
    if (answer === null) return gaveUp(); // called off on the server
    waiting.end();
    is_shown = true;
    announce(result.show(answer));
    await app.shown.showWhatIf(shownOf(app, answer));
  }

  function fail(error, asked, changes) {
    hideAnswer();
    const refused = (error.problem?.faults ?? []).flatMap(({ where, what }) => {
      const row = asked[Number(WHERE.exec(where)?.[1])]?.row;
      return row === undefined ? [] : [[JSON.stringify(changes[row]), what]];
    });
    if (error.problem?.job) {
      waiting.end();
      job.offer(error.problem.job);
    } else if (refused.length) {
      const known = new Map(faults);
      faults = new Map([...faults, ...refused]);
      const is_news = faults.size > known.size;
      draw();
      waiting.end();
      announce(words.say("what-if-some-left-out", { n: refused.length, changes: words.people(refused.length) }));
      if (is_news) refresh();
    } else {
      waiting.tell(`${busyOr(app, error)} ${words.say("what-if-stays")}`, [again()], error.detail);
    }
  }

  const again = () => button(words.say("what-if-again"), () => refresh());

  find("base").append(
    element("p", { textContent: words.say("what-if-only-base") }),
    button(words.say("what-if-show-base"), () =>
      store.change({ run: { ...store.view.run, scenario: "base" } }, { push: true }),
    ),
  );
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
    if (event.target.closest?.("input:not([type=radio], [type=checkbox], [type=range]), textarea, select")) return;
    event.preventDefault();
    step(event.shiftKey ? "redo" : "undo");
  });
  addEventListener("pagehide", () => session.end());
  addEventListener("pageshow", ({ persisted }) => persisted && refresh());
  async function keep() {
    if (is_shown && document.visibilityState === "visible" && !(await session.isKept())) refresh();
  }
  setInterval(keep, KEPT_EVERY_MS);
  document.addEventListener("visibilitychange", keep);
  store.follow(["changes"], (view) => {
    history.take(view.changes);
    draw();
    learnNames();
    refresh();
  });
  store.follow(["run"], (_view, { names: changed }) => {
    if (!changed.includes("changes")) refresh();
  });
  draw();
  learnNames();
  const unknown = store.view.changes.filter((each) => lacksOf(each).length).length;
  if (unknown)
    app.problems.tell({ sentence: words.say("what-if-some-unknown", { n: unknown, changes: words.people(unknown) }) });
  refresh({ is_first: true });
}
