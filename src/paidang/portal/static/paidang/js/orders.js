// The row whose order the drawer shows is marked; closing the drawer takes the mark away (overlays.js).
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "drawer") return;
  document.querySelectorAll(".ord [data-row]").forEach((row) => {
    row.classList.toggle("on", row.querySelector("a").pathname === new URL(event.detail.pathInfo.finalRequestPath, location).pathname);
  });
});
// Enter in a dialog over ticked orders does what the dialog is for, not what the form does by itself (an export).
document.addEventListener("keydown", (event) => {
  const dialog = event.target.closest("form[data-ticks] dialog");
  if (event.key !== "Enter" || !dialog || !event.target.matches("input:not([type=checkbox])")) return;
  event.preventDefault();
  dialog.querySelector("button.main")?.click();
});
