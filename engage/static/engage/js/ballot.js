// The ballot saves itself: each tap sends the whole of it. Without this file the button "Save my choice" does the same.
// One request at a time; what was tapped meanwhile goes with the next. What can't be sent is tried again until it is.

const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const worth = (field) => (field.type === "checkbox" ? Number(field.checked) : Number(field.value) || 0);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function start(form) {
  const words = form.dataset;
  const total = Number(words.votes);
  const tally = document.getElementById("tally");
  const fields = () => [...form.querySelectorAll("[name=idea], .idea__points")];
  const used = () => fields().reduce((sum, field) => sum + worth(field), 0);
  const chosen = () => fields().filter((field) => worth(field) > 0).length;
  let sending = false;
  let waiting = false;

  function say(text) {
    let place = tally.querySelector(".tally__saved");
    if (!place) {
      place = document.createElement("span");
      place.className = "tally__saved";
      tally.querySelector(".tally__in").append(place);
    }
    place.textContent = text;
  }

  function show() {
    const count = used();
    const left = Math.max(total - count, 0);
    tally.querySelector(".tally__left").textContent = words.left.replace("{left}", left).replace("{total}", total);
    for (const tick of tally.querySelectorAll(".tally__draw path")) tick.remove();
    tally.querySelectorAll(".tally__draw rect").forEach((square, n) => {
      square.classList.toggle("is-used", n < count);
      if (n >= count) return;
      const tick = document.createElementNS("http://www.w3.org/2000/svg", "path");
      tick.setAttribute("d", `M${n * 30 + 6} 12l5 5 8-9`);
      square.after(tick);
    });
  }

  async function save() {
    if (sending) {
      waiting = true;
      return;
    }
    sending = true;
    do {
      waiting = false;
      form.elements.client_key.value = key();
      say(words.saving);
      await send(new FormData(form));
    } while (waiting);
    sending = false;
  }

  async function send(data) {
    for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
      let answer;
      try {
        answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      } catch {
        // The same key goes again: should the first try have come through, nothing happens twice.
        say(words.failed);
        await pause(wait);
        continue;
      }
      return answer.headers.get("Content-Type")?.startsWith("application/json")
        ? heard(await answer.json())
        : refused(await answer.text());
    }
  }

  function heard(said) {
    if (said.go) location.assign(said.go);
    else {
      form.elements.revision.value = said.revision;
      say(said.saved);
    }
  }

  // A refusal is a whole page, with the reason and with what is saved.
  function refused(html) {
    const next = new DOMParser().parseFromString(html, "text/html").getElementById("main");
    if (!next) return location.reload();
    waiting = false;
    document.getElementById("main").replaceWith(next);
    document.getElementById("refusal")?.focus();
    const again = document.getElementById("ballot");
    if (again) start(again);
  }

  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[name=idea], .idea__points") && used() > total) {
      if (field.type === "checkbox") field.checked = false;
      else field.value = Math.max(worth(field) - (used() - total), 0);
      show();
      say(words.full);
      return;
    }
    show();
    if (chosen() === 0 || chosen() >= Number(words.least)) save();
  });
}

start(document.getElementById("ballot"));
