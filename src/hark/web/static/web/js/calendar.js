// The form of a business calendar: hours are taken away at once and copied in one act, and the zone follows the brand.
import { add } from "./rows.js";
import { say } from "./words.js";

const WEEK = ["tue", "wed", "thu", "fri"];
const day = (name) => document.querySelector(`[data-rows="${name}"]`);
const times = (span) => [...span.querySelectorAll('[type="time"]')];
const tick = (span) => span.querySelector(".next_day input");

/** Hours that end before they begin ask whether the next day is meant; until midnight is no question. */
function ask(span) {
  const [opens, closes] = times(span).map((field) => field.value);
  span.classList.toggle("overnight", opens !== "" && closes !== "" && closes !== "00:00" && closes <= opens);
}

function copy(from, to) {
  for (const span of to.querySelectorAll(".span")) span.remove();
  to.querySelector('[name$="-TOTAL_FORMS"]').value = 0;
  for (const said of from.querySelectorAll(".span")) {
    if (times(said).every((field) => field.value === "")) continue;
    const span = add(to);
    times(span).forEach((field, place) => (field.value = times(said)[place].value));
    tick(span).checked = tick(said).checked;
    ask(span);
  }
  to.closest(".field").classList.remove("wrong");
  for (const error of to.querySelectorAll(".error")) error.remove();
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-copy-day]");
  if (!button) return;
  for (const name of WEEK) copy(day("mon"), day(name));
  button.nextElementSibling.textContent = say("days_copied");
});

document.addEventListener("change", ({ target }) => {
  const span = target.closest?.(".span");
  if (!span) return;
  if (!target.matches(".drop input")) return ask(span);
  const group = span.closest("[data-rows]");
  span.remove();
  group.querySelector("[data-add-row]").focus();
});

const zone = document.querySelector('.form [name="zone"]');
const brand = document.querySelector('.form select[name="brand"]:enabled');
if (zone && brand) {
  let before = brand.selectedOptions[0]?.dataset.zone;
  brand.addEventListener("change", () => {
    const now = brand.selectedOptions[0].dataset.zone;
    if (zone.value === before) zone.value = now;
    before = now;
  });
}
