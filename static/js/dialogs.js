// <button data-dialog="id"> opens <dialog id="id">; data-close closes. The browser traps and returns the focus.
// One that HTMX puts into the page (<dialog data-open>) opens at once; without JavaScript its address is a page.

document.querySelectorAll("[data-dialog][hidden]").forEach((opener) => (opener.hidden = false));

function open(dialog) {
  document.querySelectorAll("[popover]:popover-open").forEach((menu) => menu.hidePopover());
  if (dialog.open) return;
  dialog.showModal();
  const named = dialog.querySelector("[data-focus], [autofocus]");
  const first = dialog.querySelector("[type=radio]:checked, input:not([type=hidden], [type=radio]), select, textarea");
  (named || first)?.focus();
}

document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) open(dialog);
    return;
  }
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  else if (target.matches("dialog[open]")) target.close(); // the backdrop
});

document.addEventListener("htmx:load", ({ target }) => {
  const dialog = target.matches("dialog[data-open]") ? target : target.querySelector("dialog[data-open]");
  if (!dialog) return;
  const opener = document.activeElement;
  open(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener?.isConnected) opener.focus();
  });
});
