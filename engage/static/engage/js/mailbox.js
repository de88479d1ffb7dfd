// The demo's mailbox looks every few seconds whether a letter has come, and shows it without losing one's place.

const live = document.getElementById("live");
const words = document.querySelector("script[data-new]").dataset;
const EVERY = 4000;

async function look() {
  const answer = document.hidden ? null : await fetch(location.href).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const here = document.getElementById("letters");
    const there = page.getElementById("letters");
    if (there && there.innerHTML !== here.innerHTML) {
      here.replaceWith(document.adoptNode(there));
      live.textContent = words.new;
    }
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
