"""Of what was spent on a proposal, how much the brand pays back and what stops the rest: approved, in its days, vouched (OP-3-C).

A yuan is paid back once, when the brand has approved it, it was spent in the approved days, and a voucher stands behind
it that nobody questions. What was claimed already stays claimed. Of the approved amount the vouched yuan come first, in
the order of their days, then the others: so all that is paid back never exceeds what was approved, nor what is vouched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

UNVOUCHERED, QUESTIONED, UNAPPROVED, OVER_BUDGET, OUTSIDE, AGENCY_BEARS = (
    "unvouchered", "questioned", "unapproved", "over_budget", "outside_period", "agency_bears",
)  # fmt: skip
STOPS: Mapping[str, Sentence] = {
    UNVOUCHERED: say("没有凭证"),
    QUESTIONED: say("甲方对凭证有疑问"),
    UNAPPROVED: say("甲方没有批准"),
    OVER_BUDGET: say("超出批准额"),
    OUTSIDE: say("不在批准的日子里"),
    AGENCY_BEARS: say("合同写明由乙方承担"),
}
CLAUSE_OF: Mapping[str, str] = {
    UNVOUCHERED: "OP-3-C",
    QUESTIONED: "OP-3-C",
    UNAPPROVED: "OP-4-A",
    OVER_BUDGET: "OP-4-A",
    OUTSIDE: "OP-4-A",
    AGENCY_BEARS: "OP-3-C",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What of one voucher stands behind one spend, and how much of that is claimed already."""

    key: int
    amount_fen: int
    claimed_fen: int = 0
    is_questioned: bool = False


@dataclass(frozen=True)
class Spend:
    """Money laid out on a day, with the parts of vouchers behind it."""

    key: int
    day: date
    amount_fen: int
    parts: Sequence[Part] = ()

    @cached_property
    def vouched_fen(self) -> int:
        return sum(part.amount_fen for part in self.parts)


@dataclass(frozen=True, slots=True)
class Approval:
    """What the brand approved: an amount, and the first and the last day on which it may be spent."""

    amount_fen: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Counted:
    """One spend: claimed, ready to be claimed, and what stops the rest. They come to its amount."""

    key: int
    day: date
    amount_fen: int
    claimed_fen: int
    ready_fen: int
    stops: Mapping[str, int]


@dataclass(frozen=True)
class Tally:
    """A proposal's spends by key; `ready` what may be claimed now, by part of a voucher."""

    spends: Mapping[int, Counted]
    ready: Mapping[int, int]

    @cached_property
    def claimed_fen(self) -> int:
        return sum(one.claimed_fen for one in self.spends.values())

    @cached_property
    def ready_fen(self) -> int:
        return sum(self.ready.values())

    @cached_property
    def stops(self) -> dict[str, int]:
        """What stops, by reason, over all spends."""
        found: dict[str, int] = {}
        for one in self.spends.values():
            for reason, fen in one.stops.items():
                found[reason] = found.get(reason, 0) + fen
        return {reason: found[reason] for reason in STOPS if reason in found}


@clause("OP-3-C", "OP-4-A")
def countable(spends: Sequence[Spend], approval: Approval | None, bearer: str) -> Tally:
    """What of the spends is claimed, may be claimed, and is stopped by what. `bearer`: the side that bears such costs."""
    spends = sorted(spends, key=lambda one: (one.day, one.key))
    claimed = {one.key: sum(part.claimed_fen for part in one.parts) for one in spends}
    stops: dict[int, dict[str, int]] = {one.key: {} for one in spends}
    ready: dict[int, int] = {}
    open_ones = []
    for one in spends:
        if reason := _stopped_whole(one, approval, bearer):
            stops[one.key][reason] = one.amount_fen - claimed[one.key]
        else:
            open_ones.append(one)
    room = (approval.amount_fen if approval else 0) - sum(claimed.values())
    for one in open_ones:
        for part in one.parts:
            if not part.is_questioned:
                ready[part.key] = max(min(part.amount_fen - part.claimed_fen, room), 0)
                room -= ready[part.key]
    for one in open_ones:
        room = _stop_rest(one, ready, stops[one.key], room)
    counted = {
        one.key: Counted(
            one.key, one.day, one.amount_fen, claimed[one.key], sum(ready.get(part.key, 0) for part in one.parts),
            {reason: fen for reason, fen in stops[one.key].items() if fen},
        )
        for one in spends
    }  # fmt: skip
    return Tally(counted, {key: fen for key, fen in ready.items() if fen})


def _stopped_whole(one: Spend, approval: Approval | None, bearer: str) -> str:
    """What stops all of a spend, whatever its vouchers; empty where nothing does."""
    if bearer == "b":
        return AGENCY_BEARS
    if approval is None:
        return UNAPPROVED
    return "" if approval.since <= one.day <= approval.until else OUTSIDE


def _stop_rest(one: Spend, ready: Mapping[int, int], stops: dict[str, int], room: int) -> int:
    """Say what stops the rest of a spend; answers what room is left in the approved amount."""
    questioned = sum(part.amount_fen - part.claimed_fen for part in one.parts if part.is_questioned)
    beyond = sum(
        part.amount_fen - part.claimed_fen - ready[part.key] for part in one.parts if not part.is_questioned
    )
    for reason, fen in ((QUESTIONED, questioned), (UNVOUCHERED, one.amount_fen - one.vouched_fen)):
        stops[reason] = max(min(fen, room), 0)
        room -= stops[reason]
        beyond += fen - stops[reason]
    stops[OVER_BUDGET] = beyond
    return room


def cover(amount_fen: int, open_fen: Sequence[int]) -> list[int]:
    """Lay a voucher over spends, the first first: how much of it goes to each, never more than is open there.

    >>> cover(250, [100, 0, 200])
    [100, 0, 150]
    """
    parts = []
    for fen in open_fen:
        part = max(min(amount_fen, fen), 0)
        parts.append(part)
        amount_fen -= part
    return parts
