// The two lanes of a case: where one writes, and moving a case to private in one act.
import { mode, weigh } from "./composer.js";
import { look } from "./guards.js";

const box = () => document.getElementById("composer");
const field = () => document.getElementById("reply-text");
const move = () => document.getElementById("move");

/** Say which lane is written in wherever that is shown. */
function paint() {
  const lane = box()?.dataset.lane;
  for (const tab of document.querySelectorAll(".lane-tab")) tab.ariaPressed = String(tab.dataset.write === lane);
}

function put(text) {
  field().value = text;
  field().dispatchEvent(new Event("input", { bubbles: true }));
  field().setSelectionRange(text.length, text.length);
}

// The first look at the private lane finds its first words written; nothing of one's own is replaced. Nobody has typed
// them: no pen is taken for them and no draft kept.
function opened(lane) {
  paint();
  const { opening } = move().dataset;
  if (lane !== "private" || !opening || field().value) return;
  field().value = opening;
  field().setSelectionRange(opening.length, opening.length);
  weigh();
  look();
}

function invite() {
  const text = move().dataset.invitation;
  mode("public");
  if (!field().value.includes(text)) put(field().value ? `${field().value} ${text}` : text);
}

const watch = { subtree: true, attributes: true, attributeFilter: ["data-lane"] };
new MutationObserver((changes) => {
  if (changes.some(({ target }) => target === box())) opened(box().dataset.lane);
}).observe(document.body, watch);

document.addEventListener("click", ({ target }) => {
  const lane = target.closest("[data-write]")?.dataset.write;
  // On a phone a tab is for reading first: no keyboard until the field is touched.
  if (lane) mode(lane, { focus: !target.closest(".lane-tab") });
  if (target.closest("[data-invite]")) invite();
});
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-say-too]")) return;
  document.getElementById("public-word").disabled = !target.checked;
});
document.addEventListener("htmx:oobAfterSwap", paint);
document.addEventListener("hark:opened", paint);
paint();
