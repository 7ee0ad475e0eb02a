"""Telling a webhook what happened: in order on each chain, each entry until it arrives. At least once, never out of turn.

No transaction is open while an address is asked. Two workers never tell one webhook at once (the job's lock); one that
was killed between telling and noting it tells the same once more, under the same number.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from paidang.evidence.actions import append
from paidang.evidence.models import Entry
from paidang.kit.period import utc
from paidang.kit.sentence import Sentence, say
from paidang.team.context import act_as
from paidang.team.models import Organisation, Person
from paidang.webhooks.engines.posting import Posted, post
from paidang.webhooks.models import ON, PAUSED, Webhook, WebhookDelivery, WebhookPlace
from paidang.webhooks.queries import event_of, get_webhook, iter_chains, list_next, read_secret
from paidang.webhooks.rules.telling import TEST, Event, is_wanted, wait_after

KEPT = timedelta(days=30)


class _Next(NamedTuple):
    """One entry that is due, and how it is told."""

    url: str
    secret: str
    chain_id: int
    seq: int
    event: Event


def tell_all(*, org_id: int, webhook_id: int, now: Callable[[], datetime]) -> int:
    """Tell a webhook everything that waits, until it fails, and return how many entries it took."""
    told = 0
    while due := _find_next(org_id, webhook_id, now()):
        posted = _post(due.url, due.secret, due.event, now())
        with act_as(org_id=org_id):
            if not _note(webhook_id, due, posted, now()):
                return told
        told += 1
    return told


def _find_next(org_id: int, webhook_id: int, at: datetime) -> _Next | None:
    """The next entry to tell; those that it does not want are passed over for good."""
    with act_as(org_id=org_id):
        webhook = Webhook.objects.select_for_update().filter(pk=webhook_id, state=ON, next_at__lte=at).first()
        if webhook is None:
            return None
        for entry in _iter_entries(webhook):
            if is_wanted(entry.act, webhook.kinds):
                event = event_of(entry, org_id)
                return _Next(webhook.url, read_secret(webhook), entry.chain_id, entry.seq, event)
            _move(webhook, entry.chain_id, entry.seq)
    return None


def _iter_entries(webhook: Webhook) -> Iterator[Entry]:
    for chain_id, after in iter_chains(webhook):
        while entries := list_next(chain_id, after):
            yield from entries
            after = entries[-1].seq


def _move(webhook: Webhook, chain_id: int, seq: int) -> None:
    WebhookPlace.objects.update_or_create(
        webhook=webhook, chain_id=chain_id, defaults={"seq": seq, "org_id": webhook.org_id}
    )


def _post(url: str, secret: str, event: Event, at: datetime) -> Posted:
    body = json.dumps(event.body(), ensure_ascii=False, separators=(",", ":"))
    return post(url, secret, event.number, body, at=at, local=settings.WEBHOOKS_LOCAL)


def _note(webhook_id: int, due: _Next, posted: Posted, at: datetime) -> bool:
    """Log a try; move on where it arrived, else wait, at last pause. Returns whether it arrived."""
    webhook = Webhook.objects.select_for_update().filter(pk=webhook_id).first()
    if webhook is None:
        return False  # removed meanwhile
    _log(webhook, due.event, posted, at)
    if posted.is_good:
        _move(webhook, due.chain_id, due.seq)
        webhook.failures, webhook.problem = 0, None
        webhook.save()
        return True
    webhook.failures += 1
    webhook.problem = why(posted)
    if (wait := wait_after(webhook.failures)) is not None:
        webhook.next_at = at + wait
    else:
        webhook.state = PAUSED
        _record_pause(webhook, at)
    webhook.save()
    return False


def _log(webhook: Webhook, event: Event, posted: Posted, at: datetime) -> None:
    WebhookDelivery.objects.create(
        org_id=webhook.org_id,
        webhook=webhook,
        number=event.number,
        act=event.act,
        at=at,
        status=posted.status,
        took_ms=posted.took_ms,
    )


def _record_pause(webhook: Webhook, at: datetime) -> None:
    org = Organisation.objects.get(pk=webhook.org_id)
    facts = {"url": webhook.url, "failures": webhook.failures}
    append(org.chain_id, at=at, org_id=org.pk, person_id=None, act="org.webhook_paused", subject=f"org:{org.pk}", facts=facts)  # fmt: skip


def why(posted: Posted) -> Sentence:
    """Why it did not arrive, for people."""
    if posted.is_private:
        return say("不是公网地址，没有推送")
    if posted.status is None:
        return say("连不上，或 10 秒内没有回答")
    return say("回答是 HTTP {status}，要 2xx 才算收到", status=posted.status)


def send_test(*, person: Person, at: datetime, webhook_id: int) -> Posted:
    """Tell an address that this is a test, at once, and return what came of it."""
    webhook = get_webhook(webhook_id)
    event = Event(
        f"test-{webhook.pk}-{int(utc(at).timestamp())}", TEST, at, {"words": {"zh": "试推送", "en": "a test"}}
    )
    posted = _post(webhook.url, read_secret(webhook), event, at)
    with transaction.atomic():
        _log(webhook, event, posted, at)
    return posted


def forget_old(*, org_id: int, at: datetime) -> None:
    """Drop what the log keeps no longer."""
    with act_as(org_id=org_id):
        WebhookDelivery.objects.filter(at__lt=at - KEPT).delete()
