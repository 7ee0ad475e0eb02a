// The row whose order the drawer shows is marked; closing the drawer takes the mark away (overlays.js).
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "drawer") return;
  document.querySelectorAll(".ord [data-row]").forEach((row) => {
    row.classList.toggle("on", row.querySelector("a").pathname === new URL(event.detail.pathInfo.finalRequestPath, location).pathname);
  });
});
