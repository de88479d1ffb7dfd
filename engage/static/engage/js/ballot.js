// The ballot saves itself: each tap sends the whole of it. Without this file the button "Save my choice" does the same.
// With a ballot saved the button leads to it. One request at a time; what was tapped meanwhile goes with the next. What can't be sent is tried again until it is.

const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const worth = (field) => {
  if (field.type === "checkbox") return Number(field.checked);
  return field.matches(".idea__rank") ? Number(field.value > 0) : Number(field.value) || 0;
};
const nameOf = (field) => field.closest(".idea").querySelector(".idea__name").textContent;
const short = (text) => (text.length > 40 ? `${text.slice(0, 39).trimEnd()}…` : text);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function start(form) {
  const words = form.dataset;
  const total = Number(words.votes);
  const tally = document.getElementById("tally");
  const fields = () => [...form.querySelectorAll("[name=idea], .idea__points, .idea__rank")];
  const used = () => fields().reduce((sum, field) => sum + worth(field), 0);
  const chosen = () => fields().filter((field) => worth(field) > 0).length;
  const button = form.querySelector("[data-done]");
  if (!button) return;  // no ideas, nothing to save
  const press = button.textContent;
  let sending = false;
  let waiting = false;
  let leaving = false;
  let taps = 0;
  let note = "";  // why the last tap did not become what was meant; it stays until the next one

  // Whether the server has what stands here. As long as it has nothing, the button saves, an empty ballot too.
  let saved = form.elements.revision.value > 0 && !("unsaved" in words);

  function settled(so) {
    saved = so;
    button.textContent = so ? button.dataset.done : press;
  }

  function say(text) {
    let place = tally.querySelector(".tally__saved");
    if (!place) {
      place = document.createElement("span");
      place.className = "tally__saved";
      tally.querySelector(".tally__in").append(place);
    }
    place.textContent = `${note} ${text}`.trim();
  }

  function refuse(why) {
    note = why;
    say("");
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
      const sent = taps;
      const { said, html } = await send(new FormData(form));
      if (said) heard(said, sent);
      else refused(html);
    } while (waiting);
    sending = false;
    if (!leaving) return;
    leaving = false;
    if (saved) location.assign(button.dataset.mine);
    else form.requestSubmit(button);
  }

  async function send(data) {
    for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
      try {
        const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
        if (answer.status < 500) {
          const told = answer.headers.get("Content-Type")?.startsWith("application/json");
          return told ? { said: await answer.json() } : { html: await answer.text() };
        }
      } catch {
        // nobody there, or gone in the middle of the answer
      }
      // The same key goes again: should the first try have come through, nothing happens twice.
      say(words.failed);
      await pause(wait);
    }
  }

  // `sent`: the tap that went. With a newer one, what stands here is not what was saved.
  function heard(said, sent) {
    if (said.go) {
      leaving = waiting = false;
      location.assign(said.go);
      return;
    }
    form.elements.revision.value = said.revision;
    document.getElementById("unconfirmed")?.remove();  // a ballot that is saved is confirmed
    if (sent !== taps) return;
    say(said.saved);
    settled(true);
  }

  // A refusal is a whole page, with the reason and with what is saved.
  function refused(html) {
    const next = new DOMParser().parseFromString(html, "text/html").getElementById("main");
    if (!next) return location.reload();
    leaving = waiting = false;
    document.getElementById("main").replaceWith(next);
    document.getElementById("refusal")?.focus();
    const again = document.getElementById("ballot");
    if (again) start(again);
  }

  const changed = (why = "") => {
    note = why;
    taps += 1;
    show();
    if (chosen() === 0 || chosen() >= Number(words.least)) return save();
    waiting = false;
    settled(false);
    say(words.few);
  };

  // Points as the ballot takes them: whole, no more on one idea than the poll says, and no more than are left. What is cut stands in
  // the field, goes to the server, and is told.
  function cut(field) {
    const typed = Number(field.value);
    const most = Number(field.max);
    const room = Math.max(total - (used() - worth(field)), 0);
    const whole = !field.validity.badInput && Number.isInteger(typed) && typed >= 0;
    const value = Math.min(Math.max(Math.floor(typed), 0), most, room);
    field.value = value;
    field.closest(".idea").classList.toggle("is-ranked", value > 0);
    if (!whole) return words.whole;
    if (value === typed) return "";
    if (value === 0) return words.full;
    const why = value === room && room < most ? words.room : words.most;
    return why.replace("{n}", value).replace("{most}", most).replace("{name}", () => short(nameOf(field)));
  }

  settled(saved);
  form.addEventListener("submit", (event) => {
    form.elements.client_key.value = key();  // the last tap had the one that stands here
    if (event.submitter !== button || !(saved || sending)) return;
    event.preventDefault();
    leaving = true;
    if (!sending) location.assign(button.dataset.mine);
  });
  if ("ranks" in words) inOrder(form, total, refuse, changed);

  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches(".idea__rank")) return;
    // Who only says whether to write to them has not voted.
    if (field.name === "wants_outcome" && !(chosen() || saved || sending)) refuse(words.later);
    else if (field.matches(".idea__points")) changed(cut(field));
    else if (field.matches("[name=idea]") && used() > total) {
      field.checked = false;
      refuse(words.full);
    } else changed();
  });
}

