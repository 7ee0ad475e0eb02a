"""Taobao's signatures and message frames, held against those that other people's clients made."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.link.errors import ClockSkewed, WrongSecret
from paidang.channels.sandbox.http import Request
from paidang.channels.sandbox.shop import Shop
from paidang.channels.taobao import sandbox
from paidang.channels.taobao.messages import (
    CONNECT,
    SEND,
    BadFrame,
    Frame,
    Int8,
    Message,
    read_frame,
    read_message,
    write_frame,
)
from paidang.channels.taobao.signing import check_spi, read_timestamp, sign, sign_spi
from paidang.kit.period import SHANGHAI

FOUND = Path(__file__).parents[4] / "tests/fixtures/platforms/vectors.json"
VECTORS = {
    each["id"]: each
    for each in json.loads(FOUND.read_text())["vectors"]
    if each["platform"].startswith("taobao")
}
SIGNED = [each for each in VECTORS.values() if each["platform"] in ("taobao", "taobao_tmc")]
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=SHANGHAI)


def test_every_vector_is_signed_as_its_client_did() -> None:
    assert len(SIGNED) == 34
    for vector in SIGNED:
        params, secret, expected = vector["params"], vector["secret"], vector["expected_sign"]
        method = params.get("sign_method", "md5")
        assert sign(params, secret, method) == expected, vector["id"]
        assert sign({**params, "sign": "anything"}, secret, method) == expected, vector["id"]
        for name in params:
            assert sign({**params, name: params[name] + "x"}, secret, method) != expected, (
                vector["id"],
                name,
            )
        assert sign(params, secret + "0", method) != expected
    assert len(sign(SIGNED[0]["params"], "s", "hmac-sha256")) == 64
    with pytest.raises(ValueError, match="sha1"):
        sign({}, "s", "sha1")


def test_the_sandbox_lets_in_what_other_peoples_clients_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte as they sent it, at the time at which they did: the query, the form, both; a changed byte is not let in."""
    replayed = [each for each in SIGNED if "http" in each]
    assert len(replayed) == 20
    for vector in replayed:
        http, params = vector["http"], vector["params"]
        monkeypatch.setattr(sandbox, "APP_KEY", params["app_key"])
        monkeypatch.setattr(sandbox, "APP_SECRET", vector["secret"])
        for body, is_let_in in ((http["raw_body"], True), (http["raw_body"] + "1", False)):
            fields = [dict(parse_qsl(text, keep_blank_values=True)) for text in (http["raw_query"], body)]
            request = Request("POST", http["path"], http["raw_query"], *fields, body.encode(), {})
            answer = sandbox.Sandbox(Shop("taobao", "青岚")).answer(
                request, read_timestamp(params["timestamp"])
            )
            code = json.loads(answer.body)["error_response"]["code"]
            assert (code != 25) == is_let_in, vector["id"]
            assert code in (15, 22, 25, 26, 27), vector["id"]


def test_a_call_of_the_platform_to_us_is_believed_only_with_its_signature_and_in_its_time() -> None:
    query = {"method": "qimen.x", "timestamp": "2026-11-28 12:00:00", "app_key": "k", "customerId": "c"}
    headers = {
        "content-type": "application/xml;charset=gbk",
        "top-sign-list": "X-One, x-two",
        "x-one": "1",
        "x-two": "二",
    }
    body = "<订单/>".encode("gbk")
    signed = {**query, "sign": sign_spi(query, headers, body, "secret")}
    check_spi(signed, headers, body, "secret", NOW + timedelta(minutes=9))
    with pytest.raises(ClockSkewed) as late:
        check_spi(signed, headers, body, "secret", NOW + timedelta(minutes=11))
    assert late.value.skew_s == 660
    for changed_query, changed_headers, changed_body, secret in (
        (signed, headers, body, "other"),
        (signed, headers, body + b" ", "secret"),
        ({**signed, "customerId": "d"}, headers, body, "secret"),
        (signed, {**headers, "x-two": "三"}, body, "secret"),
        (signed, {**headers, "content-type": "text/xml;charset=no-such"}, body, "secret"),
        (query, headers, body, "secret"),
    ):
        with pytest.raises(WrongSecret):
            check_spi(changed_query, changed_headers, changed_body, secret, NOW)
    assert read_timestamp("1795838400000") == read_timestamp("2026-11-28 12:00:00") == NOW
    for text in ("", "yesterday", "9" * 30):
        with pytest.raises(ClockSkewed):
            read_timestamp(text)


def test_frames_are_those_of_the_platforms_own_package() -> None:
    connect = {
        "app_key": "PAIDANG0000000000000000000APPKEY",
        "group_name": "default",
        "timestamp": "1731254400000",
        "sign": VECTORS["taobao_tmc-073"]["expected_sign"],
        "sdk": "NodeJS-2.0.0",
        "intranet_ip": "127.0.0.1",
    }
    frame = Frame(CONNECT, connect)
    assert write_frame(frame).hex() == VECTORS["taobao_tmc_frame-075"]["expected_sign"]
    assert read_frame(write_frame(frame)) == frame
    confirm = Frame(SEND, {"__kind": Int8(2), "id": 4160600490938325004}, token="tok")
    assert write_frame(confirm).hex() == VECTORS["taobao_tmc_frame-076"]["expected_sign"]
    assert read_frame(write_frame(confirm)).content == {"__kind": 2, "id": 4160600490938325004}


VALUES = st.none() | st.text() | st.binary() | st.integers(-(2**63), 2**63 - 1)


@given(
    st.dictionaries(st.text(), VALUES),
    st.text(),
    st.none() | st.integers(0, 2**31 - 1),
    st.text(),
    st.binary(max_size=60),
)
def test_a_frame_is_read_as_it_was_written_and_rubbish_is_refused(
    content: dict, token: str, status: int | None, phrase: str, rubbish: bytes
) -> None:
    frame = Frame(SEND, content, token, status, phrase, status)
    data = write_frame(frame)
    assert read_frame(data) == frame
    for broken in (data[:-1], rubbish, b"\x02\x02" + rubbish):
        try:
            read_frame(broken)
        except BadFrame:
            continue


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"id": 2**60, "topic": "taobao_trade_TradeBuyerPay", "content": '{"tid":2415863920123456789,"oid":1}'}, (str(2**60), "order", "2415863920123456789")),
        ({"id": 1, "topic": "taobao_refund_RefundSuccess", "content": '{"refund_id":"77","tid":88}'}, ("1", "case", "77")),
        ({"id": 2, "topic": "taobao_item_ItemPriceUpdate", "content": '{"num_iid":5}'}, ("2", "", "")),
        ({"id": 3, "topic": "taobao_trade_TradeChanged", "content": "{"}, ("3", "", "")),
        ({"id": 4, "topic": "taobao_trade_TradeChanged", "content": '{"tid":2.4e18}'}, ("4", "", "")),
        ({"id": 5, "topic": "taobao_trade_TradeChanged", "content": {"tid": 9, "memo": "a\tb"}}, ("5", "order", "9")),
        ({}, ("", "", "")),
    ],
)  # fmt: skip
def test_a_message_says_what_to_ask_for(record: dict, expected: tuple[str, str, str]) -> None:
    message: Message = read_message(record)
    assert (message.id, message.kind, message.subject) == expected
