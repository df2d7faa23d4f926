// Ctrl-K: every command on the page by name. It presses the buttons people see, so it can do nothing they cannot.
import { say } from "./words.js";

const dialog = document.getElementById("palette");
const input = dialog.querySelector("input");
const box = dialog.querySelector("ul");
let chosen = 0;

function name(element) {
  const label = element.getAttribute("aria-label") ?? element.querySelector(".name, .label")?.textContent ?? element.textContent;
  return label.replace(/\s+/g, " ").trim();
}

function commands() {
  // What one does to the case at hand comes first, then where one may go.
  const selectors = [
    "#case-head .acts button", "#case-menus .menu-item", "#composer .modes button", "#context [data-command]", "#views a",
    ".rail button:not([data-open=palette], #me)", ".rail a:not(.brand)",
  ];
  const found = new Map();
  for (const element of selectors.flatMap((part) => [...document.querySelectorAll(part)])) {
    if (!within(element)) continue;
    const said = prefix(element) + name(element);
    if (said && !found.has(said)) found.set(said, element);
  }
  return [...found];
}

// A menu that no button opens just now, such as the snooze of a closed case, offers nothing.
function within(element) {
  const menu = element.closest(".menu");
  return !menu || Boolean(document.querySelector(`[popovertarget="${menu.id}"]`));
}

function prefix(element) {
  const title = element.closest(".menu")?.dataset.command;
  return title ? `${title}: ` : "";
}

function draw() {
  const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands().filter(([said]) => rank(said, wanted) < 3).sort(([one], [other]) => rank(one, wanted) - rank(other, wanted));
  chosen = Math.max(0, Math.min(chosen, found.length - 1));
  box.replaceChildren(...found.map(([said, element], place) => item(said, element, place)));
  if (!found.length) box.append(Object.assign(document.createElement("li"), { className: "none", textContent: say("no_command") }));
  input.setAttribute("aria-activedescendant", found.length ? `command-${chosen}` : "");
  box.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
}

// What begins with the words typed comes first, then what has them at the beginning of words, then anywhere.
function rank(said, wanted) {
  const text = said.toLowerCase();
  if (text.startsWith(wanted.join(" "))) return 0;
  if (wanted.every((word) => text.split(/[\s:]+/).some((part) => part.startsWith(word)))) return 1;
  return wanted.every((word) => text.includes(word)) ? 2 : 3;
}

function item(said, element, place) {
  const line = document.createElement("li");
  line.id = `command-${place}`;
  line.role = "option";
  line.ariaSelected = String(place === chosen);
  line.append(Object.assign(document.createElement("span"), { className: "grow", textContent: said }));
  for (const key of (element.dataset.keys || element.dataset.key || "").split(" ").filter(Boolean)) {
    line.append(Object.assign(document.createElement("kbd"), { textContent: key }));
  }
  line.addEventListener("click", () => run(element));
  return line;
}

function run(element) {
  dialog.close();
  element.click();
}

dialog.addEventListener("toggle", (event) => {
  if (event.newState !== "open") return;
  input.value = "";
  chosen = 0;
  draw();
  input.focus();
});
input.addEventListener("input", () => {
  chosen = 0;
  draw();
});
input.addEventListener("keydown", (event) => {
  if (event.isComposing || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
  // Closed, the palette gives the focus back; the stroke must not press what has it then as well.
  event.preventDefault();
  if (event.key === "Enter") return box.querySelector('[aria-selected="true"]')?.click();
  chosen += event.key === "ArrowDown" ? 1 : -1;
  draw();
});
