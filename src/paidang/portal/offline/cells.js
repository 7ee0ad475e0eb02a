// The fact tables (SPEC §1) as data, and reading one cell of them by itself. Nothing is trimmed.
import { fits64Bits } from "./arithmetic.js";
import { isDay, isDayText, isMonth } from "./days.js";

const column = (name, type = "text", more = {}) => ({ name, type, ...more });
const maybe = (name, type = "text", more = {}) => column(name, type, { optional: true, nullable: true, ...more });
const amount = (name, minimum = 0n) => column(name, "integer", { minimum });

export const TABLES = {
  order_lines: {
    key: ["line_id"],
    columns: [
      ...["line_id", "order_id", "channel", "store", "sku"].map((name) => column(name)),
      amount("quantity", 1n),
      ...["unit_price", "merchant_discount", "platform_discount"].map((name) => amount(name)),
      column("paid_at", "time"),
      column("shipped_at", "time", { nullable: true }),
      column("completed_at", "time", { nullable: true }),
      maybe("gift", "boolean"),
      maybe("settled_in", "month"),
      ...["settled_price", "refunded_quantity", "refunded_amount"].map((name) => maybe(name, "integer", { minimum: 0n })),
    ],
  },
  refunds: {
    key: ["refund_id"],
    columns: [
      column("refund_id"),
      column("line_id", "text", { refersTo: "line_id" }),
      amount("quantity"),
      amount("amount"),
      column("cause", "text", { choices: ["quality", "wrong_item", "over_shipped", "no_reason", "lost", "price_protection"] }),
      column("restocked", "boolean"),
      column("refunded_at", "time"),
    ],
  },
  costs: {
    key: ["sku", "valid_from"],
    columns: [column("sku"), amount("factory_price"), column("valid_from", "day")],
  },
  logistics: {
    key: ["charge_id"],
    columns: [
      column("charge_id"),
      column("order_id", "text", { nullable: true, refersTo: "order_id" }),
      column("kind", "text", { choices: ["outbound", "return", "resend", "warehouse", "compensation", "postage"] }),
      column("amount", "integer"),
      column("paid_by", "text", { choices: ["a", "b"] }),
      column("charged_at", "time"),
      maybe("borne_by", "text", { choices: ["shared", "a", "b"] }),
    ],
  },
  platform_fees: {
    key: ["fee_id"],
    columns: [
      column("fee_id"),
      column("order_id", "text", { nullable: true, refersTo: "order_id" }),
      column("kind"),
      column("amount", "integer"),
      column("charged_at", "time"),
    ],
  },
};

const TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)$/;
const FIRST_MOMENT = at(1, 1, 2);
const LAST_MOMENT = at(9999, 12, 31); // the day of any moment before it exists in Shanghai too

/** `{value}` (null where an empty cell is allowed), or `{wrong}` with the code of the reason. */
export function readCell(column, kind, raw) {
  if (raw === null || raw === "") return column.nullable ? { value: null } : { wrong: "empty" };
  const read = READERS[column.type](raw, kind);
  if (read.wrong) return read;
  if (column.choices && !column.choices.includes(read.value)) return { wrong: "choice", choices: column.choices };
  if (column.minimum !== undefined && read.value < column.minimum) return { wrong: "tooSmall", minimum: column.minimum };
  return read;
}

const READERS = {
  text(raw, kind) {
    if (kind === "text") return { value: raw };
    return kind === "integer" ? { value: String(raw) } : { wrong: "notText" }; // an id that is held as a number
  },
  integer(raw, kind) {
    const value = kind === "text" && /^-?[0-9]+$/.test(raw) ? BigInt(raw) : raw;
    if (typeof value !== "bigint" || (kind !== "text" && kind !== "integer")) return { wrong: "notInteger" };
    return fits64Bits(value) ? { value } : { wrong: "over64Bits" };
  },
  boolean(raw, kind) {
    if (kind === "boolean") return { value: raw };
    return kind === "text" && ["true", "false"].includes(raw) ? { value: raw === "true" } : { wrong: "notBoolean" };
  },
  time(raw, kind) {
    const value = kind === "text" ? momentOf(raw) : kind === "time" ? raw : null;
    if (value === null) return { wrong: "notTime" };
    return value >= FIRST_MOMENT && value < LAST_MOMENT ? { value } : { wrong: "noSuchTime" };
  },
  day(raw, kind) {
    const fits = kind === "day" || (kind === "text" && isDayText(raw));
    return fits ? { value: raw } : { wrong: "noSuchDay" };
  },
  month(raw, kind) {
    return kind === "text" && isMonth(raw) ? { value: raw } : { wrong: "noSuchMonth" };
  },
};

/** Microseconds of an ISO 8601 text with its offset, finer fractions cut off; null where it is none. */
function momentOf(text) {
  const match = TIME.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const [offsetHour, offsetMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (!isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  if (offsetHour > 23 || offsetMinute > 59) return null;
  const offset = BigInt(offsetHour * 60 + offsetMinute) * (match[8] === "-" ? -1n : 1n);
  const minutes = BigInt(hour * 60 + minute) - offset;
  const fraction = BigInt((match[7] ?? "").slice(0, 6).padEnd(6, "0"));
  return at(year, month, day) + (minutes * 60n + BigInt(second)) * 1_000_000n + fraction;
}

function at(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return BigInt(date.getTime()) * 1000n;
}
