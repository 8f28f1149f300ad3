// A what-if as a job, for changes that reach too far to be answered at once: asked, followed, cancelled, told.
import { button, element } from "./element.js";

const POLL_MS = 2_000;
const MOST_MISSES = 5;
const ENDED = new Set(["successful", "failed", "dismissed"]);

/** The offer and the progress of a job in `box`. `onResult(result, address)` takes what it gave. */
export function makeJob(app, { box, onResult }) {
  const { words, ask, facts, announce } = app;
  let current = null; // {id, source, waiting, status}
  box.hidden = true;
  const at = (id, path = "") => `${facts.root}/jobs/${id}${path}`;

  function stopFollowing() {
    current?.source?.close();
    clearTimeout(current?.waiting);
    current = null;
  }

  function tell(sentence, { detail = null, acts = [] } = {}) {
    const parts = [element("p", { textContent: sentence })];
    if (detail) parts.push(element("p", { className: "what-if-hint", textContent: detail, lang: "en", dir: "ltr" }));
    if (acts.length) parts.push(element("div", { className: "what-if-buttons" }, ...acts));
    box.replaceChildren(...parts);
    box.hidden = false;
    announce(sentence);
  }

  /** Offer to ask `job`, as the server's problem describes it. */
  function offer(job) {
    stopFollowing();
    tell(words.say("what-if-too-wide"), { acts: [button(words.say("what-if-as-job"), () => begin(job))] });
  }

  async function begin(job) {
    tell(words.say("what-if-job-asking"));
    try {
      const { pathname } = new URL(job.href, location.href); // of this server, whatever it calls itself
      const told = await ask(pathname, { method: job.method, body: job.body });
      follow(told);
    } catch (error) {
      const again = button(words.say("what-if-again"), () => begin(job));
      const is_forbidden = error.status === 401 || error.status === 403;
      const sentence = is_forbidden ? words.say("what-if-job-forbidden") : busyOr(app, error);
      tell(sentence, { detail: error.detail, acts: is_forbidden ? [] : [again] });
    }
  }

  function follow(status) {
    const mine = { id: status.jobID, source: null, waiting: null, misses: 0, bar: null };
    current = mine;
    draw(mine, status);
    if (ENDED.has(status.status)) return;
    if (typeof EventSource === "undefined") {
      poll(mine);
      return;
    }
    mine.source = new EventSource(at(mine.id, "/events"));
    mine.source.addEventListener("status", (event) => {
      if (current === mine) draw(mine, JSON.parse(event.data));
    });
    mine.source.addEventListener("end", () => mine.source.close());
    mine.source.addEventListener("error", () => {
      mine.source.close();
      if (current === mine) poll(mine);
    });
  }

  async function poll(mine) {
    try {
      const status = await ask(at(mine.id));
      if (current !== mine) return;
      mine.misses = 0;
      draw(mine, status);
      if (ENDED.has(status.status)) return;
    } catch (error) {
      if (current !== mine) return;
      mine.misses += 1;
      if (error.status === 404) {
        tell(words.say("what-if-job-gone"));
        stopFollowing();
        return;
      }
      if (mine.misses >= MOST_MISSES) {
        lose(mine, error);
        return;
      }
    }
    mine.waiting = setTimeout(() => poll(mine), POLL_MS);
  }

  /** The server does not answer: the job may go on there, and can be looked for again. */
  function lose(mine, error) {
    const again = button(words.say("what-if-again"), () => {
      mine.misses = 0;
      mine.bar = null;
      poll(mine);
    });
    tell(words.say("what-if-job-lost"), { detail: error.detail, acts: [again] });
  }

  function draw(mine, status) {
    if (status.status === "successful") return void result(mine);
    if (status.status === "failed") {
      tell(words.say("what-if-job-failed"), { detail: status.problem?.detail ?? status.message });
      return stopFollowing();
    }
    if (status.status === "dismissed") {
      tell(words.say("what-if-job-cancelled"));
      return stopFollowing();
    }
    const share = words.percent(status.progress / 100);
    const id = status.status === "accepted" ? "what-if-job-waiting" : "what-if-job-running";
    const said = words.say(id, { share });
    if (!mine.bar) {
      mine.bar = element("progress", { max: 100, value: 0, id: "what-if-progress" });
      mine.text = element("label", { htmlFor: "what-if-progress", textContent: said });
      const cancel = button(words.say("what-if-job-cancel"), () => dismiss(mine));
      box.replaceChildren(mine.text, mine.bar, element("div", { className: "what-if-buttons" }, cancel));
      box.hidden = false;
      announce(said);
    }
    mine.text.textContent = said;
    mine.bar.value = status.progress;
  }

  async function result(mine) {
    stopFollowing();
    const address = at(mine.id, "/results");
    try {
      const told = await ask(address);
      const link = element("a", { href: address, textContent: words.say("what-if-job-link"), download: "" });
      tell(words.say("what-if-job-done"));
      box.append(element("p", {}, link));
      onResult(told.result);
    } catch (error) {
      tell(error.sentence ?? words.say("problem-here"), {
        detail: error.detail,
        acts: [button(words.say("what-if-again"), () => result(mine))],
      });
    }
  }

  async function dismiss(mine) {
    try {
      await ask(at(mine.id), { method: "DELETE" });
      if (current === mine) draw(mine, { status: "dismissed" });
    } catch (error) {
      app.problems.tell(error);
    }
  }

  return {
    offer,
    /** Take the offer or the job away; one that runs is cancelled on the server. */
    clear() {
      const running = current;
      stopFollowing();
      box.hidden = true;
      box.replaceChildren();
      if (running) fetch(at(running.id), { method: "DELETE", keepalive: true }).catch(() => null);
    },
  };
}

/** What is said of a server that has too much to do, with when to try again; else the sentence of the failure. */
export function busyOr({ words }, error) {
  if (error.status !== 429 && error.status !== 503) return error.sentence ?? words.say("problem-here");
  const seconds = error.retry_after_s ?? 60;
  return words.say("what-if-busy", {
    seconds,
    time: seconds < 90 ? "short" : "long",
    minutes: Math.ceil(seconds / 60),
  });
}
