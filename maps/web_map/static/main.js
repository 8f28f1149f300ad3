// Starts the page: reads what the server told, then brings every part of it to life.
import { makeAnnouncer } from "./announce.js";
import { makeAsk } from "./ask.js";
import { start as startMap } from "./map/start.js";
import { start as startAreas } from "./panels/areas.js";
import { start as startPlace } from "./panels/place.js";
import { start as startProblems } from "./panels/problems.js";
import { start as startQuestions } from "./panels/questions.js";
import { start as startSearch } from "./panels/search.js";
import { start as startSentence } from "./panels/sentence.js";
import { start as startTakeAway } from "./panels/take_away.js";
import { start as startThreshold } from "./panels/threshold.js";
import { start as startTop } from "./panels/top.js";
import { start as startWhatIf } from "./panels/what_if.js";
import { followAddress, readView } from "./permalink.js";
import { showPicture } from "./rescue.js";
import { makeShown } from "./shown.js";
import { makeStore } from "./store.js";
import { readWords } from "./words.js";

// What the parts share. Each part's start takes it, finds its own element in the page, and adds nothing to it.
async function startPage() {
  const { facts, faults } = JSON.parse(document.getElementById("nearcare-data").textContent);
  const words = await readWords(`${facts.static}/words/${facts.language}.ftl`, facts.language);
  const { view, faults: cut } = readView(location.search, facts);
  const store = makeStore(view);
  const problems = startProblems({ words, faults: [...faults, ...cut] });
  const ask = makeAsk({ words, problems });
  const announce = makeAnnouncer(document.getElementById("live"));
  const app = { facts, words, store, ask, problems, announce };
  app.shown = makeShown(app);
  document.documentElement.classList.replace("no-script", "with-script");
  for (const start of [
    startTop,
    startQuestions,
    startThreshold,
    startSentence,
    startAreas,
    startSearch,
    startPlace,
    startWhatIf,
    startTakeAway,
  ]) {
    start(app);
  }
  followAddress(app);
  await Promise.all([startMap(app), app.shown.refresh()]);
  document.documentElement.dataset.ready = "true";
}

document.documentElement.dataset.started = "true";
startPage().catch(showPicture);
