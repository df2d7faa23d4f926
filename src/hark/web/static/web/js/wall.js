// The wall: it stays true by itself, and cases are moved by hand or by key.
import { tick } from "./clock.js";
import { keeper } from "./held.js";
import { lettersCount } from "./room.js";

const OFTEN = 30_000; // ages and deadlines move without a hint
const dialog = document.getElementById("move");
const board = () => document.getElementById("board");
const hold = keeper(".wall-rows", () => refresh());
let asking = false;
let again = false;
let dragged; // the case under the hand
let moving; // the case the dialog is about

async function refresh(address = location.search) {
  if (asking) return void (again = true);
  asking = true;
  try {
    const answer = await fetch(`/wall${address}`, { headers: { "HX-Request": "true" } });
    if (answer.ok) take(await answer.text());
  } catch {
    // The live channel says that the connection is lost.
  } finally {
    asking = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function take(html) {
  if (dragged) return void (again = true);
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("board");
  if (!fresh) return;
  const open = document.getElementById("chart-numbers")?.open;
  if (board().dataset.query === fresh.dataset.query) hold(board(), fresh);
  Idiomorph.morph(board(), fresh);
  htmx.process(board());
  if (open) document.getElementById("chart-numbers").open = true;
  tick(board());
}

document.addEventListener("hark:hints", () => refresh());
document.addEventListener("hark:changed", () => refresh());
setInterval(() => document.hidden || refresh(), OFTEN);
addEventListener("popstate", () => refresh());

document.addEventListener("click", (event) => {
  const pick = event.target.closest("[data-pick]");
  if (pick && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    history.pushState({}, "", pick.getAttribute("href"));
    refresh().then(() => document.getElementById("cases-title")?.scrollIntoView({ block: "nearest" }));
    return;
  }
  const mover = event.target.closest("[data-move]");
  if (mover) ask(mover.closest("[data-case]"));
  const taker = event.target.closest("#move [data-taker]");
  if (taker) {
    dialog.close();
    const place = rows().findIndex((row) => row.dataset.case === moving);
    move(moving, taker.dataset.taker).then(() => stand(moving, place));
  }
});

// --- by key ---

function rows() {
  return [...document.querySelectorAll(".wall-row")];
}

function step(by) {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  all[Math.max(0, Math.min(all.length - 1, here < 0 ? 0 : here + by))]?.querySelector(".case-link").focus();
}

/** The focus stays with a case that was moved, or where it stood: the next `t` is about the next case. */
function stand(id, place) {
  const row = document.getElementById(`wall-${id}`) ?? rows().at(Math.min(place, rows().length - 1));
  row?.querySelector(".case-link").focus();
}

function ask(row) {
  if (!row) return;
  moving = row.dataset.case;
  dialog.querySelector("[data-move-name]").textContent = row.querySelector("[data-move]").dataset.name;
  dialog.showModal();
  dialog.querySelector("[data-taker]").focus();
}

document.addEventListener("keydown", (event) => {
  if (dialog.open && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    const items = [...dialog.querySelectorAll("[data-taker]")];
    const by = event.key === "ArrowDown" ? 1 : -1;
    items.at((items.indexOf(document.activeElement) + by) % items.length).focus();
    event.preventDefault();
  } else if (lettersCount(event)) {
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "t") ask(document.activeElement.closest("[data-case]"));
    else return;
    event.preventDefault();
  }
});

// --- by hand ---

document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.("[data-case]");
  if (!row) return;
  dragged = row.dataset.case;
  event.dataTransfer.setData("text/plain", dragged);
  event.dataTransfer.effectAllowed = "move";
  document.body.classList.add("dragging");
  row.classList.add("leaving");
});

document.addEventListener("dragover", (event) => {
  const taker = dragged && event.target.closest?.("tr[data-taker]");
  mark(taker);
  if (taker) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const taker = dragged && event.target.closest?.("tr[data-taker]");
  if (!taker) return;
  event.preventDefault();
  const id = dragged;
  ended();
  move(id, taker.dataset.taker);
});

document.addEventListener("dragend", ended);

function ended() {
  if (!dragged) return;
  document.getElementById(`wall-${dragged}`)?.classList.remove("leaving");
  dragged = undefined;
  document.body.classList.remove("dragging");
  mark();
  if (again) refresh();
}

function mark(taker) {
  for (const other of document.querySelectorAll("tr.over")) if (other !== taker) other.classList.remove("over");
  taker?.classList.add("over");
}

function move(id, to) {
  document.getElementById(`wall-${id}`)?.classList.add("leaving");
  return htmx
    .ajax("POST", `/wall/moves/${id}${location.search}`, { swap: "none", source: document.body, values: { to } })
    .finally(() => document.getElementById(`wall-${id}`)?.classList.remove("leaving"));
}
