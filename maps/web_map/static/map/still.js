// The still picture: what is seen where the map itself cannot be drawn; it follows the question and the threshold.
import { stillPicture } from "./addresses.js";

const NARROWEST_PX = 200;
const WIDEST_PX = 1600;

/** Whether this browser can draw the map at all. */
export function canDraw() {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(context);
  } catch {
    return false;
  }
}

/** Show the still picture with the sentence that says why. Gives what `app.map` is in its place. */
export function showStill(app, { region, layers, message }) {
  const { facts, store, words, announce } = app;
  const picture = document.getElementById("map-still");
  const why = document.getElementById("map-why-still");
  region.classList.add("is-still");
  why.textContent = words.say(message);
  why.hidden = false;
  picture.hidden = false;
  announce(why.textContent);
  picture.addEventListener("error", () => {
    why.textContent = words.say("map-still-away");
    picture.hidden = true;
  });

  function draw() {
    const run = app.shown.runNow();
    const width = Math.round(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, region.clientWidth)));
    const asked = { threshold: store.view.threshold, layer: layers.painted, width };
    const what_if = app.shown.now?.what_if;
    const address = what_if
      ? `${what_if.picture}&${new URLSearchParams(asked)}`
      : stillPicture(facts, { run_id: run.id, ...asked });
    picture.alt = words.say("map-still-alt", { release: facts.title, threshold: words.minutes(store.view.threshold) });
    if (picture.getAttribute("src") === address) return;
    picture.hidden = false;
    why.textContent = words.say(message);
    picture.src = address;
  }

  layers.follow(draw);
  store.follow(["threshold"], draw);
  return {
    is_still: true,
    flyTo() {},
    fit() {},
    bounds: () => facts.bounds,
    pick: async () => {
      announce(words.say("map-still-no-pick"));
      return null;
    },
    canvas: async () => ({ canvas: await drawnOn(picture), labels: [], is_still: true }),
  };
}

async function drawnOn(picture) {
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth;
  canvas.height = picture.naturalHeight;
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas;
}
