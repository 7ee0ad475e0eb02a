"""Reading dated debts: a set-up fee or a fixed total becomes one debt per day it falls due (SPEC §4, §10)."""

from dataclasses import dataclass

from paidang.kit.sentence import say
from paidang.kit.workdays import DAY_KINDS
from paidang.settlement.rules import terms as t
from paidang.settlement.rules.arithmetic import RATE_ONE, round_ratio
from paidang.settlement.rules.json_object import JsonObject


def read_dated_debts(top: JsonObject) -> list[t.DatedDebt]:
    """Read `dated_debts`, in order; what is bad is noted at its path and left out."""
    debts: list[t.DatedDebt] = []
    for each in top.objects("dated_debts", required=False):
        kind = each.choice("kind", ("setup", "fixed_total"))
        if kind is None:
            continue
        clause, amount = each.text("clause") or "", each.fen("amount")
        if kind == "setup":
            days, day_kind = each.days("days"), each.choice("day_kind", DAY_KINDS)
            debts.append(t.DatedDebt(kind, clause, amount or 0, "signing", days or 0, day_kind or "calendar"))
        else:
            debts += _read_installments(each, clause, amount)
        each.no_other_keys()
    return debts


@dataclass(frozen=True, slots=True)
class _Part:
    """One installment as written: a share of the total, an amount of its own, or (the last one) just the rest."""

    share: int | None
    amount: int | None
    trigger: str
    days: int
    day_kind: str


def _read_installments(debt: JsonObject, clause: str, total: int | None) -> list[t.DatedDebt]:
    errors_before = len(debt.errors)
    objects = debt.objects("installments")
    parts = [_read_part(each, is_last=each is objects[-1]) for each in objects]
    if len(debt.errors) > errors_before or total is None:
        # Amounts cannot be told; what counts from signing or the end still needs its date.
        amounts = [0] * len(parts)
    else:
        amounts = _installment_amounts(total, parts)
        if _installments_miss(total, parts, amounts):
            debt.refuse("installments", say("各期之和应等于总额"))
    return [
        t.DatedDebt("fixed_total", clause, amount, part.trigger, part.days, part.day_kind)
        for part, amount in zip(parts, amounts, strict=True)
    ]


def _read_part(each: JsonObject, *, is_last: bool) -> _Part:
    has_share, has_amount = each.has("share"), each.has("amount")
    share, amount = each.rate("share", required=False), each.fen("amount", required=False)
    trigger = each.choice("trigger", t.TRIGGERS)
    days, day_kind = each.days("days"), each.choice("day_kind", DAY_KINDS)
    each.no_other_keys()
    if (has_share and has_amount) or not (has_share or has_amount or is_last):
        each.refuse(None, say("比例和金额应且只应有一个"))
    return _Part(share, amount, trigger or "", days or 0, day_kind or "calendar")


def _installment_amounts(total: int, parts: list[_Part]) -> list[int]:
    """Each share of the total rounded; the last installment takes the rest."""
    amounts = [
        part.amount if part.amount is not None else round_ratio(total * (part.share or 0), RATE_ONE)
        for part in parts
    ]
    return [*amounts[:-1], total - sum(amounts[:-1])] if amounts else []


def _installments_miss(total: int, parts: list[_Part], amounts: list[int]) -> bool:
    """Whether they exceed the total, or an own amount of the last one is not the rest (SPEC §4, §10)."""
    if not parts:
        return True
    rest, own = amounts[-1], parts[-1].amount
    if own is not None:
        # Shares before it are rounded: only the rounded amounts can tell what the rest is.
        return rest < 0 or own != rest
    exact = sum((part.amount or 0) * RATE_ONE + (part.share or 0) * total for part in parts)
    return rest < 0 or exact > total * RATE_ONE
