// Moderators go through the list by keys: j and k move from tick to tick, x ticks. Everything works with Tab and Space, too.
const ticks = [...document.querySelectorAll("[data-case]")];
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, select, input:not([data-case])")) return;
  const here = ticks.indexOf(document.activeElement);
  if (event.key === "j") ticks[Math.min(here + 1, ticks.length - 1)]?.focus();
  else if (event.key === "k") ticks[Math.max(here - 1, 0)]?.focus();
  else if (event.key === "x" && here >= 0) ticks[here].checked = !ticks[here].checked;
  else return;
  event.preventDefault();
});
