// form[data-uploads]: its files go part by part, each told by digest and size first. What breaks off goes on by itself where
// it was, after a wait that grows, at once when the network is back; only after WAITS_S without a byte it asks for a press.
// A form with data-sha256 goes on with one file from before a reload and takes no other.
// Without crypto.subtle (plain http from another machine) or scripts the form is sent as it is.
const WAITS_S = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60];
const PASSING = [408, 425, 429];

class Broken extends Error {} // the connection, or a server that is away for now: tried again
const wait = (seconds) =>
  new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      done();
    };
    const timer = setTimeout(end, seconds * 1000);
    window.addEventListener("online", end);
  });
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

document.querySelectorAll("form[data-uploads]").forEach((form) => {
  const list = form.querySelector(".sending");
  const words = list.dataset;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const post = async (url, body) => {
    let answer;
    try {
      answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } });
      if (answer.ok && !answer.redirected) answer = await answer.json();
    } catch {
      throw new Broken();
    }
    if (answer instanceof Response) {
      throw answer.status >= 500 || PASSING.includes(answer.status) ? new Broken() : new Error(words.again);
    }
    if (answer.fault) throw new Error(answer.fault);
    return answer;
  };

  const goOn = async (told, file, bar, came) => {
    const begun = await post(form.dataset.uploads, told);
    for (let at = begun.offset; ; ) {
      came(at);
      bar.value = at / file.size;
      const part = await post(`${begun.url}?offset=${at}`, file.slice(at, at + begun.part));
      if (part.url) return part.url;
      at = part.offset;
    }
  };

  const send = async (file, bar, said) => {
    const sha256 = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    if (form.dataset.sha256 && form.dataset.sha256 !== sha256) throw new Error(words.other);
    const told = new FormData(form);
    told.delete("file");
    told.delete("form_key"); // telling the same again is the same upload
    told.set("name", file.name);
    told.set("size", file.size);
    told.set("sha256", sha256);
    let tries = 0;
    let furthest = -1;
    const came = (at) => {
      if (at > furthest) [furthest, tries] = [at, 0];
      said.textContent = "";
    };
    for (;;) {
      try {
        return await goOn(told, file, bar, came);
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        if (tries === WAITS_S.length) throw new Error(words.again);
        const seconds = WAITS_S[tries++];
        said.textContent = navigator.onLine ? words.wait.replace("{s}", seconds) : words.offline;
        await wait(seconds);
      }
    }
  };

  form.addEventListener("submit", async (event) => {
    const files = [...form.elements.file.files];
    if (!window.crypto?.subtle || !files.length || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    const button = form.querySelector("button.main");
    button.disabled = true;
    list.replaceChildren();
    const rows = files.map((file) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = file.name;
      const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
      const said = document.createElement("small");
      row.append(name, bar, said);
      list.append(row);
      return { file, row, bar, said };
    });
    const urls = [];
    let failed = 0;
    for (const { file, row, bar, said } of rows) {
      try {
        urls.push(await send(file, bar, said));
        bar.replaceWith(words.done);
      } catch (error) {
        failed += 1;
        said.remove();
        bar.replaceWith(error.message);
        row.classList.add("tx-bad");
      }
    }
    button.disabled = false;
    if (!failed) location.assign(urls.length === 1 ? urls[0] : form.dataset.after);
  });
});
