"""Reading the components of `terms.json`, each kind with its own keys (SPEC §4, §10)."""

from collections.abc import Callable

from paidang.kit.sentence import say
from paidang.settlement.rules import terms as t
from paidang.settlement.rules.arithmetic import RATE_ONE
from paidang.settlement.rules.json_object import JsonObject


def read_component(component: JsonObject) -> t.Component | None:
    """Read one component; None, and errors at their paths, where it is bad. An unknown kind hides its other keys."""
    kind = component.choice("kind", tuple(_READERS))
    if kind is None:
        return None
    clause = component.text("clause")
    read = _READERS[kind](component, clause or "")
    component.no_other_keys()
    return read


def _read_profit_share(component: JsonObject, clause: str) -> t.ProfitShare | None:
    a, b = component.rate("a"), component.rate("b")
    loss = component.choice("loss", t.LOSSES)
    if a is None or b is None or loss is None:
        return None
    if a + b != RATE_ONE:
        component.refuse("b", say("双方比例之和应为1"))
    return t.ProfitShare(clause, a, b, loss)


def _read_commission(component: JsonObject, clause: str) -> t.Commission | None:
    of = component.choice("of", t.COMMISSION_BASES)
    threshold = component.fen("threshold", required=False) or 0
    has_rate, has_tiers = component.has("rate"), component.has("tiers")
    rate = component.rate("rate", required=False)
    tiers = _read_tiers(component)
    tier_mode = component.choice("tier_mode", t.TIER_MODES, required=has_tiers and not has_rate)
    if has_rate == has_tiers:
        component.refuse(None, say("比例和阶梯应且只应有一个"))
        return None
    if has_rate:
        if component.has("tier_mode"):
            component.refuse("tier_mode", say("没有阶梯时不应有此项"))
        tiers, tier_mode = (t.Tier(0, rate or 0),), "marginal"
    if of is None or tier_mode is None:
        return None
    return t.Commission(clause, of, tiers, tier_mode, threshold)


def _read_tiers(component: JsonObject) -> tuple[t.Tier, ...]:
    """Tiers from 0, ascending; the `from` at fault is named."""
    tiers: list[t.Tier] = []
    objects = component.objects("tiers", required=False)
    if component.has("tiers") and not objects:
        component.refuse("tiers", say("至少一档，从0起"))
    previous: int | None = None
    for index, each in enumerate(objects):
        start, rate = each.fen("from"), each.rate("rate")
        each.no_other_keys()
        if start is None:
            continue
        if index == 0 and start != 0:
            each.refuse("from", say("第一档应从0起"))
        elif previous is not None and start <= previous:
            each.refuse("from", say("各档应递增"))
        previous = start
        tiers.append(t.Tier(start, rate or 0))
    return tuple(tiers)


def _read_monthly_fee(component: JsonObject, clause: str) -> t.MonthlyFee | None:
    amount = component.fen("amount")
    return None if amount is None else t.MonthlyFee(clause, amount)


def _read_minimum(component: JsonObject, clause: str) -> t.Minimum | None:
    amount = component.fen("amount")
    prorate = component.boolean("prorate", required=False) or False
    return None if amount is None else t.Minimum(clause, amount, prorate)


_READERS: dict[str, Callable[[JsonObject, str], t.Component | None]] = {
    "profit_share": _read_profit_share,
    "commission": _read_commission,
    "monthly_fee": _read_monthly_fee,
    "minimum": _read_minimum,
}
