"""The sandbox over HTTP: what goes wrong on demand, how it is moved, what it takes from strangers."""

import json
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from paidang.channels.jd.sandbox import ACCESS_TOKEN, APP_KEY, APP_SECRET
from paidang.channels.jd.signing import sign
from paidang.channels.sandbox.faults import NAMES, BadFault, read_fault
from paidang.channels.sandbox.server import FORM, _form
from paidang.channels.tests.serving import ask, sandbox
from paidang.kit.period import SHANGHAI

pytestmark = pytest.mark.slow  # over HTTP

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=SHANGHAI)
"""The sandbox's clock stands: nothing happens by itself while a test runs."""
SEARCH = "jingdong.pop.order.enSearch"
PAGE = {"order_state": "ALL", "page": 1, "page_size": 20, "optional_fields": ""}


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with sandbox(7, lambda: NOW, orders=60) as url:
        yield url


@pytest.fixture(autouse=True)
def _nothing_goes_wrong(base_url: str) -> None:
    ask(base_url, "/jd/faults", method="DELETE")
    for path, body in (("clock", {"skew_s": 0}), ("limits", {"per_minute": 0})):
        ask(base_url, f"/jd/{path}", body)


def connect(base_url: str) -> HTTPConnection:
    return HTTPConnection(urlsplit(base_url).netloc, timeout=10)


def call(
    connection: HTTPConnection, method: str = SEARCH, business: object = PAGE, at: datetime = NOW
) -> tuple[HTTPResponse, bytes]:
    params = {
        "app_key": APP_KEY, "access_token": ACCESS_TOKEN, "method": method, "v": "2.0",
        "timestamp": f"{at:%Y-%m-%d %H:%M:%S}", "360buy_param_json": json.dumps(business),
    }  # fmt: skip
    target = "/routerjson?" + urlencode({**params, "sign": sign(params, APP_SECRET)})
    connection.request("GET", target)
    answer = connection.getresponse()
    return answer, answer.read()


def rows_of(body: bytes) -> list[dict[str, Any]]:
    found = json.loads(body, strict=False)["jingdong_pop_order_enSearch_responce"]["searchorderinfo_result"]
    return found.get("orderInfoList", [])


def test_a_form_in_parts_is_read_without_its_files() -> None:
    """As taobao-openapi writes one: the file's part is of a disposition of its own."""
    head = b'--B\r\nContent-Disposition: form-data; name="refuse_message"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n'
    file = b'\r\n--B\r\nContent-Disposition: file; name="refuse_proof"; filename="a.jpg"\r\n\r\n\xff\r\n--B--\r\n'
    body = head + "已经发货".encode() + file
    assert _form(body, "multipart/form-data; boundary=B") == {"refuse_message": "已经发货"}
    assert _form(b"a=1&b=", FORM) == {"a": "1", "b": ""} and _form(body, "text/plain") == {}
    assert _form(b"--B--", "multipart/form-data") == {}


