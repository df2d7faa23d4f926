// An act shows at once. When the desk refuses, the page is as it was, and the toast has said why.
import { say } from "./words.js";

const STATES = { closed: "soon_closed", snoozed: "soon_snoozed", open: "soon_open" };
let undo;

const line = () => document.querySelector("#case-head .who .line");

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const what = detail.elt.dataset?.soon;
  if (what === "gone") undo = vanish(detail.elt.closest("li"));
  else if (what === "mine") undo = change(hold);
  else if (what) undo = change((place) => state(place, what));
  else if (detail.elt.id === "tag-form") undo = tag(detail.elt.elements.name.value);
  else undo = undefined;
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful && (detail.elt.dataset?.soon || detail.elt.id === "tag-form")) undo?.();
});

function change(draw) {
  const before = line().innerHTML;
  draw(line());
  return () => {
    line().innerHTML = before;
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
