"""Supplementary agreements: what each changes from which day, and what holds on any day.

The contract as it was accepted is the base; each supplementary agreement that both sides have signed replaces, from its
day on, what the base or an earlier one says of the terms that it changes. Of two that change the same term the one that
takes effect later holds from its own day; of one day the one signed later.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from paidang.contracts.rules.compiled import Agreed, Compiled
from paidang.contracts.rules.gaps import with_decided
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.signing_day import with_signing_day
from paidang.contracts.rules.terms import compile_terms
from paidang.kit.clause import clause

Place = Mapping[str, object]

TEXT, POINT, REMOVED = "text", "point", "removed"
"""How a term is changed: by what the text says, by what both sides decide beside it, or by no longer applying."""
KINDS = (TEXT, POINT, REMOVED)

OF_THE_PAPER = (
    "party.a.name", "party.b.name", "party.c.name", "party.a.role", "party.b.role", "contract.number", "signed_on",
    "effective.requires", "signature.copies", "law.basis", "term.start", "term.start_event",
)  # fmt: skip
"""What a supplementary agreement says of itself, and what has begun once for all: never a change of the contract."""

POINTS_OF: dict[str, str] = {
    "fee.share.a": "share", "fee.share.b": "share", "collection.party": "collector", "platform_fees.payer": "platform_fees",
    "fee.commission.base": "commission.of", "fee.commission.rate": "commission.rate",
    "fee.commission.tier_mode": "commission.tier_mode",
}  # fmt: skip
"""The point of `rules.terms` that a term answers, where it does not bear the term's own name."""


@dataclass(frozen=True, slots=True)
class Change:
    """One term that changes: `value` is what both sides decide of a point; what the text says stands in its places."""

    key: str
    kind: str = TEXT
    value: object = None

    def to_json(self) -> dict[str, object]:
        return {"key": self.key, "kind": self.kind, "value": self.value}


@dataclass(frozen=True, slots=True)
class Amended:
    """A supplementary agreement as the rules see it. `places` are all that was read in its text, under its own clauses."""

    number: int
    effective_on: date
    changes: tuple[Change, ...]
    places: tuple[Place, ...] = ()
    signed_at: datetime | None = None

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(change.key for change in self.changes)

    def places_of(self, key: str) -> list[Place]:
        """What it says of a term, cited as 补充协议 1 第一条; nothing where it only ends it."""
        return [
            {**place, "clause": f"{source_of(self.number)} {place['clause']}", "amendment": self.number}
            for place in self.places
            if place["term"] == key
        ]


def source_of(number: int) -> str:
    """How a supplementary agreement is cited."""
    return f"补充协议 {number}"


@dataclass(frozen=True, slots=True)
class Held:
    """What holds of the text and what is decided, on some day."""

    read: ReadTerms
    decisions: Mapping[str, Agreed]

    @property
    def stated(self) -> ReadTerms:
        """What is agreed, each decided term in the place of the text's own."""
        agreed = {key: (one.value, one.source) for key, one in self.decisions.items() if one.number}
        return with_decided(self.read, agreed)

    def places(self, key: str) -> tuple[Place, ...]:
        """Every place that speaks of a term; for a point on which the text is silent, what was decided."""
        found = self.stated.all(key)
        decided = self.decisions.get(key)
        if not found and decided and decided.number:
            found = [{"term": key, "value": decided.value, "status": "stated", "clause": decided.source}]
        return tuple(found)


def in_order(agreed: Iterable[Amended]) -> list[Amended]:
    """In the order in which they take over: by their day, of one day the one signed first first; what is not signed last."""
    return sorted(
        agreed, key=lambda one: (one.effective_on, one.signed_at is None, one.signed_at, one.number)
    )


@clause("TC-7-2")
def held_on(base: Held, agreed: Iterable[Amended], day: date) -> Held:
    """What holds on a day: the base with every supplementary agreement that has taken effect by then."""
    held = base
    for one in in_order(agreed):
        if one.effective_on <= day:
            held = _amend(held, one)
    return held


def _amend(held: Held, one: Amended) -> Held:
    kept = [place for place in held.read.terms if place["term"] not in one.keys]
    said = [place for change in one.changes if change.kind == TEXT for place in one.places_of(change.key)]
    gone = one.keys | {point for change in one.changes for point in _points_answered(change, said)}
    decisions = {key: value for key, value in held.decisions.items() if key not in gone}
    decided = {
        change.key: Agreed(change.value, one.number, by_amendment=True)
        for change in one.changes
        if change.kind == POINT
    }
    return Held(replace(held.read, terms=[*kept, *said]), decisions | decided)


def _points_answered(change: Change, said: Sequence[Place]) -> list[str]:
    """The points that are no longer decided, since the text answers them now."""
    if change.key == "fee.share.formula":
        listed = [place["value"] for place in said if place["term"] == change.key]
        return ["platform_fees"] if any(isinstance(v, list) and "platform_fees" in v for v in listed) else []
    return [POINTS_OF[change.key]] if change.key in POINTS_OF else []


def compile_held(
    held: Held, *, names: tuple[str, str], code: str = "", signed_on: date | None = None
) -> Compiled:
    """Compile what holds on some day; of a contract that was signed, with what follows from that day."""
    compiled = compile_terms(contract=code, read=held.read, decisions=held.decisions, names=names)
    return with_signing_day(compiled, held.stated, signed_on) if signed_on else compiled


# Days

_NAMED = re.compile(r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def days_named(text: str) -> list[date]:
    """The days from which a text says that something applies, each once, the first named first.

    >>> days_named("自2026年7月1日起由8%调整为6.5%；自2026年2月30日起……")
    [datetime.date(2026, 7, 1)]
    """
    found = []
    for match in _NAMED.finditer(text):
        try:
            found.append(date(*(int(part) for part in match.groups())))
        except ValueError:  # a day that there is not
            continue
    return list(dict.fromkeys(found))


def days_of_change(agreed: Iterable[Amended]) -> list[date]:
    """The days on which what holds changes, each once, the first first."""
    return sorted({one.effective_on for one in agreed})


def replaced_by(new: Amended, agreed: Iterable[Amended]) -> list[tuple[Amended, frozenset[str]]]:
    """The ones of the very same day whose terms it takes over, with those terms: it is agreed after them."""
    found = [
        (one, one.keys & new.keys)
        for one in in_order(agreed)
        if one.number != new.number and one.effective_on == new.effective_on
    ]
    return [(one, keys) for one, keys in found if keys]


@dataclass(frozen=True, slots=True)
class Spell:
    """What a contract says of one term from a day until the day before the next change; None: from the beginning, without end."""

    since: date | None
    until: date | None
    places: tuple[Place, ...]


def history_of(key: str, base: Held, agreed: Sequence[Amended]) -> list[Spell]:
    """What holds of one term, spell after spell; neighbours that say the same are one."""
    days = [None, *days_of_change(one for one in agreed if key in one.keys)]
    spells: list[Spell] = []
    for since in days:
        held = base if since is None else held_on(base, agreed, since)
        places = held.places(key)
        if spells and _says(spells[-1].places) == _says(places):
            continue
        if spells and since:
            spells[-1] = replace(spells[-1], until=since - timedelta(days=1))
        spells.append(Spell(since, None, places))
    return spells


def _says(places: Sequence[Place]) -> list[str]:
    return sorted(f"{place['status']}:{place['value']!r}:{place['clause']}" for place in places)
