// The square code on a sheet brings its code behind the #, which no server sees. It goes into the field, and out of the address.
const field = document.getElementById("code");

function take() {
  const given = location.hash.slice(1);
  if (!field || !/^[a-z0-9-]{12,14}$/i.test(given)) return;
  field.value = given;
  document.getElementById("open")?.setAttribute("hidden", ""); // whose ballot is open is unsure; whose code came is not
  history.replaceState(null, "", location.pathname + location.search);
}

take();
addEventListener("hashchange", take);
