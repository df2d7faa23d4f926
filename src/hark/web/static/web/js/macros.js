// Macros: `/` in the reply field or `m` anywhere. What is chosen goes where the cursor was, filled in by the desk.
import { toast } from "./toasts.js";

const dialog = document.getElementById("macros");
const input = dialog.querySelector("input");
const list = dialog.querySelector("ul");
const field = () => document.getElementById("reply-text");
let chosen = 0;

/** Offer the macros of the open case and lane. */
export async function offer() {
  const composer = document.getElementById("composer");
  if (!composer) return;
  const lane = composer.dataset.lane;
  const answer = await fetch(`/cases/${composer.dataset.case}/macros?lane=${lane}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  list.innerHTML = await answer.text();
  input.value = "";
  chosen = 0;
  dialog.showModal();
  draw();
}

const options = () => [...list.querySelectorAll('[role="option"]:not([hidden])')];

function draw() {
  const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const option of list.querySelectorAll('[role="option"]')) {
    option.hidden = !wanted.every((word) => option.dataset.find.includes(word));
  }
  const open = options();
  chosen = Math.max(0, Math.min(chosen, open.length - 1));
  open.forEach((option, place) => (option.ariaSelected = String(place === chosen)));
  input.setAttribute("aria-activedescendant", open[chosen]?.id ?? "");
  open[chosen]?.scrollIntoView({ block: "nearest" });
}

async function use(option) {
  dialog.close();
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(option.dataset.use, { method: "POST", headers });
  if (!answer.ok) return toast(answer.statusText, "alarm");
  const { text } = await answer.json();
  const place = field();
  place.focus();
  place.setRangeText(text, place.selectionStart, place.selectionEnd, "end");
  place.dispatchEvent(new Event("input", { bubbles: true }));
}

input.addEventListener("input", () => {
  chosen = 0;
  draw();
});
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") chosen += 1;
  else if (event.key === "ArrowUp") chosen -= 1;
  else if (event.key === "Enter") options()[chosen] && use(options()[chosen]);
  else return;
  event.preventDefault();
  draw();
});
list.addEventListener("click", (event) => {
  const option = event.target.closest('[role="option"]');
  if (option) use(option);
});
document.addEventListener("click", (event) => event.target.closest("[data-macros]") && offer());
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target !== field() || event.isComposing) return;
  // In the middle of a word or an address a stroke is a stroke.
  if (!/(^|\s)$/.test(field().value.slice(0, field().selectionStart))) return;
  event.preventDefault();
  offer();
});
