// Guards and preview: while somebody types, the desk says what stands against the answer and how it will appear.
import { underline } from "./marks.js";
import { say } from "./words.js";

const AFTER_TYPING = 500;
let timer, asked;

const form = () => document.getElementById("answer");
const box = () => document.getElementById("guards");
const wordBox = () => document.getElementById("word-guards"); // of what a private answer says in public too
const BOXES = ":is(#guards, [data-lane=private] #word-guards)";

/** How many things still stand in the way: blocks, and warnings without a reason. Says so beside the button. */
export function standing() {
  const reasons = [...document.querySelectorAll(`${BOXES} .guard input`)].filter((reason) => !reason.value.trim());
  const many = document.querySelectorAll(`${BOXES} .guard.blocks`).length + reasons.length;
  const told = document.getElementById("stands");
  if (told) {
    told.hidden = !many;
    told.lastElementChild.textContent = many === 1 ? say("stands_one") : say("stands_many", { n: many });
  }
  return many;
}

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("#more-guards")) form().classList.toggle("all-guards");
  if (!target.closest?.("#stands")) return;
  const first = document.querySelector(`${BOXES} .guard`).parentElement;
  first.scrollIntoView({ block: "center" });
  first.querySelector("input:placeholder-shown")?.focus({ preventScroll: true });
});

/** Ask again what stands against the words, a moment after the last of them. */
export function look() {
  clearTimeout(timer);
  timer = setTimeout(ask, AFTER_TYPING);
}

async function ask() {
  const place = form();
  const address = place?.closest("#composer").dataset.guardsUrl;
  if (!address) return;
  const body = new FormData(place);
  const words = document.getElementById("reply-text").value;
  const mine = (asked = Symbol(address));
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true" };
  try {
    const answer = await fetch(address, { method: "POST", body, headers });
    // Words typed or cases opened meanwhile make this answer an old one.
    if (answer.ok && mine === asked && form() === place) show(await answer.text(), words);
  } catch {
    // Sending asks again; the live channel says that the connection is lost.
  }
}

function show(html, words) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const old of [box(), wordBox()]) renew(old, page.getElementById(old.id));
  underline(box(), words);
  preview(page.getElementById("preview"));
  document.dispatchEvent(new CustomEvent("hark:guarded"));
}

function renew(old, fresh) {
  const given = new Map([...old.querySelectorAll("input")].map((reason) => [reason.id, reason.value]));
  for (const reason of fresh.querySelectorAll("input")) reason.setAttribute("value", given.get(reason.id) ?? "");
  Idiomorph.morph(old, fresh);
}

// --- what will be posted ---

// Open when it tells more than the text field does, unless somebody has opened or shut it on this case.
let chosen;
document.addEventListener("click", ({ target }) => {
  const posts = target.closest?.("#preview summary")?.parentElement;
  if (posts) chosen = { case: posts.closest("#composer").dataset.case, open: !posts.open };
});

function preview(fresh) {
  Idiomorph.morph(document.getElementById("preview"), fresh);
  const posts = document.getElementById("preview-posts");
  if (!posts) return;
  const mine = chosen?.case === posts.closest("#composer").dataset.case;
  posts.open = mine ? chosen.open : "telling" in posts.dataset;
}
