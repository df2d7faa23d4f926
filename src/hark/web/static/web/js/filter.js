// A long list of boxes is narrowed by typing; without scripts it stays whole.
import { say } from "./words.js";

/** Letters alone: neither case nor accents hide a name. */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

for (const field of document.querySelectorAll("[data-filter]")) {
  const options = [...field.parentElement.querySelectorAll(".option")];
  const narrow = () => {
    const sought = plain(field.value);
    for (const option of options) option.hidden = !plain(option.textContent).includes(sought);
    const n = options.filter((option) => !option.hidden).length;
    field.nextElementSibling.textContent = n === 0 ? say("found_none") : n === 1 ? say("found_one") : say("found_many", { n });
    field.nextElementSibling.classList.toggle("visually-hidden", n > 0);
    field.parentElement.classList.toggle("narrowed", sought !== "");
  };
  field.hidden = false;
  field.addEventListener("input", narrow);
  // The field is none of the form's: Enter ticks the only one that is left, and saves nothing.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const left = options.filter((option) => !option.hidden);
    if (field.value && left.length === 1) left[0].querySelector("input").click();
  });
}
