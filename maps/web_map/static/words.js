// Words: messages of the page's language by Fluent, numbers and times as that language writes them.
import { FluentBundle, FluentNumber, FluentResource } from "./vendor/@fluent/bundle/esm/index.js";

// Browsers know no Lao, whose numbers are written as the Portuguese are; and older ones write Arabic with other digits.
const NUMBERS = { ar: "ar-u-nu-latn", lo: "pt" };
const GROUPED = { useGrouping: "always" }; // 1.234 in Spanish too, as the server writes it
const ISOLATES = /[\u2068\u2069]/g;

export async function readWords(address, language) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`no words at ${address}: ${answer.status}`);
  return makeWords(await answer.text(), language);
}

/** Words of messages as Fluent writes them. What is missing or wrong is told in the console; the page goes on. */
export function makeWords(text, language) {
  const locale = NUMBERS[language] ?? language;
  const bundle = new FluentBundle([locale, "en"]);
  for (const fault of bundle.addResource(new FluentResource(text))) console.error(fault);
  const formats = [0, 1].map((digits) => new Intl.NumberFormat(locale, { ...GROUPED, maximumFractionDigits: digits }));

  /** The text of a message, `id` or `id.attribute`; its name where there is none. Numbers choose plurals. */
  function say(name, values = {}) {
    const [id, attribute] = name.split(".");
    const message = bundle.getMessage(id);
    const pattern = attribute ? message?.attributes[attribute] : message?.value;
    if (!pattern) {
      console.error(`no message ${name} in ${language}`);
      return name;
    }
    const wrong = [];
    const said = bundle.formatPattern(pattern, numbered(values), wrong);
    for (const fault of wrong) console.error(`message ${name} in ${language}: ${fault.message}`);
    return said;
  }

  /** Numbers with their unit: they are of one direction, and go into other messages. */
  const plainly = (name, values) => say(name, values).replace(ISOLATES, "");
  const isKnown = (value) => typeof value === "number" && Number.isFinite(value);
  const unknown = () => say("words-unknown");
  const whole = (value) => formats[0].format(value);

  return {
    language,
    direction: document.documentElement.dir || "ltr",
    say,
    has: (name) => bundle.hasMessage(name),
    /** Whole people; words for what is not known. */
    people: (count) => (isKnown(count) ? whole(count) : unknown()),
    /** A share from 0 to 1 as per cent; more than none is never 0 %, less than all never 100 %. */
    percent(share) {
      if (!isKnown(share)) return unknown();
      const digits = (share > 0 && share < 0.01) || (share > 0.99 && share < 1) ? 1 : 0;
      const bounded = share > 0 && share < 1 ? Math.min(Math.max(share, 0.001), 0.999) : share;
      return plainly("words-percent", { number: formats[digits].format(bounded * 100) });
    },
    /** Minutes as hours and minutes: 71 is 1 h 11 min; words for what is not known. */
    minutes(count) {
      if (!isKnown(count)) return unknown();
      const rounded = Math.floor(count + 0.5);
      const [hours, minutes] = [Math.floor(rounded / 60), rounded % 60];
      if (!hours) return plainly("words-minutes", { minutes: whole(minutes) });
      if (!minutes) return plainly("words-hours", { hours: whole(hours) });
      return plainly("words-hours-minutes", { hours: whole(hours), minutes: whole(minutes) });
    },
    /** A day, given as 2026-01-31 or a moment of it as ISO 8601 writes it; any other text stays as it is. */
    day(text) {
      const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(text ?? "");
      if (!found) return text ? String(text) : unknown();
      const [year, month, day] = found.slice(1).map(Number);
      return plainly("words-day", { year: String(year), month: `m${month}`, day });
    },
    /** Things in a row, the last joined by the language's own "and"; empty for none. */
    list(parts) {
      const last = parts.length - 1;
      const joined = (place) => (place < last ? "words-list-more" : last === 1 ? "words-list-pair" : "words-list-last");
      return parts
        .slice(1)
        .reduce((text, part, at) => say(joined(at + 1), { first: text, second: part }), parts[0] ?? "");
    },
    /** The sentence for an HTTP status. */
    problem: (status) =>
      say(bundle.hasMessage(`problem-${status}`) ? `problem-${status}` : status >= 500 ? "problem-500" : "problem-400"),
  };
}

/** Values of a message, each number as all of a page are written. */
function numbered(values) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "number" ? new FluentNumber(value, GROUPED) : value,
    ]),
  );
}
