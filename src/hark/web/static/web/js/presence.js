// Presence: the desk hears who looks and who writes, and shows it on rows and on the open case.
import { say } from "./words.js";

const BEAT = 15000;
const STILL_WRITING = 8000;
const me = Number(document.body.dataset.me);
const colleagues = JSON.parse(document.getElementById("colleagues").textContent);
const here = new Map();
let shown, wrote = 0;
let asking; // the newest beat that asks for the pen

const composer = () => document.getElementById("composer");

/** The case that is looked at; on a phone that is back at its list it is still in the page, and none is. */
function open() {
  const place = document.getElementById("case");
  return place?.checkVisibility() ? place.dataset.case : undefined;
}

async function beat(doing = "looking", more = {}) {
  const id = open();
  if (!id || document.hidden) return;
  const body = new URLSearchParams({ doing, lane: doing === "writing" ? composer().dataset.lane : "", ...more });
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const told = fetch(`/cases/${id}/presence`, { method: "PUT", body, headers }).catch(() => {});
  if (doing !== "writing") return;
  asking = told;
  const answer = await told;
  if (id === open()) lock(answer?.status === 409 ? await answer.json() : undefined);
}

function leave() {
  if (!shown) return;
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  fetch(`/cases/${shown}/presence`, { method: "DELETE", headers, keepalive: true }).catch(() => {});
  shown = undefined;
}

// Somebody else has the pen: the words stay, sending waits.
function lock(held) {
  const place = document.getElementById("pen");
  if (!place) return;
  place.hidden = !held;
  composer().classList.toggle("locked", Boolean(held));
  document.dispatchEvent(new CustomEvent("hark:guarded"));
  if (!held) return;
  place.querySelector("[data-text]").textContent = say("has_pen", { name: held.holder });
  place.querySelector("[data-take]").hidden = !held.mayTake;
}

function paint() {
  for (const row of document.querySelectorAll("#rows .row")) fill(row.querySelector("[data-here]"), row.dataset.case);
  const line = document.getElementById("here");
  if (line) {
    const others = (here.get(open()) ?? []).filter(([person]) => person !== me);
    line.hidden = !others.length;
    line.querySelector("[data-text]").textContent = others.map(sentence).join(" · ");
  }
}

function sentence([person, initials, doing]) {
  return say(doing === "writing" ? "is_writing" : "is_looking", { name: colleagues[person] ?? initials });
}

function fill(place, id) {
  if (!place) return;
  // A row says who was on its case when it was made; what was heard since knows better.
  if (!here.has(id) && place.dataset.here) here.set(id, JSON.parse(place.dataset.here));
  const others = (here.get(id) ?? []).filter(([person]) => person !== me);
  const text = others.map(([, initials]) => initials).join(" ");
  if (place.textContent === text) return;
  place.textContent = text;
  place.title = others.map(sentence).join(" · ");
  place.classList.toggle("writing", others.some(([, , doing]) => doing === "writing"));
}

document.addEventListener("hark:presence", ({ detail }) => {
  for (const { case: id, people } of detail) here.set(String(id), people);
  paint();
  if (detail.some(({ case: id }) => String(id) === open()) && waits() && !taken()) beat("writing");
});

/** Words stand here that another's pen keeps from being sent. */
function waits() {
  return composer()?.classList.contains("locked") && Boolean(document.getElementById("reply-text").value);
}

function taken() {
  const { lane } = composer().dataset;
  return (here.get(open()) ?? []).some(([person, , doing, where]) => person !== me && doing === "writing" && where === lane);
}
document.addEventListener("hark:listed", paint);
document.addEventListener("htmx:afterSwap", paint);
document.addEventListener("htmx:oobAfterSwap", paint);
document.addEventListener("hark:opened", arrive);
document.addEventListener("hark:stepped", () => (open() ? back() : depart()));

// A case that is brought says who is on it.
function arrive() {
  for (const [person, initials, doing] of JSON.parse(document.getElementById("here")?.dataset.people || "[]")) {
    const known = (here.get(open()) ?? []).filter(([other]) => other !== person);
    here.set(open(), [...known, [person, initials, doing]]);
  }
  back();
}

// One that was kept behind the list has heard of them all the time.
function back() {
  if (shown === open()) return;
  leave();
  shown = open();
  wrote = 0;
  paint();
  beat();
}

// Back at the list: after the beat that may still be on its way, which would say that one is here.
async function depart() {
  if (!shown || open()) return;
  await asking;
  if (!open()) leave();
}
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => detail.target?.id === "workspace" && depart());

document.addEventListener("input", (event) => {
  if (event.target.id !== "reply-text" || Date.now() - wrote < STILL_WRITING) return;
  wrote = Date.now();
  beat("writing");
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-take]")) beat("writing", { over: "1" });
});
// Whoever has sent lays the pen down: after the beat that may still be on its way, which would take it up again.
document.addEventListener("htmx:afterRequest", async ({ detail }) => {
  if (detail.elt.id !== "answer" || !detail.successful) return;
  const { lane } = composer().dataset;
  wrote = 0;
  await asking;
  if (!wrote) beat("looking", { lane, down: "1" });
});
setInterval(() => beat(Date.now() - wrote < BEAT || waits() ? "writing" : "looking"), BEAT);
window.addEventListener("pagehide", leave);
if (open()) arrive();
else paint();
