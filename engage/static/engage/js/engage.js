// Two small comforts for every page; all of it works without them.
// 1. A form that takes longer than a second says so and can't be sent twice.
// 2. What people typed survives a failed send: it stays in this tab until a page of ours says that all went well.

const SLOW = 1000;
const KEPT = "engage-typed";
const page = document.documentElement;
const words = document.body.dataset;

const say = (text) => {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
};

// ── busy ──

const sent = new WeakMap();

function busy(form, button) {
  const timer = setTimeout(() => {
    if (button) {
      button.dataset.label = button.innerHTML;
      button.textContent = button.dataset.busy || words.busy;
      button.setAttribute("aria-busy", "true");
    }
    say(words.busy);
  }, SLOW);
  sent.set(form, { timer, button });
}

function rest(form) {
  const was = sent.get(form);
  if (!was) return;
  clearTimeout(was.timer);
  if (was.button?.dataset.label) {
    was.button.innerHTML = was.button.dataset.label;
    delete was.button.dataset.label;
    was.button.removeAttribute("aria-busy");
  }
  sent.delete(form);
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.target === "_blank" || form.hasAttribute("data-download")) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  busy(form, event.submitter);
  if (form.method === "post") keep(form);
});

addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) rest(form);
});
for (const name of ["htmx:afterRequest", "htmx:sendError"])
  document.addEventListener(name, (event) => rest(event.target.closest?.("form") ?? event.target));

// ── typed text ──

const typed = (form) =>
  [...form.elements].filter((field) => field.name && field.matches("textarea,input[type=text],input[type=email],input:not([type])") && field.autocomplete !== "one-time-code");

function keep(form) {
  const fields = typed(form).filter((field) => field.value.trim()).map((field) => [field.name, field.value]);
  if (!fields.length) return;
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, action: form.getAttribute("action"), fields }));
  } catch {} // no storage, no comfort
}

function restore() {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT));
  } catch {}
  if (!kept) return;
  if ("failed" in page.dataset) {
    sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, failed: true }));
    return;
  }
  const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (kept.path !== location.pathname || !(kept.failed || back)) {
    sessionStorage.removeItem(KEPT);
    return;
  }
  const form = [...document.forms].find((one) => one.getAttribute("action") === kept.action && one.method === "post");
  let some = false;
  for (const [name, value] of form ? kept.fields : []) {
    const field = typed(form).find((one) => one.name === name && !one.value);
    if (field) {
      field.value = value;
      some = true;
    }
  }
  if (some) say(words.kept);
  sessionStorage.removeItem(KEPT);
}

restore();

// Browsers that can't open a closed disclosure from CSS get the filters open on wide screens.
if (matchMedia("(min-width:60rem)").matches && !CSS.supports("selector(::details-content)"))
  for (const filters of document.querySelectorAll("details.filters")) filters.open = true;

// Signed out, the phone forgets the lists it kept for when there is no network.
if (!("known" in words)) window.caches?.delete("engage-roster");

// After a refused form the summary is what one must hear first.
document.querySelector(".errors")?.focus();
