"""From when a month's statement is owed, and how much of it while rows of it are questioned (SPEC §6).

It is owed when the brand confirms it, or when the days to confirm run out: all of it after silence, else the part that no
question touches. What rows were questioned after that day takes nothing back. The rest waits for the confirmation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

Booking = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Version:
    """A sent version of a month's statement. `payer` is "" where nothing is owed.

    `silent_from`: when the days to confirm run out, None where the contract is silent; `questions`: when each was asked,
    and what of the amount no row touches that was questioned until then.
    """

    payer: str
    amount: int
    confirmed_at: datetime | None
    silent_from: datetime | None
    replaced_at: datetime | None = None
    questions: tuple[Booking, ...] = ()

    def fallen_due(self, now: datetime) -> Booking | None:
        """What was owed when the days to confirm ran out; None where it was confirmed or replaced before, or not yet."""
        day = self.silent_from
        if day is None or any(at and at <= day for at in (self.confirmed_at, self.replaced_at)) or day >= now:
            return None
        in_time = [undisputed for at, undisputed in self.questions if at <= day]
        return day, in_time[-1] if in_time else self.amount

    def accepted(self, now: datetime) -> Booking | None:
        """From when all of this version is owed; None: not yet."""
        due = self.fallen_due(now)
        if due and due[1] == self.amount:
            return due
        return (self.confirmed_at, self.amount) if self.confirmed_at else None


@dataclass(frozen=True, slots=True)
class Claim:
    """One debt of a month: `booked` is when how much of it came to be owed, empty while it waits to be confirmed."""

    payer: str
    principal: int
    booked: tuple[Booking, ...]


def claims_of(versions: Sequence[Version], now: datetime) -> list[Claim]:
    """The debts of a month, by its sent versions: what was owed first; then what came to it later, or waits.

    The first never grows, so that it has one due date. A later version that comes to less lowers it.
    """
    events = [(found, each) for each in versions for found in _owed(each, now)]
    current = versions[-1]
    if not events:
        return [Claim(current.payer, current.amount, ())] if current.payer else []
    (at, owed), begun = events[0]
    booked, rest = [(at, owed)], Claim("", 0, ())
    for (at, amount), each in events[1:]:
        if amount < each.amount:
            continue  # a part of a later version: it waits until all of that is owed
        same = amount if each.payer == begun.payer else 0
        if same < owed:
            booked.append((at, same - owed))
            owed = same
        rest = Claim(each.payer, amount - (owed if same else 0), ((at, amount - (owed if same else 0)),))
    waiting = current.amount - (owed if current.payer == begun.payer else 0)
    if not current.accepted(now) and current.payer and waiting > 0:
        rest = Claim(current.payer, waiting, ())
    return [Claim(begun.payer, owed, tuple(booked)), *([rest] if rest.principal else [])]


def _owed(version: Version, now: datetime) -> list[Booking]:
    """When something of a version came to be owed: first what fell due, then all of it."""
    found = [version.fallen_due(now), version.accepted(now)]
    return list(dict.fromkeys(each for each in found if each and each[1] > 0)) if version.payer else []
