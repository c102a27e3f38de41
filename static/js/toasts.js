// One toast at a time: a newer one replaces it. It stays 10 s, longer while it is looked at;
// its undo goes on working by Z when it is gone.
import { announce } from "./words.js";

const STAY = 10_000;
const region = document.getElementById("toasts");
const template = document.getElementById("toast-template");

export function toast({ text, undo = null, tone = "" }) {
  const element = template.content.firstElementChild.cloneNode(true);
  element.querySelector("p").textContent = text;
  if (tone === "error") element.classList.add("error");
  const form = element.querySelector("form");
  if (undo && undo.startsWith("/")) {
    form.action = undo;
    form.setAttribute("hx-post", undo);
    form.hidden = false;
    window.htmx?.process(form);
  } else {
    form.remove();
  }
  const keepsUndo = region.querySelector("[data-toast][hidden] form");
  region.replaceChildren(...(undo || !keepsUndo ? [] : [keepsUndo.closest("[data-toast]")]), element);
  announce(text);
  wait(element);
}

function wait(element) {
  let timer = setTimeout(go, STAY);
  const stop = () => clearTimeout(timer);
  const again = () => {
    stop();
    timer = setTimeout(go, STAY);
  };
  function go() {
    if (document.hidden || element.matches(":hover, :focus-within")) again();
    else close(element);
  }
  element.addEventListener("focusin", stop);
  element.addEventListener("focusout", again);
}

function close(element) {
  const hadFocus = element.contains(document.activeElement);
  if (element.querySelector("form")) element.hidden = true;
  else element.remove();
  if (hadFocus) document.getElementById("main")?.focus({ preventScroll: true });
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-toast-close]");
  if (button) close(button.closest("[data-toast]"));
});
// An undo that has been sent is spent. It stays in the page, unseen, until its answer has come: the answer tells
// what was undone through it.
region?.addEventListener("submit", ({ target }) => {
  const element = target.closest("[data-toast]");
  setTimeout(() => {
    if (element.contains(document.activeElement)) document.getElementById("main")?.focus({ preventScroll: true });
    element.hidden = true;
    element.removeAttribute("data-toast");
    element.querySelector("[data-key]")?.removeAttribute("data-key");
  }, 0);
});
region?.addEventListener("htmx:afterRequest", ({ target }) => target.closest(".toast")?.remove());
// The header HX-Trigger of an answer: {"toasts": [{text, undo, tone}]}.
document.addEventListener("toasts", ({ detail }) => detail.value.forEach(toast));
region?.querySelectorAll("[data-toast]").forEach(wait);
