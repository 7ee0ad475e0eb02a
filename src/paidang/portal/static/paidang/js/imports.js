// The button of the write form says what the chosen way does.
document.addEventListener("change", (event) => {
  const word = event.target.dataset.word;
  const shown = event.target.form?.querySelector("[data-button-word]");
  if (word && shown) shown.textContent = word;
});
