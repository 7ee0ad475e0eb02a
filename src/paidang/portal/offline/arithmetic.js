// Exact arithmetic in whole fen and millionths, all of it BigInt, and one way to round (SPEC, preamble).

export const RATE_ONE = 1_000_000n; // a rate of 1; rates have at most 6 decimals
const FEN_MIN = -(2n ** 63n);
const FEN_MAX = 2n ** 63n - 1n;
const RATE = /^(-?)([0-9]{1,12})(?:\.([0-9]+))?$/;

/** numerator / denominator (> 0), half away from zero. */
export function roundRatio(numerator, denominator) {
  const size = numerator < 0n ? -numerator : numerator;
  const halfUp = (2n * size + denominator) / (2n * denominator);
  return numerator < 0n ? -halfUp : halfUp;
}

export function fits64Bits(amount) {
  return amount >= FEN_MIN && amount <= FEN_MAX;
}

export function max(a, b) {
  return a > b ? a : b;
}

export function min(a, b) {
  return a < b ? a : b;
}

export function sum(amounts) {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** A rate between 0 and 1 as `{millionths}`, or `{wrong}` with the code of the reason. */
export function readRate(text) {
  const match = RATE.exec(text);
  if (!match) return { wrong: "noDecimal" };
  const [, sign, whole, decimals = ""] = match;
  if (decimals.length > 6) return { wrong: "manyDecimals" };
  const millionths = BigInt(whole) * RATE_ONE + BigInt(decimals.padEnd(6, "0"));
  if ((sign && millionths) || millionths > RATE_ONE) return { wrong: "notAShare" };
  return { millionths };
}
