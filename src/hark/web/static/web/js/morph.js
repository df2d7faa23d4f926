// What a live update must not take away: an open menu or dialog, unfolded details, words somebody is typing.

const TYPED = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit], [type=button])";

/** Whether somebody has this open in front of them, or has changed it by hand. */
function inUse(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return false;
  if (node.matches(":popover-open, dialog[open]")) return true;
  if (node.matches(TYPED)) return node.value !== node.defaultValue;
  if (node.matches("[type=checkbox], [type=radio]")) return node.checked !== node.defaultChecked;
  return node.matches("select") && node === document.activeElement;
}

const holdsUse = (node) =>
  inUse(node) || (node.nodeType === Node.ELEMENT_NODE && [...node.querySelectorAll("[popover], dialog")].some(inUse));

let missed = false; // a menu in use has not been brought up to date

// Asked for again with every update: idiomorph spares the value of the active element, but with it all that the element
// holds, and a link or button that has the focus must not keep its old words.
Object.defineProperty(Idiomorph.defaults, "ignoreActiveValue", {
  enumerable: true,
  get: () => document.activeElement?.matches(TYPED) ?? false,
});
Object.assign(Idiomorph.defaults.callbacks, {
  beforeNodeMorphed: (old) => !kept(inUse(old)),
  beforeNodeRemoved: (old) => !kept(holdsUse(old)),
  // The server does not know what a reader has unfolded.
  beforeAttributeUpdated: (name, node) => !(name === "open" && node.localName === "details"),
});

function kept(use) {
  missed ||= use;
  return use;
}

// Its own act, if it was one, answers first.
document.addEventListener(
  "toggle",
  ({ target, newState }) => {
    if (!missed || newState !== "closed" || !target.matches("[popover], dialog")) return;
    missed = false;
    setTimeout(() => document.dispatchEvent(new CustomEvent("hark:touched")), 500);
  },
  true,
);
