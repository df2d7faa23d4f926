// The keyboard map. Single letters rest in fields and can be turned off; nothing of the browser's is taken.
import { mode } from "./composer.js";
import { GO } from "./go.js";
import { offer } from "./macros.js";
import { toChosen, turn } from "./selection.js";
import { use } from "./suggestions.js";
import { afterwards } from "./underway.js";
import { takeBack } from "./undo.js";

const STORED = "hark.singleKeys";
let going = false;

const off = () => localStorage.getItem(STORED) === "off";
const writing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function links() {
  return [...document.querySelectorAll("#rows .row > a")];
}

function move(step) {
  const all = links();
  if (!all.length) return;
  const here = all.findIndex((link) => link === document.activeElement);
  const from = here >= 0 ? here : all.findIndex((link) => link.ariaCurrent === "true");
  const next = all[Math.max(0, Math.min(all.length - 1, from < 0 ? 0 : from + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// A click on a field does not put the cursor into it.
document.addEventListener("click", (event) => event.target.id === "search" && event.target.focus());

function press(selector) {
  const button = document.querySelector(selector);
  button?.click();
  return Boolean(button);
}

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => turn(document.activeElement.closest(".row") ?? document.querySelector('.row > a[aria-current]')?.parentElement),
  r: () => mode("public"),
  p: () => mode("private"),
  n: () => mode("note"),
  m: () => offer(),
  ...Object.fromEntries([..."aseut"].map((key) => [key, () => toChosen(key) || afterwards(() => press(`#case-head [data-key="${key}"]`))])),
  ".": () => press('#case-head [data-key="."]'),
  ...Object.fromEntries([..."lb"].map((key) => [key, () => press(`#case-menus [data-key="${key}"]`)])),
  z: () => afterwards(takeBack, { anywhere: true }),
  "/": () => (document.getElementById("search") ?? document.getElementById("go-search")).click(),
  "?": () => document.getElementById("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    document.getElementById("palette").showModal();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (writing(event.target) || document.querySelector("dialog[open], .menu:popover-open") || off()) return;
  if (going) {
    going = false;
    if (GO[event.key]) {
      event.preventDefault();
      press(`#view-${GO[event.key]}`);
    }
    return;
  }
  if (event.key === "g") {
    going = true;
    setTimeout(() => (going = false), 1200);
  } else if (/^[1-9]$/.test(event.key)) {
    event.preventDefault();
    use(event.key);
  } else if (ACTS[event.key]) {
    event.preventDefault();
    ACTS[event.key]();
  }
});

const toggle = document.querySelector("[data-single-keys]");
toggle.checked = !off();
toggle.addEventListener("change", () => localStorage.setItem(STORED, toggle.checked ? "on" : "off"));
