"""The days that a contract's text names or that follow from it by counting: for a calendar of the contract."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from paidang.contracts.rules.schedule import YEARS
from paidang.kit.counted import count_days, day_words
from paidang.kit.period import add_months
from paidang.kit.sentence import Sentence, say
from paidang.kit.workdays import DAY_KINDS

Stated = Callable[[str], object | None]
PLAIN = ("signed_on", "term.start", "term.end")
NUMBER_MAX = 1000
AS_WRITTEN = say("原文写明的日子")
SIGNED, END = say("签订日"), say("期满日")


@dataclass(frozen=True, slots=True)
class DatedTerm:
    """A day, the term it belongs to, and whether a year that is not announced yet was counted through.

    `nth` tells the instalments apart: the first is 0. `why` says how the day was found.
    """

    term: str
    day: date
    provisional: bool = False
    nth: int = 0
    why: Sentence = field(default=AS_WRITTEN, compare=False)


def dated_terms(stated: Stated) -> list[DatedTerm]:
    """The days by date. `stated` looks a term up; what lacks its first day or its number is not in."""
    found = [DatedTerm(term, day) for term in PLAIN if (day := _date(stated(term)))]
    start, end, signed = (_date(stated(term)) for term in ("term.start", "term.end", "signed_on"))
    if start and not end and (months := _number(stated("term.months"))):
        end = add_months(start, months) - timedelta(days=1)
        why = say("起始日 {start}起 {n} 个月", start=day_words(start), n=months)
        found.append(DatedTerm("term.months", end, why=why))
    if signed and (days := _number(stated("fee.setup.days"))):
        found.append(_counted("fee.setup", SIGNED, signed, days, stated("fee.setup.days.day_kind")))
    found += _installments(stated("fee.installments"), signed, end)
    found += _from_end(stated, end) if end else []
    return sorted(found, key=lambda each: (each.day, each.term))


def _from_end(stated: Stated, end: date) -> list[DatedTerm]:
    found = []
    if months := _number(stated("renewal.notice_months")):
        why = say("期满日 {end}前 {n} 个月", end=day_words(end), n=months)
        found.append(DatedTerm("renewal.notice_months", add_months(end, -months), why=why))
    if days := _number(stated("renewal.notice_days")):
        why = say("期满日 {end}前 {n} 天", end=day_words(end), n=days)
        found.append(DatedTerm("renewal.notice_days", end - timedelta(days=days), why=why))
    if days := _number(stated("handover.days")):
        found.append(_counted("handover.days", END, end, days, "calendar"))
    if years := _number(stated("confidentiality.years")):
        why = say("期满日 {end}后 {n} 年", end=day_words(end), n=years)
        found.append(DatedTerm("confidentiality.years", add_months(end, 12 * years), why=why))
    return found


def _installments(value: object, signed: date | None, end: date | None) -> list[DatedTerm]:
    found = []
    for nth, part in enumerate(value if isinstance(value, list) else []):
        trigger = str(part.get("trigger")) if isinstance(part, Mapping) else ""
        event = {"signing": signed, "end": end}.get(trigger)
        if event:
            days, kind, word = (
                _number(part.get("days")),
                part.get("day_kind"),
                SIGNED if trigger == "signing" else END,
            )
            found.append(_counted("fee.installments", word, event, days, kind, nth))
    return found


def _counted(term: str, event: Sentence, start: date, days: int, kind: object, nth: int = 0) -> DatedTerm:
    counted = count_days(event, start, days, str(kind) if kind in DAY_KINDS else "calendar")
    return DatedTerm(term, counted.day, counted.provisional, nth, counted.why)


def _date(value: object) -> date | None:
    """A day of a year near enough to count from."""
    day = date.fromisoformat(value) if isinstance(value, str) else None
    return day if day and day.year in YEARS else None


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 < value < NUMBER_MAX else 0
