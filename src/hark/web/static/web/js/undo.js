// One's own last act is taken back by a key or a command, also when its toast has gone and on another page of the tab.
import { toast } from "./toasts.js";
import { say } from "./words.js";

const KEPT = "hark.acts";
const WINDOW = 10 * 60_000; // as hark.actions.undo
const MOST = 20;

const open = () => document.getElementById("case")?.dataset.case;

/** The acts that can be taken back, the newest last. */
function acts() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  return kept.filter(({ by, at }) => by === document.body.dataset.me && Date.now() - at < WINDOW);
}

function keep(button) {
  const method = button.hasAttribute("hx-post") ? "POST" : "DELETE";
  const values = JSON.parse(button.getAttribute("hx-vals") ?? "{}");
  if (button.name) values[button.name] = button.value;
  const said = button.closest("[data-toast]").querySelector("span").textContent;
  const act = { by: document.body.dataset.me, at: Date.now(), about: open(), method, address: button.getAttribute(`hx-${method.toLowerCase()}`), values, said };
  button.dataset.act = act.key = `${act.at}-${Math.random()}`;
  sessionStorage.setItem(KEPT, JSON.stringify([...acts(), act].slice(-MOST)));
}

function forget(key) {
  sessionStorage.setItem(KEPT, JSON.stringify(acts().filter((act) => act.key !== key)));
}

new MutationObserver(() => {
  for (const button of document.querySelectorAll("#toasts [data-undo=act]:not([data-act])")) keep(button);
}).observe(document.getElementById("toasts"), { childList: true, subtree: true });

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-undo]");
  if (button) forget(button.dataset.act);
  if (target.closest?.("[data-take-back]")) takeBack();
});

/** Take the last act back, or say that there is none. */
export function takeBack() {
  const act = acts().at(-1);
  if (!act) return void toast(say("nothing_back"));
  const button = document.querySelector(`[data-act="${act.key}"]`);
  if (button && act.about === open()) return void button.click();
  button?.closest("[data-toast]").remove();
  forget(act.key);
  ask(act);
}

// Its answer draws the case of the act, which is seldom the one that is open now: only what it says is used.
async function ask({ method, address, values, said }) {
  const given = new URLSearchParams(values);
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "Hark-Undo": "1" };
  const inAddress = method === "DELETE" && given.size ? `${address.includes("?") ? "&" : "?"}${given}` : "";
  const answer = await fetch(address + inAddress, { method, headers, body: method === "POST" ? given : undefined }).catch(() => null);
  const told = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html").querySelector("[data-toast]");
  const done = answer?.ok && !told?.classList.contains("alarm");
  if (done) toast(say("taken_back", { what: said }));
  else toast(told?.querySelector("span").textContent ?? say(answer ? "not_back" : "offline"), "alarm");
  for (const name of ["hark:changed", "hark:touched"]) document.dispatchEvent(new CustomEvent(name));
}
