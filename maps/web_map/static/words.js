// Words: messages of the page's language by Fluent, numbers and times as that language writes them.
import { FluentBundle, FluentResource } from "./vendor/@fluent/bundle/esm/index.js";

export async function readWords(address, language) {
  const answer = await fetch(address);
  return makeWords(await answer.text(), language);
}

export function makeWords(text, language) {
  const bundle = new FluentBundle([language, "en"]);
  const faults = bundle.addResource(new FluentResource(text));
  if (faults.length) throw faults[0];
  const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });

  function say(name, values = {}) {
    const [id, attribute] = name.split(".");
    const message = bundle.getMessage(id);
    const pattern = attribute ? message?.attributes[attribute] : message?.value;
    if (!pattern) throw new Error(`no message ${name}`);
    const wrong = [];
    const said = bundle.formatPattern(pattern, values, wrong);
    if (wrong.length) throw wrong[0];
    return said;
  }

  return {
    language,
    say,
    has: (name) => bundle.hasMessage(name),
    /** Whole people. */
    people: (count) => plain.format(count),
    /** A share from 0 to 1 as per cent; more than none is never 0 %, less than all never 100 %. */
    percent(share) {
      const digits = (share > 0 && share < 0.01) || (share > 0.99 && share < 1) ? 1 : 0;
      const bounded = share > 0 && share < 0.001 ? 0.001 : share < 1 && share > 0.999 ? 0.999 : share;
      return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: digits }).format(bounded);
    },
    /** Minutes as hours and minutes: 71 is 1 h 11 min. */
    minutes(count) {
      const whole = Math.round(count);
      const [hours, minutes] = [Math.floor(whole / 60), whole % 60];
      if (!hours) return say("minutes-alone", { minutes });
      return minutes ? say("hours-and-minutes", { hours, minutes }) : say("hours-alone", { hours });
    },
    /** A day, given as 2026-01-31. */
    day: (text) =>
      new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(
        new Date(`${text.slice(0, 10)}T00:00:00Z`),
      ),
    list: (parts) => new Intl.ListFormat(language).format(parts),
    /** The sentence for an HTTP status. */
    problem: (status) =>
      say(bundle.hasMessage(`problem-${status}`) ? `problem-${status}` : status >= 500 ? "problem-500" : "problem-400"),
  };
}
