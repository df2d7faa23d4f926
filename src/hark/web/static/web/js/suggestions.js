// Words that are there already, put into the reply field: suggested answers by click or digit, and those of an answer
// that was not sent.
import { mode } from "./composer.js";
import { borrow } from "./origin.js";
import { refresh } from "./pictures.js";

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

document.addEventListener("click", ({ target }) => {
  const again = target.closest("[data-reuse]");
  if (!again) return;
  mode(again.closest(".post").classList.contains("private") ? "private" : "public");
  put(again.dataset.reuse.replace(/ \^\S+$/, ""));
  refresh();
});
