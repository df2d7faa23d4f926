// An act shows at once. When the desk refuses, the page is as it was, and the toast has said why.
import { say } from "./words.js";

const STATES = { closed: "soon_closed", snoozed: "soon_snoozed", open: "soon_open" };
const undo = new WeakMap(); // request → the way back

const line = () => document.querySelector("#case-head .who .line");

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const back = show(detail.elt);
  if (back) undo.set(detail.xhr, back);
});

function show(elt) {
  const what = elt.dataset?.soon;
  if (what === "gone") return vanish(elt.closest("li"));
  if (what === "mine") return change(hold);
  if (what) return change((place) => state(place, what));
  if (elt.id === "tag-form") return tag(elt.elements.name.value);
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) undo.get(detail.xhr)?.();
});

function change(draw) {
  const place = line();
  const before = place.innerHTML;
  draw(place);
  return () => {
    place.innerHTML = before;
  };
}

function state(place, name) {
  const shown = place.querySelector(".state");
  shown.className = `state ${name}`;
  shown.textContent = say(STATES[name]);
}

function hold(place) {
  place.querySelector(".holder-line")?.remove();
  place.append(Object.assign(document.createElement("span"), { className: "holder-line", textContent: say("soon_mine") }));
}

function vanish(item) {
  item.hidden = true;
  return () => {
    item.hidden = false;
  };
}

function tag(name) {
  const place = document.getElementById("work-tags");
  const list = place.querySelector(".chips") ?? place.insertBefore(Object.assign(document.createElement("ul"), { className: "chips" }), place.querySelector("details"));
  const chip = Object.assign(document.createElement("li"), { className: "soon", textContent: name.trim().toLowerCase() });
  list.append(chip);
  return () => chip.remove();
}
