// Rescue: where the other scripts did not come or failed, the page is what the server drew, with its picture as the map.

/** Show the picture of the view, and again what is for readers without scripts. */
export function showPicture(error) {
  console.warn(`the page goes on without scripts: ${error.message}`);
  const picture = document.getElementById("map-still");
  picture.src = picture.dataset.src;
  picture.alt = document.querySelector("meta[name=description]").content;
  picture.hidden = false;
  document.documentElement.classList.replace("with-script", "no-script");
}

addEventListener("load", () => {
  if (!document.documentElement.dataset.started) showPicture(new Error("a script did not come"));
});
