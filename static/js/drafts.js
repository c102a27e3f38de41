// <textarea data-draft="key" data-draft-url="/o/…/drafts/">: never lose words. Sent to the server 600 ms after
// the last key; a copy stays in this browser until the server has it. [data-draft-state] says how it went.
// A field with an hx-post of its own is sent by HTMX, which also brings back what stands around it; `keep` asks for it.
import { say } from "./words.js";

const PAUSE = 600;
const timers = new WeakMap();
const flights = new WeakMap();

const place = (field) => `draft:${field.dataset.draftUrl}:${field.dataset.draft}`;
const store = {
  get: (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
  set: (name, text) => { try { localStorage.setItem(name, JSON.stringify({ text, at: Date.now() })); } catch { /* private window */ } },
  drop: (name) => { try { localStorage.removeItem(name); } catch { /* none */ } },
};

function tell(field, text, bad = false) {
  const state = field.closest("form")?.querySelector("[data-draft-state]");
  if (!state) return;
  state.textContent = text;
  state.classList.toggle("bad", bad);
}

const tellSaved = (field) => tell(field, say("saved", new Date().toTimeString().slice(0, 5)));
const isByHtmx = (field) => field.hasAttribute("hx-post");

async function keep(field) {
  if (isByHtmx(field)) return void window.htmx?.trigger(field, "keep");
  const text = field.value;
  const body = new URLSearchParams({ key: field.dataset.draft, text });
  const token = document.querySelector("meta[name=csrf-token]")?.content || "";
  const flight = new AbortController();
  flights.get(field)?.abort(); // what was typed later wins
  flights.set(field, flight);
  try {
    const answer = await fetch(field.dataset.draftUrl, {
      method: "POST", body, keepalive: text.length < 30_000, headers: { "X-CSRFToken": token }, signal: flight.signal,
    });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    if (field.value === text) store.drop(place(field));
    tellSaved(field);
  } catch {
    if (!flight.signal.aborted) tryAgain(field);
  }
}

function tryAgain(field) {
  tell(field, say("unsaved"), true);
  timers.set(field, setTimeout(keep, 20 * PAUSE, field));
}

// Nothing of this field is on its way any more: the form itself carries its words.
function letGo(field) {
  clearTimeout(timers.get(field));
  flights.get(field)?.abort();
}

function later(field, isTyped = true) {
  clearTimeout(timers.get(field));
  store.set(place(field), field.value);
  tell(field, say(isTyped ? "saving" : "restored"));
  if (!isTyped || !isByHtmx(field)) timers.set(field, setTimeout(keep, PAUSE, field));
}

// Words that never reached the server come back, unless it has heard of later ones from another device.
function restore(field) {
  const kept = store.get(place(field));
  const isOlder = kept && Date.parse(field.dataset.draftAt ?? "") > kept.at;
  if (!kept || isOlder || kept.text === field.value) return store.drop(place(field));
  field.value = kept.text;
  later(field, false);
}

function answered(field, { successful, requestConfig }) {
  if (!field.isConnected) return;
  if (!successful) return tryAgain(field);
  if (requestConfig.formData.get(field.name) === field.value) store.drop(place(field));
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-draft]")) later(target);
});
// A form that goes out takes its words along: the service drops the draft, we drop the copy when the answer is good.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { elt, successful } = detail;
  if (elt.matches("[data-draft]")) return void answered(elt, detail);
  if (!successful) return;
  elt.querySelectorAll?.("[data-draft]").forEach((field) => {
    store.drop(place(field));
    tellSaved(field);
  });
});
document.addEventListener("submit", ({ target, defaultPrevented }) => {
  target.querySelectorAll("[data-draft]").forEach((field) => {
    letGo(field);
    if (!defaultPrevented && !target.matches("[hx-post]")) store.drop(place(field));
  });
});
document.addEventListener("htmx:load", ({ target }) => target.querySelectorAll?.("[data-draft]").forEach(restore));
document.querySelectorAll("[data-draft]").forEach(restore);
