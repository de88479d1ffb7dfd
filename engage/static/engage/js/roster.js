// The roster in a park without network. A press is kept on the phone first, with an id of its own, and sent as soon as
// there is network; the server does each one once. Without this script every press is a plain form.

const KEPT = "engage-ticks"; // in localStorage: presses without names
const SAVED = "engage-roster"; // in the cache: the page and what draws it; engage.js forgets it at sign-out
const RETRY = 15_000;
const WEEK = 7 * 24 * 3600 * 1000;

const form = () => document.getElementById("ticks");
const words = document.getElementById("roster-words").dataset;
const bar = document.getElementById("kept");
const here = location.pathname;
const say = (text) => (document.getElementById("live").textContent = text);
let sending = false;
let trouble = "";

// ── what is kept ──

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
};
const write = (ticks) => localStorage.setItem(KEPT, JSON.stringify(ticks));
const mine = (tick) => tick.path === form()?.dataset.sync && tick.me === form().dataset.me;
const kept = () => read().filter(mine);

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"); // plain http: only the numbers are there
}

addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (event.target !== form() || !pressed?.value || !(pressed.name in words)) return;
  try {
    const { sync: path, me } = form().dataset;
    write([...read(), { id: newId(), path, me, person: pressed.value, deed: pressed.name, at: Date.now() }]);
  } catch {
    return; // no storage: the plain form does it
  }
  event.preventDefault();
  draw();
  say(words[pressed.name]);
  send(pressed.value);
}, true);

// ── what is shown until it is sent ──

function draw() {
  for (const { person, deed } of kept()) {
    const line = document.getElementById(`p-${person}`);
    if (!line) continue;
    line.classList.toggle("is-here", deed === "in" || deed === "out");
    line.classList.add("is-kept");
    let note = line.querySelector(".person__kept");
    if (!note) {
      note = Object.assign(document.createElement("span"), { className: "person__kept" });
      line.querySelector(".person__name").append(note);
    }
    note.textContent = words[deed];
    for (const part of line.querySelectorAll(":scope > :not(.person__name)")) part.hidden = true;
    const turn = line.querySelector(".person__turn") ?? line.appendChild(document.createElement("button"));
    const back = deed !== "undo";
    Object.assign(turn, { className: "btn btn--line person__turn", name: back ? "undo" : "in", value: person, hidden: false });
    turn.textContent = back ? words.back : words.again;
    turn.setAttribute("aria-label", `${turn.textContent} ${line.querySelector(".person__name").firstChild.textContent}`);
  }
  count();
  tell();
}

function count() {
  const number = document.querySelector("#count .site__num");
  if (!number) return;
  const all = [...document.querySelectorAll(".person.is-here[data-heads]")];
  number.textContent = all.reduce((sum, line) => sum + Number(line.dataset.heads), 0);
}

function tell() {
  const n = kept().length;
  const lines = [];
  if (trouble && n) lines.push(words[trouble].replace("{n}", n));
  if (trouble === "off") lines.push(words.asof.replace("{time}", form()?.dataset.drawn ?? ""));
  bar.hidden = !lines.length && !bar.dataset.said;
  bar.className = "notice notice--warn";
  bar.textContent = [...lines, bar.dataset.said].filter(Boolean).join(" ");
}

// ── sending ──

const token = () => form().querySelector("[name=csrfmiddlewaretoken]").value;

async function post(ticks) {
  return fetch(form().dataset.sync, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ ticks: ticks.map(({ id, person, deed, at }) => ({ id, person, deed, at })) }),
  });
}

async function send(focus = "") {
  if (sending || !form()) return;
  sending = true;
  try {
    let ticks = kept();
    while (ticks.length) {
      let answer = await post(ticks);
      if (answer.status === 403 && (await renew())) answer = await post(ticks); // an old page has an old token
      if (answer.type === "opaqueredirect") return problem("signin");
      if (!answer.ok) return problem("broken");
      const said = (await answer.json()).ticks;
      const done = new Set(said.map((one) => one.id));
      write(read().filter((tick) => !done.has(tick.id)));
      const wrong = said.filter((one) => one.outcome !== "done").map((one) => [one.name, one.words].filter(Boolean).join(": "));
      if (wrong.length) bar.dataset.said = wrong.join(" ");
      ticks = kept();
    }
    const was = trouble;
    trouble = "";
    await renew(focus);
    if (was) say(words.sent);
  } catch {
    problem("off");
  } finally {
    sending = false;
  }
  if (!trouble && kept().length) send(); // pressed while the list came anew
}

function problem(name) {
  trouble = name;
  draw();
}

// ── the list anew, and kept for when there is no network ──

async function renew(focus = "") {
  const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
  if (!answer.ok) {
    if (answer.type !== "opaqueredirect") await forget();
    return false;
  }
  const copy = answer.clone();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!location.search) keep(copy);
  for (const id of ["list", "count"]) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id).replaceWith(document.adoptNode(fresh));
  }
  draw();
  narrow();
  if (focus) document.querySelector(`#p-${CSS.escape(focus)} button:not([hidden])`)?.focus({ preventScroll: true });
  return true;
}

const forget = async () => (await window.caches?.open(SAVED))?.delete(here);

async function keep(page) {
  if (!window.caches) return; // plain http: the list lasts as long as the page is open
  const store = await caches.open(SAVED);
  const parts = document.querySelectorAll("link[rel=stylesheet],link[rel=icon],script[src]");
  const sprite = document.querySelector("svg use")?.getAttribute("href")?.split("#")[0];
  const wanted = [...parts].map((part) => part.href ?? part.src).concat(sprite ? [new URL(sprite, location).href] : []);
  for (const url of new Set(wanted)) if (!(await store.match(url))) await store.add(url).catch(() => {});
  await store.put(here, page); // last: a list that is kept has all it needs
  const dateOf = (answer) => Date.parse(answer?.headers.get("Date") ?? ""); // the server's: a phone's clock may be wrong
  for (const old of await store.keys()) {
    if (!wanted.includes(old.url) && dateOf(page) - dateOf(await store.match(old)) > WEEK) await store.delete(old);
  }
}

// ── find a name without asking anybody ──

const search = document.getElementById("q");
function narrow() {
  const wanted = search?.value.trim().toLowerCase() ?? "";
  for (const line of document.querySelectorAll("#list .person")) {
    line.hidden = Boolean(wanted) && !line.querySelector(".person__name").firstChild.textContent.toLowerCase().includes(wanted);
  }
}
search?.addEventListener("input", narrow);

// ── start ──

addEventListener("online", () => send());
document.addEventListener("visibilitychange", () => document.hidden || send());
setInterval(() => (kept().length || trouble) && send(), RETRY);
navigator.serviceWorker?.register("/sw.js", { scope: here.replace(/projects\/.*$/, "projects/") }).catch(() => {});
draw();
send();
