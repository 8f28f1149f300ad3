// The line that says how long an answer takes, and what came of one that did not: never a spinner without an end.
import { button, element } from "./element.js";

const SHOWN_AFTER_S = 1;
const SAID_EVERY_S = 15; // to who listens

export function makeWaiting({ words, announce }, box) {
  let current = null;
  box.hidden = true;

  function end() {
    clearInterval(current?.ticking);
    current = null;
    box.hidden = true;
    box.replaceChildren();
  }

  return {
    end,
    is: (mine) => current !== null && current === mine,
    /** Begin to wait; `giveUp` is called by the button. Gives what `is` knows this wait by. */
    begin(giveUp) {
      end();
      const mine = { since: performance.now(), ticking: 0 };
      current = mine;
      const line = element("p", {});
      const stop = button(words.say("what-if-give-up"), () => {
        end();
        giveUp();
      });
      mine.ticking = setInterval(() => {
        const seconds = Math.floor((performance.now() - mine.since) / 1000);
        if (seconds < SHOWN_AFTER_S) return;
        line.textContent = words.say("what-if-working", { n: seconds, seconds: words.people(seconds) });
        if (box.hidden) {
          box.replaceChildren(line, element("div", { className: "what-if-buttons" }, stop));
          box.hidden = false;
        }
        if (seconds % SAID_EVERY_S === SHOWN_AFTER_S) announce(line.textContent);
      }, 1000);
      return mine;
    },
    /** Say what came of it instead of an answer, with buttons for what can be done. */
    tell(sentence, acts, detail = null) {
      end();
      const parts = [element("p", { textContent: sentence })];
      if (detail) parts.push(element("p", { className: "what-if-hint", textContent: detail, lang: "en", dir: "ltr" }));
      box.replaceChildren(...parts, element("div", { className: "what-if-buttons" }, ...acts));
      box.hidden = false;
      announce(sentence);
    },
  };
}
