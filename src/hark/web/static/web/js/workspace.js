// The case pane: live parts, scroll that stays where it was.
import { again } from "./again.js";
import { tick } from "./clock.js";
import { mark } from "./list.js";
import { step } from "./steps.js";
import { settled } from "./underway.js";
import { say } from "./words.js";

const NEAR = 80; // this close to its end, a conversation follows what comes in
const stood = new Map(); // before an update: whether each lane was at its end, and the posts it held

const open = () => document.getElementById("case")?.dataset.case;
const lanes = () => document.querySelectorAll(".lane-pane");
const atEnd = (lane) => lane.scrollHeight - lane.scrollTop - lane.clientHeight < NEAR;
const heard = (lane) => [...lane.querySelectorAll(".post:not(.us)")].map((post) => post.id);

function toEnd(lane) {
  lane.scrollTop = lane.scrollHeight;
  below(lane, 0);
}

function below(lane, count) {
  const pill = lane.querySelector("[data-below]");
  pill.hidden = count === 0;
  pill.dataset.below = count;
  pill.querySelector("[data-text]").textContent = count === 1 ? say("below_one") : say("below_many", { n: count });
}

// A reader who has scrolled up stays where they are; what is new waits behind a pill.
function settle(lane) {
  const before = stood.get(lane.id);
  if (!before) return below(lane, 0);
  if (before.end) return toEnd(lane);
  below(lane, before.waiting + heard(lane).filter((id) => !before.posts.has(id)).length);
}

// Events of the cases shown that were hinted at and that nothing shown here is known to hold.
const unseen = new Set();
let asking = false;
let then; // what to do once the parts that were asked for are here
let came; // whether they came

/** Fetch the parts of the open case that change by themselves. */
async function pulse() {
  const id = open();
  if (!id) return;
  if (asking) return void (then = pulse);
  asking = true;
  came = false;
  const told = [...unseen]; // what is fetched from now on holds them
  await htmx.ajax("GET", `/cases/${id}/pulse${location.search}`, { swap: "none", source: document.body }).catch(() => {});
  asking = false;
  if (came) for (const event of told) unseen.delete(event);
  if (came || id !== open()) later.came();
  else later.failed();
  const next = then;
  then = undefined;
  next?.();
}

const later = again(pulse);

/** Fetch them if they do not hold yet what was hinted at; the answer to an act of one's own holds the act. */
function look() {
  if (asking) return void (then ??= look);
  for (const event of document.getElementById("case-head")?.dataset.known.split(" ") ?? []) unseen.delete(Number(event));
  if (unseen.size) pulse();
}

document.addEventListener("hark:hints", ({ detail }) => {
  if (detail.all || detail.kinds.has("clocks_moved")) return void pulse();
  const shown = document.getElementById("lanes")?.dataset.cases.split(" ") ?? [];
  for (const id of shown) for (const event of detail.cases.get(Number(id)) ?? []) unseen.add(event);
  settled(look);
});
document.addEventListener("hark:opened", () => unseen.clear());
document.addEventListener("hark:stepped", () => lanes().forEach(toEnd));
document.addEventListener("hark:touched", pulse);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.pathInfo.requestPath.includes("/pulse")) came = detail.successful;
});

// News of a case that was left meanwhile, and the answer to an act on it, change nothing of the one that is open now.
let left = false; // while an answer is put in: the case it speaks of is no longer open
document.addEventListener("htmx:beforeSend", ({ detail: { xhr } }) => {
  const asked = open();
  // Not htmx:beforeSwap, which is told to the button, and that has gone with its case.
  xhr.addEventListener("readystatechange", () => {
    left = asked !== open();
  });
});
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (left && detail.target?.closest("#case, #context")) detail.shouldSwap = false;
  if (left || detail.target?.id !== "lanes") return;
  stood.clear();
  for (const lane of lanes()) {
    const waiting = Number(lane.querySelector("[data-below]").dataset.below) || 0;
    stood.set(lane.id, { end: atEnd(lane), posts: new Set(heard(lane)), waiting });
  }
});
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  // Morphing keeps elements; those whose act has changed must be wired anew.
  htmx.process(detail.target);
  tick(detail.target ?? document);
  if (detail.target?.id === "lanes") lanes().forEach(settle);
});
document.addEventListener(
  "scroll",
  ({ target }) => target.matches?.(".lane-pane") && atEnd(target) && below(target, 0),
  true,
);
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "workspace") arrived();
  // Results that come in late, as when the field is left by tapping one of them, do not take the reader back.
  if (detail.target.id === "list" && !detail.requestConfig.elt.matches(".search")) step("list");
  tick();
});

function arrived() {
  step("case");
  mark();
  lanes().forEach(toEnd);
  document.dispatchEvent(new CustomEvent("hark:opened"));
}

document.addEventListener("click", (event) => {
  const act = (selector) => event.target.closest(selector);
  if (act("[data-below]")) toEnd(act(".lane-pane"));
  if (act("[data-toggle-context]")) document.body.classList.toggle("show-context");
  else if (act("[data-toggle-views]")) document.body.classList.toggle("show-views");
  else if (!act(".views") && document.body.classList.contains("show-views")) document.body.classList.remove("show-views");
});

lanes().forEach(toEnd);
