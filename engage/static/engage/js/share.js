// The link of a page: one press copies it, and a word "Share" opens the phone's own list. Without this it is there to take.

const link = document.getElementById("share-link");
const copy = document.querySelector(".share__copy");

async function copied() {
  try {
    await navigator.clipboard.writeText(link.value);
  } catch {
    link.select();
    return;
  }
  copy.textContent = copy.dataset.copied;
  document.getElementById("live").textContent = copy.dataset.copied;
}

if (navigator.clipboard) {
  copy.classList.add("is-on");
  copy.addEventListener("click", copied);
}
link.addEventListener("focus", () => link.select());

// Where there is no such list, the word leads to the link.
for (const word of document.querySelectorAll("a[data-share]"))
  word.addEventListener("click", (event) => {
    if (!navigator.share) return;
    event.preventDefault();
    navigator.share({ title: document.querySelector("meta[property='og:title']").content, url: link.value }).catch(() => {});
  });
