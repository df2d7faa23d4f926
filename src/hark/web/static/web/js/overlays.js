// Menus beside their buttons, dialogs, the theme.

document.addEventListener("toggle", ({ target, newState }) => {
  if (!target.matches?.(".menu[popover]") || newState !== "open") return;
  place(target);
  target.querySelector(":is(button, input):enabled")?.focus();
}, true);

/** A popover has no place of its own: it is put beside the button that opens it. */
export function place(menu) {
  const button = document.querySelector(`[popovertarget="${menu.id}"]`);
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const beside = menu.dataset.anchor === "right-end";
  const start = menu.dataset.anchor === "bottom-start" ? at.left : at.right - width;
  const left = beside ? at.right + 8 : start;
  const top = beside ? at.bottom - height : at.bottom + 6;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
}

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key) || event.target.matches("input, select, textarea")) return;
  const items = [...menu.querySelectorAll(".menu-item")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  items.at((items.indexOf(document.activeElement) + step) % items.length)?.focus();
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open).showModal();
  if (event.target.closest("[data-close]") || event.target.matches("dialog")) event.target.closest("dialog").close();
  if (event.target.closest(".menu-item:not([role=switch])")) event.target.closest(".menu[popover]")?.hidePopover();
});

document.addEventListener("change", (event) => {
  if (event.target.name !== "theme") return;
  document.documentElement.dataset.theme = event.target.value;
  htmx.ajax("POST", "/theme", { swap: "none", source: document.body, values: { theme: event.target.value } });
});
