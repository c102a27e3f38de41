// What the server says in the language of the page; `#` stands for a figure or a time.
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");

export const say = (name, value = "") => (words[name] || name).replace("#", value);

// Announce to screen readers without moving the focus.
export function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

// <time data-ago>: one timer for all, once a minute. Older than a week the server's date stays.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function inWords(passed) {
  if (passed < MINUTE) return say("now");
  if (passed < HOUR) return say("minutes", Math.floor(passed / MINUTE));
  if (passed < DAY) return say("hours", Math.floor(passed / HOUR));
  return say("days", Math.floor(passed / DAY));
}

function tick() {
  for (const element of document.querySelectorAll("time[data-ago]")) {
    const passed = Date.now() - Date.parse(element.dateTime);
    if (passed >= 0 && passed < 7 * DAY) element.textContent = inWords(passed);
  }
}

setInterval(() => document.hidden || tick(), MINUTE);
document.addEventListener("visibilitychange", () => document.hidden || tick());
