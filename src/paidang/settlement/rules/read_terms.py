"""Reading `terms.json`: terms, or every bad path (SPEC §10). The engine has no defaults where money moves."""

import re
from datetime import date

from paidang.kit.period import NotAMonth, month_period
from paidang.kit.sentence import say
from paidang.settlement.rules import terms as t
from paidang.settlement.rules.errors import BadInput, BadPlace
from paidang.settlement.rules.json_object import TERMS_FILE, JsonObject
from paidang.settlement.rules.read_components import read_component
from paidang.settlement.rules.read_debts import read_dated_debts

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def read_terms(document: object, month: str | None = None) -> t.Terms:
    """Read the terms in force on a month's last day; raises BadInput naming every bad path.

    With `month` also that it is a month YYYY-MM (column `month`).
    """
    errors: list[BadPlace] = []
    if month is not None and not is_month(month):
        errors.append(BadPlace(TERMS_FILE, None, "month", month, say("应为月份 YYYY-MM")))
    top = JsonObject(document, "", errors)
    if isinstance(document, dict):
        terms = _read_top(top)
        if not errors and terms is not None:
            return terms
    errors.sort(key=lambda error: error.column or "")
    raise BadInput(errors)


def is_month(text: object) -> bool:
    """Tell whether a text is a month ``YYYY-MM``, with a month after it."""
    if not isinstance(text, str) or not _MONTH.fullmatch(text):
        return False
    try:
        month_period(text)
    except (NotAMonth, ValueError):
        return False
    return True


def _read_top(top: JsonObject) -> t.Terms | None:
    contract = top.text("contract", required=False)
    _read_parties(top)
    recognition = top.choice("recognition", tuple(t.RECOGNITIONS))
    collector = top.choice("collector", t.PARTIES)
    tax = _read_tax(top)
    platform_fees = top.choice("platform_fees", t.PLATFORM_FEES)
    component_objects = top.objects("components")
    components = [read_component(each) for each in component_objects]
    _one_profit_share(component_objects)
    faults = top.choice("faults_borne_by", t.FAULTS_BORNE_BY, required=_profit_may_count(top))
    start, end = _read_term(top)
    signed_on = top.day("signed_on", required=False)
    debts = read_dated_debts(top)
    _needed_dates(top, component_objects, debts)
    carried_in = top.integer("carried_in", maximum=0, required=False) or 0
    if carried_in and not any(_carries_forward(each) for each in component_objects):
        top.refuse("carried_in", say("没有结转亏损的分成，期初结转应为0"))
    adjustments = _read_adjustments(top)
    schedule = _read_schedule(top)
    late_fee = _read_late_fee(top)
    top.no_other_keys()
    if top.errors or recognition is None or collector is None or tax is None or platform_fees is None:
        return None
    return t.Terms(
        contract=contract,
        recognition=recognition,
        collector=collector,
        tax=tax,
        platform_fees=platform_fees,
        faults_borne_by=faults,
        components=tuple(c for c in components if c is not None),
        dated_debts=tuple(debts),
        term_start=start,
        term_end=end,
        signed_on=signed_on,
        carried_in=carried_in,
        adjustments=adjustments,
        statement=schedule,
        late_fee=late_fee,
    )


def _read_parties(top: JsonObject) -> None:
    """The names stand in the printed statement; settlement only checks that they are texts."""
    parties = top.object("parties", required=False)
    if parties is None:
        return
    for party in t.PARTIES:
        side = parties.object(party, required=False)
        if side is not None:
            side.text("name", required=False)
            side.no_other_keys()
    parties.no_other_keys()


def _read_tax(top: JsonObject) -> t.Tax | None:
    tax = top.object("tax")
    if tax is None:
        return None
    mode = tax.choice("mode", t.TAX_MODES)
    rate = tax.rate("rate", required=mode != "none")
    if mode == "none" and tax.has("rate"):
        tax.refuse("rate", say("不计税时没有税率"))
    paid_by = tax.choice("paid_by", t.PARTIES)
    tax.no_other_keys()
    if mode is None or paid_by is None:
        return None
    return t.Tax(mode, rate or 0, paid_by)


def _profit_may_count(top: JsonObject) -> bool:
    """Profit counts by the kinds and modes as written, also where another key of theirs is bad (SPEC §1)."""
    tax, components = top.value.get("tax"), top.value.get("components")
    if isinstance(tax, dict) and tax.get("mode") == "margin_vat":
        return True
    if not isinstance(components, list):
        return False
    return any(
        each.get("kind") == "profit_share"
        or (each.get("kind") == "commission" and each.get("of") == "profit")
        for each in components
        if isinstance(each, dict)
    )


