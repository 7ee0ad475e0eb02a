"""Reads on webhooks, in the organisation's name."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings

from paidang.contracts.models import Contract
from paidang.evidence.models import Chain, Entry
from paidang.evidence.rules.wording import wording
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.team.queries import names_of
from paidang.team.rules import vault
from paidang.team.rules.naming import called, with_names
from paidang.webhooks.models import ON, Webhook, WebhookDelivery, WebhookPlace
from paidang.webhooks.rules.telling import Event

ENTRIES_AT_ONCE, SHOWN = 100, 50


def list_webhooks() -> list[Webhook]:
    """The organisation's, the oldest first."""
    return list(Webhook.objects.order_by("pk"))


def get_webhook(webhook_id: int, *, lock: bool = False) -> Webhook:
    """One of the organisation's; NotFound."""
    rows = Webhook.objects.select_for_update() if lock else Webhook.objects
    found = rows.filter(pk=webhook_id).first()
    if found is None:
        raise NotFound(say("没有这个推送地址"), remedy=say("请刷新页面。"))
    return found


def list_due(at: datetime) -> list[int]:
    """Those that may be tried now and have something to tell."""
    due = Webhook.objects.filter(state=ON, next_at__lte=at)
    return [webhook.pk for webhook in due if next(iter_chains(webhook), None)]


def iter_chains(webhook: Webhook) -> Iterator[tuple[int, int]]:
    """The chains with entries that the webhook has not come to, and how far it has come on each."""
    places = dict(WebhookPlace.objects.filter(webhook=webhook).values_list("chain_id", "seq"))
    for chain_id, head in Chain.objects.order_by("pk").values_list("pk", "head_seq"):
        if head > places.get(chain_id, 0):
            yield chain_id, places.get(chain_id, 0)


def list_next(chain_id: int, after: int) -> list[Entry]:
    """The next entries of a chain, in their order."""
    rows = Entry.objects.filter(chain_id=chain_id, seq__gt=after).select_related("chain").order_by("seq")
    return list(rows[:ENTRIES_AT_ONCE])


def event_of(entry: Entry, org_id: int) -> Event:
    """An entry as it is told: to the organisation in its own terms, with the words of both languages."""
    contract = Contract.objects.filter(chain_id=entry.chain_id).first()
    people = names_of([contract.brand_id, contract.agency_id] if contract else [org_id])
    data = {
        "contract": contract.code if contract else None,
        "side": ("own" if entry.org == org_id else "other"),
        "seq": entry.seq,
        "hash": entry.hash,
        "subject": entry.subject,
        "facts": entry.facts,
        "words": {lang: _words(entry, people, lang) for lang in ("zh", "en")},
    }
    return Event(f"{entry.chain.name}-{entry.seq}", entry.act, entry.at, data)


def _words(entry: Entry, people: Mapping[int, str], lang: str) -> str:
    return wording(
        entry.act, str(called(entry.subject, people, lang)), with_names(entry.facts, people, lang), lang
    )


def list_deliveries(webhook_id: int) -> list[WebhookDelivery]:
    """The last tries, the latest first."""
    return list(WebhookDelivery.objects.filter(webhook_id=webhook_id).order_by("-at", "-pk")[:SHOWN])


def read_secret(webhook: Webhook) -> str:
    """The signing secret again."""
    return vault.decrypt(webhook.sealed, key=secret_key(), owner=secret_owner(webhook.org_id, webhook.url))


def secret_key() -> bytes:
    """The installation's key for the secrets of webhooks."""
    return vault.key_for("webhooks", secret_key=settings.SECRET_KEY)


def secret_owner(org_id: int, url: str) -> str:
    """What such a secret is bound to."""
    return f"webhook:{org_id}:{url}"
