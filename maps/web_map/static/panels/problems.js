// Problems: sentences at the top of the page that say what is wrong and what to do; they go when it is mended.

export function start({ words, faults }) {
  const box = document.getElementById("problems");
  let away = null;

  /** A sentence, told once however often it comes again. */
  function line(sentence, detail = null, href = null) {
    const text = detail ? `${sentence} ${detail}` : sentence;
    const told = [...box.children].find((each) => each.dataset.text === text);
    if (told) return told;
    const said = document.createElement("p");
    said.dataset.text = text;
    said.className = "problem";
    said.textContent = sentence;
    if (detail) {
      const more = document.createElement("bdi");
      more.lang = "en";
      more.textContent = detail;
      said.append(" ", more);
    }
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = words.say("shell-see-release");
      said.append(" ", link);
    }
    box.append(said);
    return said;
  }

  function againButton(said, again) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.say("shell-try-again");
    button.addEventListener("click", () => {
      said.remove();
      document.getElementById("content").focus();
      again();
    });
    return button;
  }

  box.replaceChildren();
  for (const { message, values, href } of faults) line(words.say(message, values), null, href);
  return {
    /** Tell a failure. `again`: what a button tries once more. Gives the way to take the sentence away. */
    tell(error, { again = null } = {}) {
      const said = line(error.sentence ?? words.say("problem-here"), error.detail);
      if (again && !said.querySelector("button")) said.append(" ", againButton(said, again));
      return () => said.remove();
    },
    serverIsAway() {
      away ??= line(words.say("problem-away"));
    },
    serverIsBack() {
      if (!away?.querySelector("button")) away?.remove(); // what can be tried again stays until it is
      away = null;
    },
  };
}
