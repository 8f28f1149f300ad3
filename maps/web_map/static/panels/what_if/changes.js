// Changes of a what-if: which kinds there are, what each needs, and the steps by which they came about.

export const MOST_CHANGES = 50;
const LONGEST_ID = 200;
const FASTEST_KMH = 300;

const isId = (value) => typeof value === "string" && value.trim() !== "" && value.length <= LONGEST_ID;
const isRoad = (value) => Number.isSafeInteger(value);
const isBetween = (least, most) => (value) => Number.isFinite(value) && value >= least && value <= most;
const areServices = (value) => Array.isArray(value) && value.length > 0 && value.every(isId);

const LON = ["lon", isBetween(-180, 180), "what-if-fault-place"];
const LAT = ["lat", isBetween(-90, 90), "what-if-fault-place"];
const CENTRE = ["id", isId, "what-if-fault-centre"];
const PILLARS = ["pillars", areServices, "what-if-fault-services"];
const ROAD = ["road_id", isRoad, "what-if-fault-road"];
const isSpeed = (value) => isBetween(0, FASTEST_KMH)(value) && value > 0;

/** What each kind of change needs: a key, whether a value will do, and what is said if not. */
const NEEDS = {
  add_centre: [["id", isId, "what-if-fault-name"], LON, LAT, PILLARS],
  move_centre: [CENTRE, LON, LAT],
  upgrade_centre: [CENTRE, PILLARS],
  close_centre: [CENTRE],
  release_hazard: [["area_id", isId, "what-if-fault-hazard"]],
  open_road: [ROAD],
  upgrade_road: [ROAD, ["speed_kmh", isSpeed, "what-if-fault-speed"]],
};
export const KINDS = Object.keys(NEEDS);

/** What a change lacks, as keys and ids of messages; a kind that is not known lacks its kind. */
export function lacksOf(change) {
  if (!Object.hasOwn(NEEDS, change?.kind)) return [{ key: "kind", message: "what-if-fault-kind" }];
  return NEEDS[change.kind].filter(([key, does]) => !does(change[key])).map(([key, , message]) => ({ key, message }));
}

/** The change with the keys that the server takes, and no others. */
export const bare = (change) =>
  Object.fromEntries(["kind", ...NEEDS[change.kind].map(([key]) => key)].map((key) => [key, change[key]]));

/** What a change is about: no two of a list may be about the same. */
export function subjectOf(change) {
  if (change.kind.endsWith("_centre")) return `centre ${change.id}`;
  if (change.kind === "release_hazard") return `hazard ${change.area_id}`;
  return `${change.kind} ${change.road_id}`;
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The steps by which the changes came about: undone, done again, or set from elsewhere, as by the back button. */
export function makeHistory(first) {
  let [past, now, future] = [[], first, []];
  return {
    get now() {
      return now;
    },
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
    undo() {
      if (!past.length) return now;
      future.push(now);
      now = past.pop();
      return now;
    },
    redo() {
      if (!future.length) return now;
      past.push(now);
      now = future.pop();
      return now;
    },
    /** Changes that were set: a step back or forward if that is what they are, else a step of their own. */
    take(changes) {
      if (isSame(changes, now)) return;
      if (past.length && isSame(changes, past.at(-1))) this.undo();
      else if (future.length && isSame(changes, future.at(-1))) this.redo();
      else {
        past.push(now);
        now = changes;
        future = [];
      }
    },
  };
}
