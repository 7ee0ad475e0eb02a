// What party b earns: the components in order, each amount with its clause and the base it came from (SPEC §4).
import { RATE_ONE, max, min, roundRatio, sum } from "./arithmetic.js";
import { daysBetween, daysOfMonth } from "./days.js";

/** `figures` is `{gross_sales, net_sales, profit}`; a minimum tops up those above it. */
export function earn(terms, figures, month) {
  const earned = [];
  for (const component of terms.components) {
    const { kind, clause } = component;
    const base = baseOf(component, figures, terms, earned);
    earned.push({ kind, clause, base, amount: AMOUNTS[kind](component, base, terms, month) });
  }
  return earned;
}

function baseOf(component, figures, terms, earned) {
  if (component.kind === "profit_share") return figures.profit + terms.carriedIn;
  if (component.kind === "commission") return figures[component.of];
  return component.kind === "minimum" ? sum(earned.map((each) => each.amount)) : null;
}

const AMOUNTS = {
  profit_share: ({ b, loss }, base) => (base < 0n && loss !== "share" ? 0n : roundRatio(base * b, RATE_ONE)),

  commission({ tiers, mode, threshold }, base) {
    const counted = max(base - threshold, 0n);
    if (mode === "whole") return roundRatio(counted * tiers.findLast((tier) => tier.start <= counted).rate, RATE_ONE);
    const slices = tiers.map((tier, index) => {
      const end = min(tiers[index + 1]?.start ?? counted, counted);
      return max(end - tier.start, 0n) * tier.rate;
    });
    return roundRatio(sum(slices), RATE_ONE);
  },

  monthly_fee: ({ amount }, base, terms, month) => byDays(amount, terms.term, month),

  minimum({ amount, prorate }, base, terms, month) {
    if (!daysInForce(terms.term, month)) return 0n;
    return max(0n, (prorate ? byDays(amount, terms.term, month) : amount) - base);
  },
};

/** A monthly amount by the days in force: all of it in a full month, 0 outside the term. */
function byDays(amount, term, month) {
  return roundRatio(amount * BigInt(daysInForce(term, month)), BigInt(daysOfMonth(month)));
}

/** Both ends of the term are in force. */
function daysInForce({ start, end }, month) {
  const [first, last] = [`${month}-01`, `${month}-${daysOfMonth(month)}`];
  return Math.max(0, daysBetween(start > first ? start : first, end < last ? end : last));
}
