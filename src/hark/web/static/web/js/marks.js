// The words a guard objects to, underlined where they stand: a copy of the text lies behind the field, unseen but for
// its lines. While somebody types, lines move along with their words and leave with them.
const field = () => document.getElementById("reply-text");
const sheet = () => document.getElementById("marks");
let text = "";
let spans = [];

/** Underline what the guards in `box` object to in `asked`, the words they were held against. */
export function underline(box, asked) {
  const lead = asked.length - asked.trimStart().length;
  const points = [...asked.trimStart()];
  const place = (point) => lead + points.slice(0, point).join("").length;
  text = asked;
  spans = [...box.querySelectorAll(".guard[data-spans]")].flatMap((guard) =>
    guard.dataset.spans.split(" ").filter(Boolean).map((pair) => {
      const [start, end] = pair.split("-").map(Number);
      return { start: place(start), end: place(end), kind: guard.classList.contains("warns") ? "warns" : "blocks" };
    }),
  );
  follow();
}

function follow() {
  const now = field().value;
  const most = Math.min(now.length, text.length);
  let before = 0;
  while (before < most && now[before] === text[before]) before += 1;
  let behind = 0;
  while (behind < most - before && now.at(-1 - behind) === text.at(-1 - behind)) behind += 1;
  const [changed, moved] = [text.length - behind, now.length - text.length];
  spans = spans.flatMap((span) => {
    if (span.end <= before) return [span];
    return span.start >= changed ? [{ ...span, start: span.start + moved, end: span.end + moved }] : [];
  });
  text = now;
  draw();
}

function draw() {
  const parts = [];
  let at = 0;
  for (const { start, end, kind } of [...spans].sort((one, other) => one.start - other.start)) {
    if (start < at || start >= text.length) continue;
    const mark = document.createElement("mark");
    mark.className = kind;
    mark.textContent = text.slice(start, end);
    parts.push(text.slice(at, start), mark);
    at = end;
  }
  sheet().replaceChildren(...(parts.length ? [...parts, text.slice(at)] : []));
  lay();
}

function lay() {
  // A scroll bar takes room from the words; the copy leaves the same room.
  sheet().style.width = `${field().clientWidth}px`;
  sheet().scrollTop = field().scrollTop;
}

document.addEventListener("input", ({ target }) => target === field() && sheet() && follow());
document.addEventListener("scroll", ({ target }) => target === field() && sheet() && lay(), { capture: true });
window.addEventListener("resize", () => sheet() && lay());