// Ideas put in order. The fields hold the places 1, 2, 3; typing one, or a button, moves the others along.
function inOrder(form, total, refuse, changed) {
  const words = form.dataset;
  const list = document.getElementById("order");
  const field = (ref) => document.getElementById(`rank-${ref}`);
  const name = (ref) => nameOf(field(ref));
  const refs = [...form.querySelectorAll(".idea__rank")].map((each) => each.name.slice("rank-".length));
  let order = refs.filter((ref) => field(ref).value > 0).sort((a, b) => field(a).value - field(b).value);

  function slot(ref, n) {
    const made = document.getElementById("slot").content.firstElementChild.cloneNode(true);
    made.querySelector(".num").textContent = n;
    made.querySelector(".order__name").textContent = ref ? name(ref) : words.free;
    if (ref) {
      for (const each of made.querySelectorAll("bdi")) each.textContent = name(ref);
      for (const each of made.querySelectorAll("button")) each.value += ref;
    } else {
      made.classList.add("is-free");
      made.querySelector(".order__moves").remove();
    }
    return made;
  }

  function draw() {
    for (const ref of refs) {
      const place = order.indexOf(ref) + 1;
      field(ref).value = place || "";
      field(ref).closest(".idea").classList.toggle("is-ranked", place > 0);
    }
    const places = Math.max(order.length, total > 7 ? Math.min(total, order.length + 1) : total);
    list.replaceChildren(...Array.from({ length: places }, (_, n) => slot(order[n], n + 1)));
  }

  // `at` counts from 0; null takes it out.
  function put(ref, at) {
    const rest = order.filter((each) => each !== ref);
    if (at !== null && rest.length >= total) {
      draw();
      refuse(words.full);
      return;
    }
    if (at !== null) rest.splice(Math.max(at, 0), 0, ref);
    // A field that is left says again what it said with Enter: then the buttons stay, one of them may have the focus.
    const same = rest.join() === order.join();
    order = rest;
    if (same) field(ref).value = order.indexOf(ref) + 1 || "";
    else draw();
    document.getElementById("moved").textContent = (at === null ? words.out : words.place)
      .replace("{name}", name(ref))
      .replace("{place}", order.indexOf(ref) + 1)
      .replace("{total}", order.length);
    if (!same) changed();
  }

  function typed(each) {
    const place = Math.floor(Number(each.value));
    put(each.name.slice("rank-".length), place > 0 ? place - 1 : null);
  }

  form.addEventListener("change", (event) => event.target.matches(".idea__rank") && typed(event.target));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".idea__rank")) return;
    event.preventDefault();
    typed(event.target);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[name=move]");
    if (!button) return;
    event.preventDefault();
    const [move, ref] = button.value.split(/:(.*)/);
    const here = order.indexOf(ref);
    put(ref, { in: order.length, out: null, up: here - 1, down: here + 1 }[move]);
    // The button may be gone from where it was: stay with the idea.
    const next =
      move === "up" || move === "down"
        ? list.querySelector(`[value="${move}:${ref}"]`)
        : form.querySelector(`.idea__moves [value="${order.includes(ref) ? "out" : "in"}:${ref}"]`);
    if (button.closest("#order") && move === "out") list.querySelector(`[value^="out:"]`)?.focus();
    else next?.focus({ preventScroll: true });
  });
}

// Back to a page that the browser kept: another one may have saved something since.
addEventListener("pageshow", (event) => event.persisted && location.reload());

const ballot = document.getElementById("ballot");
if (ballot) start(ballot);
