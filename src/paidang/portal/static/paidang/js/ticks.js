// Ticking rows of a [data-ticks] form: the bar above the table says how many and how much (in fen until it is shown).
const tickRows = () => document.querySelectorAll("form[data-ticks]").forEach((form) => {
  const bar = form.querySelector("[data-bulk]");
  if (!bar) return;
  const words = bar.querySelector("[data-bulk-words]");
  const copy = form.querySelector("[data-bulk-copy]");
  const all = form.querySelector("[data-tick-all]");
  const ticks = [...form.querySelectorAll("input[data-fen]")];

  const yuan = (fen) => {
    const digits = fen < 0n ? String(-fen) : String(fen);
    const whole = digits.length > 2 ? digits.slice(0, -2) : "0";
    return `${fen < 0n ? "−" : ""}¥${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${digits.slice(-2).padStart(2, "0")}`;
  };
  const show = () => {
    const chosen = ticks.filter((tick) => tick.checked);
    const sum = chosen.reduce((total, tick) => total + BigInt(tick.dataset.fen), 0n);
    const text = words.dataset.bulkWords.replace("{n}", chosen.length).replace("{sum}", yuan(sum));
    words.textContent = text;
    if (copy) copy.textContent = text;
    bar.hidden = chosen.length === 0;
    all.checked = chosen.length === ticks.length;
    ticks.forEach((tick) => tick.closest("tr").classList.toggle("ticked", tick.checked));
  };
  all.addEventListener("change", () => {
    ticks.forEach((tick) => { tick.checked = all.checked; });
    show();
  });
  form.addEventListener("change", show);
  form.querySelector("[data-untick]")?.addEventListener("click", () => {
    ticks.forEach((tick) => { tick.checked = false; });
    show();
  });
  show();
});
tickRows();
document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "drawer") tickRows(); });
