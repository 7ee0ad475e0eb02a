"""Making webhooks, removing them, pausing and resuming: the organisation's managers do."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from paidang.evidence.actions import append
from paidang.evidence.models import Chain
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person
from paidang.team.rules import vault
from paidang.webhooks.models import ON, PAUSED, Webhook, WebhookPlace
from paidang.webhooks.queries import get_webhook, secret_key, secret_owner
from paidang.webhooks.rules.telling import SECRET_BYTES, WEBHOOKS_MAX, are_kinds, is_address


class UnableToSetWebhook(UnableTo):
    """Codes: WEBHOOK_ADDRESS, WEBHOOK_KINDS, WEBHOOK_TWICE, WEBHOOK_TOO_MANY."""

    code = "WEBHOOK_NOT_SET"


@transaction.atomic
def make_webhook(*, person: Person, at: datetime, url: str, kinds: Sequence[str]) -> tuple[Webhook, str]:
    """Set one up, and return it with its signing secret, which is shown this once. It is told what happens from now on."""
    check_may(person, "manage_people")
    url = url.strip()
    if not is_address(url, local=settings.WEBHOOKS_LOCAL):
        raise UnableToSetWebhook(
            say("地址要以 https:// 开头，不带账号和密码"), code="WEBHOOK_ADDRESS", remedy=say("例如：https://erp.example.com/paidang。")
        )  # fmt: skip
    if not are_kinds(list(kinds)):
        raise UnableToSetWebhook(say("没有这一类事件"), code="WEBHOOK_KINDS", remedy=say("请从列出的里选。"))
    own = list(Webhook.objects.values_list("url", flat=True))
    if url in own:
        raise UnableToSetWebhook(
            say("已经有这个地址"), code="WEBHOOK_TWICE", remedy=say("要换事件，先撤掉它。")
        )
    if len(own) >= WEBHOOKS_MAX:
        raise UnableToSetWebhook(
            say("已有 {most} 个推送地址", most=WEBHOOKS_MAX),
            code="WEBHOOK_TOO_MANY",
            remedy=say("先撤掉不用的。"),
        )
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    nonce = secrets.token_bytes(vault.NONCE_BYTES)
    sealed = vault.encrypt(secret, key=secret_key(), owner=secret_owner(person.org_id, url), nonce=nonce)
    webhook = Webhook.objects.create(
        org_id=person.org_id, url=url, kinds=sorted(set(kinds)), sealed=sealed, next_at=at, made_by=person, made_at=at
    )  # fmt: skip
    _record(person, at, "org.webhook_made", {"url": url, "kinds": webhook.kinds})
    WebhookPlace.objects.bulk_create(
        WebhookPlace(org_id=person.org_id, webhook=webhook, chain_id=chain_id, seq=head)
        for chain_id, head in Chain.objects.values_list("pk", "head_seq")
    )
    return webhook, secret


@transaction.atomic
def remove_webhook(*, person: Person, at: datetime, webhook_id: int) -> Webhook:
    """Take one away, with its log."""
    check_may(person, "manage_people")
    webhook = get_webhook(webhook_id, lock=True)
    _record(person, at, "org.webhook_removed", {"url": webhook.url})
    Webhook.objects.filter(pk=webhook.pk).delete()
    return webhook


@transaction.atomic
def pause_webhook(*, person: Person, at: datetime, webhook_id: int) -> Webhook:
    """Tell it nothing until it is resumed; what happens meanwhile is told then. Twice is once."""
    check_may(person, "manage_people")
    webhook = get_webhook(webhook_id, lock=True)
    if webhook.state == ON:
        webhook.state = PAUSED
        webhook.save()
        _record(person, at, "org.webhook_paused", {"url": webhook.url})
    return webhook


@transaction.atomic
def resume_webhook(*, person: Person, at: datetime, webhook_id: int) -> Webhook:
    """Go on from where it stopped, at once; also where it only waits for its next try. Twice is once."""
    check_may(person, "manage_people")
    webhook = get_webhook(webhook_id, lock=True)
    if webhook.state == PAUSED:
        _record(person, at, "org.webhook_resumed", {"url": webhook.url})
    webhook.state, webhook.failures, webhook.next_at, webhook.problem = ON, 0, at, None
    webhook.save()
    return webhook


def _record(person: Person, at: datetime, act: str, facts: dict[str, object]) -> None:
    append(
        person.org.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act=act,
        subject=f"org:{person.org_id}",
        facts=facts,
    )
