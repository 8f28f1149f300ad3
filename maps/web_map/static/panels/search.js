// Search: places, areas and centres by their names; a combobox, so that it goes by keyboard and by ear.
import { bringUp, make, named } from "../elements.js";
import { goTo } from "../go_to.js";

const QUIET_MS = 200;
const MOST = 10;

export function start(app) {
  const { facts, words, store, ask, announce } = app;
  const input = document.getElementById("search-asked");
  const list = document.getElementById("search-found");
  const said = document.getElementById("search-said");
  let found = [];
  let active = -1;
  let waiting = null;
  let asked = 0; // an answer to any but the last question is dropped

  function tell(sentence) {
    said.hidden = !sentence;
    said.textContent = sentence ?? "";
    if (sentence) announce(sentence);
  }

  function close() {
    clearTimeout(waiting);
    asked += 1;
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  async function look() {
    const name = input.value.trim();
    if (!name) {
      close();
      tell(null);
      return;
    }
    asked += 1;
    const mine = asked;
    const query = new URLSearchParams({ q: name, limit: String(MOST) });
    try {
      const answer = await ask(`${facts.addresses.search}?${query}&v=${facts.version}${facts.tier_query}`, {
        kind: "search",
      });
      if (mine === asked && answer) show(answer.results, name);
    } catch (error) {
      if (mine !== asked) return;
      close();
      tell(error.status === 0 ? words.say("search-away") : words.say("search-failed"));
    }
  }

  function show(results, name) {
    found = results;
    active = -1;
    list.replaceChildren(...results.map(option));
    if (list.hidden && results.length) bringUp(document.getElementById("search"), input);
    list.hidden = !results.length;
    input.setAttribute("aria-expanded", String(results.length > 0));
    input.removeAttribute("aria-activedescendant");
    const values = { n: results.length, count: words.people(results.length), asked: name };
    tell(words.say(results.length ? "search-found" : "search-none", values));
  }

  function option(result, place) {
    const kind = [words.say(`search-${result.kind}`), result.detail].filter(Boolean).join(" · ");
    const made = make(
      "li",
      { id: `search-${place}`, attr: { role: "option", "aria-selected": "false" } },
      named("span", result.name, { className: "search-name" }),
      " ",
      named("span", kind, { className: "search-kind" }),
    );
    made.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    made.addEventListener("click", () => choose(place));
    return made;
  }

  function activate(place) {
    active = place;
    [...list.children].forEach((each, number) => {
      each.setAttribute("aria-selected", String(number === place));
    });
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `search-${place}`);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
  }

  function choose(place) {
    const { kind, id, name, lon, lat, bounds } = found[place];
    input.value = name;
    close();
    tell(null);
    announce(words.say("search-chosen", { name }));
    if (kind === "area") {
      store.change({ area: id, place: null }, { push: true });
      if (bounds) goTo(app, { lon, lat, bounds });
      const detail = document.getElementById("area-detail");
      if (!detail.hidden) bringUp(detail, document.getElementById("area-detail-name"));
      return;
    }
    goTo(app, { lon, lat });
    store.change({ place: { lon, lat } }, { push: true });
  }

  const keys = {
    ArrowDown: () => activate((active + 1) % found.length),
    ArrowUp: () => activate(active <= 0 ? found.length - 1 : active - 1),
    Home: () => active >= 0 && activate(0),
    End: () => active >= 0 && activate(found.length - 1),
    Enter: () => choose(Math.max(active, 0)),
    Tab: null,
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, QUIET_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (list.hidden) input.value = "";
      close();
      tell(null);
      return;
    }
    if (list.hidden) {
      if (event.key === "ArrowDown" || event.key === "Enter") {
        event.preventDefault();
        look();
      }
      return;
    }
    const act = keys[event.key];
    if (!act || ((event.key === "Home" || event.key === "End") && active < 0)) return;
    event.preventDefault();
    act();
  });
  input.addEventListener("blur", () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  });
}
