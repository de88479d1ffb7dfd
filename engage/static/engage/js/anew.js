// Keeps one part of a page fresh while somebody looks at it. Without it the page loads itself anew.
// `data-every`: seconds; `data-from`: an address with the part alone; `data-awake`: the screen stays on.

const first = document.querySelector("[data-every]");
let timer;

async function renew() {
  const part = document.getElementById(first.id); // another script may have put a newer one in its place
  if (document.hidden || part.matches(":has([aria-busy])")) return;
  try {
    const answer = await fetch(part.dataset.from || location.href, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (fresh && part.isConnected && fresh.innerHTML !== part.innerHTML) show(part, fresh);
    if (fresh && !fresh.dataset.every) clearInterval(timer);
    part.removeAttribute("data-old");
  } catch {
    part.setAttribute("data-old", ""); // no network: what is shown may be too old
  }
}

function show(part, fresh) {
  const focused = part.contains(document.activeElement) && document.activeElement.id;
  part.replaceChildren(...document.adoptNode(fresh).childNodes);
  window.htmx?.process(part);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {} // not allowed: then the screen goes dark as always
}

if (first) {
  const awake = "awake" in first.dataset;
  timer = setInterval(renew, Number(first.dataset.every) * 1000);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    renew();
    if (awake) stayAwake();
  });
  addEventListener("online", renew);
  if (awake) stayAwake();
}

// After a moment the tablet is ready for the next person.
const then = document.querySelector("[data-then]")?.dataset.then;
if (then) setTimeout(() => location.replace(then), 8000);