def test_each_fault_does_what_its_name_says_and_then_is_over(base_url: str) -> None:
    connection = connect(base_url)
    answer, body = call(connection)
    usual = rows_of(body)
    assert (answer.status, answer.version, len(usual)) == (200, 11, 20)
    seen = set()

    def with_fault(name: str, **more: object) -> tuple[HTTPResponse, bytes]:
        assert ask(base_url, "/jd/faults", {"name": name, **more})[0] == 200
        seen.add(name)
        return call(connection)

    answer, body = with_fault("half_page")
    assert (answer.status, int(answer.headers["Content-Length"])) == (200, len(body))
    with pytest.raises(ValueError):
        json.loads(body)
    answer, body = with_fault("html_502")
    assert (answer.status, answer.headers["Content-Type"], body[:6]) == (502, "text/html", b"<html>")
    assert with_fault("http_500")[0].status == 500

    _, body = with_fault("control_characters")
    with pytest.raises(ValueError):
        json.loads(body)
    assert b"\x01" in body and [row["orderId"] for row in rows_of(body)] == [row["orderId"] for row in usual]
    twice = rows_of(with_fault("duplicated_rows")[1])
    assert twice == [*usual, usual[0]]
    moved = rows_of(with_fault("out_of_order")[1])
    assert moved != usual and sorted(map(json.dumps, moved)) == sorted(map(json.dumps, usual))
    assert rows_of(call(connection)[1]) == usual

    nothing = {**PAGE, "page": 90}
    assert b'"orderInfoList": []' in call(connection, business=nothing)[1]
    ask(base_url, "/jd/faults", {"name": "empty_omitted"})
    seen.add("empty_omitted")
    assert b"orderInfoList" not in call(connection, business=nothing)[1]

    first = rows_of(with_fault("changed_between_pages")[1])
    assert first == usual, "only the next page shows it"
    newest = {**PAGE, "sortType": "1", "page_size": 1}
    assert rows_of(call(connection, business=newest)[1])[0]["modified"] >= usual[-1]["modified"]

    for name in ("throttled", "expired_token", "bad_signature", "transient"):
        answer, body = with_fault(name)
        assert answer.status == 200 and set(json.loads(body)) == {"error_response"}

    answer, body = with_fault("clock_skew", seconds=3600)
    assert json.loads(body)["error_response"]["code"] == "9"
    ahead = parsedate_to_datetime(answer.headers["Date"]) - NOW
    assert ahead == timedelta(hours=1), "the Date tells whose clock is wrong"

    with pytest.raises((HTTPException, OSError)):
        with_fault("dropped")
    connection = connect(base_url)
    began = time.monotonic()
    assert rows_of(with_fault("timeout", seconds=0.3)[1])
    assert time.monotonic() - began >= 0.3
    assert seen == set(NAMES)
    assert ask(base_url, "/jd/faults")[1]["set"] == []


def test_faults_by_count_by_share_and_only_on_some_calls(base_url: str) -> None:
    connection = connect(base_url)
    ask(base_url, "/jd/faults", {"name": "http_500", "calls": 2})
    assert [call(connection)[0].status for _ in range(4)] == [500, 500, 200, 200]
    ask(base_url, "/jd/faults", {"name": "http_500", "calls": 1, "on": "enGet"})
    assert call(connection)[0].status == 200
    assert (
        call(connection, "jingdong.pop.order.enGet", {"order_id": "1", "optional_fields": ""})[0].status
        == 500
    )

    def struck() -> list[int]:
        ask(base_url, "/jd/faults", {"name": "http_500", "share": 0.4})
        statuses = [call(connection)[0].status for _ in range(30)]
        ask(base_url, "/jd/faults", method="DELETE")
        return statuses

    first = struck()
    assert 3 < first.count(500) < 25
    assert struck() == first, "by seed, not by luck"


@pytest.mark.parametrize(
    "text", ["", "jd", "jd:", "jd:nothing", "jd:timeout:x", "jd:timeout:0", "jd:timeout:101%", "jd:throttled:-1", "jd:timeout:1:x"]
)  # fmt: skip
def test_a_fault_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadFault):
        read_fault(text)


def test_faults_are_read_from_the_command_line() -> None:
    platform, fault = read_fault("jd:timeout:3:10")
    assert (platform, fault.name, fault.calls, fault.seconds) == ("jd", "timeout", 3, 10.0)
    assert read_fault("taobao:half_page:2.5%")[1].share == 0.025


def test_a_platforms_clock_and_limits(base_url: str) -> None:
    connection = connect(base_url)
    ask(base_url, "/jd/clock", {"skew_s": 900})
    assert json.loads(call(connection)[1])["error_response"]["code"] == "9"
    assert rows_of(call(connection, at=NOW + timedelta(seconds=900))[1])
    ask(base_url, "/jd/clock", {"skew_s": 0})
    ask(base_url, "/jd/limits", {"per_day": 1})
    told = [json.loads(call(connection)[1]).get("error_response", {}).get("code") for _ in range(2)]
    assert told == ["11", "11"], "the day's calls were counted before"


