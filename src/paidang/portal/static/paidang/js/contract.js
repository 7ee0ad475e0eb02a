// A contract: text and panel point at each other. Items are t-3 (a term's place), f-2 (a finding), u-1 (unread); a mark names its
// items in data-of, everything that leads to an item has data-at. The address keeps the one that is lit (#t-3).
(() => {
  const paper = document.querySelector(".paper");
  if (!paper) return;
  const side = document.querySelector(".read > .side");
  const marks = [...paper.querySelectorAll("mark")];
  const itemsOf = (mark) => mark.dataset.of.split(" ");
  const marksOf = (item) => marks.filter((mark) => itemsOf(mark).includes(item));
  const links = (item) => [...document.querySelectorAll(`[data-at="${CSS.escape(item)}"]`)];
  const rowOf = (item) => links(item).find((link) => link.closest("[data-pane]"));
  const motion = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const isBeside = () => getComputedStyle(side).overflowY === "auto"; // else the panel stands under the text
  let lit = "";

  const light = (item) => {
    lit = item;
    marks.forEach((mark) => mark.classList.toggle("on", itemsOf(mark).includes(item)));
    document.querySelectorAll("[data-at]").forEach((link) => {
      link.classList.toggle("on", link.dataset.at === item);
      link.dataset.at === item ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    });
    const address = new URL(location);
    address.hash = item;
    history.replaceState(history.state, "", address);
  };
  const showRow = (item, behavior = motion) => {
    const row = rowOf(item);
    if (!row) return null;
    const pane = row.closest("[data-pane]");
    if (pane.hidden) document.querySelector(`[role=tab][data-tab="${CSS.escape(pane.dataset.pane)}"]`).click();
    if (isBeside()) {
      const away = row.getBoundingClientRect().top - side.getBoundingClientRect().top;
      side.scrollBy({ top: away - side.clientHeight / 3, behavior });
    } else row.scrollIntoView({ block: "center", behavior });
    return row;
  };
  const showPanel = () => {
    const panel = document.getElementById("panel");
    if (isBeside()) side.scrollBy({ top: panel.getBoundingClientRect().top - side.getBoundingClientRect().top });
    else if (panel.getBoundingClientRect().top > innerHeight) panel.scrollIntoView();
  };
  const showMark = (item, behavior = motion) => {
    const mark = marksOf(item)[0];
    mark?.scrollIntoView({ block: "center", behavior });
    return mark;
  };

  // From a mark: the narrowest item first, a second click goes on to what else stands there.
  const fromMark = (mark, keyboard) => {
    const items = itemsOf(mark);
    const item = items[(items.indexOf(lit) + 1) % items.length];
    light(item);
    rove(mark);
    const row = showRow(item);
    if (keyboard) row?.focus({ preventScroll: true });
  };
  // Marks are one stop of the Tab key; arrows go from mark to mark.
  const rove = (mark) => marks.forEach((other) => { other.tabIndex = other === mark ? 0 : -1; });
  marks.forEach((mark) => mark.setAttribute("role", "link"));
  if (marks[0]) rove(marks[0]);

  paper.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (mark && !String(getSelection())) fromMark(mark, false);
  });
  paper.addEventListener("keydown", (event) => {
    const mark = event.target.closest("mark");
    if (!mark) return;
    if (event.key === "Enter" || event.key === " ") fromMark(mark, true);
    else if (["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"].includes(event.key)) {
      const step = event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : -1;
      const next = marks[marks.indexOf(mark) + step];
      if (next) {
        rove(next);
        next.focus();
      }
    } else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-at]");
    if (!link) return;
    event.preventDefault();
    light(link.dataset.at);
    const mark = showMark(link.dataset.at);
    if (mark && event.detail === 0) {
      rove(mark);
      mark.focus({ preventScroll: true });
    }
  });

  // A tab, or a count in the head, brings its list into sight.
  document.addEventListener("click", (event) => {
    const count = event.target.closest("[data-show]");
    if (count) {
      event.preventDefault();
      document.getElementById(`tab-${count.dataset.show}`).click();
      showPanel();
    } else if (event.isTrusted && event.target.closest("#panel [role=tab]")) showPanel();
  });

  const open = () => {
    const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (card?.matches("details.decide")) card.open = true;
    const item = location.hash.slice(1);
    if (!/^[tf]-\d+$/.test(item) || !rowOf(item)) return;
    light(item);
    showRow(item, "auto");
    showMark(item, "auto");
  };
  // ?clause=第三章 E 4 comes from a figure: light the first term of that clause.
  const clause = new URLSearchParams(location.search).get("clause");
  const cited = clause && [...document.querySelectorAll("[data-clause]")].find((row) => row.dataset.clause.startsWith(clause));
  if (cited && !location.hash) location.hash = cited.dataset.at;
  if (clause?.startsWith("补充约定")) document.getElementById("tab-agreed")?.click();
  addEventListener("hashchange", open);
  if (new URLSearchParams(location.search).has("tab") && !location.hash) showPanel();
  open();
})();

