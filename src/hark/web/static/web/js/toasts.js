// What is said after an act: it stays long enough to be read, waits under a hand, and leaves.
import { underHead } from "./head.js";
import { say } from "./words.js";

const STAY = 8000;
const ALARM = 12000;
const AFTER_HAND = 2000; // once pointer or focus have left it
const MOST = 3;
const place = document.getElementById("toasts");
const known = new WeakMap(); // toast → its timer, and the moment it may leave

new MutationObserver(() => {
  for (const toast of place.querySelectorAll("[data-toast]")) if (!known.has(toast)) arrive(toast);
  while (place.children.length > MOST) place.firstElementChild.remove();
}).observe(place, { childList: true });

function arrive(toast) {
  // With the morph extension htmx 2 puts an out-of-band "beforeend" in with the element that only carries it.
  if (toast.parentElement !== place) toast.parentElement.replaceWith(toast);
  underHead(place);
  known.set(toast, { until: Date.now() + (toast.classList.contains("alarm") ? ALARM : STAY) });
  release(toast, 0);
}

function release(toast, least = AFTER_HAND) {
  const one = known.get(toast);
  hold(toast);
  one.timer = setTimeout(() => toast.remove(), Math.max(least, one.until - Date.now()));
}

function hold(toast) {
  clearTimeout(known.get(toast).timer);
}

// A pointer that happens to rest where a toast comes up does not hold it; one that moves there does. A finger leaves no
// pointer behind.
place.addEventListener("pointermove", ({ target, pointerType }) => {
  const toast = target.closest("[data-toast]");
  if (toast && pointerType === "mouse") hold(toast);
});
place.addEventListener("pointerout", ({ target, relatedTarget }) => {
  const toast = target.closest("[data-toast]");
  if (toast && !toast.contains(relatedTarget) && !toast.contains(document.activeElement)) release(toast);
});
place.addEventListener("focusin", ({ target }) => hold(target.closest("[data-toast]")));
place.addEventListener("focusout", ({ target }) => release(target.closest("[data-toast]")));
place.addEventListener("click", ({ target }) => {
  // The request that takes the act back must leave before its button does.
  if (target.closest("[data-dismiss], [data-undo]")) setTimeout(() => target.closest("[data-toast]")?.remove(), 0);
});

/** Say something that no request answered. */
export function toast(text, tone = "plain") {
  const box = document.createElement("div");
  box.className = `toast ${tone}`;
  box.dataset.toast = "";
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  place.append(box);
}

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, ({ detail }) => {
    if (detail.requestConfig?.verb !== "get") toast(say("offline"), "alarm");
  });
}
