// Problems: sentences at the top of the page that say what is wrong and what to do; they go when it is mended.

export function start({ words, faults }) {
  const box = document.getElementById("problems");
  let away = null;

  function line(sentence, detail = null) {
    const said = document.createElement("p");
    said.className = "problem";
    said.textContent = detail ? `${sentence} ${detail}` : sentence;
    box.append(said);
    return said;
  }

  box.replaceChildren();
  for (const { message, values } of faults) line(words.say(message, values));
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
