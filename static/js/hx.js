// All of HTMX's events that we use, by name, in this one file.
import { toast } from "./toasts.js";
import { say } from "./words.js";

const SENTENCES = { 403: "forbidden", 404: "missing", 410: "missing" };
let focused = null;

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
});

// A refused rule (409) brings its own sentence as plain text; nothing on the page is replaced.
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const plain = (xhr.getResponseHeader("Content-Type") || "").startsWith("text/plain");
  const known = SENTENCES[xhr.status] || (xhr.status === 409 ? "refused" : "failed");
  toast({ text: plain && xhr.responseText ? xhr.responseText : say(known), tone: "error" });
});
document.addEventListener("htmx:sendError", () => toast({ text: say("offline"), tone: "error" }));
document.addEventListener("htmx:timeout", () => toast({ text: say("offline"), tone: "error" }));

// A refusal (409) that brings the page's own part, such as two texts side by side, is shown in its place.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const html = (detail.xhr.getResponseHeader("Content-Type") || "").startsWith("text/html");
  if (detail.xhr.status !== 409 || !html) return;
  detail.shouldSwap = true;
  detail.isError = false;
});

// Busy buttons say so; HTMX itself stops a second request of the same form.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => mark(elt, true));
document.addEventListener("htmx:afterRequest", ({ detail: { elt } }) => mark(elt, false));

function mark(elt, busy) {
  const button = elt.matches("form") ? elt.querySelector("[type=submit]") : elt.closest("button");
  if (!button) return;
  if (busy) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

// <a data-replaces>: until its part has come the old one is inert, so that no key decides about what is not read. Of
// several on their way only the last is shown. (hx-sync would cut the others off, and each would be an error of the log.)
const awaited = new WeakMap(); // part -> the request that it waits for
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, target, xhr } }) => {
  if (!("replaces" in elt.dataset)) return;
  target.inert = true;
  awaited.set(target, xhr);
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt } = detail.requestConfig;
  if ("replaces" in elt.dataset && awaited.get(detail.target) !== detail.xhr) detail.shouldSwap = false;
});
document.addEventListener("htmx:afterRequest", ({ detail: { target, xhr } }) => {
  if (awaited.get(target) === xhr) target.inert = false;
});

// Focus after a swap: never the body. HTMX keeps it when the same id comes back; else we choose.
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  focused = target && target.contains(document.activeElement) ? target : null;
});
document.addEventListener("htmx:afterSettle", ({ detail: { elt, target } }) => {
  const fresh = elt.isConnected ? elt : target;
  const summary = fresh.querySelector("[data-error-summary]");
  if (summary) return void summary.focus();
  const lost = document.activeElement === document.body || !document.activeElement;
  if (!lost || !focused) return;
  const next = fresh.querySelector("[data-focus], [autofocus], h1, h2, h3") || fresh;
  if (!next.matches("a, button, input, select, textarea, [tabindex]")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
});

// <div hx-get data-focus-after="#answer textarea">: when its part has come, the focus goes there.
document.addEventListener("htmx:afterSettle", ({ detail: { requestConfig } }) => {
  const wanted = requestConfig?.elt.dataset.focusAfter;
  if (wanted) document.querySelector(wanted)?.focus({ preventScroll: false });
});

// A page that came back with errors: the summary takes the focus.
document.querySelector("[data-error-summary]")?.focus();
