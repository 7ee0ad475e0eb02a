// Single keys. Off while typing, inside dialogs, with modifiers, and when the person has switched them off (WCAG 2.1.4).
// [data-go="t"] is reached by G then T; [data-key="v"] is pressed by V; [data-main-action] by E; rows are [data-row].
(() => {
  const stored = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };
  const store = (on) => { try { localStorage.setItem("keys", on ? "on" : "off"); } catch { /* private window */ } };
  const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const shown = (element) => element.checkVisibility();
  const press = (selector) => {
    const element = [...document.querySelectorAll(selector)].find(shown);
    element?.focus({ preventScroll: true }); // so that a dialog gives the focus back to it
    element?.click();
  };
  let leading = 0; // when G was pressed

  const rows = () => [...document.querySelectorAll("[data-row]")].filter(shown);
  const current = () => rows().find((row) => row.contains(document.activeElement)) || rows().find((row) => row.matches(".on"));
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))];
    all.forEach((row) => row.classList.toggle("on", row === next));
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const openRow = (row) => (row.querySelector("a[data-open-row]") || row.querySelector("a[href]"))?.click();
  const find = () => {
    const filter = document.querySelector("[data-filter]");
    filter ? filter.focus() : press("[data-palette]");
  };

  const acts = {
    j: () => move(1),
    k: () => move(-1),
    x: () => current()?.querySelector("input[type=checkbox]")?.click(),
    e: () => press("[data-main-action]"),
    "/": find,
    "?": () => document.getElementById("shortcuts")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing || !stored()) return;
    if (typing(event.target) || document.querySelector("dialog:modal")) return;
    const key = event.key.toLowerCase();
    if (key === "enter" && event.target.matches("[data-row]")) {
      openRow(event.target);
      return;
    }
    if (key === "g") {
      leading = event.timeStamp;
      return;
    }
    const go = event.timeStamp - leading < 1200 && document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    leading = 0;
    const act = go ? () => go.click() : acts[key] || (/^[a-z]$/.test(key) ? () => press(`[data-key="${key}"]`) : null);
    if (!act) return;
    event.preventDefault();
    act();
  });

  // A click anywhere on a row opens it, but not one on its own links, buttons and checks, nor one that selects text.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.target.closest("a, button, input, label, select, textarea") || String(getSelection())) return;
    openRow(row);
  });

  const toggle = document.querySelector("[data-keys-toggle]");
  if (toggle) {
    toggle.checked = stored();
    toggle.addEventListener("change", () => store(toggle.checked));
  }
})();
