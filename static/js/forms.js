// Small comforts of forms: show a password, fill in a demo sign-in, filter a list, copy a text, send by Ctrl+Enter.
import { announce, say } from "./words.js";

const serve = (part) =>
  part.querySelectorAll?.("[data-reveal], [data-fill-login], [data-copy]").forEach((button) => (button.hidden = false));
serve(document);
document.addEventListener("htmx:load", ({ target }) => serve(target));

const deeds = {
  reveal(button) {
    const field = document.querySelector(button.dataset.reveal);
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.textContent = say(shown ? "hide" : "show");
    button.setAttribute("aria-pressed", String(shown));
  },
  fillLogin(button) {
    const form = button.closest("form");
    form.elements.login.value = button.dataset.fillLogin;
    form.elements.password.value = button.dataset.fillPassword;
    form.querySelector("[type=submit]").focus();
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
  // A click, not a submission: HTMX and the server learn from it which button it was.
  (next || form.querySelector("[data-key-send]") || form.querySelector("[type=submit]")).click();
});
