// Asks the server: with a limit of time, the earlier question of a kind given up, and failures as sentences.

const LONGEST_MS = 30_000;

/** A failure as it is told: `sentence` in the reader's language, `detail` as the server gave it (English), or null;
 * `retry_after_s`: when to ask again, if the server said so. */
export class AskError extends Error {
  constructor(sentence, { status = 0, detail = null, problem = null, retry_after_s = null } = {}) {
    super(sentence);
    Object.assign(this, { sentence, status, detail, problem, retry_after_s });
  }
}

export function makeAsk({ words, problems }) {
  const latest = new Map();

  /**
   * The JSON of an address. `kind`: a newer question of the same kind ends this one, whose promise then gives null.
   * Throws AskError; one that shows the server away or back is told to `problems` too.
   */
  return async function ask(address, { kind = null, method = "GET", body = null, within_ms = LONGEST_MS } = {}) {
    const control = new AbortController();
    if (kind) {
      latest.get(kind)?.abort("newer");
      latest.set(kind, control);
    }
    const limit = setTimeout(() => control.abort("late"), within_ms);
    try {
      const headers = { Accept: "application/json", "Accept-Language": words.language };
      if (body !== null) headers["Content-Type"] = "application/json";
      const answer = await fetch(address, {
        method,
        headers,
        body: body === null ? undefined : JSON.stringify(body),
        signal: control.signal,
      });
      problems.serverIsBack();
      const told = answer.status === 204 ? null : await answer.json();
      if (!answer.ok)
        throw new AskError(words.problem(answer.status), {
          status: answer.status,
          detail: told?.detail,
          problem: told,
          retry_after_s: Number(answer.headers.get("retry-after")) || null,
        });
      return told;
    } catch (error) {
      if (control.signal.reason === "newer") return null;
      if (error instanceof AskError) throw error;
      const is_late = control.signal.reason === "late";
      problems.serverIsAway();
      throw new AskError(words.say(is_late ? "problem-late" : "problem-away"));
    } finally {
      clearTimeout(limit);
      if (kind && latest.get(kind) === control) latest.delete(kind);
    }
  };
}
