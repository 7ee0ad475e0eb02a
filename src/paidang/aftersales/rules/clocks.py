"""By when each act on a case is due: the platforms' own limits, and the service norms both sides agreed on (OP-4-B-5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from paidang.aftersales.rules.words import (
    ASKED,
    DISPUTED,
    INSPECTED,
    OPEN,
    PROPOSED,
    RECEIVED,
    SENDING,
    TURN,
)
from paidang.kit.clause import clause
from paidang.kit.sentence import say

RESPOND, AGREE, CONFIRM = "respond", "agree", "confirm"
INSPECT, SETTLE, SEND = "inspect", "settle", "send"
ACTS = {
    RESPOND: say("首次回应"),
    AGREE: say("平台：处理申请"),
    CONFIRM: say("平台：收到退货后处理"),
    INSPECT: say("验收、答复"),
    SETTLE: say("结论后退款或安排换发"),
    SEND: say("寄出换货、补发"),
}

PLATFORM_MINUTES: dict[str, dict[str, int]] = {
    "taobao": {AGREE: 48 * 60, CONFIRM: 10 * 24 * 60},
    "jd": {AGREE: 24 * 60, CONFIRM: 48 * 60},
    "wechat": {AGREE: 48 * 60, CONFIRM: 48 * 60},
    "renren": {},
}
"""Usual limits, not checked against a platform's present rules (docs/platforms.md): each store may set its own."""

NORM_ACTS = (RESPOND, INSPECT, SETTLE, SEND)
NORM_MINUTES = {RESPOND: 120, INSPECT: 24 * 60, SETTLE: 24 * 60, SEND: 48 * 60}
"""What the program proposes where no norms are agreed yet."""
MINUTES_MAX = 60 * 24 * 60

TALKS, TALK_MINUTES = "talks_of_100", "talk_minutes"
PACE = {TALKS: say("每百单几个咨询"), TALK_MINUTES: say("一个咨询几分钟")}
PACE_MAX = {TALKS: 10_000, TALK_MINUTES: 480}
"""What the norms may say of how much buyers ask and what an answer takes; by it a sale's staffing is judged. Not a limit."""

PLATFORM, NORM, STORE = "platform", "norm", "store"
SOURCES = {PLATFORM: say("平台通行时限，未核对"), NORM: say("客服规范"), STORE: say("店铺约定")}


@dataclass(frozen=True, slots=True)
class Limit:
    """How many minutes an act may take, and where that stands: `platform`, `norm`, or `store` (set by hand)."""

    minutes: int
    source: str


@dataclass(frozen=True, slots=True)
class Moments:
    """When what starts a clock happened on a case; None: not yet."""

    state: str
    asked_at: datetime
    received_at: datetime | None
    turned_at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """An act that is due: by whom (side), by when, by which limit."""

    act: str
    side: str
    due_at: datetime
    limit: Limit


def limits_of(channel: str, norms: Mapping[str, int], store: Mapping[str, int]) -> dict[str, Limit]:
    """The limits of a store: its own first, then what both sides agreed on, then the platform's; then what is proposed."""
    found = {act: Limit(minutes, NORM) for act, minutes in {**NORM_MINUTES, **norms}.items() if act in ACTS}
    found |= {act: Limit(minutes, PLATFORM) for act, minutes in PLATFORM_MINUTES.get(channel, {}).items()}
    return found | {act: Limit(minutes, STORE) for act, minutes in store.items()}


_STARTED: dict[str, tuple[tuple[str, str], ...]] = {
    ASKED: ((RESPOND, "asked_at"), (AGREE, "asked_at")),
    OPEN: ((AGREE, "asked_at"),),
    RECEIVED: ((INSPECT, "received_at"), (CONFIRM, "received_at")),
    INSPECTED: ((SETTLE, "turned_at"), (CONFIRM, "received_at")),
    DISPUTED: ((INSPECT, "turned_at"), (CONFIRM, "received_at")),
    PROPOSED: ((INSPECT, "turned_at"), (AGREE, "asked_at"), (CONFIRM, "received_at")),
    SENDING: ((SEND, "turned_at"),),
}
"""Which clocks run in a state, and from when."""


@clause("OP-4-B-5")
def figures_are_sane(figures: Mapping[str, int]) -> bool:
    """Whether norms have a limit for every act, and what they say of the pace, if anything, is within reason."""
    limits = {act: minutes for act, minutes in figures.items() if act not in PACE}
    return (
        set(limits) == set(NORM_ACTS)
        and all(1 <= minutes <= MINUTES_MAX for minutes in limits.values())
        and all(1 <= figures[key] <= most for key, most in PACE_MAX.items() if key in figures)
    )


@clause("OP-2-A-5", "OP-4-B-5")
def clocks_of(moments: Moments, limits: Mapping[str, Limit]) -> list[Clock]:
    """What is due on a case, the nearest first; nothing where neither side's turn it is.

    The platform's limit for the request ends where the goods have come back: from then on the other one counts.
    """
    running = []
    for act, started in _STARTED.get(moments.state, ()):
        since: datetime | None = getattr(moments, started)
        if since is None or act not in limits or (act == AGREE and moments.received_at):
            continue
        due_at = since + timedelta(minutes=limits[act].minutes)
        running.append(Clock(act, TURN[moments.state], due_at, limits[act]))
    return sorted(running, key=lambda clock: (clock.due_at, clock.act))
