// Questions: what is asked, as selects for whatever has more than one answer; only what was run can be asked.
import { titleOf } from "../figures.js";

/** The run that has `value` for `name` and is otherwise most like `asked`; the first among equals. */
export function nearestRun(runs, asked, name, value) {
  const others = Object.keys(asked).filter((each) => each !== name);
  const fit = (run) => others.filter((each) => run[each] === asked[each]).length;
  const having = runs.filter((run) => run[name] === value);
  const found = having.reduce((best, run) => (fit(run) > fit(best) ? run : best), having[0]);
  return found ? Object.fromEntries(Object.keys(asked).map((each) => [each, found[each]])) : asked;
}

export function start(app) {
  const { facts, words, store, announce } = app;
  const form = document.getElementById("question");
  const note = document.getElementById("question-note");
  const selects = [...form.querySelectorAll("select[data-dimension]")];

  function ask({ target }) {
    const name = target.dataset.dimension;
    if (!name) return;
    const asked = { ...store.view.run, [name]: target.value };
    const run = nearestRun(facts.runs, asked, name, target.value);
    const others = Object.keys(run).filter((each) => run[each] !== asked[each]);
    store.change({ run }, { push: true });
    note.hidden = !others.length;
    note.textContent = others.length
      ? words.say("questions-nearest", { value: words.list(others.map((each) => titleOf(app, each, run[each]))) })
      : "";
    if (others.length) announce(note.textContent);
  }

  function show({ run }) {
    for (const select of selects) select.value = run[select.dataset.dimension];
  }

  form.addEventListener("change", ask);
  form.addEventListener("submit", (event) => event.preventDefault());
  store.follow(["run"], (view, { names }) => {
    if (names.includes("run")) show(view);
    note.hidden = true;
  });
  show(store.view);
}
