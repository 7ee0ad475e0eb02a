// Runs in <head>, before the first paint: a remembered choice must not flash the other theme.
(() => {
  const root = document.documentElement;
  const machine = matchMedia("(prefers-color-scheme: dark)");
  const read = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const write = (theme) => {
    try { theme ? localStorage.setItem("theme", theme) : localStorage.removeItem("theme"); } catch { /* private window */ }
  };
  const show = (theme) => { theme ? (root.dataset.theme = theme) : delete root.dataset.theme; };

  show(read());
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const ofMachine = machine.matches ? "dark" : "light";
    const shown = root.dataset.theme || ofMachine;
    const next = shown === "dark" ? "light" : "dark";
    const choice = next === ofMachine ? null : next; // back to what the machine shows: follow it again
    write(choice);
    show(choice);
  });
  addEventListener("storage", (event) => { if (event.key === "theme") show(event.newValue); });
})();
