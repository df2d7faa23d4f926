// Suggested answers: fetched after the case is there, kept while it lives, put into the reply field by click or digit.
import { mode } from "./composer.js";
import { borrow } from "./origin.js";

const place = () => document.getElementById("suggestions");

// The context column is morphed with every change of the case; the suggestions are its own, and are not asked for again.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const coming = detail.fragment?.querySelector?.("#suggestions");
  if (coming && coming.dataset.for === place()?.dataset.for) coming.replaceWith(place().cloneNode(true));
});

/** Put words into the reply field: alone when it is empty, else where the cursor is. */
export function put(text, origin) {
  const composer = document.getElementById("composer");
  const field = document.getElementById("reply-text");
  document.body.classList.remove("show-context");
  mode(composer.dataset.lane);
  if (field.value.trim()) field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  else {
    field.value = text;
    borrow(text, origin);
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Use the suggestion of this number, when there is one. */
export function use(number) {
  document.getElementById(`suggestion-${number}`)?.click();
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-suggest]");
  if (chosen) put(chosen.dataset.suggest, "suggested");
});
