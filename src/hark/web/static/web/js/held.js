// A list that lives does not move under a pointer that is about to click. It waits until the pointer has left it, or
// rests: on a screen that only hangs there it must not stand still.
const RESTS = 8_000;

/** How a fresh page is taken where the pointer is on its list: with the list as it stands. `again` fetches anew. */
export function keeper(selector, again) {
  let moved = 0;
  let late = false;
  let timer;

  function release() {
    moved = 0;
    if (!late) return;
    late = false;
    again();
  }

  function look() {
    const left = moved + RESTS - Date.now();
    timer = setTimeout(() => (Date.now() - moved < RESTS ? look() : release()), Math.max(left, 0));
  }

  document.addEventListener("pointermove", ({ target, pointerType }) => {
    if (pointerType !== "mouse") return;
    if (target.closest?.(selector)) moved = Date.now();
    else release();
  });

  return (present, fresh) => {
    const [mine, theirs] = [present, fresh].map((page) => page.querySelector(selector));
    const held = Boolean(mine && theirs) && Date.now() - moved < RESTS;
    if (held) {
      theirs.replaceWith(mine.cloneNode(true));
      late = true;
      clearTimeout(timer);
      look();
    }
    document.body.classList.toggle("held", held);
    return held;
  };
}
