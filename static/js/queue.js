// <ul data-queue> of <li data-id><a class="open">: J and K go through the rows, Enter opens the full page.
// Choosing a row clicks its link, which HTMX turns into a swap of the detail. The list itself never moves.
import { isOff, keyOf } from "./keys.js";

const rows = () => [...document.querySelectorAll("[data-queue] > li")];
const current = () => document.querySelector("[data-queue] > li[aria-current]");

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
  if (link.hasAttribute("hx-get") && isWide()) link.dispatchEvent(new Event("choose", { bubbles: true }));
}

const isWide = () => matchMedia("(min-width: 901px)").matches;

document.addEventListener("keydown", (event) => {
  if (isOff(event) || !document.querySelector("[data-queue]") || document.querySelector("dialog[open]")) return;
  const step = { j: 1, arrowdown: 1, k: -1, arrowup: -1 }[keyOf(event)];
  const list = rows();
  const at = list.indexOf(current());
  if (step && list.length) {
    event.preventDefault();
    choose(list[Math.min(Math.max(at + step, 0), list.length - 1)]);
  } else if (event.key === "Enter" && current()?.contains(event.target)) {
    event.preventDefault();
    location.assign(current().querySelector("a.open").href);
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-queue] a.open");
  if (!link) return;
  if (isWide() && link.hasAttribute("hx-get") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    choose(link.closest("li"));
  }
});

// A verdict removes its row: the next one (else the one before) becomes current and takes the focus.
document.addEventListener("decided", ({ detail }) => {
  const row = document.querySelector(`[data-queue] > li[data-id="${CSS.escape(String(detail.value ?? detail.id))}"]`);
  if (!row) return;
  const list = rows();
  const next = list[list.indexOf(row) + 1] || list[list.indexOf(row) - 1];
  const wasCurrent = row.hasAttribute("aria-current");
  row.remove();
  if (wasCurrent && next) choose(next);
  else if (!next) document.querySelector("[data-queue]").dispatchEvent(new Event("cleared", { bubbles: true }));
});
