// <time data-ago>: one timer for all, once a minute. Older than a week the server's date stays.
import { say } from "./words.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function words(passed) {
  if (passed < MINUTE) return say("now");
  if (passed < HOUR) return say("minutes", Math.floor(passed / MINUTE));
  if (passed < DAY) return say("hours", Math.floor(passed / HOUR));
  return say("days", Math.floor(passed / DAY));
}

function tick() {
  for (const element of document.querySelectorAll("time[data-ago]")) {
    const passed = Date.now() - Date.parse(element.dateTime);
    if (passed >= 0 && passed < 7 * DAY) element.textContent = words(passed);
  }
}

setInterval(() => document.hidden || tick(), MINUTE);
document.addEventListener("visibilitychange", () => document.hidden || tick());
