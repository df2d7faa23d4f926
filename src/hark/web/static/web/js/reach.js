// Before the first private word: the network is asked, once, whether it would take it.
let asked;

document.addEventListener("hark:lane", ({ detail: lane }) => {
  const place = document.getElementById("permission");
  const address = place?.dataset.ask;
  if (lane !== "private" || !address || address === asked) return;
  asked = address;
  htmx.ajax("POST", address, { source: place, swap: "none" }).catch(() => {});
});
