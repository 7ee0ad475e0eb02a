"""Taobao's gateway over HTTP: sessions, and every spelling of a request that clients send."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from paidang.channels.link.errors import TokenExpired
from paidang.channels.link.oauth import Token
from paidang.channels.taobao.sandbox import APP_KEY, APP_SECRET, REFRESH_TOKEN, SESSION
from paidang.channels.taobao.signing import sign
from paidang.channels.tests.taobao_served import NOW, Served, serving, shop_of, spoil, store_of

pytestmark = pytest.mark.slow  # over HTTP


@pytest.fixture
def small() -> Iterator[Served]:
    with serving(lambda: NOW, days=2, orders=60) as server:
        yield server


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


def test_a_session_is_given_renewed_once_and_kept(small: Served, http: httpx.Client) -> None:
    kept: list[Token] = []
    store = store_of(small, keep=kept.append)
    spoil(small, "expired_token:1")
    next(store.list_items())
    assert [token.access_token for token in kept] == [store.gateway.token.access_token]
    assert kept[0].expires_at == NOW + timedelta(days=30)
    spoil(small, "expired_token:99", on="items.onsale.get")
    with pytest.raises(TokenExpired):
        next(store.list_items())
    assert len(kept) == 2
    for token in (Token("unknown"), Token(""), Token("unknown", "unknown")):
        with pytest.raises(TokenExpired):
            store_of(small, token=token).get_order("1")
    fresh = store_of(small, token=Token("old", REFRESH_TOKEN, NOW + timedelta(minutes=5)), keep=kept.append)
    fresh.get_order(next(iter(shop_of(small).orders)))
    assert len(kept) == 3  # before its end, not after

    address = store.gateway.authorise("http://127.0.0.1:1/back?store=1", "s3cret")
    back = http.get(small.base_url + address)
    assert back.status_code == 302
    assert back.headers["location"] == "http://127.0.0.1:1/back?store=1&code=code-sandbox&state=s3cret"
    assert store.gateway.exchange("code-sandbox").access_token
    with pytest.raises(TokenExpired):
        store.gateway.exchange("forged")
    asked = {"client_id": APP_KEY, "client_secret": APP_SECRET, "grant_type": "refresh_token", "refresh_token": REFRESH_TOKEN}  # fmt: skip
    assert http.post(f"{small.base_url}/token", data=asked).json()["access_token"]
    wrong = http.post(f"{small.base_url}/token", data=asked | {"client_secret": "x"})
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_client")


def test_the_gateway_takes_every_spelling_that_clients_send(small: Served, http: httpx.Client) -> None:
    """Parameters in the query or the form, time as text or milliseconds, three signatures, simplified replies."""
    order = next(iter(shop_of(small).orders.values()))
    given = {
        "tid": order.order_id,
        "fields": "tid,orders.oid,promotion_details",
        "app_key": APP_KEY,
        "session": SESSION,
    }
    given |= {"method": "taobao.trade.fullinfo.get", "format": "json", "v": "2.0"}
    for method in ("md5", "hmac", "hmac-sha256"):
        for timestamp in ("2026-11-28 12:09:00", str(int(NOW.timestamp() * 1000))):
            for simplify in ("", "true"):
                params = {**given, "timestamp": timestamp, "sign_method": method, "simplify": simplify}
                params["sign"] = sign(params, APP_SECRET, method)
                halves = dict(list(params.items())[::2]), dict(list(params.items())[1::2])
                for query, form in ((params, {}), ({}, params), halves):
                    answer = http.post(f"{small.base_url}/router/rest", params=query, data=form)
                    reply = answer.json()
                    assert answer.status_code == 200
                    trade = reply["trade"] if simplify else reply["trade_fullinfo_get_response"]["trade"]
                    assert trade["tid"] == int(order.order_id)
                    lines = trade["orders"] if simplify else trade["orders"]["order"]
                    assert [line["oid"] for line in lines] == [int(line.line_id) for line in order.lines]
    assert http.get(f"{small.base_url}/router/rest", params=params).json()["error_response"]["code"] == 9
