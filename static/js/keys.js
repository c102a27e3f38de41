// <a data-key="g q"> or <button data-key="1">: the key presses the element, in any keyboard layout.
// A capital letter, data-key="Z", is the key with Shift.
// Never in fields, never with Ctrl, Alt or Meta; off when the person says so in the profile.

const PAUSE = 900;
let first = "";
let timer;

// A Latin letter as it is; on other layouts the letter of the same physical key.
export function keyOf(event) {
  if (/^Digit\d$/.test(event.code) && !event.shiftKey) return event.code.slice(5);
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  if (event.key.length === 1 && /^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
  if (event.code === "Slash" && event.shiftKey) return "?";
  if (event.code === "BracketLeft" && !/^[a-z]$/i.test(event.key)) return "[";
  if (event.code === "BracketRight" && !/^[a-z]$/i.test(event.key)) return "]";
  return event.key.toLowerCase();
}

export function isTyping(event) {
  const field = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  return event.target.closest?.(field) !== null;
}

export function isOff(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return true;
  return isTyping(event) || "keysOff" in document.documentElement.dataset;
}

function find(keys) {
  const scope = document.querySelector("dialog[open]") || document;
  return [...scope.querySelectorAll("[data-key]")].find((element) => {
    if (!element.dataset.key.split(",").includes(keys) || element.closest("[inert]")) return false;
    // An undo outlives its toast; a closed menu's entries keep their keys too.
    return element.closest("#toasts, [popover]") || element.checkVisibility();
  });
}

function press(element) {
  const isChoice = element.matches("[type=radio]");
  const isField = !isChoice && element.matches("input, textarea, select, [data-key-focus]");
  const opensDialog = element.getAttribute("hx-target") === "#dialog-place"; // closed, it gives the focus back here
  if (isField || isChoice || opensDialog) element.focus();
  if (!isField) element.click();
}

document.addEventListener("keydown", (event) => {
  if (isOff(event) || event.repeat) return;
  const key = event.shiftKey && /^[a-z]$/.test(keyOf(event)) ? keyOf(event).toUpperCase() : keyOf(event);
  const element = (first && find(`${first} ${key}`)) || find(key);
  clearTimeout(timer);
  first = "";
  if (element) {
    event.preventDefault();
    press(element);
  } else if (document.querySelector(`[data-key^="${CSS.escape(key)} "]`)) {
    first = key;
    timer = setTimeout(() => (first = ""), PAUSE);
  }
});
