"""What other terms would have meant for a month's money: the same facts settled by the old terms and by the new ones.

The month is a real one where there are facts, else a small fixed example, settled by the same rules.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from paidang.contracts.rules.comparing import TermChange
from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.terms import compile_terms
from paidang.kit.period import SHANGHAI
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.facts import Charge, Cost, Facts, OrderLine, PlatformFee, Refund
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.statement import settle

Terms = Sequence[Mapping[str, object]]
EXAMPLE_MONTH = "2026-09"
DATES = {"signed_on": "2026-08-01", "term.start": "2026-08-01", "term.end": "2027-07-31"}
MONEY_TERMS: tuple[tuple[str, ...], ...] = (
    ("fee.share.a", "fee.share.b"), ("fee.share.formula",), ("fee.commission.",), ("fee.monthly",), ("fee.minimum",), ("platform_fees.payer",), ("collection.party",),
)  # fmt: skip
"""What a month's money depends on; terms of one row change together."""
STAND_IN: dict[str, object] = {
    "share": {"a": "0.7", "b": "0.3"},
    "commission.rate": "0.05",
    "fee.monthly": 500_000,
    "fee.minimum": 500_000,
}
"""What stands in for a point that is open and for which the program proposes nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a month comes to: who pays whom how much, a loss that is carried on (<= 0), and what the agency is entitled to.

    The entitlement does not depend on who has collected the money; all in fen.
    """

    amount: int
    payer: str | None
    carried: int
    of_agency: int


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """What some terms that change together come to in the month, for the agency; None where that cannot be computed.

    What the agency gains the brand loses. Without terms: all changes together, which is not the sum of each.
    """

    terms: tuple[TermChange, ...]
    agency_fen: int | None


def moves_money(term: str) -> bool:
    """Whether a month's money depends on a term."""
    return any(term.startswith(row) for row in MONEY_TERMS)


def money_changes(
    old: Terms, new: Terms, changes: Sequence[TermChange], outcome: Callable[[Terms], Outcome | None]
) -> list[MoneyChange]:
    """Each change of money by itself, the old terms with only these as in the new; after several, all together."""
    groups = [
        (row, tuple(change for change in changes if change.term.startswith(row))) for row in MONEY_TERMS
    ]
    groups = [(row, changed) for row, changed in groups if changed]
    was = outcome(old) if groups else None

    def worth(terms: Terms) -> int | None:
        now = outcome(terms)
        return now.of_agency - was.of_agency if was and now else None

    rows = []
    for row, changed in groups:
        kept = [term for term in old if not str(term["term"]).startswith(row)]
        taken = [term for term in new if str(term["term"]).startswith(row)]
        rows.append(MoneyChange(changed, worth([*kept, *taken])))
    return [*rows, MoneyChange((), worth(new))] if len(rows) > 1 else rows


def whole_terms(terms: Terms, party_a: str, decided: Mapping[str, Agreed]) -> Mapping[str, object]:
    """Terms that a month can be settled by (SPEC §10): with the example's dates, what is left open as proposed."""
    read = ReadTerms(terms, party_a)
    known = dict(decided) | {name: Agreed(day, 1) for name, day in DATES.items()}
    open_points = compile_terms(contract="", read=read, decisions=known, names=("甲", "乙")).open
    stand_ins = {point.key: point.proposed or STAND_IN.get(point.key) for point in open_points}
    agreed = {key: Agreed(value, 1) for key, value in stand_ins.items() if value is not None}
    return compile_terms(contract="", read=read, decisions=agreed | known, names=("甲", "乙")).terms


def outcome_of(terms: Terms, party_a: str, decided: Mapping[str, Agreed], facts: Facts) -> Outcome | None:
    """Settle the example month by these terms; what they leave open is as proposed. None where it cannot be computed."""
    try:
        statement, _rows = settle(read_terms(whole_terms(terms, party_a, decided)), facts, EXAMPLE_MONTH)
    except BadInput:
        return None
    return outcome_in(statement)


def outcome_in(statement: Mapping[str, object]) -> Outcome:
    """What a statement comes to."""
    return Outcome(
        cast(int, statement["amount_due"]),
        cast("str | None", statement["payer"]),
        cast(int, statement["carried_out"]),
        cast(int, statement["entitled_b"]),
    )


def example_facts(*, is_loss: bool = False) -> Facts:
    """The month: 300 sold and received, 100 on their way, 50 paid only, 10 back as faulty. For a loss, goods cost more."""
    return Facts(
        order_lines=(
            _line("1", 300, shipped=_at(21), completed=_at(25)),
            _line("2", 100, shipped=_at(29), completed=_at(3, 10)),
            _line("3", 50, shipped=_at(2, 10), completed=_at(6, 10)),
        ),
        refunds=(Refund("1", "1", 10, 2_000_00, "quality", False, _at(28)),),
        costs=(Cost("A", 215_00 if is_loss else 90_00, date(2026, 1, 1)),),
        logistics=(Charge("1", None, "express", 4_000_00, "a", _at(25), None),),
        platform_fees=(PlatformFee("1", None, "commission", 3_000_00, _at(26)),),
    )


def _at(day: int, month: int = 9) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=SHANGHAI)


def _line(name: str, quantity: int, *, shipped: datetime, completed: datetime) -> OrderLine:
    return OrderLine(
        line_id=name, order_id=name, channel="jd", store="example", sku="A", quantity=quantity, unit_price=200_00,
        merchant_discount=0, platform_discount=0, paid_at=_at(20), shipped_at=shipped, completed_at=completed,
        gift=False, settled_in=None, settled_price=None, refunded_quantity=None, refunded_amount=None,
    )  # fmt: skip
