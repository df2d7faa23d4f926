// Unsent words. The desk keeps them; until it has said so this tab does, through a lost connection and a reload.
import { again } from "./again.js";
import { borrow, originOf } from "./origin.js";
import { say } from "./words.js";

const AFTER_TYPING = 600;
const UNKEPT = "hark.words";
const asked = new Map(); // place → the answer that is awaited
let timer;

const box = () => document.getElementById("composer");
const nameOf = ({ address, lane }) => `${document.body.dataset.me} ${lane} ${address}`;
const laneOf = (area) => (area.id === "note-text" ? "note" : box().dataset.lane);
/** Where the words of a field belong. By the time they are sent the page may show another case. */
export const placeOf = (area) => ({ address: box().dataset.draftUrl, lane: laneOf(area) });

const stored = () => JSON.parse(sessionStorage.getItem(UNKEPT) ?? "{}");

/** What the desk has not said it keeps, of whoever is signed in. */
const unkept = () => Object.values(stored()).filter(({ by }) => by === document.body.dataset.me);

function store(change) {
  const drafts = stored();
  change(drafts);
  sessionStorage.setItem(UNKEPT, JSON.stringify(drafts));
}

/** These words are to be kept at this place: in this tab at once, by the desk in a moment. */
export function remember(place, text, origin = originOf(text)) {
  store((drafts) => {
    drafts[nameOf(place)] = { ...place, text, origin, by: document.body.dataset.me };
  });
  tell("");
  clearTimeout(timer);
  timer = setTimeout(keep, AFTER_TYPING);
}

/** These words are on their way: the desk throws their draft away when it has them. */
export function forget(place) {
  store((drafts) => delete drafts[nameOf(place)]);
}

/** Give the desk now what it has not kept yet; a promise of its answers. What it cannot take stays in this tab. */
export function keep() {
  clearTimeout(timer);
  return Promise.all(unkept().filter(({ refused }) => !refused).map(inTurn));
}

/** One after another at each place: on a slow line older words must not come after newer ones. */
function inTurn(draft) {
  const name = nameOf(draft);
  const before = asked.get(name);
  if (before) return before.then(() => stored()[name] && inTurn(stored()[name]));
  const given = give(draft).finally(() => asked.delete(name));
  asked.set(name, given);
  return given;
}

const later = again(keep);

async function give(draft) {
  const { address, lane, text, origin } = draft;
  const body = new URLSearchParams({ lane, text, origin });
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(address, { method: "PUT", body, headers, keepalive: true }).catch(() => undefined);
  store((drafts) => {
    const now = drafts[nameOf(draft)];
    if (now?.text !== text) return; // more was typed meanwhile
    if (answer?.ok) delete drafts[nameOf(draft)];
    else now.refused = answer?.status === 422;
  });
  if (answer?.ok || answer?.status === 422) later.came();
  else later.failed();
  const told = answer?.status === 422 ? await answer.text() : say(answer?.ok ? "draft_kept" : "draft_here");
  if (box()?.dataset.draftUrl === address && wordsIn(lane) === text) tell(told);
}

function tell(text) {
  const place = box()?.querySelector("[data-saved]");
  if (place) place.textContent = text;
}

/** Put into the fields of the open case what its own drafts do not hold yet. */
export function restore() {
  for (const { address, lane, text, origin } of unkept()) {
    if (address !== box()?.dataset.draftUrl) continue;
    borrow(text, origin);
    show(lane, text);
  }
  keep();
}

const slot = (lane) => (lane === "private" ? "draftPrivate" : "draftPublic");

/** The words that stand in a lane of the open case, or "note". */
export function wordsIn(lane) {
  const field = document.getElementById(lane === "note" ? "note-text" : "reply-text");
  return lane === "note" || lane === box().dataset.lane ? field.value : (field.dataset[slot(lane)] ?? "");
}

/** Words for a lane of the open case: in their field, or where the field finds them when its lane is chosen. */
export function show(lane, text) {
  const field = document.getElementById("reply-text");
  if (lane === "note") document.getElementById("note-text").value = text;
  else {
    field.dataset[slot(lane)] = text;
    if (lane === box().dataset.lane) field.value = text;
  }
}

// Whoever leaves waits for no answer.
window.addEventListener("pagehide", () => unkept().filter(({ refused }) => !refused).forEach(give));
window.addEventListener("online", keep);
// The live channel is back: the page looks at everything again.
document.addEventListener("hark:hints", ({ detail }) => detail.all && keep());
for (const name of ["htmx:beforeSwap", "htmx:oobBeforeSwap"]) {
  document.addEventListener(name, ({ detail }) => detail.target.id === "workspace" && keep());
}
