"""What a choice would mean in a month: a small fixed example, settled by the same rules as a real one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from paidang.contracts.models import ContractText
from paidang.contracts.queries import Standing
from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.points import Point
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.terms import compile_terms
from paidang.kit.period import SHANGHAI
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.facts import Charge, Cost, Facts, OrderLine, PlatformFee, Refund
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.statement import settle

MONTH = "2026-09"
DATES = {"signed_on": "2026-08-01", "term.start": "2026-08-01", "term.end": "2027-07-31"}
# What stands in for a point that is open and for which the program proposes nothing.
STAND_IN: dict[str, object] = {
    "share": {"a": "0.7", "b": "0.3"},
    "commission.rate": "0.05",
    "fee.monthly": 500_000,
    "fee.minimum": 500_000,
}
LIVE = (
    "collector",
    "recognition",
    "tax",
    "platform_fees",
    "faults_borne_by",
    "loss",
    "commission.of",
    "commission.tier_mode",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a month comes to: who pays whom how much, a loss that is carried on (<= 0), and what the agency is entitled to.

    The entitlement does not depend on who has collected the money; all in fen.
    """

    amount: int
    payer: str | None
    carried: int
    of_agency: int


def _at(day: int, month: int = 9) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=SHANGHAI)


def _line(name: str, quantity: int, *, shipped: datetime, completed: datetime) -> OrderLine:
    return OrderLine(
        line_id=name, order_id=name, channel="jd", store="example", sku="A", quantity=quantity, unit_price=200_00,
        merchant_discount=0, platform_discount=0, paid_at=_at(20), shipped_at=shipped, completed_at=completed,
        gift=False, settled_in=None, settled_price=None, refunded_quantity=None, refunded_amount=None,
    )  # fmt: skip


def facts_of(key: str) -> Facts:
    """The month: 300 sold and received, 100 on their way, 50 paid only, 10 back as faulty. For a loss, goods cost more."""
    price = 215_00 if key == "loss" else 90_00
    return Facts(
        order_lines=(
            _line("1", 300, shipped=_at(21), completed=_at(25)),
            _line("2", 100, shipped=_at(29), completed=_at(3, 10)),
            _line("3", 50, shipped=_at(2, 10), completed=_at(6, 10)),
        ),
        refunds=(Refund("1", "1", 10, 2_000_00, "quality", False, _at(28)),),
        costs=(Cost("A", price, date(2026, 1, 1)),),
        logistics=(Charge("1", None, "express", 4_000_00, "a", _at(25), None),),
        platform_fees=(PlatformFee("1", None, "commission", 3_000_00, _at(26)),),
    )


def try_out(standing: Standing, key: str, value: object) -> Outcome | None:
    """Settle the example month with `value` under `key`; None where that cannot be computed."""
    terms = cast("list[Mapping[str, object]]", standing.document["terms"])
    decided = decided_in(standing) | {key: Agreed(value, 1)}
    return outcome_of(terms, standing.text.party_a, decided, facts_of(key))


def decided_in(standing: Standing) -> dict[str, Agreed]:
    """What is decided or proposed, as if agreed."""
    return {name: Agreed(decision.value, 1) for name, decision in standing.decisions.items()}


def outcome_of(
    terms: Sequence[Mapping[str, object]], party_a: str, decided: Mapping[str, Agreed], facts: Facts
) -> Outcome | None:
    """Settle the example month by these terms; what they leave open is as proposed. None where it cannot be computed."""
    try:
        statement, _rows = settle(read_terms(whole_terms(terms, party_a, decided)), facts, MONTH)
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


def whole_terms(
    terms: Sequence[Mapping[str, object]], party_a: str, decided: Mapping[str, Agreed]
) -> Mapping[str, object]:
    """Terms that a month can be settled by (SPEC §10): with the example's dates, what is left open as proposed."""
    read = ReadTerms(terms, party_a)
    known = dict(decided) | {name: Agreed(day, 1) for name, day in DATES.items()}
    open_points = compile_terms(contract="", read=read, decisions=known, names=("甲", "乙")).open
    stand_ins = {point.key: point.proposed or STAND_IN.get(point.key) for point in open_points}
    agreed = {key: Agreed(value, 1) for key, value in stand_ins.items() if value is not None}
    return compile_terms(contract="", read=read, decisions=agreed | known, names=("甲", "乙")).terms


def all_points(standing: Standing) -> dict[str, Point]:
    """Everything the text alone leaves open, decided since or not."""
    return {point.key: point for point in _compile(standing, {}).open}


def _compile(standing: Standing, decisions: Mapping[str, Agreed]):  # type: ignore[no-untyped-def]
    text: ContractText = standing.text
    terms = cast("list[Mapping[str, object]]", standing.document["terms"])
    return compile_terms(
        contract="", read=ReadTerms(terms, text.party_a), decisions=decisions, names=("甲", "乙")
    )
