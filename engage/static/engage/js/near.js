// Links that ask where somebody is, on the press and never before. Only a rounded place goes into the address, to about a
// kilometre; nothing is kept. Without an answer the page says what else one can do.

const words = document.querySelector("script[data-unknown]").dataset;
const live = document.getElementById("live");

const rounded = (degrees) => (Math.round(degrees * 100) / 100).toFixed(2);

function unknown() {
  const list = document.getElementById("list");
  let said = document.getElementById("near-unknown");
  if (!said) {
    said = document.createElement("p");
    said.id = "near-unknown";
    said.className = "notice mt";
    said.setAttribute("role", "alert");
    list.after(said);
  }
  said.textContent = words.unknown;
}

function go(href, { latitude, longitude }) {
  const to = new URL(href, location.href);
  to.searchParams.delete("where");
  to.searchParams.delete("order");
  to.searchParams.delete("after");
  to.searchParams.set("near", `${rounded(latitude)},${rounded(longitude)}`);
  location.assign(to);
}

for (const link of document.querySelectorAll("a[data-near]"))
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (!navigator.geolocation) return unknown();
    live.textContent = words.asking;
    navigator.geolocation.getCurrentPosition(({ coords }) => go(link.href, coords), unknown, {
      enableHighAccuracy: false,
      maximumAge: 600000,
      timeout: 10000,
    });
  });
