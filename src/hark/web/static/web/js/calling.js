// "@" in a note offers colleagues; whoever is called is told.
import { say } from "./words.js";

const asked = new Map();
let list, found = [], chosen = 0;

const field = () => document.getElementById("note-text");

async function people(id) {
  if (!asked.has(id)) {
    asked.set(id, fetch(`/cases/${id}/colleagues`).then((answer) => (answer.ok ? answer.json() : { people: [] })).catch(() => ({ people: [] })));
  }
  return (await asked.get(id)).people;
}

/** The beginning of a name in front of the cursor, undefined when nobody is being called. */
function begun(area) {
  return area.value.slice(0, area.selectionStart).match(/(?:^|[^\w@])@([\w.+-]*)$/)?.[1].toLowerCase();
}

async function offer(area) {
  if (begun(area) === undefined) return hide();
  const known = await people(document.getElementById("case").dataset.case);
  const name = begun(area);
  if (name === undefined || document.activeElement !== area) return hide();
  found = known.filter((one) => one.some((part) => part.toLowerCase().split(" ").some((word) => word.startsWith(name)))).slice(0, 6);
  chosen = 0;
  if (found.length) draw(area);
  else hide();
}

function draw(area) {
  if (!list?.isConnected) {
    list = Object.assign(document.createElement("ul"), { id: "called", className: "offered-names" });
    list.role = "listbox";
    list.ariaLabel = say("colleagues");
    area.after(list);
    area.setAttribute("aria-controls", "called");
    area.setAttribute("aria-autocomplete", "list");
  }
  list.replaceChildren(...found.map(([username, name], place) => {
    const line = Object.assign(document.createElement("li"), { id: `called-${place}` });
    line.role = "option";
    line.ariaSelected = String(place === chosen);
    line.append(Object.assign(document.createElement("strong"), { textContent: name || username }));
    line.append(Object.assign(document.createElement("span"), { className: "handle", textContent: `@${username}` }));
    line.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(place);
    });
    return line;
  }));
  list.hidden = false;
  area.setAttribute("aria-activedescendant", `called-${chosen}`);
}

function hide() {
  found = [];
  if (list) list.hidden = true;
  field()?.removeAttribute("aria-activedescendant");
}

function take(place) {
  const area = field();
  const start = area.selectionStart - begun(area).length;
  area.setRangeText(`${found[place][0]} `, start, area.selectionStart, "end");
  hide();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => target === field() && offer(target));
document.addEventListener("focusout", ({ target }) => target === field() && hide());
// Before the composer hears of it: Escape closes the list and leaves the field alone.
document.addEventListener("keydown", (event) => {
  if (event.target !== field() || !found.length || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    chosen = (chosen + step + found.length) % found.length;
    draw(event.target);
  } else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") take(chosen);
  else if (event.key === "Escape") hide();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
