"""What each side has to do by which day because the contract says so: the contract's own work, without anybody's asking.

Statements and their answers are not in: they follow from what the parties do, and stand on the worklist by themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from paidang.contracts.rules.dated_terms import AS_WRITTEN, DatedTerm, dated_terms
from paidang.contracts.rules.ending import bound_sides
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.kit.clause import clause
from paidang.kit.counted import day_words
from paidang.kit.period import Period, add_months, month_period
from paidang.kit.sentence import Sentence, say

A, B = "a", "b"
SIDES = (A, B)
OF_THE_END = ("term.end", "term.months", "handover.days", "confidentiality.years")
CYCLE_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing one side owes by a day. `key` names it within its contract for good; `rule` is the term that sets the day,
    `why` how it was found."""

    key: str
    kind: str
    side: str
    due_on: date
    rule: str
    clause: str
    facts: dict[str, object] = field(default_factory=dict)
    provisional: bool = False
    why: Sentence = field(default=AS_WRITTEN, compare=False)


@clause("OP-7-A", "OP-5-B", "TC-4-2", "TC-5-4")
def planned_duties(read: ReadTerms, term: Period, within: Period, *, ends: bool = True) -> list[Planned]:
    """The duties of a contract that is in force over `term` whose last day lies `within` a period, by day.

    `ends`: with the term the contract ends; without it renews, and what its end asks for is not in.
    """
    found = [*_once(read, ends), *_reports(read, term), *_training(read, term)]
    return sorted((each for each in found if each.due_on in within), key=lambda each: (each.due_on, each.key))


def _once(read: ReadTerms, ends: bool) -> Iterator[Planned]:
    """What falls due once: debts with a date, the last day to object to renewal, what the end asks for."""
    days = dated_terms(read.stated)
    end = next((day.day for day in days if day.term in ("term.end", "term.months")), None)
    for dated in days:
        if not ends and (dated.term in OF_THE_END or _waits_for_end(read, dated)):
            continue
        if dated.term in ("fee.setup", "fee.installments"):
            yield from _debt(read, dated)
        elif dated.term in ("renewal.notice_months", "renewal.notice_days"):
            yield from _both(read, dated, "object_to_renewal", {"end": end.isoformat() if end else ""})
        elif dated.term in ("term.end", "term.months"):
            yield from _both(read, dated, "contract_ends", {"end": dated.day.isoformat()})
        elif dated.term == "handover.days":
            yield _planned(read, dated, "hand_over", B, {})
        elif dated.term == "confidentiality.years":
            for side in bound_sides(read):
                yield _planned(read, dated, "keep_secret_until", side, {"end": dated.day.isoformat()})


def _planned(read: ReadTerms, dated: DatedTerm, kind: str, side: str, facts: dict[str, object]) -> Planned:
    return Planned(
        f"{kind}:{dated.day.isoformat()}:{side}" + (f":{dated.nth + 1}" if dated.nth else ""),
        kind, side, dated.day, dated.term, read.clause(dated.term), facts, dated.provisional,
        dated.why,
    )  # fmt: skip


def _both(read: ReadTerms, dated: DatedTerm, kind: str, facts: dict[str, object]) -> Iterator[Planned]:
    return (_planned(read, dated, kind, side, facts) for side in SIDES)


def _debt(read: ReadTerms, dated: DatedTerm) -> Iterator[Planned]:
    amount = read.stated("fee.setup") if dated.term == "fee.setup" else _part(read, dated.nth)
    if isinstance(amount, int) and amount > 0:
        facts: dict[str, object] = {"term": dated.term, "nth": dated.nth + 1, "amount_fen": amount}
        yield _planned(read, dated, "pay_agreed", read.side("settlement.payer") or A, facts)


def _waits_for_end(read: ReadTerms, dated: DatedTerm) -> bool:
    parts = read.stated("fee.installments")
    return (
        dated.term == "fee.installments"
        and isinstance(parts, list)
        and parts[dated.nth].get("trigger") == "end"
    )


def _part(read: ReadTerms, nth: int) -> int | None:
    """The amount of an instalment in fen: as stated, or its share of the whole."""
    parts, total = read.stated("fee.installments"), read.stated("fee.fixed_total")
    part = parts[nth] if isinstance(parts, list) and nth < len(parts) else {}
    if isinstance(part.get("amount"), int):
        return int(part["amount"])
    if part.get("share") and isinstance(total, int):
        return int((Decimal(str(part["share"])) * total).to_integral_value(ROUND_HALF_UP))
    return None


def _reports(read: ReadTerms, term: Period) -> Iterator[Planned]:
    """The agency's monthly report, by its day of the following month."""
    day = read.stated("report.due_day")
    if not isinstance(day, int) or not 1 <= day <= 31:
        return
    first = term.start.replace(day=1)
    while first < term.end:
        month = first.strftime("%Y-%m")
        after = month_period(add_months(first, 1).strftime("%Y-%m"))
        due = after.start + timedelta(days=min(day, after.days) - 1)
        why = say("{month} 的次月第 {n} 日", month=month, n=day)
        yield Planned(
            f"send_report:{month}", "send_report", B, due, "report.due_day", read.clause("report.due_day"),
            {"month": month}, why=why,
        )  # fmt: skip
        first = add_months(first, 1)


def _training(read: ReadTerms, term: Period) -> Iterator[Planned]:
    """The brand's training in its products, once in each month, quarter or year of the contract."""
    months = CYCLE_MONTHS.get(str(read.stated("training.product.cycle")))
    if months is None:
        return
    nth = 0
    while (begin := add_months(term.start, nth * months)) < term.end:
        last = min(add_months(term.start, (nth + 1) * months), term.end) - timedelta(days=1)
        facts: dict[str, object] = {"from": begin.isoformat(), "to": last.isoformat()}
        key = f"train_product:{begin.isoformat()}"
        rule = "training.product.cycle"
        why = say("从起始日起每 {n} 个月一次，这一期到 {end}", n=months, end=day_words(last))
        yield Planned(key, "train_product", A, last, rule, read.clause(rule), facts, why=why)
        nth += 1
