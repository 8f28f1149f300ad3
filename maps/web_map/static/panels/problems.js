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

  box.replaceChildren();
  for (const { message, values, href } of faults) line(words.say(message, values), null, href);
  return {
    tell: (error) => line(error.sentence ?? words.say("problem-here"), error.detail),
    serverIsAway() {
      away ??= line(words.say("problem-away"));
    },
    serverIsBack() {
      away?.remove();
      away = null;
    },
  };
}
