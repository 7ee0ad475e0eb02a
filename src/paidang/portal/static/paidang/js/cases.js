// Chosen pictures are sent at once; without scripts a button stands there. [data-copy] puts its text on the clipboard.
document.querySelectorAll("form[data-send-files]").forEach((form) => {
  form.querySelector("input[type=file]").addEventListener("change", (event) => { if (event.target.files.length) form.requestSubmit(); });
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const word = button.querySelector("span");
  word.textContent = button.dataset.copied;
});
