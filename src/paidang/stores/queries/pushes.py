"""Reads on messages that platforms sent."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from paidang.kit.period import day_of
from paidang.stores.engines.pushes import PUSHING
from paidang.stores.models import PushAddress, PushedMessage, PushRefusal, StoreLink
from paidang.stores.queries.sealed import CREDENTIALS, link_owner, unseal
from paidang.stores.rules.states import (
    DISCONNECTED,
    DOCUMENTS_AT_ONCE,
    MESSAGES_AT_ONCE,
    NOT_TAKEN,
    WAITING,
    WORKING,
)
from paidang.team.context import ask_alone

SHOWN_MAX = 5
REFUSALS_SHOWN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Door:
    """A store as its address finds it: whose it is, and what its messages are checked by (`sealed`: as it is kept)."""

    link_id: int
    contract_id: int
    org_id: int
    platform: str
    sealed: str = field(repr=False)
    values: dict[str, str] = field(repr=False)


_DOOR = """
    select set_config('app.org', org_id::text, true) from stores_pushaddress where code = %s;
    select l.id, l.contract_id, a.org_id, l.platform, s.sealed from stores_pushaddress a
    join stores_storelink l on l.id = a.link_id join stores_storesecret s on s.link_id = l.id
    where a.code = %s and l.state <> %s"""


def open_door(code: str) -> Door | None:
    """The store that receives at an address; None where there is none, or its store is disconnected. In nobody's name:
    the code alone shows the address, and with it the store of its agency.
    """
    found = ask_alone(_DOOR, [code, code, DISCONNECTED], org_id=None, known=("app.push_code", code))
    if found is None:
        return None
    link_id, contract_id, org_id, platform, sealed = found
    values = json.loads(unseal(sealed, purpose=CREDENTIALS, owner=link_owner(link_id)))
    return Door(link_id, contract_id, org_id, platform, sealed, values)


def list_pushed(org_id: int) -> list[int]:
    """The agency's stores for which messages wait, by link."""
    found = PushedMessage.objects.filter(org_id=org_id, state=WAITING, link__state__in=WORKING)
    return sorted(set(found.values_list("link_id", flat=True)))


def last_waiting(link_id: int) -> int:
    """The number of the newest message that waits; 0 where none does."""
    waiting = PushedMessage.objects.filter(link_id=link_id, state=WAITING)
    return waiting.order_by("-pk").values_list("pk", flat=True).first() or 0


def next_messages(link_id: int, *, upto: int) -> list[PushedMessage]:
    """The oldest that wait, as many as one transaction takes; none newer than `upto`."""
    found: list[PushedMessage] = []
    documents = 0
    waiting = PushedMessage.objects.filter(link_id=link_id, state=WAITING, pk__lte=upto)
    for one in waiting.order_by("pk")[:MESSAGES_AT_ONCE]:
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
