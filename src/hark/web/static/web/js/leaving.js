// Whoever leaves a form of the settings with something typed into it is asked first, by the browser itself.
const form = document.querySelector(".setup form.form");

// What the rows of fields count by the way is nobody's word, and an empty row says nothing.
const said = () =>
  [...new FormData(form)].filter(([name, value]) => value && !name.endsWith("_FORMS")).join("\n");

if (form) {
  const before = form.querySelector(".error, .problem") ? undefined : said();
  let sent = false;
  form.addEventListener("submit", () => (sent = true));
  addEventListener("pageshow", () => (sent = false));
  addEventListener("beforeunload", (event) => {
    if (!sent && said() !== before) event.preventDefault();
  });
}
