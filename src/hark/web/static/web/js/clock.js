// Rings that empty and times that grow older, by the page's own clock.
import { span } from "./words.js";

const ROUND = 37.7; // circumference of the ring, as in hark.web.clocks
const SOON = 600;

function turn(clock, now) {
  const due = Date.parse(clock.dataset.due);
  const start = Date.parse(clock.dataset.start);
  const remaining = (due - now) / 1000;
  const kind = remaining < 0 ? "over" : remaining <= SOON ? "soon" : "calm";
  if (!clock.classList.contains(kind)) {
    clock.classList.remove("calm", "soon", "over");
    clock.classList.add(kind);
  }
  const left = Math.min(1, Math.max(0, (due - now) / Math.max(1000, due - start)));
  clock.querySelector(".hand").setAttribute("stroke-dashoffset", (ROUND * (1 - left)).toFixed(1));
  write(clock.querySelector(".left"), (remaining <= -60 ? "+" : "") + span(remaining));
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** Bring every clock and age under `root` up to date. */
export function tick(root = document) {
  const now = Date.now();
  for (const clock of root.querySelectorAll(".clock[data-due]")) turn(clock, now);
  for (const time of root.querySelectorAll('time[data-style="ago"]')) {
    write(time, span((now - Date.parse(time.dateTime)) / 1000));
  }
}

setInterval(() => document.hidden || tick(), 5000);
document.addEventListener("visibilitychange", () => document.hidden || tick());
