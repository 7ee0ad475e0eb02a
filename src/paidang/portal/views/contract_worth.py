"""What a change of terms is worth: the last settled month of the two parties reckoned again, else a small example month."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import cast

from paidang.contracts.models import Contract
from paidang.contracts.queries import Negotiation, Standing
from paidang.contracts.rules.comparing import TermChange
from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.reading.vocabulary import label, show_value
from paidang.kit.period import day_of
from paidang.portal.views import contract_example as example
from paidang.portal.views.contract_reading import language
from paidang.settlement.models import Statement
from paidang.settlement.queries.what_if import get_last_month, reckon_again
from paidang.settlement.rules.changed_calendar import Basis, Meaning, meanings

Terms = Sequence[Mapping[str, object]]
MONEY_TERMS: tuple[tuple[str, ...], ...] = (
    ("fee.share.a", "fee.share.b"), ("fee.share.formula",), ("fee.commission.",), ("fee.monthly",), ("fee.minimum",), ("platform_fees.payer",), ("collection.party",),
)  # fmt: skip
"""What a month's money depends on; terms of one row change together."""
LINES_MAX = 200_000
"""A month of more order lines than this is not reckoned again while somebody waits for a page."""


@dataclass(frozen=True, slots=True)
class TermRow:
    """A changed term that moves no money by itself."""

    name: str
    clause: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """What a change of some terms comes to in the month: for the agency, and so with the other sign for the brand."""

    name: str
    clause: str
    old: str
    new: str
    agency_fen: int | None

    @property
    def brand_fen(self) -> int | None:
        return None if self.agency_fen is None else -self.agency_fen


@dataclass(frozen=True, slots=True)
class Worth:
    """The rows, what all changes come to `together` (None for one alone), and the month's statement; None: the example."""

    rows: list[MoneyRow]
    together: MoneyRow | None
    month: Statement | None


EXAMPLE = Basis("2026-09", 10_000_00, date(2026, 10, 10))
"""What late fee and payment days are looked at by while the parties have no statement."""


@dataclass(frozen=True, slots=True)
class Days:
    """What the changes mean in days and late fees, by the statement of `month`; empty: by the example."""

    rows: list[Meaning]
    month: str


def days_of(contract: Contract, old: ReadTerms, new: ReadTerms) -> Days:
    """Late fee, last day of payment and silence by both, on the last statement of the two parties."""
    month = get_last_month(contract)
    if month is None:
        return Days(meanings(old, new, EXAMPLE), "")
    assert month.sent_at, "the last month is one that was sent"
    confirmed_on = day_of(month.confirmed_at) if month.confirmed_at else None
    basis = Basis(month.month, month.figures["amount_due"], day_of(month.sent_at), confirmed_on)
    return Days(meanings(old, new, basis), month.month)


def days_between(room: Negotiation) -> Days:
    """The same of two versions of a text."""
    return days_of(room.after.contract, room.before.base.stated, room.after.base.stated)


def worth_of(room: Negotiation) -> Worth:
    """Each change of money by itself: the version before with only these terms as in the new one."""
    groups = [
        (prefixes, [change for change in room.found.terms if change.term.startswith(prefixes)])
        for prefixes in MONEY_TERMS
    ]
    groups = [(prefixes, changes) for prefixes, changes in groups if changes]
    if not groups:
        return Worth([], None, None)
    month, decided = month_of(room.after.contract), example.decided_in(room.before)
    old, new = _terms(room.before), _terms(room.after)
    with outcomes(room.before.text.party_a, month) as outcome:
        was = outcome(old, decided)
        rows = []
        for prefixes, changes in groups:
            kept = [term for term in old if not str(term["term"]).startswith(prefixes)]
            taken = [term for term in new if str(term["term"]).startswith(prefixes)]
            rows.append(_money_row(changes, was, outcome([*kept, *taken], decided)))
        together = _money_row([], was, outcome(new, decided)) if len(rows) > 1 else None
    return Worth(rows, together, month)


def month_of(contract: Contract) -> Statement | None:
    """The last settled month of the two parties, if it is small enough to be reckoned again at once."""
    month = get_last_month(contract)
    counts = cast("Mapping[str, int]", month.figures["counts"]) if month else {}
    return month if counts.get("lines", 0) <= LINES_MAX else None


Reckon = Callable[[Terms, Mapping[str, Agreed]], example.Outcome | None]


@contextmanager
def outcomes(party_a: str, month: Statement | None) -> Iterator[Reckon]:
    """A function that settles the month by terms and decisions, what they leave open as proposed."""
    if month is None:
        yield lambda terms, decided: example.outcome_of(terms, party_a, decided, example.facts_of(""))
        return
    with reckon_again(month) as reckon:

        def outcome(terms: Terms, decided: Mapping[str, Agreed]) -> example.Outcome | None:
            figures = reckon(example.whole_terms(terms, party_a, decided))
            return example.outcome_in(figures) if figures else None

        yield outcome


def _money_row(
    changes: Sequence[TermChange], was: example.Outcome | None, now: example.Outcome | None
) -> MoneyRow:
    """The row of terms that change together; without terms the one that says what all come to, which is not their sum."""
    worth = now.of_agency - was.of_agency if was and now else None
    rows = [term_row(change) for change in changes]
    return MoneyRow(
        "、".join(row.name for row in rows), rows[0].clause if rows else "",
        " : ".join(row.old for row in rows), " : ".join(row.new for row in rows), worth,
    )  # fmt: skip


def _terms(standing: Standing) -> Terms:
    return cast("Terms", standing.document["terms"])


def other_terms(room: Negotiation) -> list[TermRow]:
    """The changed terms on which no month's money depends."""
    money = tuple(prefix for prefixes in MONEY_TERMS for prefix in prefixes)
    return [term_row(change) for change in room.found.terms if not change.term.startswith(money)]


def term_row(change: TermChange) -> TermRow:
    """A changed term in words; a dash where a version is silent."""
    place = (change.new or change.old)[0]
    return TermRow(
        label(change.term, language()), str(place["clause"]), _said(change.term, change.old), _said(change.term, change.new)
    )  # fmt: skip


def _said(term: str, places: Sequence[Mapping[str, object]]) -> str:
    words = [show_value(term, place["value"], language()) for place in places]
    return " / ".join(dict.fromkeys(words)) or "—"