def test_buyers_and_the_platform_are_moved_by_hand(base_url: str) -> None:
    before = ask(base_url, "")[1]["platforms"]["jd"]["orders"]
    status, bought = ask(base_url, "/jd/buy", {"orders": 3, "paid": False})
    assert status == 200 and ask(base_url, "")[1]["platforms"]["jd"]["orders"] == before + 3
    number = bought[0]
    path = f"/jd/orders/{number}"
    assert ask(base_url, path)[1]["state"] == "unpaid"
    for act, body, state in (
        ("pay", {}, "paid"),
        ("hold", {}, "held"),
        ("release", {}, "paid"),
        ("ship", {"carrier": "SF", "waybill": "SF77"}, "shipped"),
        ("complete", {}, "done"),
    ):
        assert ask(base_url, f"{path}/{act}", body)[1]["state"] == state
    line = ask(base_url, path)[1]["lines"][0]
    _, case = ask(
        base_url, f"{path}/ask", {"line_id": line["line_id"], "kind": "return_goods", "reason": "破损"}
    )
    for act, state in (("agree", "returning"), ("send_back", "returned"), ("refund", "refunded")):
        assert ask(base_url, f"/jd/cases/{case['case_id']}/{act}", {})[1]["state"] == state
    for wrong, status in (
        (f"{path}/pay", 409),
        (f"{path}/nothing", 404),
        ("/jd/orders/1/pay", 404),
        ("/jd/nothing", 404),
        ("/nobody/buy", 404),
        ("/jd/cases/1/agree", 404),
    ):
        told, words = ask(base_url, wrong, {})
        assert told == status and words["error"]
    for path, body in (
        ("/jd/buy", {"orders": 0}),
        ("/jd/buy", {"orders": "3"}),
        ("/jd/buy", [3]),
        ("/jd/clock", {}),
        ("/jd/faults", {"name": "no"}),
        ("/jd/faults", {"name": "timeout", "calls": True}),
        ("/jd/faults", {"name": "timeout", "often": 1}),
        ("/jd/faults", {"name": "timeout", "seconds": -1}),
        ("/jd/faults", {"name": "timeout", "calls": 1.5}),
        ("/jd/faults", {"name": "timeout", "share": float("nan")}),
        (f"/jd/orders/{number}/ask", {"kind": "no"}),
        (f"/jd/orders/{number}/ship", {"line_ids": "1"}),
    ):
        told, words = ask(base_url, path, body)
        assert told == 400 and words["error"], (path, body)


RAW = [
    (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
    (b"GET /_sandbox/../etc HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
    (b"BREW /routerjson HTTP/1.1\r\nHost: x\r\n\r\n", b"501"),
    (b"nonsense\r\n\r\n", b"400"),
    (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"400"),
    (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
    (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"431"),
    (b"POST /routerjson HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"400"),
    (b"POST /routerjson HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
    (b"POST /routerjson HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
    (b"GET /routerjson?a=%ff HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
    (b"GET /routerjson?" + b"a=1&" * 2000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
    (b"POST /_sandbox/jd/buy HTTP/1.1\r\nContent-Length: 2\r\n\r\n\xff\xff", b"400"),
]  # fmt: skip


def test_nothing_that_a_stranger_sends_ends_it(base_url: str) -> None:
    target = urlsplit(base_url)
    for sent, status in RAW:
        with socket.create_connection((target.hostname, target.port), timeout=10) as line:
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            told = line.makefile("rb").read()
        assert status in told[:60] or (status == b"400" and b"400" in told), (sent[:60], told[:200])
    with socket.create_connection((target.hostname, target.port)) as line:
        line.sendall(b"GET /routerjson HTTP/1.1\r\n")  # and hangs up
    assert rows_of(call(connect(base_url))[1])


def test_many_at_once_find_a_shop_that_only_one_changes(base_url: str) -> None:
    """Eight clients ship the same orders and set the same stock: each order leaves once, each setting is noted."""
    orders = ask(base_url, "/jd/buy", {"orders": 20})[1]
    sku_id = ask(base_url, "/jd/goods")[1][0]["sku_id"]
    before = len(ask(base_url, "/jd/changes")[1])

    def client(number: int) -> set[int]:
        connection, statuses = connect(base_url), set()
        for order_id in orders:
            parcel = {"orderId": order_id, "logiCoprId": "467", "logiNo": f"SF{order_id}"}
            statuses.add(call(connection, "jingdong.pop.order.shipment", parcel)[0].status)
            stock = {"skuId": sku_id, "stockNum": number}
            statuses.add(call(connection, "jingdong.ware.stock.sku.set", stock)[0].status)
        return statuses

    with ThreadPoolExecutor(8) as pool:
        assert set().union(*pool.map(client, range(8))) == {200}
    changes = Counter(change["act"] for change in ask(base_url, "/jd/changes")[1][before:])
    assert changes == {"ship": 20, "set_stock": 160}
