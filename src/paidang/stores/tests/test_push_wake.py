"""The worker is called for what was pushed: once for many messages, and for none too late."""

import json
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import Party, acting
from tests.worlds import kept

from paidang.channels.link.pushing import Sent
from paidang.channels.tests.shop import OTHERS, SECRET, order, signed
from paidang.contracts.models import Contract
from paidang.stores import tasks
from paidang.stores.actions import disconnect_store
from paidang.stores.actions.connect import keep_credentials
from paidang.stores.actions.push import receive_push
from paidang.stores.models import PushAddress, PushedMessage, StoreLink
from paidang.stores.tests.pushing import connect_shop

numbers = count()


@kept
def link(contract_in_force: Contract, agency: Party) -> StoreLink:
    return connect_shop(contract_in_force, agency.people["agency_operator"])


def push(link: StoreLink, secret: str = SECRET) -> int:
    """The status that a new message is answered with; nobody is called for it."""
    body, at = json.dumps(order()), timezone.now()
    with acting(link.connected_by):
        code = PushAddress.objects.get(link=link).code
    sent = Sent({}, signed(body, at=at, number=f"m{next(numbers)}", secret=secret), body.encode())
    received = receive_push(code=code, sent=sent, at=at)
    return received.answer.status if received else 404


def waiting_jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="stores.take_pushed", status="todo").count()


def test_whoever_was_killed_before_calling_is_found_by_the_minutely_look(link: StoreLink) -> None:
    assert push(link) == 200 and waiting_jobs() == 0
    tasks.look(0)
    tasks.look(60)
    assert waiting_jobs() == 1
    tasks.take(link_id=link.pk, org_id=link.connected_by.org_id)
    with acting(link.connected_by):
        assert PushedMessage.objects.get().state == "taken"


def test_until_the_waiting_job_begins_nobody_asks_again_and_then_everybody_does(
    link: StoreLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = 1000.0
    monkeypatch.setattr("paidang.stores.tasks.time.monotonic", lambda: now_s)
    monkeypatch.setattr("paidang.stores.tasks._sure_until", {})

    def asked() -> int:
        with CaptureQueriesContext(connection) as told:
            tasks.wake(link.pk, 1)
        return len(told)

    asked()  # which makes the job
    assert (asked(), asked(), waiting_jobs()) == (1, 0, 1)
    job = ProcrastinateJob.objects.filter(task_name="stores.take_pushed")
    now_s += 1  # it is due: it may begin at any moment, and may have looked before the next message is there
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set scheduled_at = now() - interval '1 second'")
    assert (asked(), asked(), waiting_jobs()) == (1, 1, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'doing' where task_name = 'stores.take_pushed'"
        )
    asked()
    assert (job.count(), waiting_jobs()) == (2, 1)


def test_what_is_remembered_of_a_store_lets_nobody_in(link: StoreLink) -> None:
    person = link.connected_by
    assert [push(link), push(link), push(link, OTHERS)] == [200, 200, 401]
    with acting(person):
        keep_credentials(link, {"secret": OTHERS}, None)
    assert [push(link), push(link, OTHERS), push(link, OTHERS), push(link)] == [401, 200, 200, 401]
    with acting(person):
        disconnect_store(person=person, at=timezone.now(), link_id=link.pk)
    assert [push(link, OTHERS), push(link, OTHERS)] == [404, 404]
    with acting(person):
        assert PushedMessage.objects.count() == 4
