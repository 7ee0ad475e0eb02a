"""A sandbox of Taobao that is served over HTTP, and a store at it whose clock stands still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from paidang.channels.link.calling import Caller
from paidang.channels.link.gateway import Credentials
from paidang.channels.link.oauth import Token
from paidang.channels.sandbox.faults import read_fault
from paidang.channels.sandbox.shop import Shop
from paidang.channels.sandbox.world import World, build_world
from paidang.channels.taobao.client import Taobao, open_store
from paidang.channels.taobao.sandbox import APP_KEY, APP_SECRET, REFRESH_TOKEN, SESSION, Sandbox
from paidang.channels.tests.serving import served
from paidang.kit.period import SHANGHAI

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=SHANGHAI)


class Served(NamedTuple):
    world: World
    base_url: str


@contextmanager
def serving(clock: Callable[[], datetime], *, days: int, orders: int) -> Iterator[Served]:
    world = build_world(7, clock(), clock, days=days, orders=orders)
    with served(world) as base_url:
        yield Served(world, base_url)


def shop_of(server: Served) -> Shop:
    return server.world.stalls["taobao"].platform.shop


def sandbox_of(world: World) -> Sandbox:
    platform = world.stalls["taobao"].platform
    assert isinstance(platform, Sandbox)
    return platform


def spoil(server: Served, *faults: str, on: str = "") -> None:
    for text in faults:
        platform, fault = read_fault(f"taobao:{text}")
        fault.on = on
        server.world.add_fault(platform, fault)


def store_of(
    server: Served,
    *,
    waits: list[float] | None = None,
    now: datetime = NOW,
    keep: Any = None,
    **known: Any,
) -> Taobao:
    """A store whose clock stands still but for what it waits, which is noted."""
    noted: list[float] = [] if waits is None else waits
    start = sum(noted)
    caller = Caller(
        server.base_url,
        calls_per_s=10_000,
        now=lambda: now,
        steady_s=lambda: sum(noted) - start,
        sleep=noted.append,
        chance=lambda: 0.5,
    )
    is_tmall = known.pop("is_tmall", True)
    credentials = replace(Credentials(APP_KEY, APP_SECRET, Token(SESSION, REFRESH_TOKEN)), **known)
    return open_store(
        server.base_url, credentials, is_tmall=is_tmall, keep=keep or (lambda token: None), caller=caller
    )
