// Passkeys: <form data-passkey="use|make|sign" data-options="address">. Its fields are sent for the options, the browser asks
// the device, and the form goes out with the answer in [name=credential]: what is refused is the server's page to say.
// What did not work in the browser is said in the [role=alert] with [data-said]. Hidden without a browser that can, and
// [data-no-passkeys] shown instead. On a form to come in by one, the browser also offers it while the address is typed
// (autocomplete="username webauthn"), unless one was just refused; nothing is signed but by pressing the button.
(() => {
  const form = document.querySelector("form[data-passkey]");
  const kind = window.PublicKeyCredential;
  if (!form || !kind?.parseRequestOptionsFromJSON || !kind.parseCreationOptionsFromJSON) return;
  form.hidden = false;
  document.querySelectorAll("[data-no-passkeys]").forEach((note) => { note.hidden = true; });

  const uses = form.dataset.passkey !== "make";
  const button = form.querySelector("button");
  const error = document.querySelector("[role=alert]:has([data-said])");
  let asking = new AbortController();
  let last = Promise.resolve(); // one challenge after the other: only the latest counts

  const say = (text) => {
    error.querySelector("[data-said]").textContent = text;
    error.hidden = !text;
  };
  const fetchOptions = (signal) => {
    last = last.catch(() => {}).then(async () => {
      const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form), signal });
      const options = await answer.json();
      if (!answer.ok) throw new Error(options.message, { cause: "refused" });
      return options;
    });
    return last;
  };
  const ask = async (mediation) => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const options = await fetchOptions(signal);
    signal.throwIfAborted();
    const credential = uses
      ? await navigator.credentials.get({ publicKey: kind.parseRequestOptionsFromJSON(options), mediation, signal })
      : await navigator.credentials.create({ publicKey: kind.parseCreationOptionsFromJSON(options), signal });
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  };
  const words = { NotAllowedError: form.dataset.cancelled, InvalidStateError: form.dataset.hasOne };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    say("");
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    try {
      await ask("optional");
    } catch (failed) {
      say(failed.cause === "refused" ? failed.message : words[failed.name] ?? form.dataset.failed);
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  });
  document.addEventListener("submit", (event) => { // a late answer brings a session of its own: who came in by password would be out again
    if (event.target !== form) asking.abort();
  });
  if (form.dataset.passkey === "use" && error.hidden) kind.isConditionalMediationAvailable?.().then((can) => can && ask("conditional")).catch(() => {});
})();
