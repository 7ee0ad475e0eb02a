// Reading terms.json: the terms in force on the month's last day, or every bad path (SPEC §10). No defaults where money moves.
import { byCodePoint } from "./canonical.js";
import { readComponent } from "./read_components.js";
import { readDatedDebts } from "./read_debts.js";
import { isMonth } from "./days.js";
import { JsonObject } from "./json_object.js";

const PARTIES = ["a", "b"];
const OPTIONAL = { required: false };

/** `{terms}`, or `{errors}` by path. */
export function readTerms(document, month) {
  const errors = [];
  if (!isMonth(month)) errors.push({ file: "terms.json", column: "month", found: month, reason: "noSuchMonth" });
  const top = new JsonObject(document, "", errors);
  const terms = errors.some((error) => error.column === undefined) ? null : readTop(top);
  if (!errors.length) return { terms };
  return { errors: errors.sort((a, b) => byCodePoint(a.column ?? "", b.column ?? "")) };
}

function readTop(top) {
  const contract = top.text("contract", OPTIONAL);
  readParties(top);
  const recognition = top.choice("recognition", ["paid", "shipped", "completed"]);
  const collector = top.choice("collector", PARTIES);
  const tax = readTax(top);
  const platformFees = top.choice("platform_fees", ["deducted", ...PARTIES]);
  const objects = top.objects("components");
  const components = objects.map(readComponent).filter((each) => each !== null);
  const shares = objects.filter((each) => each.value.kind === "profit_share");
  for (const extra of shares.slice(1)) extra.refuse("kind", "secondShare");
  const profitCounts = top.value.tax?.mode === "margin_vat" || shares.length > 0
    || objects.some(({ value }) => value.kind === "commission" && value.of === "profit");
  const faultsBorneBy = top.choice("faults_borne_by", ["a", "shared"], { required: profitCounts });
  const term = readTerm(top);
  const signedOn = top.day("signed_on", OPTIONAL);
  const debts = readDatedDebts(top);
  checkNeededDates(top, objects, debts);
  const carriedIn = top.integer("carried_in", { maximum: 0n, required: false }) ?? 0n;
  const carries = shares.some(({ value }) => value.loss !== "share" && value.loss !== "forgive");
  if (carriedIn && !carries) top.refuse("carried_in", "nothingCarries");
  const adjustments = readAdjustments(top);
  const schedule = readSchedule(top);
  readLateFee(top);
  top.noOtherKeys();
  return {
    contract, recognition, collector, tax, platformFees, components, profitCounts, faultsBorneBy, term, signedOn, debts,
    carriedIn, carries, adjustments, schedule,
  };
}

/** The names stand in the printed statement; here they only have to be texts. */
function readParties(top) {
  const parties = top.object("parties", OPTIONAL);
  if (!parties) return;
  for (const party of PARTIES) {
    const side = parties.object(party, OPTIONAL);
    side?.text("name", OPTIONAL);
    side?.noOtherKeys();
  }
  parties.noOtherKeys();
}

function readTax(top) {
  const tax = top.object("tax");
  if (!tax) return null;
  const mode = tax.choice("mode", ["included_vat", "margin_vat", "on_revenue", "none"]);
  const rate = tax.rate("rate", { required: mode !== "none" });
  if (mode === "none" && tax.has("rate")) tax.refuse("rate", "rateWithoutTax");
  const paidBy = tax.choice("paid_by", PARTIES);
  tax.noOtherKeys();
  return { mode, rate: rate ?? 0n, paidBy };
}

function readTerm(top) {
  const term = top.object("term", OPTIONAL);
  if (!term) return { start: null, end: null };
  const [start, end] = [term.day("start", OPTIONAL), term.day("end", OPTIONAL)];
  if (start && end && end < start) term.refuse("end", "endsBeforeStart");
  term.noOtherKeys();
  return { start, end };
}

/** What counts from a date needs it: fees by days both ends of the term, debts their trigger. */
function checkNeededDates(top, components, debts) {
  const byDays = components.some(({ value }) => ["monthly_fee", "minimum"].includes(value.kind));
  const needed = [...(byDays ? ["start"] : []), ...(byDays || debts.some((debt) => debt.trigger === "end") ? ["end"] : [])];
  const term = top.value.term ?? null;
  if (term === null || (typeof term === "object" && !Array.isArray(term))) {
    const place = new JsonObject(term ?? {}, "term", top.errors);
    for (const key of needed) if (!place.has(key)) place.refuse(key, "missing");
  }
  if (debts.some((debt) => debt.trigger === "signing") && !top.has("signed_on")) top.refuse("signed_on", "missing");
}

/** The amounts; an adjustment's reason and rows are for people. */
function readAdjustments(top) {
  const amounts = [];
  const seen = new Set();
  for (const each of top.objects("adjustments", OPTIONAL)) {
    const id = each.text("id");
    each.choice("kind", ["dispute", "reimbursement", "third_party_cost", "late_fee", "other"]);
    amounts.push(each.integer("amount") ?? 0n);
    each.text("reason");
    each.text("clause");
    each.texts("rows");
    each.noOtherKeys();
    if (seen.has(id)) each.refuse("id", "repeated");
    if (id !== null) seen.add(id);
  }
  return amounts;
}

function readSchedule(top) {
  const statement = top.object("statement", OPTIONAL);
  if (!statement) return { dueDay: null, payWindow: null };
  const dueDay = statement.integer("due_day", { minimum: 1n, maximum: 31n, required: false });
  for (const [days, kind] of [["confirm_days", "confirm_day_kind"], ["pay_days", "pay_day_kind"]]) {
    statement.days(days, OPTIONAL);
    statement.choice(kind, ["calendar", "working"], { required: statement.has(days) });
  }
  const payWindow = statement.checked("pay_window", OPTIONAL, isWindow, "notAWindow");
  statement.choice("silence", ["approved", "refused", "undecided"], OPTIONAL);
  statement.noOtherKeys();
  return { dueDay: dueDay && Number(dueDay), payWindow: payWindow && payWindow.map(Number) };
}

function isWindow(value) {
  if (!Array.isArray(value) || value.length !== 2 || !value.every((day) => typeof day === "bigint")) return false;
  return 1n <= value[0] && value[0] <= value[1] && value[1] <= 31n;
}

/** A late fee enters no statement by itself; its terms have to be sound all the same. */
function readLateFee(top) {
  const fee = top.object("late_fee", OPTIONAL);
  fee?.rate("rate_per_day");
  fee?.choice("party", [...PARTIES, "both"]);
  fee?.rate("cap", OPTIONAL);
  fee?.noOtherKeys();
}
