// Links to what is near. They work as they are: their page asks for the neighborhood. Where the phone may say where
// somebody is, it is asked first, on the press and never before. Only a rounded place goes into the address, to about a
// kilometre; nothing is kept.

const words = document.querySelector("script[data-asking]").dataset;
const live = document.getElementById("live");

const rounded = (degrees) => (Math.round(degrees * 100) / 100).toFixed(2);

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
    if (!navigator.geolocation || !isSecureContext) return;
    event.preventDefault();
    live.textContent = words.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => go(link.href, coords),
      () => location.assign(link.href),
      { enableHighAccuracy: false, maximumAge: 600000, timeout: 10000 },
    );
  });
