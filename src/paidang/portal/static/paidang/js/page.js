// Tabs: [role=tablist] with [role=tab][data-tab] and panes [data-pane]; the address keeps the choice (?tab=).
(() => {
  const open = (tab) => {
    const list = tab.closest("[role=tablist]");
    list.querySelectorAll("[role=tab]").forEach((other) => {
      other.setAttribute("aria-selected", other === tab);
      other.tabIndex = other === tab ? 0 : -1;
      const pane = document.querySelector(`[data-pane="${CSS.escape(other.dataset.tab)}"]`);
      if (pane) pane.hidden = other !== tab;
    });
    const address = new URL(location);
    address.searchParams.set("tab", tab.dataset.tab);
    history.replaceState(history.state, "", address);
  };
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab][data-tab]");
    if (tab) open(tab);
  });
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest("[role=tab][data-tab]");
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!tab || !step) return;
    const all = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
    const next = all[(all.indexOf(tab) + step + all.length) % all.length];
    next.focus();
    open(next);
  });
  const wanted = new URLSearchParams(location.search).get("tab");
  if (wanted) document.querySelectorAll("[role=tab][data-tab]").forEach((tab) => { if (tab.dataset.tab === wanted) open(tab); });
})();

// Countdown: <span data-clock="seconds left">. Read aloud only at 60, 15 and 5 minutes.
(() => {
  const clocks = [...document.querySelectorAll("[data-clock]")];
  if (!clocks.length) return;
  const voice = document.getElementById("voice");
  const began = Date.now();
  const two = (n) => String(n).padStart(2, "0");
  const left = (clock) => Math.max(0, Math.round(+clock.dataset.clock - (Date.now() - began) / 1000));
  setInterval(() => clocks.forEach((clock) => {
    const seconds = left(clock);
    clock.textContent = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    if (!seconds && +clock.dataset.clock && clock.hasAttribute("data-anew")) {  // what it counted to is over: the page says what holds now
      clock.removeAttribute("data-anew");
      setTimeout(() => location.reload(), 1000);
    }
    if (voice && [3600, 900, 300].includes(seconds)) voice.textContent = clock.textContent;
  }), 1000);
})();

// A form is sent once: its buttons are off until the answer is there. [data-again] opts out (a form that downloads a file).
// The second half of a double click acts on nothing: after a quick answer it would meet the next thing's button.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (event.detail > 1 && button?.type === "submit" && button.form?.method === "post") event.preventDefault();
  });
  const buttons = (form) => [...form.elements].filter((element) => element.type === "submit");
  const free = (form) => buttons(form).forEach((button) => {
    if (!button.hasAttribute("aria-busy")) return;
    button.disabled = false;
    button.removeAttribute("aria-busy");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-again]")) return;
    // After this turn of the loop: a disabled button would not send its own name and value.
    setTimeout(() => {
      if (event.defaultPrevented && !form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) return;
      buttons(form).filter((button) => !button.disabled).forEach((button) => {
        button.disabled = true;
        button.setAttribute("aria-busy", "true");
      });
    });
  });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.target.matches("form")) free(event.target); });
  addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form").forEach(free); });
})();

// What was typed and chosen in a form is kept for this tab until its page is seen again: neither a refusal nor the door loses it.
// [data-refused] marks both. Whoever comes back finds the text in its place, and the dialog open in which it stands.
(() => {
  const store = (kept) => {
    try {
      sessionStorage.removeItem("typed");
      if (kept) sessionStorage.setItem("typed", JSON.stringify(kept));
    } catch { /* a private window, or too long a text */ }
  };
  const stored = () => { try { return JSON.parse(sessionStorage.getItem("typed")); } catch { return null; } };
  const fields = (form) => [...form.elements].filter((field) => field.name && field.matches("textarea, select:not([multiple]), input:not([type=hidden], [type=file], [type=password])"));
  const key = (field) => (["checkbox", "radio"].includes(field.type) ? "checked" : "value");
  const posts = () => [...document.querySelectorAll("form[method=post]:not([hx-post])")];

  const kept = stored();
  if (document.querySelector("[data-refused]")) {
    if (kept) store({ ...kept, refused: true });
    return;
  }
  document.addEventListener("submit", (event) => {
    const at = posts().indexOf(event.target);
    const typed = at < 0 ? [] : fields(event.target).map((field) => field[key(field)]);
    store(typed.some(Boolean) ? { page: location.pathname, at, action: event.target.getAttribute("action"), typed } : null);
  });

  if (!kept) return;
  store(null);
  const form = kept.refused && kept.page === location.pathname && posts()[kept.at];
  if (!form || form.getAttribute("action") !== kept.action) return;
  fields(form).forEach((field, at) => { field[key(field)] = kept.typed[at] ?? field[key(field)]; });
  const dialog = form.closest("dialog:not(.drawer)");
  if (dialog && !dialog.open) dialog.showModal();
})();

// Drop zone: [data-dropzone] around <input type=file>; [data-files] names what was chosen, data-dropzone="send" sends at once.
(() => {
  const zoneOf = (event) => event.target.closest?.("[data-dropzone]");
  ["dragover", "dragleave", "drop"].forEach((kind) => document.addEventListener(kind, (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("over", kind === "dragover");
    if (kind !== "drop") return;
    const input = zone.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }));
  document.addEventListener("change", (event) => {
    const zone = zoneOf(event);
    if (!zone || event.target.type !== "file") return;
    const names = zone.querySelector("[data-files]");
    if (names) names.textContent = [...event.target.files].map((file) => file.name).join("、");
    if (zone.dataset.dropzone === "send" && event.target.files.length) event.target.form.requestSubmit();
  });
})();

// [data-copy] is copied where the browser can; else it is there to be marked by hand. [data-print] prints the page.
(() => {
  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const word = button.querySelector("span");
    const name = word.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
      } catch {
        return;
      }
      word.textContent = button.dataset.copied;
      document.getElementById("voice").textContent = button.dataset.copied;
      setTimeout(() => { word.textContent = name; }, 2000);
    });
  });
})();
