"""All shops of one seed under their clocks, locks and faults: what answers a call, without any network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from paidang.channels.cainiao.sandbox import Sandbox as CarrierSandbox
from paidang.channels.sandbox import faults
from paidang.channels.sandbox.buyers import Buyers
from paidang.channels.sandbox.faults import BadFault, Fault, Faults
from paidang.channels.sandbox.http import Answer, Platform, Request
from paidang.channels.sandbox.platforms import SELLERS, load_platforms
from paidang.channels.sandbox.shop import CASE, LINE, ORDER

DAYS, ORDERS = 10, 120
"""Made for each shop unless somebody wants others."""


@dataclass(slots=True)
class Limits:
    """How many calls a platform takes in a minute and in a day; 0: as many as come."""

    per_minute: int = 0
    per_day: int = 0
    counted: dict[str, int] = field(default_factory=dict)

    def are_passed(self, now: datetime) -> bool:
        """Count a call; is it one too many?"""
        windows = {f"{now:%Y-%m-%d %H:%M}": self.per_minute, f"{now:%Y-%m-%d}": self.per_day}
        self.counted = {window: self.counted.get(window, 0) + 1 for window in windows}
        return any(0 < most < self.counted[window] for window, most in windows.items())


@dataclass(slots=True)
class Stall:
    """One platform with its shop's buyers, its faults, and how far its clock is off. Everything under the lock."""

    platform: Platform
    buyers: Buyers
    faults: Faults
    limits: Limits = field(default_factory=Limits)
    skew: timedelta = timedelta()
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and what the line does to it: how many seconds it is late, or no answer at all."""

    answer: Answer | None
    late_s: float = 0.0
    at: datetime | None = None
    """The time on the platform's clock, for the answer's Date."""


@dataclass(slots=True)
class World:
    """The platforms by name."""

    seed: int
    stalls: dict[str, Stall]
    clock: Callable[[], datetime]
    """The time in Shanghai."""

    carriers: CarrierSandbox = field(default_factory=CarrierSandbox)
    lock: Lock = field(default_factory=Lock)

    def ask_carriers(self, request: Request) -> Reply:
        """One call for waybill numbers, or of what became of them."""
        now = self.clock()
        with self.lock:
            return Reply(self.carriers.answer(request, now), 0.0, now)

    def of_path(self, path: str) -> Stall | None:
        """Whose path it is: the longest beginning that fits decides."""
        fitting = [
            (len(prefix), stall)
            for stall in self.stalls.values()
            for prefix in stall.platform.prefixes
            if path == prefix or path.startswith(prefix if prefix.endswith("/") else prefix + "/")
        ]
        return max(fitting, key=lambda found: found[0])[1] if fitting else None

    def answer(self, stall: Stall, request: Request) -> Reply:
        """One call of a platform, with whatever goes wrong."""
        now = self.clock()
        with stall.lock:
            stall.buyers.go_on(now)
            struck = {fault.name: fault for fault in stall.faults.strike(request)}
            if "dropped" in struck:
                return Reply(None)
            theirs = now + stall.skew
            if faults.CLOCK in struck:
                theirs += timedelta(seconds=struck[faults.CLOCK].seconds)
            refused = next((name for name in struck if name in faults.ENVELOPES), None)
            if stall.limits.are_passed(now):
                refused = "throttled"
            platform = stall.platform
            answer = platform.fault(refused, request) if refused else platform.answer(request, theirs)
            if faults.MOVES in struck:
                _touch(stall, now, struck[faults.MOVES])
        late_s = struck["timeout"].seconds if "timeout" in struck else 0.0
        return Reply(faults.spoil(answer, struck.values(), self.seed), late_s, theirs)

    def add_fault(self, platform: str, fault: Fault) -> None:
        if platform not in self.stalls:
            raise BadFault(f"no platform {platform!r}; there are {', '.join(self.stalls)}")
        self.stalls[platform].faults.faults.append(fault)

    def credentials(self) -> dict[str, Mapping[str, Any]]:
        return {name: stall.platform.credentials() for name, stall in self.stalls.items()}


def build_world(
    seed: int,
    until: datetime,
    clock: Callable[[], datetime],
    *,
    days: int = DAYS,
    orders: int = ORDERS,
    per_minute: float = 0.0,
) -> World:
    """The world of a seed as it is at a moment: the same every time."""
    stalls = {}
    for name, platform in load_platforms().items():
        platform.shop.numbered = dict.fromkeys((ORDER, LINE, CASE), first_number(seed))
        buyers = Buyers(platform.shop, seed, SELLERS[name].splits, per_minute)
        if SELLERS[name].sells:
            buyers.make_days(until, days, orders)
            buyers.let_come(clock())
        stalls[name] = Stall(platform, buyers, Faults(seed))
    return World(seed, stalls, clock)


def first_number(seed: int) -> int:
    """How many numbers a world passes over: one whose seed is the moment of its start repeats no order of the start before.

    >>> first_number(7), first_number(1_795_987_931) != first_number(1_795_987_931 + 60)
    (0, True)
    """
    return seed // 60 % 1_000 * 10_000


def _touch(stall: Stall, now: datetime, fault: Fault) -> None:
    """One order changes, another one every time."""
    orders = list(stall.platform.shop.orders.values())
    if orders:
        orders[fault.happened * 7 % len(orders)].modified_at = now.replace(microsecond=0)
