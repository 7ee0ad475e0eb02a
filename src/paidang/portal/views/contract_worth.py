"""What a change of terms is worth: the last settled month of the two parties reckoned again, else a small example month."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from paidang.contracts.models import Contract
from paidang.contracts.queries import Negotiation, Standing
from paidang.contracts.rules.comparing import Comparison, TermChange, compare
from paidang.contracts.rules.compiled import Agreed
from paidang.contracts.rules.composing import compose
from paidang.contracts.rules.negotiating import ACCEPTED, DECLINED
from paidang.contracts.rules.read_terms import BRAND, ReadTerms
from paidang.contracts.rules.reading import read_contract
from paidang.contracts.rules.reading.vocabulary import label, show_value
from paidang.kit.period import day_of
from paidang.portal.views.contract_example import decided_in
from paidang.portal.views.contract_reading import language
from paidang.settlement.models import Statement
from paidang.settlement.queries.what_if import get_last_month, reckon_again
from paidang.settlement.rules.changed_calendar import Basis, Meaning, meanings
from paidang.settlement.rules.changed_money import (
    MoneyChange,
    Outcome,
    Terms,
    example_facts,
    money_changes,
    moves_money,
    outcome_in,
    outcome_of,
    whole_terms,
)

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

    @property
    def is_nothing(self) -> bool:
        """Whether the month comes out the same by both, though terms differ: what changed was not reached in it."""
        return bool(self.rows) and all(row.agency_fen == 0 for row in self.rows)


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
    """Each change of money between two versions by itself, and all together."""
    return _worth(_terms(room.before), _terms(room.after), room.after, room.found, decided_in(room.before))


def worth_of_offers(room: Negotiation) -> Worth:
    """The same of the text that would come of it if every offer were taken as it stands now; nothing without other words."""
    if not any(talk.wording and talk.state != DECLINED for talk in room.talks.values()):
        return Worth([], None, None)
    taken = {
        key: talk if talk.state == DECLINED else replace(talk, state=ACCEPTED)
        for key, talk in room.talks.items()
    }
    before, after = room.before, room.after
    text = compose(before.text.text, after.text.text, int(after.document["start"]), room.found.clauses, taken)
    documents = read_contract(text, name="", sha256="").to_json()["documents"]
    read = cast("list[Mapping[str, object]]", documents)[after.text.document : after.text.document + 1]
    if not read:
        return Worth([], None, None)
    found = compare(before.text.text, before.document, text, read[0])
    return _worth(_terms(before), cast("Terms", read[0]["terms"]), after, found, decided_in(before))


def worth_against(template: Terms, standing: Standing, found: Comparison) -> Worth:
    """The same of a contract against its template; nothing where the text calls the agency 甲方: templates never do."""
    if standing.text.party_a != BRAND:
        return Worth([], None, None)
    return _worth(template, _terms(standing), standing, found, decided_in(standing))


def days_against(template: Terms, standing: Standing) -> Days:
    """What a contract's departures from its template mean in days and late fees."""
    return days_of(standing.contract, ReadTerms(template, BRAND), standing.base.stated)


def _worth(
    old: Terms, new: Terms, after: Standing, found: Comparison, decided: Mapping[str, Agreed]
) -> Worth:
    if not any(moves_money(change.term) for change in found.terms):
        return Worth([], None, None)
    month = month_of(after.contract)
    with outcomes(after.text.party_a, month) as outcome:
        changes = money_changes(old, new, found.terms, lambda terms: outcome(terms, decided))
    rows = [_money_row(change) for change in changes]
    together = rows.pop() if rows and not changes[-1].terms else None
    return Worth(rows, together, month)


def month_of(contract: Contract) -> Statement | None:
    """The last settled month of the two parties, if it is small enough to be reckoned again at once."""
    month = get_last_month(contract)
    counts = cast("Mapping[str, int]", month.figures["counts"]) if month else {}
    return month if counts.get("lines", 0) <= LINES_MAX else None


Reckon = Callable[[Terms, Mapping[str, Agreed]], Outcome | None]


@contextmanager
def outcomes(party_a: str, month: Statement | None) -> Iterator[Reckon]:
    """A function that settles the month by terms and decisions, what they leave open as proposed."""
    if month is None:
        yield lambda terms, decided: outcome_of(terms, party_a, decided, example_facts())
        return
    with reckon_again(month) as reckon:

        def outcome(terms: Terms, decided: Mapping[str, Agreed]) -> Outcome | None:
            figures = reckon(whole_terms(terms, party_a, decided))
            return outcome_in(figures) if figures else None

        yield outcome


def _money_row(change: MoneyChange) -> MoneyRow:
    """The row of terms that change together; without terms the one that says what all come to."""
    rows = [term_row(term) for term in change.terms]
    return MoneyRow(
        "、".join(row.name for row in rows), rows[0].clause if rows else "",
        " : ".join(row.old for row in rows), " : ".join(row.new for row in rows), change.agency_fen,
    )  # fmt: skip


def _terms(standing: Standing) -> Terms:
    return cast("Terms", standing.document["terms"])


def other_terms(found: Comparison) -> list[TermRow]:
    """The changed terms on which no month's money depends."""
    return [term_row(change) for change in found.terms if not moves_money(change.term)]


def term_row(change: TermChange) -> TermRow:
    """A changed term in words; a dash where a version is silent."""
    place = (change.new or change.old)[0]
    return TermRow(
        label(change.term, language()), str(place["clause"]), _said(change.term, change.old), _said(change.term, change.new)
    )  # fmt: skip


def _said(term: str, places: Sequence[Mapping[str, object]]) -> str:
    words = [show_value(term, place["value"], language()) for place in places]
    return " / ".join(dict.fromkeys(words)) or "—"
