// The composer: lane and mode, the count, and the answer shown before the desk has confirmed it.
import { forget, keep, placeOf, remember, restore, show, wordsIn } from "./drafts.js";
import { look, standing } from "./guards.js";
import { mark, originOf, recall } from "./origin.js";
import { toast } from "./toasts.js";
import { refresh } from "./pictures.js";
import { say } from "./words.js";

const RING = 50.3;
const NEAR = 40;
const box = () => document.getElementById("composer");
const field = () => document.getElementById("reply-text");
const sent = new WeakMap(); // request → the words it carries, and where they belong
let count;

/** Go to a mode: "public", "private" or "note". Changing the lane is this explicit act and nothing else. */
export function mode(name, { focus = true } = {}) {
  const place = box();
  if (!place) return;
  const noting = name === "note";
  if (!noting && place.dataset.lane !== name) switchLane(place, name);
  document.getElementById("answer").hidden = noting;
  document.getElementById("note").hidden = !noting;
  for (const button of place.querySelectorAll("[data-mode][aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button.dataset.mode === name));
  }
  weigh();
  if (!noting && field().value) look();
  if (focus) (noting ? document.getElementById("note-text") : field()).focus();
}

function switchLane(place, lane) {
  keep();
  const text = field();
  const words = wordsIn(lane);
  show(place.dataset.lane, text.value);
  place.dataset.lane = lane;
  place.querySelector("[name=lane]").value = lane;
  text.value = words;
  [text.placeholder, text.dataset.otherPlaceholder] = [text.dataset.otherPlaceholder, text.placeholder];
  document.dispatchEvent(new CustomEvent("hark:lane", { detail: lane }));
}

// --- counting ---

async function counter(place) {
  if (place.dataset.network !== "x") return (text) => [...new Intl.Segmenter().segment(text)].length;
  const library = (await import(place.dataset.counter)).default;
  return Object.assign((text) => library.parseTweet(text).weightedLength, { links: library.extractUrls });
}

/** Count the words, say what they cost and whether they may leave. */
export async function weigh() {
  const place = box();
  if (!place) return;
  mark(place, field());
  count ??= await counter(place);
  const lane = place.dataset.lane;
  const limit = lane === "private" ? 10000 : Number(place.dataset.limit);
  const text = field().value.trim();
  const signature = lane === "public" && place.dataset.initials ? ` ^${place.dataset.initials}` : "";
  const length = text ? (lane === "private" ? [...text].length : count(text.normalize("NFC") + signature)) : 0;
  const posts = previewed();
  paint(place, limit - length, length / limit, lane === "public" && length > limit ? { posts } : undefined);
  const price = place.querySelector(".bar .price");
  const alone = count.links?.(text).length ? price.dataset.linked : price.dataset.plain;
  price.textContent = posts ? document.getElementById("preview").dataset.price : alone;
  const permission = place.querySelector("#permission").dataset;
  const may = permission[lane === "private" ? "private" : "public"];
  // In a case that went into another one meanwhile nothing more is written.
  for (const area of place.querySelectorAll("#reply-text, #note-text")) area.readOnly = "elsewhere" in permission;
  place.dataset.may = may;
  place.querySelector(".send[type=submit]").disabled = !text || (length > limit && !posts) || may !== "send" || standing() || place.classList.contains("locked");
}

/** How many posts the words make that are shown as they will appear; 0 while they are not, or when they make none. */
function previewed() {
  const { about, posts } = document.getElementById("preview").dataset;
  return about && about === field().value ? Number(posts) : 0;
}

function paint(place, left, share, thread) {
  const shown = place.querySelector("[data-count]");
  shown.classList.toggle("over", left < 0 && !thread);
  shown.classList.toggle("near", left >= 0 && left < NEAR);
  shown.querySelector(".hand").setAttribute("stroke-dashoffset", (RING * (1 - Math.min(1, share))).toFixed(1));
  shown.querySelector("[data-number]").textContent = thread ? say("posts", { n: thread.posts || "…" }) : share > 0 ? left : "";
  shown.title = thread ? say("as_thread") : left < 0 ? say("over", { n: -left }) : say("left", { n: left });
}

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.closest?.("#composer")) return;
  if (area.matches("[name=tag], [name=word], [data-say-too]")) look();
  if (!area.matches("#reply-text, #note-text")) return void weigh();
  remember(placeOf(area), area.value);
  if (area === field()) {
    weigh();
    look();
  }
});
document.addEventListener("hark:guarded", weigh);
// Whom one answers stays what one saw while words stand there, until one says that one has read what came since, and
// as long as it is the same post.
let read = false;
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (detail.target.id !== "answering") return;
  const named = (name) => `#answering [name=${name}], :scope > [name=${name}]`;
  const post = (part) => ["seen", "answered"].map((name) => part.querySelector(named(name))?.value).join();
  if (post(detail.fragment) === post(detail.target) || (field().value && !read)) detail.shouldSwap = false;
  else read = false;
});

