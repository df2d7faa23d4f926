// The entry of pages beside the inbox: clocks, menus, palette, the live channel, and the keys every page has.
import "./clock.js";
import "./overlays.js";
import "./toasts.js";
import "./palette.js";
import "./notices.js";
import "./available.js";
import "./choose.js";
import "./filter.js";
import "./rows.js";
import "./calendar.js";
import "./leaving.js";
import { GO } from "./go.js";
import { connect } from "./live.js";
import { takeBack } from "./undo.js";

const STORED = "hark.singleKeys";
let going = false;

/** Whether single letters are commands just now: not in fields, not in dialogs, and only if the person wants them. */
export function lettersCount(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return false;
  return !document.querySelector("dialog[open], .menu:popover-open") && localStorage.getItem(STORED) !== "off";
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    document.getElementById("palette").showModal();
    return;
  }
  if (!lettersCount(event)) return;
  if (going && GO[event.key]) location.assign(`/inbox?view=${GO[event.key]}`);
  going = event.key === "g";
  if (going) setTimeout(() => (going = false), 1200);
  if (event.key === "z") takeBack();
  if (event.key === "?") document.getElementById("help").showModal();
});

const toggle = document.querySelector("[data-single-keys]");
if (toggle) {
  toggle.checked = localStorage.getItem(STORED) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(STORED, toggle.checked ? "on" : "off"));
}

// On a phone the sections of the settings scroll sideways.
document.querySelector(".setup-nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
// What is wrong is brought into sight, wherever in a long form it stands.
[...document.querySelectorAll(".setup .form :is(.wrong, .problem)")]
  .find((place) => !place.querySelector(".wrong"))
  ?.scrollIntoView({ block: "center" });

connect();
