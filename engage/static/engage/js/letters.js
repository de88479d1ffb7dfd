// Says how many letters are left while somebody writes; the server decides. Announced only when it gets tight.
for (const field of document.querySelectorAll("textarea[data-most]")) {
  const most = Number(field.dataset.most);
  const count = document.createElement("p");
  count.className = "field__count";
  count.setAttribute("aria-hidden", "true");
  const live = document.getElementById("live");
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let told = false;
  const tell = () => {
    const left = most - field.value.length;
    count.textContent = `${number.format(field.value.length)} / ${number.format(most)}`;
    count.classList.toggle("is-over", left < 0);
    const tight = left < most / 10;
    if (tight && !told && live) live.textContent = count.textContent;
    told = tight;
  };
  field.after(count);
  field.addEventListener("input", tell);
  tell();
}
