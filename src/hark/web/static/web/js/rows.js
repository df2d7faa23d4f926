// One more row of fields, made of the form's own pattern. Without scripts each page brings one empty row.

/** Add a row to a group, made of the pattern it shares with those like it, and return it. */
export function add(group) {
  const name = group.dataset.rows;
  const total = group.querySelector(`[name="${name}-TOTAL_FORMS"]`);
  const pattern = document.querySelector(`template[data-pattern="${group.dataset.like}"]`);
  const row = pattern.innerHTML.replaceAll(`${pattern.dataset.of}-__prefix__`, `${name}-${total.value}`);
  const list = group.querySelector("[data-list]");
  list.insertAdjacentHTML("beforeend", row);
  total.value = Number(total.value) + 1;
  return list.lastElementChild;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-add-row]");
  if (button) add(button.closest("[data-rows]")).querySelector("input, select, textarea").focus();
});
