"""Connecting a store and letting it go. Its secrets are encrypted with the installation's key, and erased with it."""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from paidang.channels.link.oauth import Token
from paidang.channels.platforms import PLATFORMS, Platform
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.orders.actions import declare_store
from paidang.stores.actions.recording import record
from paidang.stores.engines.pushes import PUSHING
from paidang.stores.models import PushAddress, StoreLink, StoreSecret
from paidang.stores.queries import addresses_of, get_link, read_credentials
from paidang.stores.queries.sealed import CREDENTIALS, link_owner, seal
from paidang.stores.rules.states import CONNECTED, DISCONNECTED, FIRST_REACH, LINK_STATES, PAUSED
from paidang.team.actions import check_may
from paidang.team.models import Person

STORE_CHARS = 200


class UnableToConnect(UnableTo):
    """Codes: STORE_NOT_CONNECTED, STORE_INCOMPLETE, STORE_WRONG_STATE, CONTRACT_NOT_IN_FORCE."""

    code = "STORE_NOT_CONNECTED"


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives to connect a store. Its credentials show themselves to nobody."""

    platform: str
    store: str
    base_url: str
    credentials: Mapping[str, str] = field(repr=False)


@transaction.atomic
def connect_store(
    *,
    person: Person,
    at: datetime,
    code: str,
    given: Given,
    expires_at: datetime | None = None,
    since: datetime | None = None,
) -> StoreLink:
    """Connect a store by what its platform gave it; one that was connected before goes on where it was left.

    `since`: how far back the first pull reaches.
    """
    contract = get_contract(code, lock=True)
    check_may_operate(person, contract)
    check_given(given)
    if contract.state != IN_FORCE:
        raise UnableToConnect(
            say("合同 {code} 还没有生效，或已结清", code=code),
            code="CONTRACT_NOT_IN_FORCE",
            remedy=say("履行中的合同才能连接店铺。"),
        )
    channel, name = PLATFORMS[given.platform].channel, given.store.strip()[:STORE_CHARS]
    found = StoreLink.objects.select_for_update(no_key=True).filter(
        contract=contract, platform=given.platform, store=name
    )
    known = found.first()  # before anything goes on record, as whoever tends it does
    declare_store(person=person, at=at, contract=contract, channel=channel, name=name)
    link = known or StoreLink(
        contract=contract, platform=given.platform, channel=channel, store=name,
        orders_until=since or at - FIRST_REACH, cases_until=since or at - FIRST_REACH,
    )  # fmt: skip
    is_new = link.pk is None
    link.base_url, link.state, link.problem, link.failures = given.base_url, CONNECTED, None, 0
    link.connected_by, link.connected_at, link.next_at = person, at, at
    link.save()
    keep_credentials(link, given.credentials, expires_at)
    if given.platform in PUSHING:
        PushAddress.objects.get_or_create(
            link=link, defaults={"org_id": person.org_id, "code": secrets.token_urlsafe(32)}
        )
    facts = {"host": urlsplit(given.base_url).hostname or ""}
    record(link, person, at, "stores.connected" if is_new else "stores.reconnected", facts)
    return link


def check_may_operate(person: Person, contract: Contract) -> None:
    """Only the agency operates stores; the brand sees them."""
    check_may(person, "operate_store")
    if contract.agency_id != person.org_id:
        raise UnableToConnect(say("店铺由乙方经营"), remedy=say("请乙方的运营来做。"))


def check_given(given: Given, *, without: Collection[str] = ()) -> None:
    """Everything is there, and the address is one of the platform's or one that this installation allows.

    `without`: credentials that are still to come.
    """
    known = PLATFORMS.get(given.platform)
    if known is None or not _may_ask(known, given):
        raise UnableToConnect(say("没有这个平台，或不能用这个地址"), code="STORE_INCOMPLETE")
    missing = [] if given.store.strip() else [say("店铺名称")]
    missing += [
        label
        for name, label in known.wanted.items()
        if name not in without and not given.credentials.get(name, "").strip()
    ]
    if missing:
        raise UnableToConnect(
            say("没有填全：{missing}", missing=missing),
            code="STORE_INCOMPLETE",
            remedy=say("这几样都在平台的开放平台后台里。"),
        )


def _may_ask(known: Platform, given: Given) -> bool:
    """Its platform's address, or one that this installation allows; a shop with one of its own must have it on https."""
    if given.base_url in addresses_of(given.platform):
        return True
    there = urlsplit(given.base_url)
    return (
        known.own_address
        and there.scheme == "https"
        and there.netloc.strip("[]") == there.hostname
        and not there.query
    )


def keep_credentials(link: StoreLink, credentials: Mapping[str, str], expires_at: datetime | None) -> None:
    """Keep them encrypted, in place of those before."""
    sealed = seal(json.dumps(dict(credentials)), purpose=CREDENTIALS, owner=link_owner(link.pk))
    StoreSecret.objects.update_or_create(
        link=link,
        defaults={"org_id": link.connected_by.org_id, "sealed": sealed, "expires_at": expires_at},
    )


@transaction.atomic
def keep_token(*, person: Person, at: datetime, link_id: int, token: Token) -> None:
    """Keep a token that was renewed by itself in place of the one before."""
    link = get_link(link_id, lock=True)
    values = read_credentials(link).values | {PLATFORMS[link.platform].token: token.access_token}
    if token.refresh_token:
        values["refresh_token"] = token.refresh_token
    keep_credentials(link, values, token.expires_at)
    record(link, person, at, "stores.token_renewed", {})


@transaction.atomic
def pause_store(*, person: Person, at: datetime, link_id: int) -> StoreLink:
    """Leave a store alone until it is resumed; nothing is lost by that. Again it changes nothing."""
    return _turn(person, at, link_id, (CONNECTED,), PAUSED, "stores.paused")


@transaction.atomic
def resume_store(*, person: Person, at: datetime, link_id: int) -> StoreLink:
    """Go on where it was left."""
    return _turn(person, at, link_id, (PAUSED,), CONNECTED, "stores.resumed")


def _turn(
    person: Person, at: datetime, link_id: int, before: tuple[str, ...], state: str, act: str
) -> StoreLink:
    link = get_link(link_id, lock=True)
    check_may_operate(person, link.contract)
    if link.state == state:
        return link
    if link.state not in before:
        raise UnableToConnect(
            say("店铺 {store} {state}，不能这样做", store=link.store, state=LINK_STATES[link.state]),
            code="STORE_WRONG_STATE",
            remedy=say("请重新填写凭据来连接。"),
        )
    link.state, link.next_at, link.failures, link.problem = state, at, 0, None
    link.save()
    record(link, person, at, act, {})
    return link


@transaction.atomic
def disconnect_store(*, person: Person, at: datetime, link_id: int) -> StoreLink:
    """Let a store go: its secrets are erased, what it brought stays. Again it changes nothing."""
    link = get_link(link_id, lock=True)
    check_may_operate(person, link.contract)
    StoreSecret.objects.filter(link=link).delete()
    if link.state != DISCONNECTED:
        link.state = DISCONNECTED
        link.save(update_fields=["state"])
        record(link, person, at, "stores.disconnected", {})
    return link
