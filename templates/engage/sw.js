// Shows a roster that was kept on this phone when there is no network. Nothing else is kept, and nothing is answered from
// here while the network answers in time.

const SAVED = "engage-roster";
const PATIENCE = 5000;
const ANY = { ignoreSearch: true, ignoreVary: true };
const ROSTER = /\/projects\/[^/]+\/events\/\d+\/roster\/$/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && ROSTER.test(url.pathname)) event.respondWith(roster(request));
  else if (url.pathname.startsWith("{{ static_url }}")) event.respondWith(part(request));
});

async function roster(request) {
  const store = await caches.open(SAVED);
  const saved = await store.match(request, ANY);
  if (!saved) return fetch(request);
  try {
    const answer = await within(fetch(request), PATIENCE);
    if (answer.type === "opaqueredirect" || answer.status === 404) await store.delete(request, ANY);
    return answer; // who may not see it any more does not find it here either
  } catch {
    return saved;
  }
}

async function part(request) {
  try {
    return await fetch(request);
  } catch (gone) {
    const saved = await caches.match(request, { ignoreVary: true });
    if (saved) return saved;
    throw gone;
  }
}

const within = (promise, wait) => Promise.race([promise, new Promise((_, late) => setTimeout(late, wait))]);
