"""The same message many times at once is one; killed (-9) anywhere, a message is there whole or not, and taken in once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.at_once import at_once
from tests.cast import Party, acting, shanghai
from tests.killing import KILLED, Killer

from paidang.channels.link.pushing import Sent
from paidang.channels.tests.shop import SECRET, order, signed
from paidang.contracts.models import Contract
from paidang.evidence.queries import verify_chain
from paidang.orders.models import OrderLine
from paidang.stores.actions import Given, connect_store
from paidang.stores.actions.push import receive_push
from paidang.stores.actions.push_take import take_pushed
from paidang.stores.models import PushAddress, PushedMessage, PushRefusal, StoreLink, StoreOrder

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT = shanghai("2026-03-05 10:10")
BEFORE_KEEPING, AFTER_KEEPING = 3, 4
"""The second statement keeps the message and commits it, all in one."""
ACTS = "paidang.stores.tests.killed_pushes:"


@pytest.fixture
def killer(tmp_path: Path) -> Iterator[Killer]:
    with Killer(database=connection.settings_dict["NAME"], folder=tmp_path) as killer:
        yield killer


@pytest.fixture
def link(contract_in_force: Contract, agency: Party) -> StoreLink:
    person = agency.people["agency_operator"]
    with acting(person):
        return connect_store(
            person=person, at=shanghai("2026-03-01 12:00"), code=contract_in_force.code,
            given=Given("shop", "青岚商城", "", {"secret": SECRET}),
        )  # fmt: skip


def code_of(link: StoreLink) -> str:
    with acting(link.connected_by):
        return PushAddress.objects.get().code


def test_the_same_message_twenty_times_at_once_is_one(link: StoreLink) -> None:
    code, body = code_of(link), json.dumps(order())
    good, forged = (Sent({}, signed(body, at=AT), one.encode()) for one in (body, body + " "))
    statuses: list[int] = []

    def send(sent: Sent) -> None:
        received = receive_push(code=code, sent=sent, at=AT)
        assert received
        statuses.append(received.answer.status)

    at_once(*[lambda: send(good)] * 20, *[lambda: send(forged)] * 10)
    assert sorted(statuses) == [200] * 20 + [401] * 10
    with acting(link.connected_by):
        assert PushedMessage.objects.count() == 1
        assert PushRefusal.objects.get().times == 10


def test_one_worker_at_a_time_has_a_stores_messages(link: StoreLink) -> None:
    code, body, other, key = code_of(link), json.dumps(order()), connection.copy(), [link.pk]
    assert receive_push(code=code, sent=Sent({}, signed(body, at=AT), body.encode()), at=AT)
    taking = {"link_id": link.pk, "org_id": link.connected_by.org_id}
    with other.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(hashtext('push'), %s)", key)
        assert not take_pushed(**taking, clock=lambda: AT)
        with acting(link.connected_by):
            assert PushedMessage.objects.get().state == "waiting"
        cursor.execute("select pg_advisory_unlock(hashtext('push'), %s)", key)
    other.close()
    assert take_pushed(**taking, clock=lambda: AT)
    with acting(link.connected_by):
        assert PushedMessage.objects.get().state == "taken"


def test_killed_between_keeping_and_answering_and_while_taking_in(link: StoreLink, killer: Killer) -> None:
    code, numbers = code_of(link), [f"A{n}" for n in range(1, 4)]
    for number, point in zip(numbers, (2, BEFORE_KEEPING, AFTER_KEEPING), strict=True):
        body = json.dumps(order(number))
        sent = {
            "code": code,
            "headers": signed(body, at=AT, number=f"m-{number}"),
            "body": body,
            "at": AT.isoformat(),
        }
        assert killer.run(f"{ACTS}receive", sent, point)[0] == KILLED
        with acting(link.connected_by):
            is_kept = PushedMessage.objects.filter(key=f"m-{number}").exists()
        assert is_kept == (point == AFTER_KEEPING)
        assert killer.run(f"{ACTS}receive", sent, 0)[0] == ""  # it was not answered, so it is sent again
    take = {"link_id": link.pk, "org_id": link.connected_by.org_id, "at": AT.isoformat()}
    for point in (5, 20, 40, 80, 120, 160):
        assert killer.run(f"{ACTS}take", take, point)[0] == KILLED
        with acting(link.connected_by):
            states = set(PushedMessage.objects.values_list("state", flat=True))
            assert (states, OrderLine.objects.count(), StoreOrder.objects.count()) in (
                ({"waiting"}, 0, 0),
                ({"taken"}, 3, 3),
            )
    for _ in range(2):
        assert killer.run(f"{ACTS}take", take, 0)[0] == ""
    with acting(link.connected_by):
        assert sorted(line.order_id for line in OrderLine.objects.all()) == numbers
        assert {one.state for one in PushedMessage.objects.all()} == {
            "taken"
        } and StoreOrder.objects.count() == 3
        assert verify_chain(link.contract.chain_id).is_unaltered
