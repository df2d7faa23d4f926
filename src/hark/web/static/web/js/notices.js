// The bell: how many lines wait for this person, live, and the list when it is opened.
import { place } from "./overlays.js";

const TELLING = new Set([
  "note_added", "case_assigned", "case_transferred", "reminder_due", "promise_due", "approval_asked", "approval_rejected",
  "approval_overdue", "goodwill_asked", "goodwill_approved", "goodwill_refused",
  "case_returned", "clock_at_risk", "case_escalated",
]);
const GATHER = 1000;
const menu = document.getElementById("notice-menu");
let waiting;

function ask(what = "?count") {
  clearTimeout(waiting);
  waiting = undefined;
  htmx.ajax("GET", `/notices${menu.matches(":popover-open") ? "" : what}`, { swap: "none", source: menu }).catch(() => {});
}

document.addEventListener("hark:hints", ({ detail }) => {
  if (!detail.all && ![...detail.kinds].some((kind) => TELLING.has(kind))) return;
  waiting ??= setTimeout(ask, GATHER);
});
menu.addEventListener("toggle", ({ newState }) => newState === "open" && ask(""));
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  if (detail.target.id === "notice-list" && menu.matches(":popover-open")) place(menu);
  tellCase();
});
document.addEventListener("hark:opened", tellCase);

// On a phone a case has a bell of its own, in its head, which is drawn anew with every change of the case.
function tellCase() {
  const count = document.getElementById("notice-count");
  const there = document.getElementById("case-notices");
  if (!there) return;
  there.replaceChildren(...count.cloneNode(true).childNodes);
  there.hidden = count.hidden;
}

document.addEventListener("click", ({ target }) => {
  const line = target.closest("[data-notice]");
  if (!line) return;
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  fetch(line.dataset.notice, { method: "DELETE", headers, keepalive: true }).catch(() => {});
});
ask();
