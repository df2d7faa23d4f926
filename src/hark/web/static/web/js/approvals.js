// Approvals: the queue stays true by itself, but never under somebody who is writing a reason.
import { tick } from "./clock.js";
import { keeper } from "./held.js";
import "./room.js";

const OFTEN = 30_000;
const SETTLES = 700; // longer than a double click
// An answer that somebody else has decided about leaves the queue: the next one must not slide under the pointer.
const hold = keeper("#approvals", refresh);
let late = false;
let decided = 0;

const queue = () => document.getElementById("approvals");
const writing = () => queue().querySelector("details[open]") !== null;

async function refresh() {
  if (writing()) return void (late = true);
  late = false;
  try {
    const answer = await fetch("/approvals", { headers: { "HX-Request": "true" } });
    if (!answer.ok || writing()) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("approvals");
    if (!fresh || hold(document, page)) return;
    Idiomorph.morph(queue(), fresh);
    htmx.process(queue());
    tick(queue());
  } catch {
    // The live channel says that the connection is lost.
  }
}

document.addEventListener("hark:hints", refresh);
setInterval(() => document.hidden || refresh(), OFTEN);
// The second click of a double click would decide about the answer that has moved up.
document.addEventListener(
  "click",
  (event) => {
    if (Date.now() - decided > SETTLES || !event.target.closest?.(".decide button")) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
document.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig } }) => {
  if (requestConfig.elt.closest?.(".decide")) decided = Date.now();
});
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  htmx.process(detail.target);
  tick();
});

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches?.("#approvals details")) return;
    if (target.open) target.querySelector("textarea")?.focus();
    else if (late) refresh();
  },
  true,
);
