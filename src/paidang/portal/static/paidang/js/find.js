// Find in a contract's text: blanks, line ends and full or half width make no difference. The text itself is not touched:
// matches are painted by the browser (CSS.highlights), and a browser that cannot still goes from one to the next.
(() => {
  const bar = document.querySelector("[data-find]");
  const paper = document.querySelector(".paper");
  if (!bar || !paper) return;
  const field = bar.querySelector("input");
  const count = bar.querySelector("[data-found]");
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s/g, "");
  const letters = []; // of the whole text, each with its place
  const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    [...node.data].reduce((at, letter) => {
      [...fold(letter)].forEach((one) => letters.push({ one, node, at, end: at + letter.length }));
      return at + letter.length;
    }, 0);
  }
  const all = letters.map((letter) => letter.one).join("");
  let found = [];
  let now = -1;

  const rangeOf = (first, last) => {
    const range = new Range();
    range.setStart(letters[first].node, letters[first].at);
    range.setEnd(letters[last].node, letters[last].end);
    return range;
  };
  const look = () => {
    const asked = fold(field.value);
    found = [];
    now = -1;
    for (let at = asked ? all.indexOf(asked) : -1; at >= 0; at = all.indexOf(asked, at + asked.length)) {
      found.push(rangeOf(at, at + asked.length - 1));
    }
    show(found.length ? 0 : -1);
  };
  const show = (at) => {
    now = at;
    count.textContent = field.value.trim() ? `${now + 1} / ${found.length}` : "";
    if (window.Highlight) {
      CSS.highlights.set("found", new Highlight(...found));
      CSS.highlights.set("found-now", new Highlight(...found.slice(now, now + 1)));
    }
    found[now]?.startContainer.parentElement.scrollIntoView({ block: "center" });
  };
  const step = (by) => { if (found.length) show((now + by + found.length) % found.length); };

  bar.hidden = false;
  field.addEventListener("input", look);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape" && field.value) { field.value = ""; look(); }
    else return;
    event.preventDefault();
  });
  bar.querySelectorAll("[data-step]").forEach((button) => button.addEventListener("click", () => step(+button.dataset.step)));
})();
