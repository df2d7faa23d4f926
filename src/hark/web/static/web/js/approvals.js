// Approvals: the queue stays true by itself, but never under somebody who is writing a reason.
import { tick } from "./clock.js";
import "./room.js";

const OFTEN = 30_000;
let late = false;

const queue = () => document.getElementById("approvals");
const writing = () => queue().querySelector("details[open]") !== null;

async function refresh() {
  if (writing()) return void (late = true);
  late = false;
  try {
    const answer = await fetch("/approvals", { headers: { "HX-Request": "true" } });
    if (!answer.ok || writing()) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("approvals");
    if (!fresh) return;
    Idiomorph.morph(queue(), fresh);
    htmx.process(queue());
    tick(queue());
  } catch {
    // The live channel says that the connection is lost.
  }
}

document.addEventListener("hark:hints", refresh);
setInterval(() => document.hidden || refresh(), OFTEN);
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
