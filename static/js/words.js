// What the server says in the language of the page; `#` stands for a figure or a time.
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");

export const say = (name, value = "") => (words[name] || name).replace("#", value);

// Announce to screen readers without moving the focus.
export function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}
