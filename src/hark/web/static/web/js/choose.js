// Choices that fold away say what is chosen of them, also while somebody chooses.
document.addEventListener("change", ({ target }) => {
  const place = target.closest?.(".choose");
  const names = [...(place?.querySelectorAll("input:checked + span") ?? [])].map((name) => {
    const said = document.createElement("span");
    said.textContent = name.textContent;
    return said;
  });
  place?.querySelector(".chosen").replaceChildren(...names);
});
