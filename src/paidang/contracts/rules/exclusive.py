"""Exclusivity in the scope that its text gives: whether a contract stands in the way of another agency's (OP-1-C)."""

from dataclasses import dataclass
from datetime import date

from paidang.contracts.rules.read_terms import ReadTerms
from paidang.kit.clause import clause

PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Field:
    """Where and when a contract works: its platforms, none where its text names none; `until` None: it runs on."""

    platforms: frozenset[str]
    since: date | None
    until: date | None


def field_of(read: ReadTerms, *, since: date | None, until: date | None) -> Field:
    """What a text says of its platforms, between its days. A territory is no term of the texts: it is not looked at."""
    named = {
        str(value)
        for place in read.all("platform")
        if place["status"] == "stated"
        for value in (place["value"] if isinstance(place["value"], list) else [place["value"]])
    }
    return Field(frozenset(named), since, until)


@clause("OP-1-C")
def binds_brand(read: ReadTerms) -> bool:
    """Whether the text states an exclusivity by which the brand may not license anybody else; silent on whom: it does."""
    bound = read.stated("exclusivity.bound")
    is_brand = bound is None or bound == "both" or read.turned(bound) == "a"
    return read.stated("exclusivity") is True and is_brand


@clause("OP-1-C")
def stands_in_the_way(read: ReadTerms, standing: Field, wanted: Field) -> bool:
    """Whether a contract in force, with its text and its field, excludes what another agency's wanted contract works in.

    One that is exclusive for its platforms alone leaves the others free; where either names none, nobody can tell them
    apart, and it is for the brand to write down which. Days that do not meet are free.
    """
    if not binds_brand(read) or not _meet(standing, wanted):
        return False
    if read.stated("exclusivity.scope") != PLATFORM or not (standing.platforms and wanted.platforms):
        return True
    return bool(standing.platforms & wanted.platforms)


def _meet(one: Field, other: Field) -> bool:
    def begins_late(early: Field, late: Field) -> bool:
        return early.until is not None and late.since is not None and early.until < late.since

    return not (begins_late(one, other) or begins_late(other, one))
