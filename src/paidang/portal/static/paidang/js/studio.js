// A picture's page: comparing two versions, pinning where one clicks. A page in the making: dragging blocks.
(() => {
  const shots = document.querySelector("[data-shots]");
  if (!shots) return;
  const slide = document.querySelector(".slide");
  const buttons = [...document.querySelectorAll("[data-compare]")];
  buttons.forEach((button) => button.addEventListener("click", () => {
    const way = button.dataset.compare;
    buttons.forEach((other) => other.setAttribute("aria-pressed", other === button));
    shots.classList.toggle("over", way !== "beside");
    shots.classList.toggle("slide-mode", way === "slide");
    shots.classList.toggle("difference-mode", way === "difference");
    slide.hidden = way !== "slide";
  }));
  slide?.querySelector("input").addEventListener("input", (event) => shots.style.setProperty("--cut", `${event.target.value}%`));

  const dialog = document.getElementById("pin");
  if (!dialog) return;
  const place = dialog.querySelector("[name=place]");
  const version = dialog.querySelector("[name=version]");
  const latest = version.value;
  const clicked = document.createElement("option");
  clicked.textContent = place.options[0].dataset.clicked;
  document.querySelector("[data-place]").addEventListener("click", () => {
    clicked.remove();
    place.value = "";
    version.value = latest;
  });
  shots.addEventListener("click", (event) => {
    const figure = event.target.closest("figure[data-pin]");
    if (!figure || event.target.closest(".pins") || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const box = figure.querySelector("img").getBoundingClientRect();
    const part = (at, start, size) => Math.max(0, Math.min(1000, Math.round(((at - start) / size) * 1000)));
    // Enter on the picture's link is a click at no place: the middle stands for it.
    const isPlace = event.detail > 0;
    clicked.value = isPlace ? `${part(event.clientX, box.left, box.width)},${part(event.clientY, box.top, box.height)}` : "500,500";
    place.prepend(clicked);
    place.value = clicked.value;
    version.value = figure.dataset.version;
    dialog.showModal();
    dialog.querySelector("textarea").focus();
  });
})();

// Blocks are dragged to their place; buttons do the same.
document.querySelectorAll("[data-order]").forEach((list) => {
  let dragged = null;
  const clear = () => list.querySelectorAll(".under").forEach((row) => row.classList.remove("under"));
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-block]");
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const under = event.target.closest("[data-block]");
    if (!dragged || !under) return;
    event.preventDefault();
    clear();
    if (under !== dragged) under.classList.add("under");
  });
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    clear();
  });
  list.addEventListener("drop", (event) => {
    const under = event.target.closest("[data-block]");
    if (!dragged || !under || under === dragged) return;
    event.preventDefault();
    under.before(dragged);
    const form = document.querySelector(`[data-order-form="${list.dataset.order}"]`);
    list.querySelectorAll("[data-block]").forEach((row) => {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "block", value: row.dataset.block });
      form.append(field);
    });
    form.requestSubmit();
  });
});

// The brand's copy into the text that is being written.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take]");
  if (button) button.form.querySelector("textarea").value = button.dataset.take;
});
