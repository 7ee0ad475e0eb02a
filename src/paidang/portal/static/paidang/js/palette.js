// ⌘K / Ctrl K: htmx fetches what matches; here only opening, arrows and Enter.
(() => {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const input = palette.querySelector("input");
  const options = () => [...palette.querySelectorAll("[role=option]")];

  const select = (option) => {
    options().forEach((other) => other.setAttribute("aria-selected", other === option));
    input.setAttribute("aria-activedescendant", option?.id || "");
    option?.scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    if (palette.open) return;
    palette.showModal();
    input.select();
    input.dispatchEvent(new Event("palette:ask"));
  };

  document.addEventListener("click", (event) => { if (event.target.closest("[data-palette]")) open(); });
  document.addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      palette.open ? palette.close() : open();
    }
  });
  palette.addEventListener("htmx:afterSwap", () => select(options()[0]));
  palette.addEventListener("mousemove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option.getAttribute("aria-selected") !== "true") select(option);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length) {
      event.preventDefault();
      select(all[(now + step + all.length) % all.length]);
    } else if (event.key === "Enter" && all[now]) {
      event.preventDefault();
      all[now].click();
    }
  });
})();
