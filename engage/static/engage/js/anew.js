// Keeps one part of a page fresh while somebody looks at it, and the screen awake. Without it the page loads itself anew.

const part = document.querySelector("[data-every]");

async function renew() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...document.adoptNode(fresh).childNodes);
    part.removeAttribute("data-old");
  } catch {
    part.setAttribute("data-old", ""); // no network: what is shown may be too old
  }
}

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {} // not allowed: then the screen goes dark as always
}

if (part) {
  setInterval(renew, Number(part.dataset.every) * 1000);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    renew();
    stayAwake();
  });
  addEventListener("online", renew);
  stayAwake();
}

// After a moment the tablet is ready for the next person.
const then = document.querySelector("[data-then]")?.dataset.then;
if (then) setTimeout(() => location.replace(then), 8000);
