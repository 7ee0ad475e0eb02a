"""What a store's platform sends: kept once if its signature holds, refused and counted if not, taken in whole."""

import json
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Party, acting
from tests.worlds import kept

from paidang.channels.jd.documents import map_document as map_jd_document
from paidang.channels.link.documents import Document
from paidang.channels.link.errors import Refused, Unreachable
from paidang.channels.link.pushing import Pushed
from paidang.channels.tests.shop import OTHERS, case, message, order, signed
from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.intake.models import QuarantineRow
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.orders.models import OrderLine, Refund
from paidang.stores.actions import disconnect_store, pause_store, retry_messages
from paidang.stores.actions.push import keep_message
from paidang.stores.engines.pushes import PUSH_PATH
from paidang.stores.models import PushAddress, PushedMessage, StoreCase, StoreLink, StoreOrder
from paidang.stores.queries.pushes import open_door
from paidang.stores.tests.jd import order as jd_order
from paidang.stores.tests.pushed import address, become, kept_messages, refusals, take
from paidang.stores.tests.pushing import connect_shop, post, send
from paidang.team.models import Person

BATCH_STATEMENTS_MAX = 190


@kept
def link(contract_in_force: Contract, agency: Party) -> StoreLink:
    return connect_shop(contract_in_force, agency.people["agency_operator"])


def test_a_shops_message_becomes_facts_once(link: StoreLink) -> None:
    now, url = timezone.now(), address(link)
    body, headers = message(order(), order("A1002"), case(), at=now)
    assert [post(url, body, headers).status_code for _ in range(3)] == [200] * 3
    assert kept_messages(link) == [("msg_1", "waiting")]
    take(link)
    take(link)
    assert post(url, body, headers).status_code == 200
    take(link)
    with acting(link.connected_by):
        assert {line.line_id for line in OrderLine.objects.all()} == {"A1001-1", "A1002-1"}
        assert Refund.objects.get().amount_fen == 12_500
        assert (StoreOrder.objects.count(), StoreCase.objects.count()) == (2, 1)
        only = PushedMessage.objects.get()
        assert (only.state, only.sealed, only.documents) == ("taken", "", 3)
        assert verify_chain(link.contract.chain_id).is_unaltered
    assert refusals(link) == {}


def test_a_message_costs_one_statement_or_two_and_a_batch_as_many_for_one_order_as_for_fifty(
    link: StoreLink,
) -> None:
    now, url = timezone.now(), address(link)

    def send(*orders: dict[str, Any], number: str) -> int:
        body, headers = message(*orders, at=now, number=number)
        with CaptureQueriesContext(connection) as told:
            assert post(url, body, headers).status_code == 200
        return len(told)

    def taken() -> int:
        with CaptureQueriesContext(connection) as told:
            take(link)
        return len(told)

    send(order("A0"), number="m0")  # which asks for the worker
    asked = {send(order(f"A{n}"), number=f"m{n}") for n in range(1, 4)}
    assert asked <= {1, 2}  # two if it is asked whether the worker is called
    taken()  # the store is registered
    send(order("B"), number="mB")
    of_one = taken()
    for n in range(50):
        send(order(f"C{n}"), number=f"mC{n}")
    assert taken() == of_one <= BATCH_STATEMENTS_MAX


def test_what_is_not_the_shops_is_refused_counted_and_never_kept(link: StoreLink) -> None:
    now, url = timezone.now(), address(link)
    body, headers = message(order(), at=now)
    many, stale = json.dumps([order(f"A{n}") for n in range(201)]), timedelta(minutes=6)
    cases = [
        (*message(order(), at=now, secret=OTHERS), 401, "PUSH_FORGED"),
        (body.replace(b"12900", b"12901"), headers, 401, "PUSH_FORGED"),
        (body, {**headers, "webhook-id": "msg_2"}, 401, "PUSH_FORGED"),
        (body, {**headers, "webhook-signature": ""}, 401, "PUSH_FORGED"),
        (*message(order(), at=now - stale), 401, "PUSH_STALE"),
        (*message(order(), at=now + stale), 401, "PUSH_STALE"),
        (body, {**headers, "webhook-timestamp": "soon"}, 400, "PUSH_UNREADABLE"),
        (body, {}, 400, "PUSH_UNREADABLE"),
        (b"\xff\xfe", headers, 400, "PUSH_UNREADABLE"),
        (many.encode(), signed(many, at=now), 400, "PUSH_UNREADABLE"),
        (b" " * (2**20 + 1), headers, 413, "PUSH_TOO_LARGE"),
    ]  # fmt: skip
    for text in (
        "",
        "{",
        "[]",
        "null",
        "17",
        '{"a": NaN}',
        "[" * 100_000,
        '{"type": "order"}',
        '[{"type":"order","id":"a b"}]',
    ):
        cases.append((text.encode(), signed(text, at=now), 400, "PUSH_UNREADABLE"))
    told: dict[str, int] = {}
    for sent, by, status, code in cases:
        answer = post(url, sent, by)
        assert (answer.status_code, answer.content.decode()) == (status, code), sent[:60]
        told[code] = told.get(code, 0) + 1
    assert refusals(link) == told and kept_messages(link) == []
    assert post("/push/guessed", body).status_code == 404
    assert send("GET", url).status_code == 405 and send("PUT", url).status_code == 405
    with acting(link.connected_by):
        disconnect_store(person=link.connected_by, at=now, link_id=link.pk)
    assert post(url, body, headers).status_code == 404


