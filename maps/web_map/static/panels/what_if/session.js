// The what-if on the server: begun once, then changed; begun anew when it has ended there; newer changes go before.

/**
 * @typedef {object} Answer
 * @property {object} what_if as POST /what-ifs gives it
 * @property {{before: import("../../shown.js").Reach, after: import("../../shown.js").Reach}} reach
 */

const LONGEST_MS = 120_000; // the first one on a server reads the country and compiles
const ENDED = new Set([404, 410]);

export function makeSession({ facts, ask }) {
  let held = null; // {id, run_id}
  let beginning = null; // a first question that is being answered: newer changes wait for it, not beside it
  let latest = 0;
  const at = (path = "") => `${facts.addresses.what_ifs}${path}`;
  const query = facts.tier_query ? `?${facts.tier_query.slice(1)}` : "";

  async function begin(run_id, changes) {
    const body = { run: run_id, changes };
    const what_if = await ask(`${at()}${query}`, { method: "POST", body, within_ms: LONGEST_MS });
    held = { id: what_if.id, run_id };
    return what_if;
  }

  async function change(changes) {
    const asking = { kind: "what-if", method: "PUT", body: { changes }, within_ms: LONGEST_MS };
    return ask(`${at(`/${held.id}/changes`)}${query}`, asking);
  }

  async function asked(run_id, changes, is_wanted) {
    if (beginning) await beginning.catch(() => null);
    if (!is_wanted()) return null;
    if (held?.run_id === run_id) {
      try {
        return await change(changes);
      } catch (error) {
        if (!ENDED.has(error.status)) throw error;
        held = null;
      }
      if (!is_wanted()) return null;
    }
    beginning = begin(run_id, changes);
    try {
      return await beginning;
    } finally {
      beginning = null;
    }
  }

  /**
   * The answer to changes of a run; null if newer ones were asked meanwhile, or it was given up.
   * @returns {Promise<Answer | null>}
   */
  async function answer(run_id, changes) {
    latest += 1;
    const mine = latest;
    const is_wanted = () => mine === latest;
    try {
      const what_if = await asked(run_id, changes, is_wanted);
      if (what_if === null || !is_wanted()) return null;
      const of = `${at(`/${what_if.id}/reach`)}${query}`;
      const reach = await ask(of, { kind: "what-if-reach" });
      return reach === null || !is_wanted() ? null : { what_if, reach };
    } catch (error) {
      if (!is_wanted() || (error.status === 409 && !error.problem?.job)) return null;
      throw error;
    }
  }

  /** End the what-if on the server, which forgets it anyway when nobody asks. */
  function end() {
    if (held) fetch(`${at(`/${held.id}`)}${query}`, { method: "DELETE", keepalive: true }).catch(() => null);
    held = null;
  }

  return {
    answer,
    giveUp() {
      latest += 1;
    },
    end() {
      latest += 1;
      end();
    },
    /** Whether the what-if is still on the server, which keeps it anew when it is asked; true where none is held. */
    async isKept() {
      if (!held) return true;
      const { id } = held;
      try {
        await ask(`${at(`/${id}`)}${query}`);
        return true;
      } catch (error) {
        if (!ENDED.has(error.status)) return true; // the server is busy or away, and says so itself
        if (held?.id === id) held = null;
        return false;
      }
    },
    address: (id, path) => `${at(`/${id}${path}`)}${query}`,
    /** All areas of the answer as it stands. */
    areas: (id) => ask(`${at(`/${id}/areas`)}${query}`, { kind: "what-if-areas" }),
  };
}
