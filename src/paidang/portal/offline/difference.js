// One difference in words: where, what, and both numbers. Fen are shown as yuan.
import { list, money, word } from "./words.js";

const COUNTS = /^(version|counts\..*|late\[\d+\]\.rows|row_id|quantity|refunded_quantity)$|days|due_day|pay_window/;

/** `[where, what]`. */
export function differenceTexts({ file, row, column, expected, found, reason, facts = {} }) {
  const where = [row === undefined ? file : word("row", { file, row }), column].filter(Boolean).join(" ");
  const told = word(reason, { ...facts, choices: facts.choices && list(facts.choices) });
  const numbers = bothNumbers(column, expected, found);
  return [where, numbers ? word("told", { told, numbers }) : told];
}

function bothNumbers(column, expected, found) {
  const [wanted, actual] = [valueText(column, expected), valueText(column, found)];
  if (wanted !== null && actual !== null) return word("expectedFound", { expected: wanted, found: actual });
  if (wanted !== null) return word("onlyExpected", { expected: wanted });
  return actual === null ? "" : word("onlyFound", { found: actual });
}

/** null where there is nothing to show. */
function valueText(column, value) {
  if (value === undefined) return null;
  if (value === null) return "—";
  if (typeof value === "bigint") {
    if (column === "share_b") return shareText(value);
    if (column?.endsWith("_at")) return momentText(value);
    return COUNTS.test(column ?? "") ? String(value) : money(value);
  }
  return typeof value === "object" ? "…" : String(value).slice(0, 200);
}

/** Microseconds since 1970; far beyond any calendar as they stand. */
function momentText(micros) {
  const date = new Date(Number(micros / 1000n));
  return Number.isNaN(date.getTime()) ? `${micros} µs` : date.toISOString();
}

/** 10^-8 fen as yuan with every digit that counts. */
function shareText(units) {
  const digits = String(units < 0n ? -units : units).padStart(11, "0");
  return `${units < 0n ? "−" : ""}¥${digits.slice(0, -10)}.${digits.slice(-10).replace(/0{1,8}$/, "")}`;
}
