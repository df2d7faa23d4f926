// The live channel: hints come in, parts of the page are fetched. The stream never carries what they show.
import { underHead } from "./head.js";
import { say } from "./words.js";

const GATHER = 250; // hints within this many milliseconds become one fetch
const banner = document.getElementById("connection");
// The stream speaks every fifteen seconds. One that is silent for longer is dead, and nobody has told the browser: the
// laptop slept, or the way there broke.
const SILENT = 40000;
let source, last, lostAt, retry, gathered;
let patience = 1000;
let heardAt = Date.now();

/** Open the stream; whenever it ends, open it again where it stopped. */
export async function connect() {
  clearTimeout(retry);
  source?.close();
  heardAt = Date.now();
  try {
    const answer = await fetch("/live/ticket", { headers: { "HX-Request": "true" } });
    if (answer.status === 401) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    open((await answer.json()).ticket);
  } catch {
    lost();
  }
}

function open(ticket) {
  const address = new URL("/live", location.href);
  address.searchParams.set("ticket", ticket);
  if (last) address.searchParams.set("last", last);
  source = new EventSource(address);
  source.addEventListener("open", healed);
  source.addEventListener("ready", heard);
  source.addEventListener("beat", heard);
  source.addEventListener("hint", (event) => {
    heard(event);
    gather(JSON.parse(event.data));
  });
  source.addEventListener("presence", (event) => {
    heard(event);
    document.dispatchEvent(new CustomEvent("hark:presence", { detail: JSON.parse(event.data) }));
  });
  source.addEventListener("reload", (event) => {
    heard(event);
    gather({ kind: "reload", case: null });
  });
  source.addEventListener("error", () => {
    source.close();
    lost();
  });
}

function heard(event) {
  heardAt = Date.now();
  if (event.lastEventId) last = event.lastEventId;
}

function healed() {
  const wasLost = lostAt !== undefined;
  lostAt = undefined;
  patience = 1000;
  banner.hidden = true;
  if (wasLost) gather({ kind: "reload", case: null });
}

function lost(since = Date.now()) {
  lostAt ??= since;
  retry = setTimeout(connect, patience);
  patience = Math.min(patience * 2, 15000);
}

// A stream that is reopened within two seconds was never missed.
setInterval(() => {
  if (lostAt === undefined && Date.now() - heardAt > SILENT) {
    lost(heardAt);
    connect();
  }
  if (lostAt === undefined) return;
  const age = Math.round((Date.now() - lostAt) / 1000);
  if (age < 2) return;
  banner.hidden = false;
  underHead(banner);
  banner.querySelector("[data-text]").textContent = say("lost", { age: say("seconds", { n: age }) });
}, 1000);
banner.querySelector("[data-retry]").addEventListener("click", connect);
window.addEventListener("online", connect);

function gather(hint) {
  if (!gathered) {
    gathered = { cases: new Map(), kinds: new Set(), all: false }; // case → the events that speak of it
    whenSeen(() => setTimeout(tell, GATHER));
  }
  if (hint.kind === "reload") gathered.all = true;
  else gathered.cases.set(hint.case, [...(gathered.cases.get(hint.case) ?? []), ...hint.events]);
  gathered.kinds.add(hint.kind);
}

function tell() {
  const detail = gathered;
  gathered = undefined;
  document.dispatchEvent(new CustomEvent("hark:hints", { detail }));
}

// A page nobody looks at waits until somebody does.
function whenSeen(call) {
  if (!document.hidden) return call();
  document.addEventListener("visibilitychange", call, { once: true });
}
