// Scanning: what a scanner types arrives in the field wherever the focus was; a scan is sent until it is answered, with the
// form's key, so that it counts once; a stop is heard and felt.
(() => {
  const wedge = () => document.querySelector("[data-wedge]");
  const isTyping = (element) => element?.matches?.("input, textarea, select") || document.querySelector("dialog[open]");

  document.addEventListener("keydown", (event) => {
    const field = wedge();
    if (!field || event.ctrlKey || event.metaKey || event.altKey || isTyping(document.activeElement)) return;
    if (event.key.length === 1) field.focus();
  });

  const sound = (tones) => {
    try {
      const audio = new AudioContext();
      tones.forEach(([hertz, from, seconds]) => {
        const tone = audio.createOscillator();
        tone.type = "square";
        tone.frequency.value = hertz;
        tone.connect(audio.destination);
        tone.start(audio.currentTime + from);
        tone.stop(audio.currentTime + from + seconds);
      });
    } catch { /* a device without sound still shows it */ }
  };
  const alarm = () => {
    sound([[220, 0, .35], [180, .4, .5]]);
    navigator.vibrate?.([300, 100, 300]);
  };
  const tell = (page) => {
    const state = page?.dataset.state;
    if (state === "stopped" || state === "cancelled") {
      alarm();
    } else if (state === "packed") {
      sound([[880, 0, .08], [1175, .1, .12]]);
    }
  };

  const patiently = async (form) => {
    const offline = document.getElementById("offline");
    for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
      try {
        const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (answer.status < 500) return answer;
      } catch { /* the network is away: the same again, with the same key */ }
      if (offline) offline.hidden = false;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  };
  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

  // What is refused is said above the parcel, and the next scan arrives all the same.
  const refuse = (refused) => {
    const block = document.createElement("section");
    block.className = "blk stopb";
    block.role = "alert";
    const heading = document.createElement("h1");
    const why = refused.querySelector(".why-not") ?? refused.querySelector("h1");
    heading.append(refused.querySelector("svg"), why.textContent);
    block.append(heading, ...refused.querySelectorAll("p:not(.why-not, .tiny)"));
    document.getElementById("main").prepend(block);
    alarm();
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-scan], [data-again]");
    if (!form) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    const answer = await patiently(form);
    let page = await read(answer);
    const refused = answer.ok ? null : page.querySelector("[data-refused]");
    if (refused) page = await read(await fetch(location.href)); // the parcel as it stands, with a form that is new
    history.replaceState(null, "", answer.ok ? answer.url : location.href);
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    refused ? refuse(refused) : tell(document.getElementById("scan"));
    wedge()?.focus();
  });
})();
