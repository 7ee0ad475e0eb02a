"""What if: other terms or factory prices, and the last settled months reckoned again beside what they came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from paidang.contracts.queries import get_contract
from paidang.kit.money import percent, yuan
from paidang.kit.sentence import Sentence
from paidang.portal.views.statement_lines import called, language, month_words
from paidang.printing.statement_lines import profit_counts
from paidang.printing.statement_words import words_for
from paidang.settlement.models import Statement
from paidang.settlement.queries.try_months import Months, Prices, list_last_months, months_at_hand
from paidang.settlement.rules import trying
from paidang.settlement.rules.trying import BadTry, Knob, Value, knobs, read_change, read_value, read_yuan

NAMES = {
    trying.SHARE: gettext_lazy("代运营的分成"),
    trying.RATE: gettext_lazy("佣金比例"),
    trying.TIER_RATE: gettext_lazy("佣金比例"),
    trying.THRESHOLD: gettext_lazy("佣金起算额"),
    trying.MONTHLY: gettext_lazy("月费"),
    trying.MINIMUM: gettext_lazy("保底"),
    trying.TAX: gettext_lazy("税率"),
}
ALL_PRICES = "prices"
SKU_PRICE = "sku."


@dataclass(frozen=True, slots=True)
class Field:
    """One value to try: what it is now, what is typed (as the address says), and why that cannot be tried."""

    name: str
    word: str
    hint: str
    clause: str
    now: str
    unit: str
    typed: str
    wrong: Sentence | None = None


@dataclass(slots=True)
class Tries:
    """What the address asks to try; only what differs from the contract is in."""

    terms: dict[str, Value] = field(default_factory=dict)
    by_sku: dict[str, int] = field(default_factory=dict)
    percent: Decimal = Decimal(0)

    @property
    def prices(self) -> Prices:
        return Prices(self.by_sku, self.percent)

    def __bool__(self) -> bool:
        return bool(self.terms or self.prices)


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of a month as it was and as it would be; `new` None: it cannot be reckoned."""

    word: str
    old: int
    new: int | None
    is_lead: bool = False

    @property
    def by(self) -> int | None:
        return None if self.new is None else self.new - self.old


@login_required
@require_GET
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    """The values to change, and the months with them. The address holds what is tried, so that it can be shared."""
    contract = get_contract(code)
    statements = list_last_months(contract)
    context: dict[str, Any] = {
        "contract": contract,
        "contract_url": reverse("portal:contract", args=[code]),
        "months": [month_words(one.month) for one in statements],
        "called": {side: called(side, contract) for side in ("a", "b")},
        "is_empty": not contract.statements.exclude(sent_at=None).exists(),
    }
    if statements:
        with months_at_hand(statements) as months:
            context |= _tried(months, request.GET)
    return render(request, "portal/what_if.html", context)


def _tried(months: Months, asked: Mapping[str, str]) -> dict[str, Any]:
    tries, last = Tries(), months.statements[-1]
    terms = [_term_field(knob, asked, tries) for knob in knobs(last.terms)]
    costs: list[Field] = []
    if profit_counts(last.terms):
        costs = [
            _all_prices(asked, tries),
            *(_price_field(*each, asked, tries) for each in months.list_dearest()),
        ]
    context: dict[str, Any] = {"terms": terms, "costs": costs, "tries": tries}
    context["wrong"] = [one for one in (*terms, *costs) if one.wrong]
    if tries and not context["wrong"]:
        results = months.reckon(tries.terms, tries.prices)
        both = list(zip(months.statements, results, strict=True))
        context["tables"] = [(one, month_words(one.month), _rows(one, new)) for one, new in both]
        gains = [new["entitled_b"] - one.figures["entitled_b"] for one, new in both if new]
        if len(gains) == len(both):
            context |= {"gain_b": sum(gains), "gain_a": -sum(gains)}
    return context


def _term_field(knob: Knob, asked: Mapping[str, str], tries: Tries) -> Field:
    now = percent(str(knob.value)) if knob.is_percent else yuan(int(knob.value))
    hint = _("%(fen)s 以上的部分") % {"fen": yuan(knob.above)} if knob.above else ""
    typed, wrong = asked.get(knob.key, "").strip()[:40], None
    if typed:
        try:
            value = read_value(knob, typed)
        except BadTry as why:
            wrong = trying.reason_of(why)
        else:
            if value != knob.value:
                tries.terms[knob.key] = value
    unit = "%" if knob.is_percent else _("元")
    return Field(knob.key, str(NAMES[knob.kind]), hint, knob.clause, now, unit, typed, wrong)


def _price_field(sku: str, price: int, asked: Mapping[str, str], tries: Tries) -> Field:
    name = SKU_PRICE + sku
    typed, wrong = asked.get(name, "").strip()[:40], None
    if typed:
        try:
            value = read_yuan(typed)
        except BadTry as why:
            wrong = trying.reason_of(why)
        else:
            if value != price:
                tries.by_sku[sku] = value
    return Field(name, sku, "", "", yuan(price), _("元"), typed, wrong)


def _all_prices(asked: Mapping[str, str], tries: Tries) -> Field:
    typed, wrong = asked.get(ALL_PRICES, "").strip()[:40], None
    if typed:
        try:
            tries.percent = read_change(typed)
        except BadTry as why:
            wrong = trying.reason_of(why)
    return Field(ALL_PRICES, _("所有出厂价，增减"), _("下面另写的除外"), "", "", "%", typed, wrong)


def _rows(statement: Statement, new: Mapping[str, Any] | None) -> list[Row]:
    """From the shared profit to what is paid, of one month; what is nothing both times is left out."""
    lead = _("%(side)s应得") % {"side": called("b", statement.contract)}
    old_lines = _lines(statement.figures, statement.terms)
    new_lines = _lines(new, statement.terms) if new else [(word, None) for word, _fen in old_lines]
    rows = [Row(word, old, fen) for (word, old), (_word, fen) in zip(old_lines, new_lines, strict=True)]
    total = Row(lead, statement.figures["entitled_b"], new["entitled_b"] if new else None, is_lead=True)
    return [row for row in rows if row.old or row.new] + [total]


def _lines(figures: Mapping[str, Any], terms: Mapping[str, Any]) -> list[tuple[str, int]]:
    counts_profit = profit_counts(terms)
    words = words_for({"lang": language()}, counts_profit)
    of_profit = ("cost", "tax", "profit") if counts_profit else ()
    return [
        *((words[key], figures["totals"][key]) for key in of_profit),
        *((words[part["kind"]], part["amount"]) for part in figures["components"]),
        (_("转入下月的亏损"), figures["carried_out"]),
    ]
