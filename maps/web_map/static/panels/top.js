// The links at the top: each leads to what is shown now, in another language or in the whole map.

export function start() {
  for (const link of document.querySelectorAll("a[data-lang], a[data-here]")) {
    link.addEventListener("click", () => {
      const here = new URL(location.href);
      if (link.dataset.lang) here.searchParams.set("lang", link.dataset.lang);
      link.search = here.search;
    });
  }
}
