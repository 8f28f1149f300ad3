// Take away: a link, a map for pages of others, paper, a picture, and files; each of what is shown now.
import { make } from "../elements.js";
import { fileName, permalink } from "./take_away/content.js";
import { copyField } from "./take_away/copying.js";
import { fileList } from "./take_away/files.js";
import { startPaper } from "./take_away/paper.js";
import { drawPicture } from "./take_away/picture.js";

const EMBED_HEIGHT_PX = 640;

export function start(app) {
  const section = document.getElementById("take-away");
  if (!section) return; // a map in a page of others has none
  const { words, store } = app;
  const paper = startPaper(app);
  const link = copyField(app, {
    id: "take-away-link",
    label: words.say("take-away-link"),
    button: words.say("take-away-copy"),
  });
  const embed = copyField(app, {
    id: "take-away-embed",
    label: words.say("take-away-embed"),
    button: words.say("take-away-copy-embed"),
    lines: 4,
  });
  const print = make("button", { type: "button", id: "take-away-print" }, words.say("take-away-print"));
  const png = make("button", { type: "button", id: "take-away-png" }, words.say("take-away-png"));
  const before = make("p", { className: "take-away-note", hidden: true }, words.say("take-away-files-before"));
  const body = section.querySelector(".take-away-body");
  body.replaceChildren(
    link.element,
    make("div", { className: "take-away-buttons" }, print, png),
    make("details", {}, make("summary", {}, words.say("take-away-files")), before, fileList(app)),
    make(
      "details",
      {},
      make("summary", {}, words.say("take-away-embed-name")),
      make("p", { className: "take-away-note" }, words.say("take-away-embed-about")),
      embed.element,
    ),
    make("p", { className: "take-away-note" }, words.say("take-away-offline", { command: "nearcare publish" })),
  );

  function tell() {
    link.set(permalink(app));
    embed.set(embedCode(app));
    before.hidden = !store.view.changes.length;
  }

  store.follow(null, tell);
  tell();
  print.addEventListener("click", () => paper.print());
  png.addEventListener("click", () => savePicture(app, png));
}

/** The element that shows the map in another page; every name in it is made safe for HTML. */
function embedCode(app) {
  const frame = document.createElement("iframe");
  frame.title = app.words.say("page-title", { release: app.facts.title });
  frame.src = permalink(app, { place: "embed" });
  frame.width = "100%";
  frame.height = String(EMBED_HEIGHT_PX);
  frame.loading = "lazy";
  frame.setAttribute("allow", "fullscreen");
  return frame.outerHTML;
}

async function savePicture(app, button) {
  const { words, announce, problems } = app;
  button.disabled = true;
  try {
    const canvas = await drawPicture(app);
    const blob = canvas && (await new Promise((resolve) => canvas.toBlob(resolve, "image/png")));
    if (!blob) throw new Error("nothing to be drawn");
    const address = URL.createObjectURL(blob);
    const link = make("a", { href: address, download: fileName(app, "png") });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    announce(words.say("take-away-png-saved"));
  } catch {
    problems.tell({ sentence: words.say("take-away-png-failed"), detail: null });
  } finally {
    button.disabled = false;
    button.focus();
  }
}
