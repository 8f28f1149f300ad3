// Threshold: the minutes within which care counts as reached, as steps; all figures of a step are in the page already.
import { figuresOf, peopleSaid } from "../figures.js";

export function start({ facts, words, store, shown, announce }) {
  const range = document.getElementById("threshold-range");
  const said = document.getElementById("threshold-said");
  const select = document.getElementById("threshold-select");
  const own = document.getElementById("threshold-own");
  const steps = facts.steps_minutes;

  const choose = (index) => store.change({ threshold: steps[Math.min(Math.max(index, 0), steps.length - 1)] });

  function sentence(threshold) {
    const time = words.minutes(threshold);
    const reach = shown.now?.reach;
    if (!reach) return time;
    const { people, within, share } = figuresOf(reach.total, reach, threshold);
    if (within === null) return time;
    if (share === null) return words.say("questions-threshold-nobody", { time });
    return words.say("questions-threshold-said", {
      time,
      share: words.percent(share),
      everyone: peopleSaid(words, people),
    });
  }

  function show({ threshold }) {
    const index = steps.indexOf(threshold);
    range.value = String(index);
    range.setAttribute("aria-valuetext", sentence(threshold));
    said.textContent = words.minutes(threshold);
    select.value = String(threshold);
    for (const [id, end] of [
      ["threshold-less", 0],
      ["threshold-more", steps.length - 1],
    ]) {
      document.getElementById(id).setAttribute("aria-disabled", String(index === end));
    }
    own.setAttribute("aria-pressed", String(threshold === facts.threshold_minutes));
  }

  range.addEventListener("input", () => choose(Number(range.value)));
  document.getElementById("threshold-less").addEventListener("click", () => choose(Number(range.value) - 1));
  document.getElementById("threshold-more").addEventListener("click", () => choose(Number(range.value) + 1));
  own.addEventListener("click", () => choose(steps.indexOf(facts.threshold_minutes)));
  store.follow(["threshold"], (view) => {
    show(view);
    // the slider itself says it to who moves it
    if (document.activeElement !== range) announce(sentence(view.threshold));
  });
  shown.follow(() => show(store.view));
  show(store.view);
}
