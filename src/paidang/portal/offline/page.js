// The page: files go to a worker one after the other, and what it says is shown in either language.
import { byCodePoint } from "./canonical.js";
import { RULES } from "./data.js";
import { differenceTexts } from "./difference.js";
import { count, money, speak, word } from "./words.js";

const STEPS = ["unzip", "hash", "order_lines", "refunds", "costs", "logistics", "platform_fees", "settle", "compare"];
const TOTALS = ["gross_sales", "refunded", "revenue", "cost", "tax", "logistics", "logistics_a", "logistics_b", "postage", "platform_fees", "profit"];
const engine = URL.createObjectURL(new Blob([document.getElementById("engine").textContent], { type: "text/javascript" }));
const results = document.getElementById("results");
const jobs = []; // {file, panel, step?, found?, verdict?, refused?}
let worker = null; // one for all files; a new one where it was stopped
let running = null; // the job it is at

function take(files) {
  const inOrder = [...files].sort((a, b) => byCodePoint(a.name, b.name)); // of several months the earlier one first
  for (const file of inOrder) {
    const job = { file, panel: element("section", { class: "panel" }) };
    jobs.push(job);
    results.prepend(job.panel);
    show(job);
  }
  startNext();
}

function startNext() {
  const job = jobs.find((each) => !each.verdict && !each.refused);
  if (running || !job) return;
  running = job;
  worker ??= startWorker();
  worker.postMessage(job.file);
  show(job);
}

function startWorker() {
  const started = new Worker(engine);
  started.onmessage = ({ data }) => {
    if (data.verdict || data.refused) return end(data);
    Object.assign(running, data);
    return show(running);
  };
  started.onerror = (event) => {
    event.preventDefault();
    giveUp({ code: "failed", facts: { why: event.message ?? "" } });
  };
  return started;
}

function giveUp(refused) {
  worker.terminate();
  worker = null;
  end({ refused });
}

function end(outcome) {
  const job = running;
  running = null;
  Object.assign(job, outcome.refused && job.found ? { verdict: job.found } : outcome); // what was found already stands
  show(job);
  startNext();
}

