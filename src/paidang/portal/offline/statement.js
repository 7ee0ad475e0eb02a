// The statement: totals, components, who owes whom, dates (SPEC §5, §6, §9), from the settled rows.
import { fits64Bits, sum } from "./arithmetic.js";
import { earn } from "./components.js";
import { addDays, daysOfMonth, nextMonth, nextWorkingDay } from "./days.js";
import { isShared } from "./rows.js";

export function makeStatement(terms, settled, month, version) {
  const totals = totalsOf(terms, settled);
  const components = earn(terms, { gross_sales: totals.gross_sales, net_sales: totals.revenue, profit: totals.profit }, month);
  const late = lateMonths(settled.rows, month);
  const adjustments = sum(terms.adjustments);
  const held_by_collector = totals.revenue + totals.postage - totals.platform_fees;
  const entitled_b = entitledB(terms, settled, totals, components, adjustments);
  const due_b = terms.collector === "b" ? entitled_b - held_by_collector : entitled_b;
  const count = (rows) => BigInt(rows.length);
  return {
    month,
    contract: terms.contract,
    version,
    totals,
    counts: {
      lines: count(settled.rows.filter((row) => row.kind === "line")),
      refunds: count(settled.rows.filter((row) => row.kind === "refund")),
      held: count(settled.held),
      late: sum(late.map((each) => each.rows)),
    },
    components,
    carried_in: terms.carriedIn,
    ...shares(terms, totals.profit, components),
    adjustments,
    collector: terms.collector,
    held_by_collector,
    entitled_b,
    due_b,
    payer: due_b > 0n ? "a" : due_b < 0n ? "b" : null,
    amount_due: due_b < 0n ? -due_b : due_b,
    held: settled.held.map((row_id) => ({ row_id, reason: "no_factory_price" })),
    late,
    dated_debts: datedDebts(terms, month),
    dates: datesOf(terms.schedule, month),
  };
}

/** The paths of figures that take more than 64 bits: the month as a whole is a slip. */
export function tooLarge(value, path = "") {
  if (typeof value === "bigint") return fits64Bits(value) ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  const below = (key) => (Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key);
  return Object.keys(value).flatMap((key) => tooLarge(value[key], below(key)));
}

function totalsOf(terms, { rows, charges }) {
  const total = (column, kind) => rows.reduce((sum, row) => (!kind || row.kind === kind ? sum + row[column] : sum), 0n);
  const amount = (chosen) => sum(chosen.map((charge) => charge.amount));
  return {
    gross_sales: total("revenue", "line"),
    refunded: total("revenue", "refund"),
    revenue: total("revenue"),
    cost: total("cost"),
    tax: total("tax"),
    logistics: amount(charges.filter(isShared)),
    logistics_a: amount(charges.filter((charge) => charge.borne_by === "a")),
    logistics_b: amount(charges.filter((charge) => charge.borne_by === "b")),
    postage: -amount(charges.filter((charge) => charge.kind === "postage")),
    platform_fees: total("platform_fee"),
    profit: total("profit"),
  };
}

/** What b may keep or is owed: its components, and what it paid for a or for both (SPEC §5). */
function entitledB(terms, { charges }, totals, components, adjustments) {
  const carried = charges.filter((charge) => charge.kind !== "postage");
  const paidByB = carried.filter((charge) => charge.paid_by === "b" && charge.borne_by !== "b");
  const paidForB = carried.filter((charge) => charge.paid_by === "a" && charge.borne_by === "b");
  const amount = (each) => each.amount;
  return sum(components.map(amount)) + adjustments
    + (terms.tax.paidBy === "b" ? totals.tax : 0n)
    + sum(paidByB.map(amount)) - sum(paidForB.map(amount))
    - (terms.platformFees === "b" ? totals.platform_fees : 0n);
}

/** The split of the profit, and the loss carried on; all 0 without a profit_share. */
function shares(terms, profit, components) {
  const share = terms.components.find((component) => component.kind === "profit_share");
  if (!share) return { carried_out: 0n, share_a: 0n, share_b: 0n };
  const base = profit + terms.carriedIn;
  const share_b = components.find((component) => component.kind === "profit_share").amount;
  return {
    carried_out: share.loss === "carry_forward" && base < 0n ? base : 0n,
    share_a: base >= 0n || share.loss === "share" ? base - share_b : 0n,
    share_b,
  };
}

function lateMonths(rows, month) {
  const late = new Map();
  for (const row of rows) {
    if (row.month >= month) continue;
    if (!late.has(row.month)) late.set(row.month, { month: row.month, revenue: 0n, profit: 0n, rows: 0n });
    const own = late.get(row.month);
    own.revenue += row.revenue;
    own.profit += row.profit;
    own.rows += 1n;
  }
  return [...late.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}

/** The debts that fall due in the month, by day and then in the order of the terms. */
function datedDebts(terms, month) {
  return terms.debts
    .map((debt) => ({ debt, due: addDays(debt.trigger === "signing" ? terms.signedOn : terms.term.end, debt.days, debt.dayKind) }))
    .filter(({ due }) => due?.day.slice(0, 7) === month) // what falls due beyond the year 9999 never does
    .sort((a, b) => (a.due.day < b.due.day ? -1 : a.due.day > b.due.day ? 1 : 0))
    .map(({ debt: { kind, clause, amount }, due: { day, provisional } }) => ({ kind, clause, amount, due_on: day, provisional }));
}

/** Days of the next month, one beyond its end means its last day; only the end of the window moves off a rest day. */
function datesOf({ dueDay, payWindow }, month) {
  const next = nextMonth(month);
  const day = (number) => `${next}-${String(Math.min(number, daysOfMonth(next))).padStart(2, "0")}`;
  const dates = { statement_due: dueDay && day(dueDay), earliest_payment: null, window_end: null, provisional: null };
  if (!payWindow) return dates;
  const end = nextWorkingDay(day(payWindow[1]));
  return { ...dates, earliest_payment: day(payWindow[0]), window_end: end.day, provisional: end.provisional };
}
