// Whether this person takes cases: a switch in their menu, kept true by the signs of life of every open page. Until the
// desk has said how it stands it cannot be pressed: a press would be lost, or mean the opposite.
import { toast } from "./toasts.js";
import { say } from "./words.js";

const LIFE = 30000;
const control = document.getElementById("take-cases");

let asked = 0;
let turning = false; // by the hand on this page

async function tell(method) {
  const turn = ++asked; // an earlier answer that comes later knows less
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(control.dataset.address, { method, headers }).catch(() => {});
  const told = answer?.ok && (await answer.json());
  if (told && (turn === asked || method !== "PUT")) {
    if (!turning && control.ariaChecked === "true" && !told.here) toast(say("no_more_cases"));
    show(told.here);
  }
  control.disabled = false;
  return Boolean(answer?.ok);
}

function show(here) {
  control.ariaChecked = String(here);
  const me = document.getElementById("me");
  me.classList.toggle("here", here);
  me.ariaDescription = here ? say("takes_cases") : "";
}

if (control) {
  control.addEventListener("click", async () => {
    turning = true;
    if (!(await tell(control.ariaChecked === "true" ? "DELETE" : "POST"))) toast(say("offline"), "alarm");
    turning = false;
  });
  // Another page of this person, or their own silence, may have turned it.
  document.addEventListener("hark:hints", ({ detail }) => {
    if (detail.all || detail.kinds.has("agent_here") || detail.kinds.has("agent_away")) tell("PUT");
  });
  setInterval(() => tell("PUT"), LIFE);
  tell("PUT");
}
