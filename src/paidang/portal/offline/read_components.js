// Reading the components of terms.json, each kind with its own keys (SPEC §4, §10).
import { RATE_ONE } from "./arithmetic.js";

/** One component, or null, and errors at their paths. An unknown kind hides its other keys. */
export function readComponent(component) {
  const kind = component.choice("kind", Object.keys(READERS));
  if (kind === null) return null;
  const clause = component.text("clause");
  const read = READERS[kind](component);
  component.noOtherKeys();
  return read && { kind, clause, ...read };
}

const READERS = {
  profit_share(component) {
    const [a, b] = [component.rate("a"), component.rate("b")];
    const loss = component.choice("loss", ["carry_forward", "share", "forgive"]);
    if (a === null || b === null || loss === null) return null;
    if (a + b !== RATE_ONE) component.refuse("b", "sharesDoNotAddUp");
    return { b, loss };
  },

  commission(component) {
    const of = component.choice("of", ["gross_sales", "net_sales", "profit"]);
    const threshold = component.fen("threshold", { required: false }) ?? 0n;
    const [hasRate, hasTiers] = [component.has("rate"), component.has("tiers")];
    const rate = component.rate("rate", { required: false });
    const tiers = readTiers(component);
    const mode = component.choice("tier_mode", ["marginal", "whole"], { required: hasTiers && !hasRate });
    if (hasRate === hasTiers) return component.refuse(null, "rateOrTiers");
    if (!hasRate) return { of, threshold, tiers, mode };
    if (component.has("tier_mode")) component.refuse("tier_mode", "modeWithoutTiers");
    return { of, threshold, tiers: [{ start: 0n, rate: rate ?? 0n }], mode: "marginal" };
  },

  monthly_fee(component) {
    return { amount: component.fen("amount") };
  },

  minimum(component) {
    return { amount: component.fen("amount"), prorate: component.boolean("prorate", { required: false }) ?? false };
  },
};

/** Tiers from 0, ascending; the `from` at fault is named. */
function readTiers(component) {
  const objects = component.objects("tiers", { required: false });
  if (component.has("tiers") && !objects.length) component.refuse("tiers", "noTier");
  const tiers = [];
  objects.forEach((each, index) => {
    const [start, rate] = [each.fen("from"), each.rate("rate")];
    each.noOtherKeys();
    if (start === null) return;
    if (index === 0 && start !== 0n) each.refuse("from", "firstTierNotZero");
    else if (tiers.length && start <= tiers.at(-1).start) each.refuse("from", "tiersNotAscending");
    tiers.push({ start, rate: rate ?? 0n });
  });
  return tiers;
}
