// Pictures for an answer: chosen, dropped or pasted; each asks what it shows. They are kept with the draft.
import { look } from "./guards.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

const AFTER_TYPING = 500;
const KINDS = ["image/png", "image/jpeg", "image/webp"];
const strip = () => document.getElementById("pictures");
const composer = () => document.getElementById("composer");
const chooser = () => document.getElementById("picture-file");
const describing = new Map();

const headers = () => ({ ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true" });
const takes = () => chooser() && composer().dataset.lane === "public";
const pictures = (transfer) => [...(transfer?.files ?? [])].filter((file) => KINDS.includes(file.type));

/** Show the pictures that lie with the draft now. */
export async function refresh() {
  if (chooser()) await ask(strip().dataset.url);
}

async function ask(address, options = {}) {
  const place = strip();
  const answer = await fetch(address, { headers: headers(), ...options }).catch(() => {});
  if (place !== strip()) return;
  if (!answer) return void (options.method && toast(say("offline"), "alarm"));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.ok) show(page.getElementById("pictures"));
  else toast(page.querySelector("[data-toast] span")?.textContent ?? answer.statusText, "alarm");
}

function show(fresh) {
  Idiomorph.morph(strip(), fresh);
  look();
}

async function add(files) {
  const known = new Set([...strip().children].map((one) => one.id));
  for (const file of files) {
    const body = new FormData();
    body.set("lane", "public");
    body.set("picture", file);
    strip().classList.add("busy");
    await ask(strip().dataset.url, { method: "POST", body });
    strip().classList.remove("busy");
  }
  [...strip().children].find((one) => !known.has(one.id))?.querySelector("[data-alt]")?.focus();
}

function describe(field) {
  clearTimeout(describing.get(field.id));
  describing.delete(field.id);
  const body = new URLSearchParams({ alt: field.value });
  fetch(field.dataset.alt, { method: "PUT", body, headers: headers(), keepalive: true }).then(look, () => {});
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-alt]") && describing.has(target.id)) describe(target);
  if (!target.matches("[data-attach]")) return;
  add([...target.files]);
  target.value = "";
});
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-alt]")) return;
  clearTimeout(describing.get(target.id));
  describing.set(target.id, setTimeout(describe, AFTER_TYPING, target));
});
document.addEventListener("keydown", (event) => {
  // A description is no answer: Enter in it must not send one.
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && event.target.matches?.("[data-alt]")) event.preventDefault();
});
document.addEventListener("click", async ({ target }) => {
  const off = target.closest("[data-take-off]");
  if (!off) return;
  const at = [...strip().children].indexOf(off.closest("figure"));
  await ask(off.dataset.takeOff, { method: "DELETE" });
  // The hand stays there: on the picture that moved up, or on the words.
  if (!off.isConnected) ([...strip().children].at(Math.min(at, strip().childElementCount - 1))?.querySelector("[data-take-off]") ?? document.getElementById("reply-text")).focus();
});

// --- dropping and pasting ---

document.addEventListener("paste", (event) => {
  if (event.target.id !== "reply-text" || !takes()) return;
  const found = pictures(event.clipboardData);
  if (!found.length) return;
  event.preventDefault();
  add(found);
});
// A file that lands beside the answer must not take the place of the desk in the tab, as a browser would have it.
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    const place = takes() && event.target.closest?.("#answer");
    if (place) place.classList.toggle("dropping", name === "dragover");
    else event.dataTransfer.dropEffect = "none";
    if (name === "drop") drop(place, event.dataTransfer);
  });
}

function drop(place, transfer) {
  const found = pictures(transfer);
  if (place && found.length) add(found);
  else toast(say(place ? "no_picture" : "drop_on_answer"), "alarm");
}
