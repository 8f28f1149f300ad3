// The view: what is asked and where one looks, in one frozen value that parts follow.

/**
 * @typedef {object} View
 * @property {Record<string, string>} run slugs of pillar, profile, scenario, season, direction, hazards
 * @property {number} threshold minutes, one of facts.steps_minutes
 * @property {string} layer minutes, status, difference or certainty
 * @property {string | null} area id of the chosen area
 * @property {{lon: number, lat: number} | null} place the place that is asked about
 * @property {{zoom: number, lon: number, lat: number} | null} camera null: the whole release
 * @property {object[]} changes those of a what-if, as the API takes them
 * @property {"before" | "after" | "difference"} when which side of a what-if is shown
 */

/** @param {View} first */
export function makeStore(first) {
  let view = Object.freeze(first);
  const followers = [];
  return {
    get view() {
      return view;
    },
    /** Change parts of the view; `push` makes a step that the browser's back button undoes. */
    change(patch, { push = false } = {}) {
      const before = view;
      const names = Object.keys(patch).filter((name) => JSON.stringify(patch[name]) !== JSON.stringify(before[name]));
      if (!names.length) return;
      view = Object.freeze({ ...before, ...patch });
      for (const { of, tell } of [...followers]) {
        if (of === null || names.some((name) => of.includes(name))) tell(view, { names, push, before });
      }
    },
    /** Call `tell(view, {names, push, before})` whenever one of the names changes; null: any. Gives the way to stop. */
    follow(of, tell) {
      const follower = { of, tell };
      followers.push(follower);
      return () => followers.splice(followers.indexOf(follower), 1);
    },
  };
}
