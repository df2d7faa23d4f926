// The reply in the customer's language: asked for by hand, marked as a machine's words, and taken back in one step.
import { borrow } from "./origin.js";
import { toast } from "./toasts.js";

const field = () => document.getElementById("reply-text");
let own; // the writer's words, and what the machine made of them

function write(text) {
  field().value = text;
  field().dispatchEvent(new Event("input", { bubbles: true }));
  field().focus();
}

async function translate(button) {
  const text = field().value;
  if (!text.trim()) return field().focus();
  button.disabled = true;
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  try {
    const answer = await fetch(button.dataset.translate, { method: "POST", body: new URLSearchParams({ text }), headers });
    const said = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    if (!answer.ok) return toast(said.trouble ?? answer.statusText, "alarm");
    if (field().value !== text) return; // the writer went on meanwhile
    own = { text, made: said.text };
    borrow(said.text, "translated");
    write(said.text);
  } finally {
    button.disabled = false;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-translate]");
  if (button) translate(button);
  if (event.target.closest("[data-untranslate]") && own && field().value === own.made) write(own.text);
});
