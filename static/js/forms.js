// Small comforts of forms: show a password, print, filter a list, copy a text, send by Ctrl+Enter, guess the time zone.
import { announce, say } from "./words.js";

const serve = (part) =>
  part.querySelectorAll?.("[data-reveal], [data-copy], [data-print]").forEach((button) => (button.hidden = false));
serve(document);
document.addEventListener("htmx:load", ({ target }) => serve(target));

const deeds = {
  print: () => window.print(),
  reveal(button) {
    const field = document.querySelector(button.dataset.reveal);
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.textContent = say(shown ? "hide" : "show");
    button.setAttribute("aria-pressed", String(shown));
  },
  async copy(button) {
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    announce(say("copied"));
    const words = [...button.childNodes];
    button.replaceChildren(say("copied"));
    setTimeout(() => button.replaceChildren(...words), 2_000);
  },
};

document.addEventListener("click", ({ target }) => {
  for (const [name, deed] of Object.entries(deeds)) {
    const button = target.closest(`[data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}]`);
    if (button) return deed(button);
  }
});

document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.filter) return;
  const wanted = target.value.trim().toLocaleLowerCase();
  for (const row of document.querySelectorAll(`${target.dataset.filter} > *`)) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  }
});

// <form data-submit-on-change>: filters apply at once; without JavaScript there is a button.
document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-submit-on-change]");
  if (form) form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form");
  if (!form || !event.target.matches("textarea")) return;
  event.preventDefault();
  const next = event.shiftKey && form.querySelector("[data-key-send-next]");
  const button = next || form.querySelector("[data-key-send]") || form.querySelector("[type=submit]");
  // A click, not a submission: HTMX and the server learn from it which button it was.
  if (button) button.click();
  else form.requestSubmit();
});

// <select data-zone-guess>: the device's own zone, as long as nobody has chosen one.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
document.querySelectorAll("select[data-zone-guess]").forEach((select) => {
  if (select.value === "UTC" && [...select.options].some((option) => option.value === zone)) select.value = zone;
});
