"""Webhooks over real HTTP: told in order until it arrives, signed, by the organisation's managers alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import acting, come_in

from paidang.evidence.actions import append
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.webhooks import tasks
from paidang.webhooks.actions.setting_up import (
    UnableToSetWebhook,
    make_webhook,
    pause_webhook,
    remove_webhook,
    resume_webhook,
)
from paidang.webhooks.actions.telling import KEPT, forget_old, tell_all
from paidang.webhooks.models import Webhook, WebhookDelivery
from paidang.webhooks.queries import get_webhook, list_due
from paidang.webhooks.rules.telling import WAITS, WEBHOOKS_MAX
from paidang.webhooks.tests.receiver import receiving

PAGE = "/settings/webhooks"


@pytest.fixture(autouse=True)
def _local(settings):
    settings.WEBHOOKS_LOCAL = True


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


def set_up(person, url, kinds=()):
    with acting(person):
        made, secret = make_webhook(person=person, at=timezone.now(), url=url, kinds=kinds)
    return made, secret


def happen(contract, person, act="contract.shared", subject="contract"):
    with acting(person):
        append(
            contract.chain_id,
            at=timezone.now(),
            org_id=person.org_id,
            person_id=person.pk,
            act=act,
            subject=subject,
        )


def tell(webhook, at=None):
    return tell_all(org_id=webhook.org_id, webhook_id=webhook.pk, now=lambda: at or timezone.now())


def now_of(person, webhook):
    with acting(person):
        return get_webhook(webhook.pk)


def test_what_happens_is_told_once_in_order_and_signed(contract_in_force, agency, brand, receiver):
    made, secret = set_up(agency.manager, receiver.url)
    assert tell(made) == 0 and receiver.got == []  # what happened before is not told
    for n in range(3):
        happen(contract_in_force, brand.manager, subject=f"contract {n}")
    happen(contract_in_force, agency.manager, subject="contract 3")
    assert tell(made) == 4 and tell(made) == 0
    told = receiver.read(secret)
    assert [one["data"]["subject"] for one in told] == [f"contract {n}" for n in range(4)]
    assert [one["data"]["side"] for one in told] == ["other"] * 3 + ["own"]
    assert told[0]["data"]["contract"] == contract_in_force.code and told[0]["data"]["words"]["zh"]
    numbers = [headers["webhook-id"] for headers, _ in receiver.got]
    assert len(set(numbers)) == 4


def test_one_sees_nothing_of_the_others_and_an_outsider_is_told_nothing(
    contract_in_force, agency, outsider, receiver
):
    made, _secret = set_up(outsider.manager, receiver.url)
    happen(contract_in_force, agency.manager)
    assert tell(made) == 0 and receiver.got == []
    with acting(agency.manager), pytest.raises(NotFound):
        get_webhook(made.pk)
    for act in (pause_webhook, resume_webhook, remove_webhook):
        with acting(agency.manager), pytest.raises(NotFound):
            act(person=agency.manager, at=timezone.now(), webhook_id=made.pk)


def test_only_the_headings_that_are_wanted(contract_in_force, agency, receiver):
    made, _secret = set_up(agency.manager, receiver.url, ["people"])
    happen(contract_in_force, agency.manager)
    assert tell(made) == 0
    with acting(agency.manager):
        assert list_due(timezone.now()) == []  # passed over for good, not looked at every minute


def test_what_fails_is_told_again_later_the_same_and_nothing_out_of_turn(contract_in_force, agency, receiver):
    made, secret = set_up(agency.manager, receiver.url)
    for n in range(2):
        happen(contract_in_force, agency.manager, subject=f"contract {n}")
    receiver.statuses = [500, 302]
    assert tell(made) == 0 and tell(made) == 0  # it waits
    assert len(receiver.got) == 1
    soon = now_of(agency.manager, made).next_at
    assert tell(made, at=soon) == 0  # a redirect is no arrival, and is not followed
    assert len(receiver.got) == 2
    waiting = now_of(agency.manager, made)
    assert waiting.failures == 2 and "302" in waiting.problem
    assert tell(made, at=waiting.next_at) == 2
    assert now_of(agency.manager, made).problem is None
    assert [headers["webhook-id"] for headers, _ in receiver.got[:3]] == [
        receiver.got[0][0]["webhook-id"]
    ] * 3


def test_after_the_last_failure_it_pauses_and_goes_on_where_it_stopped(contract_in_force, agency, receiver):
    made, secret = set_up(agency.manager, receiver.url)
    happen(contract_in_force, agency.manager)
    receiver.statuses = [410] * (len(WAITS) + 1)
    at = timezone.now()
    for _try in range(len(WAITS) + 1):
        tell(made, at=at)
        at = now_of(agency.manager, made).next_at
    paused = now_of(agency.manager, made)
    assert paused.state == "paused" and tell(made, at=at + timedelta(days=9)) == 0
    with acting(agency.manager):
        assert Entry.objects.filter(chain_id=agency.org.chain_id, act="org.webhook_paused").count() == 1
        resume_webhook(person=agency.manager, at=at, webhook_id=made.pk)
        resume_webhook(person=agency.manager, at=at, webhook_id=made.pk)
        assert Entry.objects.filter(chain_id=agency.org.chain_id, act="org.webhook_resumed").count() == 1
    assert tell(made, at=at) == 3  # what waited, and the two entries of pausing and resuming


def test_a_private_address_is_not_asked(contract_in_force, agency, receiver, settings):
    made, _secret = set_up(agency.manager, receiver.url)
    settings.WEBHOOKS_LOCAL = False
    happen(contract_in_force, agency.manager)
    assert tell(made) == 0 and receiver.got == []
    assert "公网" in now_of(agency.manager, made).problem


def test_who_may_and_what_is_refused(agency, receiver, settings):
    with acting(agency.finance), pytest.raises(NotAllowed):
        make_webhook(person=agency.finance, at=timezone.now(), url=receiver.url, kinds=[])
    made, _secret = set_up(agency.manager, receiver.url)
    for url, kinds, code in (
        (receiver.url, [], "WEBHOOK_TWICE"), (f"{receiver.url}/2", ["weather"], "WEBHOOK_KINDS"), ("ftp://x", [], "WEBHOOK_ADDRESS"),
    ):  # fmt: skip
        with acting(agency.manager), pytest.raises(UnableToSetWebhook) as refused:
            make_webhook(person=agency.manager, at=timezone.now(), url=url, kinds=kinds)
        assert refused.value.code == code
    for n in range(WEBHOOKS_MAX - 1):
        set_up(agency.manager, f"{receiver.url}/{n}")
    with acting(agency.manager), pytest.raises(UnableToSetWebhook) as refused:
        make_webhook(person=agency.manager, at=timezone.now(), url=f"{receiver.url}/more", kinds=[])
    assert refused.value.code == "WEBHOOK_TOO_MANY"
    with acting(agency.manager):
        assert Webhook.objects.count() == WEBHOOKS_MAX
        assert made.sealed and receiver.url not in made.sealed


def test_the_worker_tells_and_the_log_is_kept_for_some_weeks(contract_in_force, agency, receiver):
    made, _secret = set_up(agency.manager, receiver.url)
    happen(contract_in_force, agency.manager)
    tasks.look(0)
    tasks.tell(org_id=made.org_id, webhook_id=made.pk)
    assert len(receiver.got) == 1
    for days, left in ((-1, 1), (1, 0)):
        forget_old(org_id=made.org_id, at=timezone.now() + KEPT + timedelta(days=days))
        with acting(agency.manager):
            assert WebhookDelivery.objects.count() == left


def test_pages(contract_in_force, agency, brand, receiver):
    client = come_in(Client(), agency.manager)
    assert "事件推送" in client.get("/settings").content.decode()
    wrong = client.post(f"{PAGE}/make", {"url": "nowhere"})
    assert wrong.status_code == 422 and "https://" in wrong.content.decode()
    shown = client.post(f"{PAGE}/make", {"url": receiver.url, "kinds": ["statement"]}).content.decode()
    assert "whsec_" in shown and "whsec_" not in client.get(PAGE).content.decode()
    with acting(agency.manager):
        made = Webhook.objects.get()
    one = f"{PAGE}/{made.pk}"
    assert "还没有推过" in client.get(one).content.decode()
    assert "收到了" in client.post(f"{one}/test", follow=True).content.decode()
    receiver.statuses = [503]
    assert "503" in client.post(f"{one}/test", follow=True).content.decode()
    assert "已暂停" in client.post(f"{one}/pause", follow=True).content.decode()
    assert "在推" in client.post(f"{one}/resume", follow=True).content.decode()
    assert client.post(f"{one}/sell").status_code == 404
    for person, status in ((agency.finance, 403), (brand.manager, 404)):
        other = come_in(Client(), person)
        assert other.get(one).status_code == status and other.post(f"{one}/remove").status_code == status
    assert client.post(f"{one}/remove", follow=True).redirect_chain == [(PAGE, 302)]
    assert client.get(one).status_code == 404
