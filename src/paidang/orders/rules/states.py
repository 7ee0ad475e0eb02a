"""What an order is, as a table: its states, how they follow from facts, platform, holds and parcels, and who moves it where.

Pure. No state is stored: it follows from what is known (`state_of`), so that it cannot contradict that. The table says
which states may follow, by whose act and what is checked first; what a platform or the facts say is taken as it is,
since it has happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paidang.kit.sentence import say

UNPAID, WAITING, ON_HOLD, PART_SHIPPED, SHIPPED, DONE, REFUNDING, REFUNDED, CLOSED, SPLIT, UNKNOWN = (
    "unpaid",
    "unshipped",
    "on_hold",
    "part_shipped",
    "moving",
    "done",
    "refunding",
    "refunded",
    "closed",
    "split",
    "unknown",
)
STATES = {
    UNPAID: say("待付款"),
    WAITING: say("待发货"),
    ON_HOLD: say("已拦截"),
    PART_SHIPPED: say("部分发货"),
    SHIPPED: say("在途"),
    DONE: say("已完成"),
    REFUNDING: say("退款中"),
    REFUNDED: say("已退款"),
    CLOSED: say("已关闭"),
    SPLIT: say("已拆分"),
    UNKNOWN: say("平台的新状态"),
}
ENDS = (REFUNDED, SPLIT)
"""What nothing follows on. A closed order may still be refunded, a completed one too."""

BUYER, AGENCY, BRAND, PLATFORM, RULE = "buyer", "agency", "brand", "platform", "rule"
NOT_HELD, NOT_REFUNDED, FITS, REASON = "not_held", "not_refunded", "fits_parcel", "reason"
SHIP_CHECKS = (NOT_HELD, NOT_REFUNDED, FITS)
"""What `packing.wrong_with` and `stores.actions.ship` look at before goods leave."""


@dataclass(frozen=True, slots=True)
class Step:
    """How an order comes from one state into another: by which act, by whom, after which checks."""

    act: str
    who: Sequence[str]
    checks: Sequence[str] = ()


_BOTH = (AGENCY, BRAND)
_PACKED = Step("ship", _BOTH, SHIP_CHECKS)
_TOLD = Step("told", (PLATFORM,))
_HELD = Step("hold", (RULE, *_BOTH))
_FREED = Step("release", (RULE, *_BOTH), (REASON,))
_ASKED = Step("ask_refund", (BUYER,))
_ANSWERED = Step("answer_refund", (AGENCY, PLATFORM))
_BACK = Step("refund", (PLATFORM, AGENCY))

OWN_STEPS: Mapping[str, Mapping[str, Step]] = {
    UNPAID: {WAITING: Step("pay", (BUYER,)), ON_HOLD: Step("pay", (BUYER,)), CLOSED: _TOLD},
    WAITING: {ON_HOLD: _HELD, PART_SHIPPED: _PACKED, SHIPPED: _PACKED, REFUNDING: _ASKED, REFUNDED: _BACK},
    ON_HOLD: {WAITING: _FREED, PART_SHIPPED: _FREED, REFUNDING: _ASKED, REFUNDED: _BACK},
    PART_SHIPPED: {ON_HOLD: _HELD, SHIPPED: _PACKED, REFUNDING: _ASKED, REFUNDED: _BACK},
    SHIPPED: {REFUNDING: _ASKED, REFUNDED: _BACK},
    DONE: {REFUNDING: _ASKED, REFUNDED: _BACK},
    REFUNDING: {
        WAITING: _ANSWERED,
        ON_HOLD: _ANSWERED,
        PART_SHIPPED: _ANSWERED,
        SHIPPED: _ANSWERED,
        DONE: _ANSWERED,
        REFUNDED: _BACK,
    },
    CLOSED: {REFUNDED: _BACK},
    REFUNDED: {},
    SPLIT: {},
    UNKNOWN: {},
}
"""What we, the buyer and the rules do. `may_follow` adds what a platform may say of any order at any time."""


def may_follow(state: str, following: str) -> Step | None:
    """The step from one state to another, None where there is none. A platform's word is taken from any state but an end."""
    own = OWN_STEPS[state].get(following)
    if own or state == following:
        return own
    return None if state in ENDS and following not in ENDS else _TOLD


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of a line. `packed`: units in parcels of ours that have left."""

    quantity: int
    refunded: int = 0
    packed: int = 0
    has_left: bool = False
    is_done: bool = False

    @property
    def state(self) -> str:
        """The line's own state; a hold is the order's."""
        if self.refunded >= self.quantity:
            return REFUNDED
        if self.is_done:
            return DONE
        if self.has_left or self.packed >= self.quantity - self.refunded:
            return SHIPPED
        return PART_SHIPPED if self.packed else WAITING


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an order. `platform`: as `channels.link.documents` has it, empty for one that came by file.

    `is_refunded`: all money is back, whatever the units say. `has_open_case`: the buyer asks for money.
    """

    lines: Sequence[Line] = field(default_factory=tuple)
    platform: str = ""
    is_held: bool = False
    is_refunded: bool = False
    has_open_case: bool = False


PLATFORM_STATES = {
    "": "",
    "unpaid": UNPAID,
    "paid": WAITING,
    "part_shipped": PART_SHIPPED,
    "shipped": SHIPPED,
    "done": DONE,
    "cancelled": CLOSED,
    "held": ON_HOLD,
    "split": SPLIT,
}
"""A platform that locks an order keeps it here as our own hold does."""


def state_of(known: Known) -> str:
    """The state that follows from what is known. A platform's word that nobody knows is shown as such.

    >>> state_of(Known([Line(2), Line(1, has_left=True)]))
    'part_shipped'
    """
    said = PLATFORM_STATES.get(known.platform, UNKNOWN)
    own = {line.state for line in known.lines}
    if known.is_refunded or own == {REFUNDED}:
        return REFUNDED
    if said in (UNKNOWN, SPLIT, CLOSED) or (said == UNPAID and own <= {WAITING}):
        return said
    if known.has_open_case:
        return REFUNDING
    found = _of_lines(own - {REFUNDED})
    if found in (WAITING, PART_SHIPPED):
        if known.is_held or said == ON_HOLD:
            return ON_HOLD
        return {SHIPPED: SHIPPED, DONE: DONE, PART_SHIPPED: PART_SHIPPED}.get(said, found)
    return DONE if said == DONE else found


def _of_lines(states: set[str]) -> str:
    if not states or states == {WAITING}:
        return WAITING
    if states == {DONE}:
        return DONE
    return SHIPPED if states <= {SHIPPED, DONE} else PART_SHIPPED