def _carries_forward(component: JsonObject) -> bool:
    """A share whose loss is bad has its own error; the carried loss is not blamed for it."""
    of_share = component.value.get("kind") == "profit_share"
    return of_share and component.value.get("loss") not in ("share", "forgive")


def _one_profit_share(components: list[JsonObject]) -> None:
    shares = [each for each in components if each.value.get("kind") == "profit_share"]
    for extra in shares[1:]:
        extra.refuse("kind", say("只能有一项利润分成"))


def _read_term(top: JsonObject) -> tuple[date | None, date | None]:
    term = top.object("term", required=False)
    if term is None:
        return None, None
    start, end = term.day("start", required=False), term.day("end", required=False)
    if start and end and end < start:
        term.refuse("end", say("止期早于起期"))
    term.no_other_keys()
    return start, end


def _needed_dates(top: JsonObject, components: list[JsonObject], debts: list[t.DatedDebt]) -> None:
    """What counts from a date needs it: fees by days both ends of the term, debts their trigger (SPEC §10)."""
    by_days = any(each.value.get("kind") in ("monthly_fee", "minimum") for each in components)
    needed: list[str] = []
    if by_days:
        needed.append("start")
    if by_days or any(debt.trigger == "end" for debt in debts):
        needed.append("end")
    term = top.value.get("term")
    if needed and (term is None or isinstance(term, dict)):
        place = JsonObject(term or {}, "term", top.errors)
        for key in needed:
            if not place.has(key):
                place.refuse(key, say("缺少此项：按期限计算的款项需要它"))
    if any(debt.trigger == "signing" for debt in debts) and not top.has("signed_on"):
        top.refuse("signed_on", say("缺少此项：自签订之日起算的款项需要它"))


def _read_adjustments(top: JsonObject) -> tuple[t.Adjustment, ...]:
    adjustments: list[t.Adjustment] = []
    seen: set[str] = set()
    for each in top.objects("adjustments", required=False):
        id_, kind = each.text("id"), each.choice("kind", t.ADJUSTMENT_KINDS)
        amount, reason, clause = each.integer("amount"), each.text("reason"), each.text("clause")
        rows = each.texts("rows")
        each.no_other_keys()
        if id_ in seen:
            each.refuse("id", say("调整编号重复"))
        if None not in (id_, kind, amount, reason, clause):
            seen.add(id_ or "")
            adjustments.append(
                t.Adjustment(id_ or "", kind or "", amount or 0, reason or "", clause or "", rows)
            )
    return tuple(adjustments)


def _read_schedule(top: JsonObject) -> t.Schedule:
    statement = top.object("statement", required=False)
    if statement is None:
        return t.Schedule()
    confirm, pay = statement.has("confirm_days"), statement.has("pay_days")
    schedule = t.Schedule(
        due_day=statement.integer("due_day", minimum=1, maximum=31, required=False),
        confirm_days=statement.days("confirm_days", required=False),
        confirm_day_kind=statement.choice("confirm_day_kind", ("calendar", "working"), required=confirm),
        pay_days=statement.days("pay_days", required=False),
        pay_day_kind=statement.choice("pay_day_kind", ("calendar", "working"), required=pay),
        pay_window=_read_window(statement),
        silence=statement.choice("silence", t.SILENCES, required=False),
    )
    statement.no_other_keys()
    return schedule


def _read_window(statement: JsonObject) -> tuple[int, int] | None:
    window = statement.get("pay_window", required=False)
    if window is None:
        return None
    if isinstance(window, list) and len(window) == 2 and all(type(day) is int for day in window):
        first, last = window
        if 1 <= first <= last <= 31:
            return first, last
    statement.refuse("pay_window", say("应为两个日期 [首日, 末日]，在1和31之间"))
    return None


def _read_late_fee(top: JsonObject) -> t.LateFee | None:
    late_fee = top.object("late_fee", required=False)
    if late_fee is None:
        return None
    rate = late_fee.rate("rate_per_day")
    party = late_fee.choice("party", (*t.PARTIES, "both"))
    cap = late_fee.rate("cap", required=False)
    late_fee.no_other_keys()
    return None if rate is None or party is None else t.LateFee(rate, party, cap)
