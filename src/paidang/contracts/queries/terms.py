"""What holds under a contract on a day: the one door through which every rule and page gets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from paidang.contracts.models import Contract, TermsInForce
from paidang.contracts.queries.standing import Standing, get_standing
from paidang.contracts.rules.amending import Held, days_of_change, held_on
from paidang.contracts.rules.read_terms import ReadTerms


@dataclass(frozen=True, slots=True)
class DayTerms:
    """All that holds on a day: what is stated, each decided term in its place, and the terms of settlement (SPEC §10).

    `row` is the terms in force, that of the first day for a day before it; None for a draft, whose terms are as they
    stand now. The last day of the term is the text's own: what renews or ends it earlier is the life's.
    """

    day: date
    held: Held
    read: ReadTerms
    terms: Mapping[str, Any]
    sources: Mapping[str, str]
    by_hand: list[str]
    row: TermsInForce | None


def get_terms_of(contract: Contract, day: date) -> DayTerms:
    """What holds under the contract on the day."""
    return terms_of(get_standing(contract), day)


def terms_of(standing: Standing, day: date) -> DayTerms:
    """The same from a standing that is at hand."""
    held = held_on(standing.base, standing.amendments, day)
    row = row_of(standing, day)
    if row is None:
        compiled = standing.compiled
        return DayTerms(day, held, held.stated, compiled.terms, compiled.sources, compiled.by_hand, None)
    return DayTerms(day, held, held.stated, row.terms, row.sources, row.by_hand, row)


def row_of(standing: Standing, day: date) -> TermsInForce | None:
    """The terms in force on a day: of the latest day that is not after it the latest row; the first row before all of them."""
    rows = standing.in_force
    found = [row for row in rows if row.from_day <= day] or rows[:1]
    return found[-1] if found else None


def list_days_of_change(standing: Standing) -> list[date]:
    """The days on which what holds changes after the beginning, the first first."""
    return days_of_change(standing.amendments)


def list_days_without_floor(contract: Contract) -> list[tuple[date, date | None]]:
    """From when until before when a supplementary agreement, or the text itself, lets goods go below the brand's least price.

    A contract that is silent has a floor as soon as the brand declares one.
    """
    standing = get_standing(contract)
    starts = [date.min, *list_days_of_change(standing)]
    ends: list[date | None] = [*starts[1:], None]
    free = []
    for since, until in zip(starts, ends, strict=True):
        read = terms_of(standing, since).read
        was_removed = any(
            "price.floor" in one.keys and one.effective_on <= since for one in standing.amendments
        )
        if read.stated("price.floor") is False or (was_removed and not read.all("price.floor")):
            free.append((since, until))
    return free
