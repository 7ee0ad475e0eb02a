"""Corrected rows beside the adjustments that name them: as of when each stands reckoned, and what may be reckoned again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from paidang.settlement.models import AGREED, CLOSED, WAITING_ANSWER, Statement
from paidang.settlement.queries.corrected_facts import AsIf
from paidang.settlement.rules.corrected_rows import Life, RowChange, Told


@dataclass(frozen=True, slots=True)
class Row:
    """A corrected row, as of the adjustment that stands for it (as it was settled: there is none), and as it is now.

    `is_told_before`: an adjustment named it while its data were still as settled, and may have meant just what is corrected.
    """

    life: Life
    base: AsIf
    told: Told | None
    is_told_before: bool

    @property
    def moves(self) -> bool:
        """Whether money moves by what changed since."""
        return self.life.moves(self.base.stored, self.life.now)

    @property
    def stood(self) -> bool:
        """Whether money moved by what the adjustment was made for."""
        return self.life.moves(self.life.settled, self.base.stored)

    @property
    def now(self) -> AsIf:
        return AsIf(self.life, self.life.now)

    def told_since(self, month: str) -> bool:
        """Whether no month was sent after the adjustment was made."""
        return self.base.through >= month

    def since(self) -> RowChange | None:
        return self.life.change(self.base.stored, self.life.now)

    def in_all(self) -> RowChange | None:
        return self.life.change(self.life.settled, self.life.now)


def list_told(statement: Statement) -> list[Told]:
    """The adjustments of the month that wait or hold and name rows, the oldest first."""
    found = statement.contract.adjustments.filter(
        statement__month=statement.month, state__in=[WAITING_ANSWER, AGREED]
    ).order_by("proposed_at", "number")
    return [
        Told(one.number, one.proposed_at, one.state == WAITING_ANSWER, frozenset(one.rows))
        for one in found
        if one.rows
    ]


def list_rows(statement: Statement, lives: Sequence[Life], told: Sequence[Told]) -> list[Row]:
    """`told`: those that stand."""
    sent = _first_sent(statement) if told else []
    rows = []
    for life in lives:
        of_row = [one for one in told if life.name in one.rows]
        last = of_row[-1] if of_row else None
        through = max((month for month, at in sent if last and at <= last.at), default=statement.month)
        base = AsIf(life, life.at(last.at) if last else life.settled, through)
        is_before = last is not None and not any(
            life.moves(life.settled, life.at(at)) for at, _before in life.entries if at <= last.at
        )
        rows.append(Row(life, base, last, is_before))
    return rows


def _first_sent(statement: Statement) -> list[tuple[str, datetime]]:
    """Each month of the contract with the moment its first version was sent."""
    first: dict[str, datetime] = {}
    sent = (
        statement.contract.statements.exclude(state=CLOSED).filter(sent_at__isnull=False).order_by("sent_at")
    )
    for month, at in sent.values_list("month", "sent_at"):
        if at is not None:
            first.setdefault(month, at)
    return sorted(first.items())
