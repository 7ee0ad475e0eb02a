// Checks over several cells of a row, and over the refunds of a line (SPEC §1, the last two points of bad facts). A cell
// that is bad by itself is undefined among the row's values: no check that takes it is made.

const LINE_PRICE_MAX = 10n ** 15n;
const INCOMING = ["compensation", "postage"];

export function lineFlaws({ values: line }, { month, profitCounts }) {
  const flaws = priceFlaws(line);
  for (const column of ["shipped_at", "completed_at"]) {
    if (line[column] && has(line, "paid_at") && line[column] < line.paid_at) flaws.push({ column, reason: "beforePaid" });
  }
  if (!line.settled_in) return flaws;
  if (line.settled_in >= month) flaws.push({ column: "settled_in", reason: "settledLater" });
  if (profitCounts && has(line, "gift") && !line.gift && line.settled_price === null) {
    flaws.push({ column: "settled_price", reason: "noSettledPrice" });
  }
  return flaws;
}

function priceFlaws(line) {
  if (!has(line, "quantity", "unit_price")) return [];
  const flaws = [];
  const full = line.unit_price * line.quantity;
  if (full > LINE_PRICE_MAX) flaws.push({ column: "unit_price", reason: "lineTooLarge" });
  if (has(line, "merchant_discount", "platform_discount") && line.merchant_discount + line.platform_discount > full) {
    flaws.push({ column: "platform_discount", reason: "discountsTooLarge" });
  }
  if (has(line, "merchant_discount") && line.gift && full > line.merchant_discount) {
    flaws.push({ column: "gift", reason: "giftWithRevenue" });
  }
  return flaws;
}

export function chargeFlaws({ values: charge }) {
  const flaws = [];
  if (has(charge, "kind", "amount")) {
    const incoming = INCOMING.includes(charge.kind);
    if (incoming && charge.amount > 0n) flaws.push({ column: "amount", reason: "incomingPositive" });
    if (!incoming && charge.amount < 0n) flaws.push({ column: "amount", reason: "chargeNegative" });
  }
  if (charge.kind === "postage" && ["a", "b"].includes(charge.borne_by)) {
    flaws.push({ column: "borne_by", reason: "postageBorne" });
  }
  return flaws;
}

/** The refund, in file order, at which what is refunded of a line first exceeds it; `[row, flaw]`. */
export function refundFlaws(refunds, linesById) {
  const flaws = [];
  for (const column of ["quantity", "amount"]) {
    const left = new Map();
    for (const row of refunds) {
      const line = linesById.get(row.values.line_id)?.values;
      if (!line || !has(row.values, column)) continue;
      if (!left.has(line)) left.set(line, refundable(line, column));
      if (left.get(line) === null) continue;
      const rest = left.get(line) - row.values[column];
      left.set(line, rest < 0n ? null : rest); // only the first is named
      if (rest < 0n) flaws.push([row, { column, reason: "refundedTooMuch" }]);
    }
  }
  return flaws;
}

/** What may still be refunded of a line; null where a cell it takes is bad by itself. */
function refundable(line, column) {
  if (!has(line, `refunded_${column}`, "quantity")) return null;
  const before = line[`refunded_${column}`] ?? 0n;
  if (column === "quantity") return line.quantity - before;
  if (!has(line, "unit_price", "merchant_discount")) return null;
  return line.unit_price * line.quantity - line.merchant_discount - before;
}

function has(row, ...columns) {
  return columns.every((column) => row[column] !== undefined);
}
