// The links at the top: each leads to what is shown now, in another language or in the whole map.
import { addressOf } from "../permalink.js";

export function start({ store, facts }) {
  for (const link of document.querySelectorAll("a[data-lang], a[data-here]")) {
    link.addEventListener("click", () => {
      const here = new URLSearchParams(addressOf(store.view, facts));
      if (link.dataset.lang) here.set("lang", link.dataset.lang);
      link.search = `?${here}`;
    });
  }
}
