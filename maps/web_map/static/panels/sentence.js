// The sentence: the page's main answer in words, of everyone, with its unit, its denominator and its dates.
import { make } from "../elements.js";
import { figuresOf, isSome, peopleSaid, plural, titleOf } from "../figures.js";

/** The sentences of an answer in their order, each {kind, text}; kinds are class names. */
export function sentencesOf(app, now, { threshold, run }) {
  const { facts, words } = app;
  const at = figuresOf(now.reach.total, now.reach, threshold);
  const service = titleOf(app, "pillar", run.pillar);
  const time = words.minutes(threshold);
  const said = [{ kind: "main", text: mainSentence(words, at, { service, time, direction: run.direction }) }];
  if (now.before) said.push(...changeSentences(words, at, figuresOf(now.before.total, now.before, threshold), time));
  const counted = (message, count) => {
    if (isSome(count)) {
      const values = { n: plural(count), people: peopleSaid(words, count) };
      said.push({ kind: "rest", text: words.say(message, values) });
    }
  };
  counted("questions-answer-no-way", at.no_way);
  counted("questions-answer-inside", at.inside);
  counted("questions-answer-unknown", at.unknown);
  counted("questions-answer-beyond-limit", at.beyond_limit);
  const range = now.before ? null : facts.intervals[now.run_id];
  if (range && isSome(at.people)) said.push({ kind: "range", text: rangeSentence(app, range, threshold) });
  const dates = datesSentence(app);
  if (dates) said.push({ kind: "dates", text: dates });
  return said;
}

function mainSentence(words, { people, within, share }, { service, time, direction }) {
  const everyone = peopleSaid(words, people);
  if (share === null) return words.say("questions-answer-empty", { service });
  if (!isSome(within)) return words.say("questions-answer-none", { service, everyone, time });
  if (!isSome(people - within)) return words.say("questions-answer-all", { service, everyone, time });
  const values = { service, everyone, time, n: plural(within), reached: peopleSaid(words, within) };
  return words.say(`questions-answer-${direction}`, { ...values, share: words.percent(share) });
}

function changeSentences(words, after, before, time) {
  if (after.share === null || before.share === null) return [];
  const change = after.within - before.within;
  const values = { n: plural(Math.abs(change)), people: peopleSaid(words, Math.abs(change)), time };
  const told = !isSome(Math.abs(change))
    ? words.say("questions-answer-same", { time })
    : words.say(change > 0 ? "questions-answer-gain" : "questions-answer-loss", values);
  const was = { reached: peopleSaid(words, before.within), share: words.percent(before.share) };
  return [
    { kind: "change", text: told },
    { kind: "change", text: words.say("questions-answer-before", was) },
  ];
}

function rangeSentence({ facts, words }, { low, high, part, draws }, threshold) {
  if (threshold !== facts.threshold_minutes) {
    return words.say("questions-answer-range-elsewhere", { time: words.minutes(facts.threshold_minutes) });
  }
  return words.say("questions-answer-range", {
    draws: words.people(draws),
    part: words.percent(part),
    low: words.percent(low),
    high: words.percent(high),
  });
}

function datesSentence({ facts, words }) {
  const year = facts.population_year === null ? null : String(facts.population_year);
  const day = facts.as_of === null ? null : words.day(facts.as_of);
  if (year && day) return words.say("questions-answer-dates", { year, day });
  if (day) return words.say("questions-answer-day", { day });
  return year ? words.say("questions-answer-year", { year }) : null;
}

export function start(app) {
  const box = document.getElementById("answer");
  let is_asked_anew = false; // the answer of another question is said, of another threshold the threshold says it

  function show() {
    const { now } = app.shown;
    if (!now) return;
    const said = sentencesOf(app, now, { threshold: app.store.view.threshold, run: now.run });
    box.replaceChildren(...said.map(({ kind, text }) => make("p", { className: `answer-${kind}` }, text)));
    return said;
  }

  app.store.follow(["threshold"], show);
  app.store.follow(["run"], () => {
    is_asked_anew = true;
  });
  app.shown.follow(() => {
    const [first] = show() ?? [];
    if (!first || !is_asked_anew) return;
    is_asked_anew = false;
    if (!app.shown.now.what_if) app.announce(first.text);
  });
}
