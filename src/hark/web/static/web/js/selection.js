// Choosing many cases: x, a click on the tick, or shift for a range; with a thumb, "Choose several", and then every tap on
// a row chooses. What is chosen outlives every refresh of the list.
import { afterwards } from "./underway.js";
import { say } from "./words.js";

const chosen = new Set();
const form = document.getElementById("bulk");
let anchor;
let choosing = false; // a thumb has said that it chooses now

const ticks = () => [...document.querySelectorAll("#rows .tick")];

/** Put the ticks back after the list was replaced, and show or hide the bar. */
export function draw() {
  const present = new Set();
  for (const tick of ticks()) {
    present.add(tick.value);
    tick.checked = chosen.has(tick.value);
  }
  for (const id of chosen) if (!present.has(id)) chosen.delete(id);
  form.hidden = chosen.size === 0;
  document.body.classList.toggle("selecting", choosing || chosen.size > 0);
  document.querySelector("[data-choose]")?.setAttribute("aria-pressed", String(choosing));
  form.querySelector("[data-count]").textContent = say("selected", { n: chosen.size });
}

/** Turn the choice of one row. */
export function turn(row) {
  const id = row?.dataset.case;
  if (!id) return;
  if (!chosen.delete(id)) chosen.add(id);
  anchor = id;
  draw();
}

/** Do what this key says to everything chosen, by the button of the bar; false when nothing is, or it has none. */
export function toChosen(key) {
  const act = chosen.size > 0 && form.querySelector(`[data-key="${key}"]`);
  if (!act) return false;
  if (act.matches("select")) pick(act);
  else afterwards(() => chosen.size && act.click(), { anywhere: true });
  return true;
}

// Opened, as the keys that move in a closed one would choose at once.
function pick(choices) {
  choices.focus();
  choices.showPicker?.();
}

/** Back from the bar to the row that was chosen last. */
function toRows() {
  if (!form.contains(document.activeElement)) return;
  (document.querySelector(`#rows .row[data-case="${anchor}"] > a`) ?? document.querySelector("#list [data-scroller]"))?.focus();
}

function range(to) {
  const all = ticks().map((tick) => tick.value);
  const [from, until] = [all.indexOf(anchor), all.indexOf(to)].sort((one, other) => one - other);
  for (const id of all.slice(Math.max(0, from), until + 1)) chosen.add(id);
  draw();
}

function clear() {
  toRows();
  choosing = false;
  chosen.clear();
  draw();
}

function choose() {
  if (choosing) return clear();
  choosing = true;
  draw();
}

// Before the row's own link hears of the tap.
document.addEventListener("click", (event) => {
  const row = choosing && event.target.closest("#rows .row");
  if (!row || event.target.matches(".tick")) return;
  event.preventDefault();
  event.stopPropagation();
  turn(row);
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-choose]")) return choose();
  if (event.target.closest("[data-clear]")) return clear();
  if (!event.target.matches("#rows .tick")) return;
  if (event.shiftKey && anchor) range(event.target.value);
  else turn(event.target.closest(".row"));
});
form.addEventListener("keydown", (event) => event.key === "Escape" && toRows());
form.addEventListener("change", (event) => {
  if (event.target.name !== "until" || !event.target.value) return;
  form.dataset.verb = "snooze";
  form.requestSubmit();
});
form.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const id of chosen) detail.formData.append("case", id);
  if (form.dataset.verb) detail.formData.set("verb", form.dataset.verb);
  delete form.dataset.verb;
});
form.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) return;
  form.reset();
  clear();
});
document.addEventListener("hark:listed", draw);
document.addEventListener("htmx:afterSwap", draw);
