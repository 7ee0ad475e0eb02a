// Dialogs are native <dialog>: the browser holds the focus, closes on Esc and gives the focus back.
// [data-open="id"] opens one, [data-shut] closes the one it stands in, a click beside it closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    document.getElementById(opener.dataset.open)?.showModal();
    return;
  }
  const dialog = event.target.closest("dialog");
  if (dialog && (event.target.closest("[data-shut]") || event.target === dialog)) dialog.close();
});

// A notice stays until it is closed.
document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".note").remove());

// The drawer: htmx fills #drawer; closing leads back to the list's own address and to the row it came from.
(() => {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  const narrow = matchMedia("(max-width: 1100px)");
  const page = document.getElementById("main");
  let from = null;

  const isOpen = () => !drawer.hidden && drawer.childElementCount > 0;
  const settle = () => {
    drawer.hidden = drawer.childElementCount === 0;
    page.inert = isOpen() && narrow.matches; // over the page it holds the focus, beside it the list stays usable
  };
  const close = () => {
    if (!isOpen()) return false;
    const back = drawer.querySelector("a[data-close]")?.href;
    drawer.replaceChildren();
    settle();
    document.querySelectorAll("[data-row].on").forEach((row) => row.classList.remove("on"));
    if (back) history.replaceState(null, "", back);
    (from?.isConnected ? from : page).focus({ preventScroll: true });
    return true;
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === drawer && !drawer.contains(document.activeElement)) from = document.activeElement;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== drawer) return;
    settle();
    drawer.scrollTop = 0;
    const heading = drawer.querySelector("h2");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#drawer [data-close]") && close()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open], [popover]:popover-open")) close();
  });
  narrow.addEventListener("change", settle);
  settle();
})();
