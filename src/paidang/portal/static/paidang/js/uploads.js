// form[data-uploads]: its files go part by part, each told by digest and size first, so that what broke off goes on where
// it was. Without crypto.subtle (plain http from another machine) or scripts the form is sent as it is.
document.querySelectorAll("form[data-uploads]").forEach((form) => {
  const list = form.querySelector(".sending");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const post = async (url, body) => {
    const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    return answer.json();
  };
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const send = async (file, bar) => {
    const told = new FormData(form);
    told.delete("file");
    told.set("name", file.name);
    told.set("size", file.size);
    told.set("sha256", hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
    const begun = await post(form.dataset.uploads, told);
    let at = begun.offset;
    for (;;) {
      bar.value = at / file.size;
      const part = await post(`${begun.url}?offset=${at}`, file.slice(at, at + begun.part));
      at = part.offset;
      if (part.fault) throw new Error(part.fault);
      if (part.url) return part.url;
    }
  };

  form.addEventListener("submit", async (event) => {
    const files = [...form.elements.file.files];
    if (!window.crypto?.subtle || !files.length) return;
    event.preventDefault();
    const button = form.querySelector("button.main");
    button.disabled = true;
    list.replaceChildren();
    const rows = files.map((file) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = file.name;
      const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
      row.append(name, bar);
      list.append(row);
      return { file, row, bar };
    });
    const urls = [];
    let failed = 0;
    for (const { file, row, bar } of rows) {
      try {
        urls.push(await send(file, bar));
        bar.replaceWith(list.dataset.done);
      } catch (error) {
        failed += 1;
        bar.replaceWith(/^\d*$|fetch/i.test(error.message) ? list.dataset.again : error.message);
        row.classList.add("tx-bad");
      }
    }
    button.disabled = false;
    if (!failed) location.assign(urls.length === 1 ? urls[0] : form.dataset.after);
  });
});
