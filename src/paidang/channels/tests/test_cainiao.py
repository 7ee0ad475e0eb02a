"""Waybill numbers over HTTP: signed, given once, given back, traced; what the gateway refuses is told apart."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Thread

import pytest

from paidang.channels.cainiao.client import Client, Shipment
from paidang.channels.cainiao.signing import digest
from paidang.channels.link.calling import Caller, Patience
from paidang.channels.link.documents import Receiver
from paidang.channels.link.errors import Refused, WrongSecret
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.world import build_world
from paidang.kit.period import SHANGHAI

NOW = datetime(2026, 4, 3, 10, tzinfo=SHANGHAI)
TO = Receiver("王小茶", "13812345678", "浙江省", "杭州市", "西湖区", "龙井路 1 号")
VALUES = {"provider": "sandbox-provider", "secret": "sandbox-secret", "app_code": "sandbox-app"}


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def base_url(clock: Clock) -> Iterator[str]:
    server = SandboxServer(0, build_world(7, NOW, clock, days=1, orders=0))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server.base_url
    server.shutdown()
    server.server_close()


def client(base_url: str, clock: Clock, **values: str) -> Client:
    return Client(Caller(base_url, patience=Patience(attempts_max=1), now=clock), {**VALUES, **values})


def shipments(n: int, to: Receiver = TO) -> list[Shipment]:
    return [Shipment(f"P-{at}", f"O-{at}", to, (("侧把急须壶", 1),)) for at in range(n)]


def test_the_signature_is_over_the_exact_text():
    assert digest('{"cpCode":"ZTO"}', "secret") == "mKQUawnXAI+y4tXt6p+53g=="
    assert digest('{"cpCode": "ZTO"}', "secret") != digest('{"cpCode":"ZTO"}', "secret")


def test_numbers_are_given_once_given_back_and_traced(base_url, clock):
    ours = client(base_url, clock)
    numbers = ours.get_waybills("zto", TO, shipments(12))
    assert len({one.number for one in numbers.values()}) == 12 and set(numbers) == {
        f"P-{n}" for n in range(12)
    }
    assert all(one.route.endswith("-01") for one in numbers.values())
    assert ours.get_waybills("zto", TO, shipments(12)).keys() == numbers.keys()
    again = ours.get_waybills("zto", TO, shipments(1))["P-0"].number
    assert again == numbers["P-0"].number, "the same parcel has the same number"
    assert ours.trace("zto", again) == []
    clock.now += timedelta(hours=31)
    assert [step.state for step in ours.trace("zto", again)] == ["ACCEPT", "TRANSPORT", "DELIVERING"]
    assert ours.trace("zto", again)[0].words == "快件已揽收"
    for _ in range(2):
        ours.cancel("zto", again)
    assert ours.get_waybills("zto", TO, shipments(1))["P-0"].number != again


def test_what_is_refused_is_told_apart(base_url, clock):
    for values in ({"secret": "x"}, {"provider": "x"}):
        with pytest.raises(WrongSecret):
            client(base_url, clock, **values).get_waybills("zto", TO, shipments(1))
    for act in (
        lambda: client(base_url, clock).get_waybills("zto", TO, shipments(1, Receiver())),
        lambda: client(base_url, clock).cancel("zto", "NONE"),
        lambda: client(base_url, clock).get_waybills("own", TO, shipments(1)),
    ):
        with pytest.raises(Refused):
            act()
