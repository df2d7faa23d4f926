// What is shown is what the address says: a list, or a case of it (on a phone in its place). Also after the browser's own
// Back and Forward, which htmx would answer by loading the page again.
import { keep } from "./drafts.js";
import { mark } from "./list.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

const list = () => document.getElementById("list");
const open = () => document.getElementById("case")?.dataset.case;
const address = () => location.pathname + location.search;
const caseNamed = () => location.pathname.match(/^\/cases\/(\d+)$/)?.[1];

/** Show a step, "list" or "case", and name it in the title. */
export function step(name) {
  document.body.dataset.step = name;
  document.body.classList.remove("show-context", "show-views");
  const title = name === "case" ? document.querySelector("#case-head .name")?.textContent : list().dataset.title;
  if (title) document.title = `${title} · Hark`;
}

function go(name) {
  step(name);
  // A phone keeps the case behind its list; where both are in sight, the address of a list is that of no case.
  if (name === "list" && open() && document.getElementById("case").checkVisibility()) putAway();
  document.dispatchEvent(new CustomEvent("hark:stepped"));
}

function putAway() {
  keep();
  document.getElementById("workspace").replaceChildren(document.getElementById("nothing").content.cloneNode(true));
  mark();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-back]")) return;
  // Back to the very list the case was opened from, without asking for it again.
  event.preventDefault();
  history.pushState(null, "", list().dataset.refresh);
  go("list");
});

// Before htmx hears of it.
window.addEventListener("popstate", follow, { capture: true });

function follow(event) {
  event.stopImmediatePropagation();
  if (!listIsHere()) return void location.reload();
  shut();
  const id = caseNamed();
  if (!id) go("list");
  else if (id !== open()) bring(id);
  else if (document.body.dataset.step !== "case") go("case");
}

/** Whether the address names the list that is in the page, or, for a case, none. */
function listIsHere() {
  const named = (url) => {
    const query = new URLSearchParams(url.search);
    query.delete("whole");
    return query.toString();
  };
  const here = named(location);
  return here === named(new URL(list().dataset.refresh, location)) || Boolean(caseNamed() && !here);
}

/** What lies above the page speaks of what was shown before. */
function shut() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  for (const menu of document.querySelectorAll("[popover]:popover-open")) menu.hidePopover();
}

async function bring(id) {
  const asked = address();
  await keep(); // it may be the very case whose words are on their way
  if (asked !== address()) return;
  const place = document.getElementById("workspace");
  htmx.trigger(place, "htmx:abort");
  htmx.ajax("GET", asked, { source: place, target: place, swap: "innerHTML" }).then(
    // One that is no longer there, or is part of another now: the whole page says so.
    () => asked === address() && open() !== id && location.reload(),
    () => asked === address() && toast(say("offline"), "alarm"),
  );
}

// A case that comes when the address already says something else is not shown.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.elt.id === "workspace" && detail.pathInfo.requestPath !== address()) detail.shouldSwap = false;
});

// An inbox whose address names no list opens with one.
if (location.pathname === "/inbox") history.replaceState(history.state, "", list().dataset.refresh + location.hash);
