"""Clients against platforms that answer anything: spoilt JSON, lists without end, heads that drip. All of it ends, as a ChannelError."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest

from paidang.channels import pulling
from paidang.channels.link.answers import Answer, Call, read_json
from paidang.channels.link.calling import Caller, Patience
from paidang.channels.link.channel import Channel, Item
from paidang.channels.link.documents import Parcel
from paidang.channels.link.errors import ChannelError, Unreachable, WrongSecret
from paidang.channels.link.paging import PAGES_MAX, read_all
from paidang.channels.link.replies import ids, objects, part_if_any, total, whole
from paidang.channels.platforms import PLATFORMS, connect, well_known
from paidang.channels.sandbox.http import Request
from paidang.channels.sandbox.world import World, build_world
from paidang.channels.tests.shops import NOW

ODD = (
    None, "", {}, [], "abc", 0, -1, 10**30, "1e5", "１２", True, [None], ["x"], [{}], {"a": {"b": 1}}, [[]], "9" * 5000,
    "0001-01-01 00:00:00", 1.5,
)  # fmt: skip
CALLS_MAX = 3000


class Spoiling(Caller):
    """Answers out of the sandbox, a share of them with one value in its place that has no business there."""

    def __init__(self, world: World, platform: str, seed: int, share: float) -> None:
        patience = Patience(attempts_max=2, first_wait_s=0)
        super().__init__("http://127.0.0.1:1", calls_per_s=1e9, burst=10**9, patience=patience, now=lambda: NOW,
                         sleep=lambda s: None, steady_s=lambda: 0.0)  # fmt: skip
        self._stall, self._world = world.stalls[PLATFORMS[platform].folder], world
        self._random, self._share, self.calls = Random(seed), share, 0

    def _send(self, call: Call, deadline_s: float) -> Answer | ChannelError:
        self.calls += 1
        assert self.calls < CALLS_MAX, "it does not end"
        target = urlsplit(call.path)
        query = {**dict(parse_qsl(target.query)), **{name: str(value) for name, value in call.query.items()}}
        form = dict(call.form or {})
        headers = {name.lower(): value for name, value in call.headers.items()}
        body = call.body or urlencode(form).encode()
        request = Request(call.method, unquote(target.path), target.query or urlencode(query), query, form, body, headers)  # fmt: skip
        answer = self._world.answer(self._stall, request).answer
        assert answer is not None
        content = answer.body
        if self._random.random() < self._share:
            with suppress(ValueError):
                content = json.dumps(self._spoilt(json.loads(content, strict=False))).encode()
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, content)

    def _spoilt(self, value: Any) -> Any:
        places = [place for place in _places(value) if place]
        if not places:
            return value
        *above, last = min(
            self._random.sample(places, min(len(places), self._random.choice((1, 4)))), key=len
        )
        holder = value
        for name in above:
            holder = holder[name]
        was = holder[last]
        holder[last] = was[0] if isinstance(was, list) and was and self._random.random() < 0.3 else self._random.choice(ODD)  # fmt: skip
        return value


def _places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield from _places(each, (*at, name))


@pytest.mark.parametrize("platform", ["jd", "tmall", "taobao", "wechat", "renren"])
def test_no_spoilt_answer_gets_anything_but_an_error_for_people(platform: str) -> None:
    world = build_world(7, NOW, lambda: NOW, orders=20, days=3)
    shop = world.stalls[PLATFORMS[platform].folder].platform.shop
    since, until = NOW - timedelta(days=5), NOW + timedelta(seconds=1)
    goods = next(iter(shop.goods.values()))
    item = Item(goods.item_id, goods.sku_id, goods.sku, goods.title, goods.price_fen, goods.quantity)
    values = {name: value for name, value in well_known(platform).items() if name != "private_key"}
    acts: tuple[Callable[[Channel], object], ...] = (
        lambda store: pulling.pull(store, since, until, with_receivers=True),
        lambda store: list(store.list_items()),
        lambda store: list(store.list_deals()),
        lambda store: store.ship(next(iter(shop.orders)), Parcel("467", "SF1")),
        lambda store: store.push_stock(item, 5),
        lambda store: store.push_price(item, 5000),
    )
    for seed in range(8):
        store = connect(platform, "", values, caller=Spoiling(world, platform, seed, (0.05, 0.5)[seed % 2]))
        for act in acts:
            with suppress(ChannelError):
                act(store)


def test_what_platforms_write_in_several_ways() -> None:
    for empty in (None, "", {}, []):
        assert objects({"list": empty}, "list") == [] == ids({"list": empty}, "list")
        assert part_if_any({"data": empty}, "data") == {}
    assert objects({"list": {"a": 1}}, "list") == [{"a": 1}]
    assert ids({"list": [1, "2"]}, "list") == ["1", "2"]
    assert [whole(each) for each in ("12", 12, "１２", "-1", None, "9" * 5000)] == [12, 12, 0, 0, 0, 0]
    for bad in ("x", [None], [[]], 7, True):
        with pytest.raises(Unreachable):
            objects({"list": bad}, "list")
    for bad in ("x", {"a": 1}, [None], [{}], [True]):
        with pytest.raises(Unreachable):
            ids({"list": bad}, "list")
    for bad in ("", None, "abc", "9" * 5000, -1):
        with pytest.raises(Unreachable):
            total({"total": bad}, "total")


def test_a_list_that_says_it_is_too_long_is_refused_and_not_taken_for_empty() -> None:
    with pytest.raises(Unreachable):
        read_all(lambda page: ([], 10**12), str, page_size=100)
    asked: list[int] = []
    with suppress(Unreachable):
        read_all(lambda page: (asked.append(page) or [], PAGES_MAX), str, page_size=1)
    assert len(asked) <= 6, "a page without a row ends its round"


@pytest.mark.parametrize(("platform", "name"), [("renren", "claw_token"), ("jd", "access_token")])
def test_a_credential_that_cannot_be_sent_is_a_wrong_one(platform: str, name: str) -> None:
    values = {**well_known(platform), name: "\udcff中"}
    with pytest.raises(WrongSecret):
        connect(platform, "http://127.0.0.1:1", values).get_order("1")


@pytest.mark.parametrize(
    "drop", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 100 Continue\r\n\r\n"], ids=["head", "100 Continue"]
)
def test_an_answer_whose_head_never_ends_is_given_up_in_time(drop: bytes) -> None:
    """Each wait for bytes is short, all together would be for ever."""
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            connection.recv(65536)
            while True:
                connection.sendall(drop)
                time.sleep(0.05)

    threading.Thread(target=drip, daemon=True).start()
    patience = Patience(attempts_max=1, total_s=0.4)
    caller = Caller(f"http://127.0.0.1:{listener.getsockname()[1]}", patience=patience)
    start_s = time.monotonic()
    with listener, pytest.raises(Unreachable):
        caller.call(lambda now: Call("GET", "/"), lambda answer: read_json(answer, NOW), is_idempotent=True)
    caller.close()
    assert time.monotonic() - start_s < 5
