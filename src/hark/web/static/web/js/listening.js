// What is heard stays true by itself: with every hint, and as ages move.
import { tick } from "./clock.js";
import { keeper } from "./held.js";

const OFTEN = 10_000;
const hold = keeper(".heard", refresh);
let asking = false;

async function refresh() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const answer = await fetch(`/wall/listening${location.search}`, { headers: { "HX-Request": "true" } });
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("listening");
    const present = document.getElementById("listening");
    if (fresh) {
      hold(present, fresh);
      Idiomorph.morph(present, fresh);
    }
    tick();
  } catch {
    // The live channel says that the connection is lost.
  } finally {
    asking = false;
  }
}

document.addEventListener("hark:hints", refresh);
setInterval(refresh, OFTEN);
