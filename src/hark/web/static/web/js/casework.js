// What is done to a case beside answering: its dialogs, the forms of the context column, and where the hands go next.
const dialog = document.getElementById("casework");
const FIELDS = "input:not([type=radio], [type=hidden]), textarea, select";

// The dialog shows what a request brought; nothing brought closes it.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target !== dialog) return;
  if (!dialog.childElementCount) return void dialog.close();
  if (!dialog.open) dialog.showModal();
  (dialog.querySelector(".problem") ? dialog.querySelector("[type=submit]") : dialog.querySelector("[autofocus]"))?.focus();
});

// --- parts of the context column ---

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (!opener) return;
  const part = document.getElementById(opener.dataset.opens);
  // The column gives way on a narrow screen, and to a second lane; what is asked for calls it.
  if (!part.getClientRects().length) document.body.classList.add("show-context");
  if (opener.dataset.pick) part.querySelector(`[value="${opener.dataset.pick}"]`).click();
  // At once, not when the part says that it is open: the next key may be on its way, and keys mean acts elsewhere.
  part.open = true;
  enter(part);
});
document.addEventListener("toggle", ({ target }) => target.matches?.("details.add") && target.open && enter(target), true);
document.addEventListener("keydown", (event) => {
  const part = event.key === "Escape" && event.target.closest?.("details.add[open]");
  if (!part) return;
  part.open = false;
  part.querySelector("summary").focus();
  event.preventDefault();
});

function enter(part) {
  part.querySelector(FIELDS)?.focus();
  part.scrollIntoView({ block: "nearest" });
}

// What was sent is done with: its form is empty and shut again.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt;
  if (!detail.successful || !form.matches?.(".work form, .menu .own")) return;
  form.reset();
  const part = form.closest("details.add");
  if (part?.contains(document.activeElement)) part.querySelector("summary").focus();
  if (part) part.open = false;
  form.closest(".menu[popover]")?.hidePopover();
});

// A search above a list of choices hides what does not fit and chooses the first that does.
document.addEventListener("input", ({ target }) => {
  const list = target.dataset?.narrows && document.getElementById(target.dataset.narrows);
  if (!list) return;
  const words = target.value.toLowerCase().split(/\s+/).filter(Boolean);
  const choices = [...list.querySelectorAll("label")];
  for (const choice of choices) choice.hidden = !words.every((word) => choice.textContent.toLowerCase().includes(word));
  const first = choices.find((choice) => !choice.hidden && !choice.querySelector("input").disabled);
  if (words.length && first) first.querySelector("input").checked = true;
  list.querySelector(".none").hidden = choices.some((choice) => !choice.hidden);
});

// --- what the page had seen, so that a colleague who was first is named ---

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const head = document.getElementById("case-head");
  const here = `/cases/${document.getElementById("case")?.dataset.case}/`;
  // An answer says itself which version of the post its writer saw.
  if (detail.elt.id === "answer") return;
  if (head && detail.verb !== "get" && detail.path.startsWith(here)) detail.parameters.seen = head.dataset.seen;
});

// --- focus stays near when the thing that had it is gone ---

let last;

document.addEventListener("focusin", ({ target }) => {
  last = { target, id: target.id, part: target.closest(".acts, .work, #composer")?.id };
});

function back() {
  if (document.activeElement !== document.body || !last || last.target.isConnected) return;
  const same = last.id && document.getElementById(last.id);
  const near = last.part && document.getElementById(last.part)?.querySelector("button, summary");
  (same || near || document.querySelector("#case-head .acts button") || document.getElementById("workspace"))?.focus();
}

document.addEventListener("htmx:oobAfterSwap", back);
document.addEventListener("hark:listed", back); // the row one came from has left the list
dialog.addEventListener("close", () => setTimeout(back, 0));
