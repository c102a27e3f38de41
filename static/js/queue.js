// <ul data-queue> of <li data-id><a class="open">: J and K go through the rows, Enter opens the full page, X selects,
// Ctrl+A selects all. Choosing a row clicks its link, which HTMX turns into a swap of the detail. The list never moves:
// rows leave by this person's verdict and come back by their undo.
import { isOff, isTyping, keyOf } from "./keys.js";

const rows = () => [...document.querySelectorAll("[data-queue] > li")];
const current = () => document.querySelector("[data-queue] > li[aria-current]");
const rowOf = (id) => document.querySelector(`[data-queue] > li[data-id="${CSS.escape(String(id))}"]`);
const isWide = () => matchMedia("(min-width: 901px)").matches;
const gone = new Map(); // rows that a verdict took out, by id, each with where it stood

function mark(row) {
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
}

function choose(row, { focus = true } = {}) {
  if (!row) return;
  const link = row.querySelector("a.open");
  mark(row);
  if (focus) link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  if (!link.hasAttribute("hx-get")) return;
  if (isWide()) link.dispatchEvent(new Event("choose", { bubbles: true }));
  else if (document.querySelector(".at-story")) location.assign(link.href);
}

document.addEventListener("keydown", (event) => {
  if (!document.querySelector("[data-queue]") || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && keyOf(event) === "a" && !isTyping(event)) return selectAll(event);
  if (isOff(event)) return;
  const step = { j: 1, arrowdown: 1, k: -1, arrowup: -1 }[keyOf(event)];
  const list = rows();
  if (step && list.length) {
    event.preventDefault();
    choose(list[Math.min(Math.max(list.indexOf(current()) + step, 0), list.length - 1)]);
  } else if (keyOf(event) === "x" && !event.repeat) {
    current()?.querySelector(".check")?.click();
  } else if (event.key === "Enter" && current()?.contains(event.target)) {
    event.preventDefault();
    location.assign(current().querySelector("a.open").href);
  }
});

function selectAll(event) {
  const checks = rows().map((row) => row.querySelector(".check")).filter(Boolean);
  if (!checks.length) return;
  event.preventDefault();
  const wanted = !checks.every((check) => check.checked);
  checks.forEach((check) => (check.checked = wanted));
  tellSelected();
}

function tellSelected() {
  const output = document.querySelector("[data-selected]");
  if (output) output.textContent = document.querySelectorAll("[data-queue] .check:checked").length || "";
}
document.addEventListener("change", ({ target }) => target.matches("[data-queue] .check") && tellSelected());

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-queue] a.open");
  if (!link || !isWide() || !link.hasAttribute("hx-get")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.closest("li"));
});

// A verdict takes its rows out: the next one that stays (else the one before) becomes current and takes the focus.
document.addEventListener("decided", ({ detail }) => {
  const leaving = (detail.ids ?? [detail.value ?? detail.id]).map(rowOf).filter(Boolean);
  if (!leaving.length) return;
  const list = rows();
  const at = list.indexOf(leaving.includes(current()) ? current() : leaving[0]);
  const stays = (row) => !leaving.includes(row);
  const next = list.slice(at).find(stays) || list.slice(0, at).findLast(stays);
  const lostCurrent = leaving.includes(current());
  for (const row of leaving) {
    gone.set(row.dataset.id, { row, list: row.parentElement, before: row.nextElementSibling });
    row.querySelectorAll(".check").forEach((check) => (check.checked = false));
    row.removeAttribute("aria-current");
    row.remove();
  }
  tellSelected();
  if (lostCurrent && next) choose(next);
  else if (!next) location.assign(document.querySelector("[data-queue-home]")?.dataset.queueHome || location.href);
});

// What keeps drafts comes with the first text that needs it.
document.addEventListener("htmx:load", ({ target }) => target.querySelector?.("[data-draft]") && import("./drafts.js"));

// Undo puts them back where they stood. What this page does not remember comes with a fresh list.
document.addEventListener("undone", ({ detail: { ids } }) => {
  const known = ids.map((id) => gone.get(String(id))).filter(Boolean);
  if (!known.length) return location.reload();
  for (const { row, list, before } of known.reverse()) {
    list.insertBefore(row, before?.parentElement === list ? before : null);
    gone.delete(row.dataset.id);
  }
  choose(known.at(-1).row);
});
