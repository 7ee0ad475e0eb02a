// Which rows a statement settles, and what each is worth (SPEC §2, §3).
import { RATE_ONE, fits64Bits, max, roundRatio } from "./arithmetic.js";
import { byCodePoint } from "./canonical.js";
import { dayOf, monthOf } from "./days.js";

const TIME_OF = { paid: "paid_at", shipped: "shipped_at", completed: "completed_at" };
const FAULTS = ["quality", "wrong_item"];

/**
 * `{rows, charges, held}`: the rows of rows.parquet, the charges behind them, the ids that wait for a price; or
 * `{tooLarge}`, the id of a row of which an amount takes more than 64 bits. share_b is exact, in 10^-8 fen.
 */
export function settleRows(terms, facts, month) {
  const isPast = (moment) => moment !== null && monthOf(moment) <= month;
  const lines = pricedLines(terms, facts);
  const settled = { rows: [], charges: facts.logistics.filter((charge) => isPast(charge.charged_at)), held: [] };
  const settle = (id, price, row) => (price === null ? settled.held.push(id) : settled.rows.push(row()));
  for (const priced of lines.values()) {
    const { line, price, at } = priced;
    if (line.settled_in === null && isPast(at)) settle(line.line_id, price, () => lineRow(terms, priced));
  }
  for (const refund of facts.refunds) {
    const priced = lines.get(refund.line_id);
    const at = refundTime(refund, priced);
    if (isPast(at)) settle(refund.refund_id, priced.price, () => refundRow(terms, refund, priced, at));
  }
  for (const charge of settled.charges) settled.rows.push(chargeRow(terms, charge));
  for (const fee of facts.platform_fees) if (isPast(fee.charged_at)) settled.rows.push(feeRow(terms, fee));
  settled.held.sort(byCodePoint);
  const large = settled.rows.find(({ cost, tax, profit }) => ![cost, tax, profit].every(fits64Bits));
  return large ? { tooLarge: large.row_id } : settled;
}

/** Each line with its price (null: held) and the moment at which it counts (null: not yet). */
function pricedLines(terms, facts) {
  const prices = priceList(facts.costs);
  return new Map(facts.order_lines.map((line) => {
    return [line.line_id, { line, price: priceOf(terms, line, prices), at: line[TIME_OF[terms.recognition]] }];
  }));
}

function priceList(costs) {
  const prices = new Map();
  for (const cost of costs) {
    if (!prices.has(cost.sku)) prices.set(cost.sku, []);
    prices.get(cost.sku).push(cost);
  }
  for (const declared of prices.values()) declared.sort((a, b) => (a.valid_from < b.valid_from ? -1 : 1));
  return prices;
}

/** The factory price of the latest valid_from not after the day of payment; a context line keeps that of its statement. */
function priceOf(terms, line, prices) {
  if (line.gift || !terms.profitCounts) return 0n;
  if (line.settled_in !== null) return line.settled_price;
  const paidOn = dayOf(line.paid_at);
  const known = (prices.get(line.sku) ?? []).findLast((cost) => cost.valid_from <= paidOn);
  return known ? known.factory_price : null;
}

/** The later of the refund's and its line's time; a context line's time counts as past. */
function refundTime(refund, { line, at }) {
  if (line.settled_in !== null) return refund.refunded_at;
  return at === null ? null : max(refund.refunded_at, at);
}

function lineRow(terms, { line, price, at }) {
  const revenue = line.unit_price * line.quantity - line.merchant_discount; // the platform pays its own discount
  return row(terms, line.line_id, "line", line.order_id, line.sku, at, { revenue, cost: line.quantity * price });
}

function refundRow(terms, refund, { line, price }, at) {
  const brandAnswers = FAULTS.includes(refund.cause) && terms.faultsBorneBy === "a";
  const cost = refund.restocked || brandAnswers ? -refund.quantity * price : 0n;
  return row(terms, refund.refund_id, "refund", line.order_id, line.sku, at, { revenue: -refund.amount, cost });
}

function chargeRow(terms, charge) {
  const logistics = isShared(charge) ? charge.amount : 0n;
  return row(terms, charge.charge_id, "logistics", charge.order_id, null, charge.charged_at, { logistics });
}

function feeRow(terms, fee) {
  return row(terms, fee.fee_id, "platform_fee", fee.order_id, null, fee.charged_at, { platform_fee: fee.amount });
}

export function isShared(charge) {
  return charge.borne_by === null || charge.borne_by === "shared";
}

function row(terms, row_id, kind, order_id, sku, at, { revenue = 0n, cost = 0n, logistics = 0n, platform_fee = 0n }) {
  const tax = taxOf(terms.tax, revenue, cost);
  const deducted = terms.platformFees === "deducted" ? platform_fee : 0n;
  const profit = revenue - cost - tax - logistics - deducted;
  const share = terms.components.find((component) => component.kind === "profit_share");
  const share_b = share ? profit * share.b * 100n : 0n; // of millionths, to the 8 decimals of rows.parquet
  return { row_id, kind, order_id, sku, month: monthOf(at), revenue, cost, tax, logistics, platform_fee, profit, share_b };
}

/** Once per row (SPEC §3). Charges and fees bear none: both figures are 0. */
function taxOf({ mode, rate }, revenue, cost) {
  if (mode === "included_vat") return roundRatio(revenue * rate, RATE_ONE + rate);
  if (mode === "margin_vat") return roundRatio((revenue - cost) * rate, RATE_ONE + rate);
  return mode === "on_revenue" ? roundRatio(revenue * rate, RATE_ONE) : 0n;
}
