// One more row of fields, made of the form's own pattern. Without scripts each page brings one empty row.
for (const button of document.querySelectorAll("[data-add-row]")) button.hidden = false;

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-add-row]");
  if (!button) return;
  const total = button.closest("[data-rows]").querySelector('[name$="-TOTAL_FORMS"]');
  const pattern = button.previousElementSibling;
  pattern.insertAdjacentHTML("beforebegin", pattern.innerHTML.replaceAll("__prefix__", total.value));
  total.value = Number(total.value) + 1;
  pattern.previousElementSibling.querySelector("input, select, textarea").focus();
});
