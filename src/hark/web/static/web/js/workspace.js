// The case pane: live parts, scroll that stays where it was, steps on a narrow screen.
import { tick } from "./clock.js";
import { mark } from "./list.js";

const NEAR = 80; // this close to its end, a conversation follows what comes in
let stick = true;

const open = () => document.getElementById("case")?.dataset.case;
const thread = () => document.getElementById("thread");

function toEnd() {
  const place = thread();
  if (place) place.scrollTop = place.scrollHeight;
}

/** Fetch the parts of the open case that change by themselves. */
export function pulse() {
  const id = open();
  if (id) htmx.ajax("GET", `/cases/${id}/pulse${location.search}`, { swap: "none", source: document.body });
}

document.addEventListener("hark:hints", ({ detail }) => {
  if (detail.all || detail.cases.has(Number(open()))) pulse();
});

document.addEventListener("hark:touched", pulse);

document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  // An answer about a case that was left meanwhile changes nothing.
  const about = detail.fragment?.querySelector?.("[data-of]")?.dataset.of;
  if (about && about !== open()) detail.shouldSwap = false;
  const place = thread();
  if (place) stick = place.scrollHeight - place.scrollTop - place.clientHeight < NEAR;
});
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  // Morphing keeps elements; those whose act has changed must be wired anew.
  htmx.process(detail.target);
  tick(detail.target ?? document);
  if (detail.target?.id === "thread" && stick) toEnd();
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "workspace") arrived();
  if (detail.target.id === "list") listed();
  tick();
});

function arrived() {
  document.body.dataset.step = "case";
  document.body.classList.remove("show-context", "show-views");
  mark();
  toEnd();
  const name = document.querySelector("#case-head .name")?.textContent;
  if (name) document.title = `${name} · Hark`;
  document.dispatchEvent(new CustomEvent("hark:opened"));
}

function listed() {
  document.body.dataset.step = "list";
  document.body.classList.remove("show-views");
}

document.addEventListener("click", (event) => {
  const act = (selector) => event.target.closest(selector);
  if (act("[data-toggle-context]")) document.body.classList.toggle("show-context");
  else if (act("[data-back]")) {
    // Back to the very list the case was opened from, without asking for it again.
    event.preventDefault();
    document.body.dataset.step = "list";
    history.pushState(null, "", document.getElementById("list").dataset.refresh);
  } else if (act("[data-toggle-views]")) document.body.classList.toggle("show-views");
  else if (!act(".views") && document.body.classList.contains("show-views")) document.body.classList.remove("show-views");
});

toEnd();
