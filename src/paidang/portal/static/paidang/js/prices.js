// The price grid: Enter and the arrows go from cell to cell, what a sheet copies fills the cells from the one it is pasted into.
(() => {
  const cells = (grid) => [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll(".cell-input")]);
  const placeOf = (rows, input) => rows.map((row, y) => [y, row.indexOf(input)]).find(([, x]) => x >= 0);

  document.addEventListener("keydown", (event) => {
    const input = event.target.closest("[data-grid] .cell-input");
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!input || !step || event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const rows = cells(input.form);
    const [y, x] = placeOf(rows, input);
    const next = rows[y + step]?.[x];
    next?.focus();
    next?.select();
  });

  document.addEventListener("paste", (event) => {
    const input = event.target.closest("[data-grid] .cell-input");
    const text = event.clipboardData.getData("text/plain").trimEnd();
    if (!input || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const rows = cells(input.form);
    const [y, x] = placeOf(rows, input);
    text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((cell, right) => {
      const target = rows[y + down]?.[x + right];
      if (target) target.value = cell.trim().replace(/[¥,\s]/g, "");
    }));
  });
})();