def test_a_bad_order_waits_in_quarantine_and_a_bad_message_aside(
    link: StoreLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, url = timezone.now(), address(link)
    for number, documents in (
        ("m1", [order("A1")]),
        ("m2", [order("A2", paid_fen=256)]),
        ("m3", [order("A3")]),
        ("m4", [order("A4")]),
    ):
        assert post(url, *message(*documents, at=now, number=number)).status_code == 200
    with acting(link.connected_by):
        PushedMessage.objects.filter(key="m3").update(sealed="not what we wrote")
    take(link)
    with acting(link.connected_by):
        duty = Duty.objects.get(kind="mend_rows")
        assert (duty.facts["file"], duty.facts["count"]) == (link.store, 1)
        assert {line.order_id for line in OrderLine.objects.all()} == {"A1", "A4"}
        assert QuarantineRow.objects.get().group == "A2"
        assert dict(PushedMessage.objects.values_list("key", "state")) == {
            "m1": "taken", "m2": "taken", "m3": "refused", "m4": "taken",
        }  # fmt: skip
    assert post(url, *message(order("A5", paid_fen=1), at=now, number="m5")).status_code == 200
    take(link)
    with acting(link.connected_by):
        assert (
            Duty.objects.get(kind="mend_rows").facts["count"] == 2
        )  # one duty for the store, however many messages


def test_of_a_paused_store_messages_are_kept_and_wait(link: StoreLink) -> None:
    with acting(link.connected_by):
        pause_store(person=link.connected_by, at=timezone.now(), link_id=link.pk)
    assert post(address(link), *message(order(), at=timezone.now())).status_code == 200
    take(link)
    assert kept_messages(link) == [("msg_1", "waiting")]


def test_nobody_else_sees_messages(link: StoreLink, brand_finance: Person, outsider: Party) -> None:
    assert post(address(link), *message(order(), at=timezone.now())).status_code == 200
    for person in (brand_finance, outsider.manager):
        with acting(person):
            assert not PushedMessage.objects.exists() and not PushAddress.objects.exists()


class Told:
    """A platform that knows one order, and sometimes does not answer."""

    answers = True

    def get_order(self, order_id: str) -> Document:
        if not self.answers:
            raise Unreachable("no answer")
        if order_id != "3001":
            raise Refused("no such order")
        return jd_order(order_id)

    map = staticmethod(map_jd_document)


def test_an_order_that_is_only_named_is_asked_for_and_waits_while_nobody_answers(
    link: StoreLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, at = Told(), timezone.now()
    monkeypatch.setattr("paidang.stores.actions.push_take.opened", lambda *_, **__: nullcontext(platform))
    door = open_door(become(link, "jd", {}).removeprefix(PUSH_PATH))
    assert door
    for key, named in (("m1", "3001"), ("m2", "3002"), ("m3", "3001")):
        keep_message(door, Pushed(key, order_ids=(named,)), at)
    keep_message(door, Pushed("m4", is_hint=True), at)
    platform.answers = False
    take(link, at)
    assert {state for _, state in kept_messages(link)} == {"waiting"}
    platform.answers = True
    take(link, at)  # it is left alone for a while
    assert {state for _, state in kept_messages(link)} == {"waiting"}
    later = at + timedelta(minutes=5)
    take(link, later)
    assert dict(kept_messages(link)) == {"m1": "taken", "m2": "refused", "m3": "taken", "m4": "taken"}
    with acting(link.connected_by):
        assert [line.order_id for line in OrderLine.objects.all()] == ["3001"]
        assert StoreLink.objects.get(pk=link.pk).next_at == later


def test_what_was_put_aside_is_tried_again_by_its_operator_once(
    link: StoreLink, agency_finance: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    now, url = timezone.now(), address(link)
    body, headers = message(order(), at=now)
    assert post(url, body, headers).status_code == 200
    with acting(link.connected_by):
        PushedMessage.objects.update(state="refused", reason=say("平台没有回答"))
    for person in (agency_finance, brand_manager, outsider_manager):
        with acting(person), pytest.raises(UnableTo):
            retry_messages(person=person, at=now, link_id=link.pk)
    assert kept_messages(link) == [("msg_1", "refused")]
    with acting(link.connected_by):
        for _ in range(2):
            retry_messages(person=link.connected_by, at=now, link_id=link.pk)
        tried = [entry.facts for entry in Entry.objects.filter(act="stores.retried")]
        assert tried == [{"platform": "shop", "messages": 1}]
    take(link)
    with acting(link.connected_by):
        assert OrderLine.objects.get().order_id == "A1001" and PushedMessage.objects.get().reason is None
        retry_messages(person=link.connected_by, at=now, link_id=link.pk)
        assert PushedMessage.objects.get().state == "taken"