/** An element with its text or children; `attributes` as they stand in HTML. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

function icon(name, more = "") {
  const svg = document.getElementById(`icon-${name}`).content.firstElementChild.cloneNode(true);
  svg.setAttribute("class", `i ${more}`);
  return svg;
}

function show(job) {
  const { file, panel, verdict, refused } = job;
  const body = verdict ? verdictBody(verdict) : refused ? [refusalNote(refused)] : [progress(job)];
  panel.dataset.outcome = verdict ? (verdict.count ? "differs" : "agrees") : refused ? "refused" : "waiting";
  panel.replaceChildren(
    element("header", {}, element("h2", {}, file.name), element("span", { class: "push" }, stateWord(job))),
    element("div", { class: "in stack" }, ...body),
  );
}

function stateWord({ verdict, refused }) {
  if (verdict) return state(verdict.count ? "bad" : "ok", verdict.count ? "refused" : "check", word(verdict.count ? "differs" : "agrees"));
  return refused ? state("bad", "refused", word("refused")) : element("span");
}

function state(kind, sign, text) {
  return element("span", { class: `st ${kind}` }, icon(sign), text);
}

function progress(job) {
  const { step } = job;
  const done = step ? STEPS.indexOf(step) : 0;
  const text = step ? word(`step_${step}`) : word("waiting");
  const bar = element("progress", { max: STEPS.length, value: done, "aria-label": text });
  const button = job === running ? element("button", { class: "btn small", type: "button" }, word("stop")) : null;
  button?.addEventListener("click", () => giveUp({ code: "stopped", facts: {} }));
  return element("div", { class: "row step" }, bar, element("span", { class: "small soft" }, text), button);
}

function refusalNote({ code, facts }) {
  const shown = { ...facts, n: facts.n && count(facts.n), max: facts.max && count(facts.max) };
  return element("div", { class: "note bad" }, icon("warn"), element("div", {}, word(code, shown)));
}

function verdictBody(verdict) {
  const { count: differing, statement, rows, unchecked } = verdict;
  const body = differing ? differencesBody(verdict) : [element("p", {}, word("same", { n: count(rows) })), due(statement)];
  if (unchecked) body.push(element("div", { class: "note warn" }, icon("warn"), element("div", {}, word("unchecked"))));
  body.push(facts(verdict));
  if (statement) body.push(figures(statement));
  if (!differing) body.push(element("p", { class: "tiny muted" }, word("meaning")));
  return body;
}

function differencesBody({ differences, count: total }) {
  const items = differences.map((each) => {
    const place = { "data-file": each.file, "data-row": each.row, "data-column": each.column };
    const [where, told] = differenceTexts(each);
    return element("li", place, icon("refused", "ring bad"), element("span", {}, element("b", {}, where), element("br"), told));
  });
  const rest = total - differences.length;
  return [
    element("p", {}, word("notSame")),
    element("ul", { class: "why" }, ...items),
    ...(rest ? [element("p", { class: "small muted" }, word("more", { n: count(rest) }))] : []),
  ];
}

function due({ payer, amount_due }) {
  const who = word(`payer_${payer ?? "none"}`);
  return element("p", { class: "due" }, element("span", { class: "soft" }, who), element("b", { class: "num" }, money(amount_due)));
}

function facts({ manifest, statement, signedBy = [], follows, seconds, count: differences }) {
  const rows = [
    ["contract", statement?.contract],
    ["month", manifest && word("monthVersion", { month: manifest.month, n: manifest.version })],
    ["digest", manifest?.digest, "code"],
    ["previous", manifest?.previous, "code"],
    ["follows", follows && !differences && word("followed", { month: follows })],
    ["closedAt", manifest?.closed_at?.replace("T", " ")],
    ["held", statement?.counts.held && word("heldRows", { n: count(statement.counts.held) })],
    ["late", statement?.counts.late && word("lateRows", { n: count(statement.counts.late) })],
    ["signedBy", signedBy.join(" ") || null, "code"],
    ["time", word("seconds", { n: seconds.toFixed(1) })],
  ].filter(([, value]) => value);
  return element("dl", { class: "kv" }, ...rows.flatMap(([key, value, kind]) => [element("dt", {}, word(key)), element("dd", { class: kind }, value)]));
}

/** What was recomputed, folded away: the totals, what b earns, and how it comes to the amount due. */
function figures(statement) {
  const rows = [
    ...TOTALS.map((name) => [word(name), statement.totals[name]]),
    ...["carried_in", "carried_out"].filter((name) => statement[name]).map((name) => [word(name), statement[name]]),
    ...statement.components.map(({ kind, clause, amount }) => [named(kind, clause), amount]),
    ...["adjustments", "held_by_collector", "entitled_b"].map((name) => [word(name), statement[name]]),
    [word("amountDue"), statement.amount_due],
    ...statement.dated_debts.map(({ kind, clause, amount, due_on }) => [word("dueOn", { name: named(kind, clause), day: due_on }), amount]),
  ].map(([name, amount]) => element("tr", {}, element("td", {}, name), element("td", { class: "num" }, money(amount))));
  const head = element("thead", {}, element("tr", {}, element("th", {}, word("item")), element("th", { class: "num" }, word("amount"))));
  return element("details", { class: "again" }, element("summary", {}, word("recomputed")),
    element("div", {}, element("table", { class: "table" }, head, element("tbody", {}, ...rows))));
}

function named(kind, clause) {
  return `${word(kind)} § ${clause}`;
}

function setLanguage(code) {
  speak(code);
  document.documentElement.lang = code === "zh" ? "zh-CN" : "en";
  document.title = `${word("title")} · 拍档 Paidang`;
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = word(each.dataset.word, { rules: RULES });
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", word(each.dataset.label));
  for (const each of document.querySelectorAll("[data-language]")) each.setAttribute("aria-pressed", each.dataset.language === code);
  jobs.forEach(show);
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => setLanguage(button.dataset.language));
}
const input = document.getElementById("file");
const zone = document.getElementById("zone");
input.addEventListener("change", () => {
  take(input.files);
  input.value = ""; // the same file may be chosen again
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => { // anywhere on the page: a file beside the frame must not replace it
    event.preventDefault();
    zone.classList.toggle("over", kind === "dragover");
    if (kind === "drop") take(event.dataTransfer.files);
  });
}
setLanguage(navigator.language.startsWith("zh") ? "zh" : "en");
