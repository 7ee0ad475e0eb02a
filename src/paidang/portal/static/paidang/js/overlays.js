// Dialogs are native <dialog>: the browser holds the focus, closes on Esc and gives the focus back.
// [data-open="id"] opens one, [data-shut] closes the one it stands in, a click beside it closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    document.getElementById(opener.dataset.open)?.showModal();
    return;
  }
  const dialog = event.target.closest("dialog");
  if (dialog && (event.target.closest("[data-shut]") || (event.target === dialog && isBeside(event, dialog)))) dialog.close();
});

// An address that ends in a dialog's id opens it, once the page is laid out: the first field takes the focus.
addEventListener("load", () => {
  if (location.hash.length > 1) document.querySelector(`dialog.dialog#${CSS.escape(location.hash.slice(1))}`)?.showModal();
});

// Dialogs that share a list's form: Enter does what the dialog is for, not what the list's first button does,
// and its button waits for the fields marked [data-needed], which `required` would ask of every other dialog as well.
const shared = (target) => {
  const dialog = target.closest?.("form dialog[open]");
  return dialog?.querySelector("form") ? null : dialog;
};
document.addEventListener("keydown", (event) => {
  const dialog = event.key === "Enter" && event.target.matches?.("input:not([type=checkbox])") && shared(event.target);
  if (!dialog) return;
  event.preventDefault();
  if (!event.isComposing) dialog.querySelector("footer .btn.main")?.click();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[formaction]");
  const field = [...((button && shared(button))?.querySelectorAll("[data-needed]") ?? [])].find((one) => !one.value.trim());
  if (!field) return;
  event.preventDefault();
  field.required = true;
  field.reportValidity();
  field.required = false;
});

function isBeside(event, dialog) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX >= box.right || event.clientY < box.top || event.clientY >= box.bottom;
}

// What is refused to a form in a dialog is said in it, above its buttons: all else lies behind, on a phone out of sight.
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = document.querySelector("dialog:modal");
  if (!dialog || event.detail.target.id !== "notices") return;
  dialog.querySelectorAll("[data-said]").forEach((earlier) => earlier.remove());
  const note = event.detail.target.lastElementChild;
  const form = event.detail.requestConfig.elt.closest("form") ?? dialog;
  note.dataset.said = "";
  form.querySelector("footer") ? form.querySelector("footer").before(note) : form.append(note);
  note.scrollIntoView({ block: "nearest" });
});
document.addEventListener("close", (event) => event.target.querySelectorAll("[data-said]").forEach((note) => note.remove()), true);

// A notice stays until it is closed.
document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".note").remove());

// What can be taken back for some seconds [data-undo="8"] cannot any more after them.
document.querySelectorAll("[data-undo]").forEach((form) => setTimeout(() => form.remove(), Number(form.dataset.undo) * 1000));

// The drawer: a link or a GET form [data-drawer] opens in it. Its address is that of what it shows, so that it can be
// shared (there it is a page), and Back closes it. Modal where there is no room beside the page, or with [data-modal].
(() => {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  const narrow = matchMedia("(max-width: 1100px)");
  const page = document.getElementById("main");
  let loaded = location.pathname; // where the page under the drawer stands
  let own = drawer.open; // whether the page itself was asked for by what its drawer shows
  let from = null; // what had the focus
  let pushed = false; // whether what it shows is an entry of the history above the page's own

  const show = () => {
    const modal = narrow.matches || drawer.hasAttribute("data-modal");
    if (drawer.open && drawer.matches(":modal") === modal) return;
    drawer.close();
    modal ? drawer.showModal() : drawer.show();
  };
  const load = (url) => {
    if (!drawer.contains(document.activeElement)) from = document.activeElement;
    htmx.ajax("GET", url, { target: drawer, swap: "innerHTML" });
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== drawer) return;
    const url = event.detail.pathInfo.finalRequestPath;
    if (!drawer.querySelector("[data-close]")) { // a refusal, or the door to somebody who is signed out
      location.assign(url);
      return;
    }
    if (drawer.open) history.replaceState({ drawer: true }, "", url);
    else if (location.pathname + location.search !== url) {
      history.pushState({ drawer: true }, "", url);
      pushed = true;
    }
    show();
    drawer.scrollTop = 0;
    const heading = drawer.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });

  drawer.addEventListener("close", () => {
    if (drawer.open) return; // it was closed to become modal, or not
    const back = drawer.querySelector("a[data-close]")?.href;
    drawer.replaceChildren();
    document.querySelectorAll("[data-row].on").forEach((row) => row.classList.remove("on"));
    if (pushed) {
      pushed = false;
      history.back();
    } else if (own) {
      own = false;
      history.replaceState(null, "", back);
      loaded = location.pathname;
    }
    (from?.isConnected ? from : page).focus({ preventScroll: true });
  });

  addEventListener("popstate", (event) => {
    if (event.state?.drawer && location.pathname !== loaded) {
      pushed = true;
      load(location.pathname + location.search);
      return;
    }
    pushed = false;
    drawer.close();
    if (location.pathname !== loaded) location.reload(); // this entry is of another page
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#drawer [data-close]")) {
      event.preventDefault();
      drawer.close();
      return;
    }
    const part = event.target.closest('#drawer a[href^="#"]'); // a part of what it shows: no entry of the history
    if (part) {
      event.preventDefault();
      const place = document.querySelector(part.hash);
      const fold = place.closest("details");
      if (fold) fold.open = true;
      place.scrollIntoView({ block: "center" });
      place.querySelector("input, select, textarea")?.focus({ preventScroll: true });
      return;
    }
    const link = event.target.closest("a[data-drawer]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    load(link.getAttribute("href"));
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-drawer]")) return;
    event.preventDefault();
    load(`${event.target.getAttribute("action")}?${new URLSearchParams(new FormData(event.target))}`);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.open && !document.querySelector("dialog:modal, [popover]:popover-open")) drawer.close();
  });
  narrow.addEventListener("change", () => { if (drawer.open) show(); });
  if (drawer.open) show();
})();
