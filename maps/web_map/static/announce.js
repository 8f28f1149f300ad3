// The live region: says, to who listens instead of looking, what changed; once things are quiet, and only the last word.

const QUIET_MS = 400;

export function makeAnnouncer(element) {
  let waiting = null;
  return function announce(sentence) {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      element.textContent = sentence;
    }, QUIET_MS);
  };
}
