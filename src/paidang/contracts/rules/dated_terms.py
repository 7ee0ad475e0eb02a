"""The days that a contract's text names or that follow from it by counting: for a calendar of the contract."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.contracts.rules.schedule import YEARS
from paidang.kit.period import add_months
from paidang.kit.workdays import DAY_KINDS, add_days

Stated = Callable[[str], object | None]
PLAIN = ("signed_on", "term.start", "term.end")
NUMBER_MAX = 1000


@dataclass(frozen=True, slots=True)
class DatedTerm:
    """A day, the term it belongs to, and whether a year that is not announced yet was counted through.

    `nth` tells the instalments apart: the first is 0.
    """

    term: str
    day: date
    provisional: bool = False
    nth: int = 0


def dated_terms(stated: Stated) -> list[DatedTerm]:
    """The days by date. `stated` looks a term up; what lacks its first day or its number is not in."""
    found = [DatedTerm(term, day) for term in PLAIN if (day := _date(stated(term)))]
    start, end, signed = (_date(stated(term)) for term in ("term.start", "term.end", "signed_on"))
    if start and not end and (months := _number(stated("term.months"))):
        end = add_months(start, months) - timedelta(days=1)
        found.append(DatedTerm("term.months", end))
    if signed and (days := _number(stated("fee.setup.days"))):
        found.append(_counted("fee.setup", signed, days, stated("fee.setup.days.day_kind")))
    found += _installments(stated("fee.installments"), signed, end)
    found += _from_end(stated, end) if end else []
    return sorted(found, key=lambda each: (each.day, each.term))


def _from_end(stated: Stated, end: date) -> list[DatedTerm]:
    found = []
    if months := _number(stated("renewal.notice_months")):
        found.append(DatedTerm("renewal.notice_months", add_months(end, -months)))
    if days := _number(stated("renewal.notice_days")):
        found.append(DatedTerm("renewal.notice_days", end - timedelta(days=days)))
    if days := _number(stated("handover.days")):
        found.append(_counted("handover.days", end, days, "calendar"))
    if years := _number(stated("confidentiality.years")):
        found.append(DatedTerm("confidentiality.years", add_months(end, 12 * years)))
    return found


def _installments(value: object, signed: date | None, end: date | None) -> list[DatedTerm]:
    found = []
    for nth, part in enumerate(value if isinstance(value, list) else []):
        event = (
            {"signing": signed, "end": end}.get(str(part.get("trigger")))
            if isinstance(part, Mapping)
            else None
        )
        if event:
            days, kind = _number(part.get("days")), part.get("day_kind")
            found.append(_counted("fee.installments", event, days, kind, nth))
    return found


def _counted(term: str, event: date, days: int, kind: object, nth: int = 0) -> DatedTerm:
    return DatedTerm(term, *add_days(event, days, str(kind) if kind in DAY_KINDS else "calendar"), nth)


def _date(value: object) -> date | None:
    """A day of a year near enough to count from."""
    day = date.fromisoformat(value) if isinstance(value, str) else None
    return day if day and day.year in YEARS else None


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 < value < NUMBER_MAX else 0
