// What somebody asked for on the open case (suggestions, a translation) is no part of what the desk sends with every
// change. It is carried over as long as it belongs to the same thing.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  for (const coming of detail.fragment?.querySelectorAll?.("[data-kept]") ?? []) {
    const here = document.getElementById(coming.id);
    if (here?.dataset.kept === coming.dataset.kept && here.childElementCount) coming.replaceWith(here.cloneNode(true));
  }
});
