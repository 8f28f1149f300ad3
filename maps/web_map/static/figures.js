// Figures: what is true of an area at a threshold, and how it is said; sentence, table and place all read it here.

/**
 * @typedef {object} Figures people are counts, not yet rounded
 * @property {number} people
 * @property {number | null} within people within the threshold, inclusive; null: the release does not tell
 * @property {number | null} share of all people of the area; null where nobody lives, or it is not told
 * @property {number | null} beyond everyone else, whatever keeps them from it
 * @property {number} no_way
 * @property {number} inside
 * @property {number} unknown on a barrier or without land data
 * @property {number} beyond_limit
 */

const NOBODY = 1e-6; // people: what is left of a difference of equal sums

/** @returns {Figures} */
export function figuresOf(area, reach, threshold) {
  const within = area.within[reach.steps_minutes.indexOf(threshold)] ?? null;
  const people = area.people ?? null;
  return {
    people,
    within,
    share: people > 0 && within !== null ? Math.min(within / people, 1) : null,
    beyond: people === null || within === null ? null : Math.max(people - within, 0),
    no_way: area.no_way ?? null,
    inside: area.inside_hazards ?? null,
    unknown: (area.on_barrier ?? 0) + (area.no_land_data ?? 0),
    beyond_limit: area.beyond_limit ?? 0,
  };
}

export const isSome = (people) => people !== null && people > NOBODY;

/** People as text: some, but not one whole person, are never said to be none. */
export function peopleSaid(words, count) {
  if (isSome(count) && Math.round(count) === 0) return words.say("questions-fewer-than-one");
  return words.people(isSome(count) ? count : 0);
}

/** The number that chooses the plural for a count as it is said. */
export const plural = (count) => Math.max(Math.round(count), isSome(count) ? 1 : 0);

/** The title of a value of a dimension: in the reader's language where it is ours, else as the study has it. */
export function titleOf({ facts, words }, name, slug) {
  const value = facts.dimensions[name].find((each) => each.slug === slug);
  if (!value) return slug;
  return value.message && words.has(value.message) ? words.say(value.message) : value.title;
}

/** How a difference of people is said: with its sign, or that there is none. */
export function changeSaid(words, change) {
  if (!isSome(Math.abs(change))) return words.say("areas-unchanged");
  return words.say(change > 0 ? "areas-gained" : "areas-lost", { people: peopleSaid(words, Math.abs(change)) });
}

/** The median time of an area, or why there is none. */
export function medianSaid(words, area) {
  if (!isSome(area.people)) return words.say("areas-nobody");
  if (area.median_minutes !== null) return timeSaid(words, area.median_minutes);
  return words.say(area.median_minutes_status === "no_way" ? "areas-median-no-way" : "areas-median-no-time");
}

/** A time as text; what is less than half a minute is never said to be none. */
export function timeSaid(words, minutes) {
  return minutes > 0 && minutes < 0.5 ? words.say("place-less-than-minute") : words.minutes(minutes);
}
