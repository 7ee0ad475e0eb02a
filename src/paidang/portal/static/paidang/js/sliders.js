// Sliders say what they are set to, to eyes and to screen readers. What that comes to is the server's to say.
(() => {
  const shown = ({ value, dataset }) =>
    dataset.unit === "¥" ? `¥${Number(value).toFixed(2)}` : `${Number((value / (dataset.per || 1)).toFixed(2))} ${dataset.unit}`;
  const say = (input) => {
    input.parentElement.querySelector("output").textContent = shown(input);
    input.setAttribute("aria-valuetext", shown(input));
  };
  document.querySelectorAll(".slider [type=range]").forEach(say);
  document.addEventListener("input", (event) => {
    const slider = event.target.closest(".slider [type=range]");
    if (!slider) return;
    say(slider);
    const box = document.getElementById(slider.dataset.ticks);
    if (box) box.checked = true;
  });
})();
