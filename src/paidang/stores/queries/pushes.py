"""Reads on messages that platforms sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from paidang.kit.period import day_of
from paidang.stores.engines.pushes import PUSHING
from paidang.stores.models import PushAddress, PushedMessage, PushRefusal, StoreLink
from paidang.stores.rules.states import (
    DOCUMENTS_AT_ONCE,
    MESSAGES_AT_ONCE,
    NOT_TAKEN,
    WAITING,
    WORKING,
)
from paidang.team.context import knowing

SHOWN_MAX = 5
REFUSALS_SHOWN = timedelta(days=7)


def find_address(code: str) -> PushAddress | None:
    """The address by its code, which alone shows it."""
    with knowing("app.push_code", code):
        return PushAddress.objects.filter(code=code).first()


def list_pushed(org_id: int) -> list[int]:
    """The agency's stores for which messages wait, by link."""
    found = PushedMessage.objects.filter(org_id=org_id, state=WAITING, link__state__in=WORKING)
    return sorted(set(found.values_list("link_id", flat=True)))


def next_messages(link_id: int) -> list[PushedMessage]:
    """The oldest that wait, as many as one transaction takes."""
    found: list[PushedMessage] = []
    documents = 0
    for one in PushedMessage.objects.filter(link_id=link_id, state=WAITING).order_by("pk")[:MESSAGES_AT_ONCE]:
        documents += one.documents
        if found and documents > DOCUMENTS_AT_ONCE:
            break
        found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class PushHealth:
    """How a store's messages do. `code`: of its address, for the agency alone."""

    code: str
    waiting: int
    not_taken: list[PushedMessage]
    refusals: list[PushRefusal]


def push_health_of(link: StoreLink, at: datetime) -> PushHealth | None:
    """None: the store's platform sends no messages. Addresses and messages are the agency's; both sides see refusals."""
    if link.platform not in PUSHING:
        return None
    address = PushAddress.objects.filter(link=link).first()
    own = PushedMessage.objects.filter(link=link)
    return PushHealth(
        code=address.code if address else "",
        waiting=own.filter(state=WAITING).count(),
        not_taken=list(own.filter(state=NOT_TAKEN).order_by("-pk")[:SHOWN_MAX]),
        refusals=list(
            PushRefusal.objects.filter(link=link, day__gte=day_of(at) - REFUSALS_SHOWN).order_by("-last_at")[
                :SHOWN_MAX
            ]
        ),
    )
