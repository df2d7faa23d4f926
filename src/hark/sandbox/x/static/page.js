// Keeps the feed fresh: asks for the page again and swaps the list when it has changed.
"use strict";

const feed = document.getElementById("feed");

async function refresh() {
  if (!feed || document.hidden) return;
  const answer = await fetch(window.location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("feed");
  if (fresh && fresh.innerHTML !== feed.innerHTML) feed.replaceChildren(...fresh.childNodes);
}

if (feed) window.setInterval(() => { refresh().catch(() => undefined); }, 2000);

const author = document.querySelector("form.say select[name=author]");
if (author) {
  author.value = window.sessionStorage.getItem("author") || author.value;
  author.addEventListener("change", () => window.sessionStorage.setItem("author", author.value));
}
