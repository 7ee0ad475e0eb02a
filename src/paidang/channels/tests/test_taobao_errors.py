"""Whatever Taobao's gateway answers with is of the kind that says what to do, and keeps no other order back."""

import json
from datetime import datetime, timedelta

import pytest

from paidang.channels.link.calling import Caller, Patience
from paidang.channels.link.errors import (
    Refused,
    Throttled,
    Unreachable,
    WrongSecret,
)
from paidang.channels.link.gateway import Credentials
from paidang.channels.link.oauth import Token
from paidang.channels.mapping import Context
from paidang.channels.taobao.client import open_store
from paidang.channels.taobao.sandbox import APP_KEY, APP_SECRET, SESSION
from paidang.channels.tests.scripted import Told, scripted
from paidang.kit.period import SHANGHAI

pytestmark = pytest.mark.slow  # over HTTP

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=SHANGHAI)


SAID = "invalid key of " + APP_SECRET + " and " + SESSION
LISTED = {"trades": {"trade": [{"tid": 7}, {"tid": 8}]}, "total_results": 2}
GONE = {"error_response": {"code": 15, "sub_code": "isv.trade-not-exist"}}


def test_an_order_that_is_refused_keeps_no_other_back() -> None:
    whole = {"trade_fullinfo_get_response": {"trade": {"tid": 8, "status": "WAIT_BUYER_PAY"}}}
    bodies = [{"trades_sold_increment_get_response": LISTED}, GONE, whole]
    with scripted([Told(json.dumps(body).encode()) for body in bodies]) as (url, _):
        store = open_store(url, Credentials(APP_KEY, APP_SECRET, Token(SESSION)), caller=Caller(url))
        refused, given = store.pull_orders(NOW, NOW + timedelta(hours=1))
    assert (refused.id, given.body["status"]) == ("7", "WAIT_BUYER_PAY")
    assert [f.code for f in store.map(refused, Context()).mapped.faults[0]][0] == "unknown_state"


STRANGE = [
    *(
        ({"code": 15, "sub_code": sub_code}, Unreachable, 0)
        for sub_code in (
            "isp.top-remote-connection-timeout",
            "isp.top-remote-service-unavailable-tmall",
            "isp.top-remote-connection-control-error",
            "isp.remote-connection-error",
            "isp.item-update-service-error:GENERIC_FAILURE",
            "isp.service-error",
            "ism.json-decode-error",
        )
    ),
    ({"code": 15, "sub_code": "isp.call-limited"}, Throttled, 1),
    ({"code": 7, "sub_msg": "This ban will last for 77 more seconds"}, Throttled, 77),
    ({"code": "7"}, Throttled, 1),
    ({"code": 15, "sub_code": "isv.trade-not-exist"}, Refused, 0),
    ({"code": 11, "msg": "Insufficient ISV Permissions"}, Refused, 0),
    ({}, Refused, 0),
    ({"code": 29, "msg": SAID}, WrongSecret, 0),
]


def test_every_error_is_of_the_kind_that_says_what_to_do() -> None:
    bodies = [(json.dumps({"error_response": error}).encode(), kind, wait) for error, kind, wait in STRANGE]
    for body in (
        b"[]",
        b"{}",
        b'{"x": 1}',
        b'{"trade_response": []}',
        b'{"trade_fullinfo_get_response": {}}',
        b"<html>",
    ):
        bodies.append((body, Unreachable, 0))
    hours = iter(
        range(10**6)
    )  # so much lies between two looks at the clock: no breaker, no bucket is in the way
    once = Patience(attempts_max=1, total_s=10**9)
    with scripted([Told(body) for body, _, _ in bodies]) as (url, asked):
        caller = Caller(url, patience=once, steady_s=lambda: next(hours) * 3600.0, sleep=lambda seconds: None)
        store = open_store(url, Credentials(APP_KEY, APP_SECRET, Token(SESSION)), caller=caller)
        for body, kind, wait in bodies:
            with pytest.raises(kind) as raised:
                store.get_order("1")
            assert type(raised.value) is kind, body
            assert getattr(raised.value, "retry_after_s", 0) == wait
            assert APP_SECRET not in str(raised.value)
            assert SESSION not in str(raised.value)
    assert len(asked) == len(bodies)
