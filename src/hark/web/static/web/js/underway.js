// Acts on their way. A key pressed before the answer means the case as the act leaves it, so it waits for the answer.
const underway = new Map(); // request → the case that was open
let waiting = [];
let idle = [];

const open = () => document.getElementById("case")?.dataset.case;

document.addEventListener("htmx:beforeSend", ({ detail }) => {
  // Words and pictures take their time and leave no way back.
  if (detail.requestConfig.verb === "get" || detail.elt.closest("#composer")) return;
  const { xhr } = detail;
  underway.set(xhr, open());
  xhr.addEventListener("loadend", () => ended(xhr));
});

/** Call this when no act is underway: on the open case (and only if it still is the open one), or on any. */
export function afterwards(call, { anywhere = false } = {}) {
  waiting.push({ call, about: anywhere ? undefined : open() });
  next();
}

/** Call this when no act is underway, whatever became of it. */
export function settled(call) {
  if (underway.size) idle.push(call);
  else call();
}

function ended(xhr) {
  const about = underway.get(xhr);
  underway.delete(xhr);
  // What did not happen leaves nothing to act upon.
  if (xhr.status < 200 || xhr.status >= 300) waiting = waiting.filter((one) => one.about && one.about !== about);
  next();
  if (underway.size) return;
  const calls = idle;
  idle = [];
  for (const call of calls) call();
}

// One at a time: each may put an act on its way that the next must wait for.
function next() {
  const found = waiting.findIndex(({ about }) => !busy(about));
  if (found < 0) return;
  const [{ call, about }] = waiting.splice(found, 1);
  if (!about || about === open()) call();
  next();
}

function busy(about) {
  return about ? [...underway.values()].includes(about) : underway.size > 0;
}
