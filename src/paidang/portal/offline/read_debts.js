// Reading dated debts: a set-up fee or a fixed total becomes one debt per day on which it falls due (SPEC §4, §10).
import { RATE_ONE, roundRatio, sum } from "./arithmetic.js";

const DAY_KINDS = ["calendar", "working"];

/** `{kind, clause, amount, trigger, days, dayKind}` in order; what is bad is noted at its path. */
export function readDatedDebts(top) {
  return top.objects("dated_debts", { required: false }).flatMap((each) => {
    const kind = each.choice("kind", ["setup", "fixed_total"]);
    if (kind === null) return [];
    const [clause, amount] = [each.text("clause"), each.fen("amount")];
    const parts = kind === "setup" ? [{ amount, trigger: "signing", ...readDays(each) }] : readInstallments(each, amount);
    each.noOtherKeys();
    return parts.map((part) => ({ kind, clause, ...part }));
  });
}

function readDays(each) {
  return { days: each.days("days"), dayKind: each.choice("day_kind", DAY_KINDS) };
}

function readInstallments(debt, total) {
  const errorsBefore = debt.errors.length;
  const objects = debt.objects("installments");
  const parts = objects.map((each, index) => readPart(each, index === objects.length - 1));
  if (debt.errors.length === errorsBefore && total !== null) {
    if (!parts.length) debt.refuse("installments", "installmentsMiss");
    else shareOut(debt, total, parts);
  }
  return parts;
}

function readPart(each, isLast) {
  const [hasShare, hasAmount] = [each.has("share"), each.has("amount")];
  const [share, amount] = [each.rate("share", { required: false }), each.fen("amount", { required: false })];
  const trigger = each.choice("trigger", ["signing", "end"]);
  const days = readDays(each);
  each.noOtherKeys();
  if ((hasShare && hasAmount) || !(hasShare || hasAmount || isLast)) each.refuse(null, "shareOrAmount");
  return { share, amount, trigger, ...days };
}

/** Each share of the total rounded, the last installment takes the rest; an amount of its own must equal it. */
function shareOut(debt, total, parts) {
  const exact = sum(parts.map(({ share, amount }) => (amount ?? 0n) * RATE_ONE + (share ?? 0n) * total));
  const own = parts.at(-1).amount;
  for (const part of parts) part.amount ??= roundRatio(total * (part.share ?? 0n), RATE_ONE);
  const rest = total - sum(parts.slice(0, -1).map((part) => part.amount));
  if (rest < 0n || exact > total * RATE_ONE || (own !== null && own !== rest)) debt.refuse("installments", "installmentsMiss");
  parts.at(-1).amount = rest;
}