// --- sending ---

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt.id === "answer") detail.parameters.origin = originOf(field().value);
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (!["answer", "note"].includes(detail.elt.id)) return;
  const area = detail.elt.id === "note" ? document.getElementById("note-text") : field();
  const at = placeOf(area);
  sent.set(detail.xhr, { at, text: area.value, origin: originOf(area.value) });
  forget(at);
  if (area !== field()) return;
  const place = box();
  const bubble = document.getElementById("optimistic").content.cloneNode(true);
  const signed = place.dataset.lane === "public" && place.dataset.initials ? ` ^${place.dataset.initials}` : "";
  bubble.querySelector(".text").textContent = field().value.trim() + signed;
  bubble.firstElementChild.classList.toggle("private", place.dataset.lane === "private");
  const thread = document.querySelector(`.lane-pane.${place.dataset.lane} .thread-inner`);
  thread.append(bubble);
  thread.parentElement.scrollTop = thread.parentElement.scrollHeight;
  place.querySelector("[data-saved]").textContent = "";
  field().value = "";
  weigh();
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const words = sent.get(detail.xhr);
  if (!words) return;
  if (!detail.successful) return void back(words);
  if (words.at.lane === "note") {
    const note = document.getElementById("note-text");
    if (box().dataset.draftUrl !== words.at.address || note.value !== words.text) return; // another one by now
    note.value = "";
    mode(box().dataset.lane);
  } else {
    look();
    refresh();
  }
});

// The words did not leave: they are a draft again, also when another case is open by now or more was begun meanwhile.
function back({ at, text, origin }) {
  const open = box()?.dataset.draftUrl === at.address;
  if (open) document.getElementById("answer-new")?.remove();
  const begun = open && wordsIn(at.lane);
  const all = begun ? `${begun.trimEnd()}\n\n${text}` : text;
  if (open) show(at.lane, all);
  remember(at, all, begun ? "" : origin);
  weigh();
}

// An answer was taken back before it left: its words are a draft again, behind what was begun meanwhile.
document.addEventListener("hark:given-back", async ({ detail }) => {
  if (!document.getElementById("lanes")?.dataset.cases.split(" ").includes(String(detail.case))) return;
  const address = box().dataset.draftUrl;
  const answer = await fetch(`${address}?lane=${detail.lane}`).catch(() => undefined);
  if (!answer?.ok || box()?.dataset.draftUrl !== address) return;
  const { text } = await answer.json();
  if (text.startsWith(wordsIn(detail.lane).trimEnd())) show(detail.lane, text);
  weigh();
  look();
});

// --- hands ---

document.addEventListener("click", async (event) => {
  const button = event.target.closest("#composer [data-mode][aria-pressed]");
  if (button) mode(button.dataset.mode);
  if (event.target.closest("[data-read-again]")) {
    read = true;
    field().focus();
    document.dispatchEvent(new CustomEvent("hark:touched"));
  }
  const byHand = event.target.closest("[data-by-hand]");
  if (byHand) {
    await navigator.clipboard?.writeText(field().value).catch(() => {});
    const address = box().dataset.lane === "private" ? byHand.dataset.byHandPrivate : byHand.dataset.byHand;
    window.open(`${address}&text=${encodeURIComponent(field().value)}`, "_blank", "noopener");
    toast(say("copied"));
  }
});
document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("#composer")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const submit = event.target.form?.querySelector("[type=submit]");
    if (submit && !submit.disabled) event.target.form.requestSubmit(submit);
    event.preventDefault();
  } else if (event.key === "Escape" && !event.isComposing) {
    event.target.blur();
  }
});
document.addEventListener("hark:opened", opened);
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  if (["permission", "guards", "word-guards"].includes(detail.target?.id)) weigh();
  // What has been said meanwhile, by a colleague or in another tab, may stand against saying this.
  if (detail.target?.id === "lanes" && field()?.value) look();
});

function opened() {
  read = false;
  if (box()) recall(box(), field());
  restore();
  weigh();
  // A draft that is found again is held against the guards, and shown as it will appear, before anybody types.
  if (field()?.value) look();
}
opened();
