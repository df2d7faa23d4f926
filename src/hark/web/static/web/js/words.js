// The sentences scripts say, translated on the server.
const words = JSON.parse(document.getElementById("words").textContent);

/** The sentence of this name with %(name)s filled in. */
export function say(name, values = {}) {
  return (words[name] ?? name).replace(/%\((\w+)\)[sd]/g, (_, key) => values[key] ?? "");
}

/** A length of time in its largest sensible unit, as hark.web.times.span. */
export function span(seconds) {
  const length = Math.abs(seconds);
  if (length < 60) return say("now");
  if (length < 3600) return say("min", { n: Math.floor(length / 60) });
  if (length < 86400) return say("h", { n: Math.floor(length / 3600) });
  return say("d", { n: Math.floor(length / 86400) });
}
