// Suggested answers: fetched after the case is there, put into the reply field by click or digit.
import { mode } from "./composer.js";
import { borrow } from "./origin.js";

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