// Decisions: one card at a time, its number leads to the others. Without script they are a list that unfolds.
(() => {
  const stack = document.querySelector(".decisions");
  if (!stack) return;
  const cards = [...stack.querySelectorAll(":scope > .decide")];
  const show = (card) => {
    card.open = true; // the others of the same name close by themselves
    card.querySelector("summary").focus({ preventScroll: true });
  };
  stack.classList.add("one");
  cards.forEach((card, at) => {
    card.querySelectorAll("[data-step]").forEach((button) => {
      button.hidden = cards.length < 2;
      button.addEventListener("click", (event) => {
        event.preventDefault();
        show(cards[(at + +button.dataset.step + cards.length) % cards.length]);
      });
    });
    card.querySelector("summary").addEventListener("click", (event) => { if (card.open) event.preventDefault(); });
  });
})();

// Two shares are one number; a tax that is not taken has no rate.
document.addEventListener("input", (event) => {
  const shares = event.target.closest("[data-shares]");
  if (shares) {
    const of_a = Number(event.target.value);
    shares.querySelector("[name=b]").value = event.target.value.trim() && of_a >= 0 && of_a <= 100 ? String(+(100 - of_a).toFixed(4)) : "";
  }
  if (event.target.name === "mode") event.target.form.querySelector("[data-tax-rate]").hidden = event.target.value === "none";
});

// A new contract: what is too big is said here, before it is sent; a picked agreement brings who its 甲方 is.
(() => {
  const form = document.querySelector("[data-contract-upload]");
  if (!form) return;
  const found = document.getElementById("found");
  const tooBig = (element, size) => {
    const limit = element.closest("[data-max]");
    if (size <= +limit.dataset.max) return false;
    const note = document.createElement("div");
    note.className = "note bad";
    note.setAttribute("role", "alert");
    note.textContent = limit.dataset.tooBig;
    found.replaceChildren(note);
    return true;
  };
  const file = form.elements.file;
  const text = form.elements.text;
  const bytes = (value) => (value.length * 3 <= +text.dataset.max ? 0 : new Blob([value]).size);
  file.addEventListener("change", (event) => {
    if (file.files[0] && tooBig(file, file.files[0].size)) {
      file.value = "";
      event.stopImmediatePropagation();
    }
  });
  text.addEventListener("input", () => {
    if (file.value) {
      file.value = "";
      form.querySelector("[data-files]").textContent = "";
    }
    if (found.querySelector("fieldset")) found.replaceChildren();
  });
  form.addEventListener("submit", (event) => {
    if (!tooBig(text, bytes(text.value))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  form.addEventListener("change", (event) => {
    const role = event.target.name === "document" && event.target.dataset.role;
    if (role) form.querySelector(`[name=party_a][value=${role}]`).checked = true;
  });
})();
