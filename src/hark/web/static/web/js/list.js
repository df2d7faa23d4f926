// The list: it takes in what is new without moving under the hand that uses it.
import { again } from "./again.js";
import { tick } from "./clock.js";
import { say } from "./words.js";

let held; // the newest rows, waiting behind the pill
let asking = false;
let next = false; // asked for meanwhile
let mine = false; // an act of one's own may move the list at once

const list = () => document.getElementById("list");
const rows = () => document.getElementById("rows");

/** Whether somebody is using the list: then it must not jump. */
function busy() {
  const place = list();
  if (place.matches(":hover") && matchMedia("(hover: hover)").matches) return true;
  if (place.querySelector("[data-scroller]").scrollTop > 8) return true;
  return place.querySelector(".rows")?.contains(document.activeElement) ?? false;
}

/** Fetch the list as it stands and show it, now or behind the pill. */
export async function refresh() {
  if (asking) return void (next = true);
  asking = true;
  const own = mine; // an answer asked for before the act must not use up its turn
  mine = false;
  try {
    const size = rows().querySelectorAll(".row").length;
    const address = list().dataset.refresh;
    const answer = await fetch(`${address}&size=${size}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    if (list().dataset.refresh === address) await take(await answer.text(), own);
    later.came();
  } catch {
    // The live channel says that the connection is lost; an act of one's own still moves the list when it is back.
    mine ||= own;
    later.failed();
  } finally {
    asking = false;
    if (next) {
      next = false;
      refresh();
    }
  }
}

const later = again(refresh);

function take(html, own) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  mark(fresh);
  morph(document.getElementById("views"), fresh.getElementById("views"));
  list().removeAttribute("data-waiting");
  list().removeAttribute("aria-busy");
  const count = fresh.querySelector("[data-list-count]");
  if (count) morph(list().querySelector("[data-list-count]"), count);
  if (busy() && !own) return hold(fresh);
  show(fresh);
}

function morph(old, now) {
  if (!old || !now) return;
  now.removeAttribute("hx-swap-oob");
  Idiomorph.morph(old, now);
  htmx.process(old);
}

function show(fresh) {
  held = undefined;
  const known = new Set([...rows().querySelectorAll(".row")].map((row) => row.id));
  const scroller = list().querySelector("[data-scroller]");
  const top = scroller.scrollTop;
  morph(scroller, fresh.querySelector("#list [data-scroller]"));
  scroller.scrollTop = top;
  for (const row of rows().querySelectorAll(".row")) {
    if (known.size && !known.has(row.id)) row.classList.add("fresh");
  }
  pill(0);
  tick(list());
  document.dispatchEvent(new CustomEvent("hark:listed"));
}

// Rows that stay are brought up to date in place; the order and the newcomers wait.
async function hold(fresh) {
  held = fresh;
  const now = fresh.getElementById("rows");
  const newcomers = [...now.querySelectorAll(".row")].filter((row) => !document.getElementById(row.id));
  const missing = [...rows().querySelectorAll(".row")].filter((old) => !now.querySelector(`#${old.id}`));
  bringUpToDate(now);
  pill(newcomers.length);
  const all = now.querySelector("#more") && missing.length ? await further(now, missing) : now;
  if (held !== fresh) return;
  if (all !== now) bringUpToDate(all);
  for (const old of missing) old.classList.toggle("leaving", !all.querySelector(`#${old.id}`));
}

function bringUpToDate(place) {
  for (const row of place.querySelectorAll(".row")) {
    const old = document.getElementById(row.id);
    if (old) morph(old, row.cloneNode(true));
  }
  tick(list());
  document.dispatchEvent(new CustomEvent("hark:listed"));
}

// Rows that are missing may have left, or may only stand further down than was asked for: they are asked for by name.
async function further(now, missing) {
  const address = new URL(now.querySelector("#more").getAttribute("hx-get"), location.href);
  address.searchParams.delete("after");
  for (const row of missing) address.searchParams.append("case", row.dataset.case);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  mark(found);
  return found;
}

function pill(count) {
  const place = list().querySelector("[data-pill]");
  place.hidden = count === 0;
  place.querySelector("[data-text]").textContent = count === 1 ? say("new_one") : say("new_many", { n: count });
}

/** Mark the row of the open case under `root`. */
export function mark(root = document) {
  const open = document.getElementById("case")?.dataset.case;
  for (const link of root.querySelectorAll(".row > a")) {
    if (open && link.parentElement.dataset.case === open) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-pill]") || !held) return;
  document.activeElement?.blur();
  show(held);
  list().querySelector("[data-scroller]").scrollTop = 0;
});
document.addEventListener("mouseleave", release, true);
document.addEventListener("focusout", () => setTimeout(release, 50));

// Once nobody uses the list, what was held is shown.
function release(event) {
  if (event?.target && event.target !== list()) return;
  if (held && !busy()) show(held);
}

// A case opened by its address comes without the rows beside it: they follow.
if (list()?.matches("[data-waiting]")) {
  mine = true;
  refresh();
}

document.addEventListener("hark:hints", refresh);
document.addEventListener("hark:changed", () => {
  mine = true;
  refresh();
});
