"""The day on which a contract was signed, and what it sets going: the terms it completes, the clock of a fee.

The day is that of the last of both signatures and seals, in Asia/Shanghai. A text or a decision may name one; where
neither does, nothing waits for it: the contract is accepted without, and the act of signing supplies it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from paidang.contracts.rules.compiled import Compiled
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.kit.clause import clause
from paidang.kit.period import add_months

SIGNED_ON = "signed_on"


@clause("OP-7-A", "OP-3-B", "TC-7-1", "TC-4-2")
def with_signing_day(compiled: Compiled, read: ReadTerms, day: date) -> Compiled:
    """The terms of a contract that was signed on `day`.

    A day that both sides decided on stands; one that only the text states gives way to the real one. A term that the
    text lets begin with the signature begins on that day, and, if the text states its months, ends with them.
    """
    terms, sources = dict(compiled.terms), dict(compiled.sources)
    if not is_decided(compiled):
        terms[SIGNED_ON] = day.isoformat()
    found = terms.get("term")
    term = dict(found) if isinstance(found, Mapping) else {}
    if "start" not in term and begins_with_signing(read):
        term["start"] = str(terms[SIGNED_ON])
        sources["term.start"] = read.clause("term.start_event")
    months = read.stated("term.months")
    if "start" in term and "end" not in term and isinstance(months, int):
        first = date.fromisoformat(str(term["start"]))
        term["end"] = (add_months(first, months) - timedelta(days=1)).isoformat()
        sources["term.end"] = read.clause("term.months")
    return replace(compiled, terms=terms | {"term": term}, sources=sources)


def is_decided(compiled: Compiled) -> bool:
    """Whether both sides have decided on the day of signing."""
    agreed = compiled.decided.get(SIGNED_ON)
    return agreed is not None and agreed.number is not None


def begins_with_signing(read: ReadTerms) -> bool:
    """Whether the text lets the term begin with the signature."""
    return read.stated("term.start_event") == "signing"
