// "Where I am" beside a field for a point on the map. The phone is asked on the press and never before; the point stands in the
// field, to be looked at or taken out, and goes nowhere until the form is sent. Without this file the field is typed into.

for (const button of document.querySelectorAll("[data-here]")) {
  const words = button.dataset;
  const field = document.getElementById(words.here);
  const said = button.parentElement.querySelector("[role=status]");
  if (!field || !navigator.geolocation || !isSecureContext) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    said.textContent = words.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        field.dispatchEvent(new Event("change", { bubbles: true }));
        said.textContent = words.found;
      },
      () => (said.textContent = words.failed),
      { enableHighAccuracy: true, maximumAge: 60000, timeout: 15000 },
    );
  });
}
