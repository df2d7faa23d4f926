// The head of the case, whose height goes by what it has to say.

/** Tells the styles of what lies above the page where the head of the case ends. */
export function underHead(over) {
  const head = document.getElementById("case-head");
  if (head) over.style.setProperty("--head", `${head.getBoundingClientRect().bottom}px`);
}
