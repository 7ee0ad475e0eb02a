"""Tending a store: what waits goes out, what changed comes in. No call to a platform is made inside a transaction.

Whoever is killed between a call and its entry leaves the act waiting and the cursor where it was: it is done again, which
changes nothing at the platform and nothing here. To be called in nobody's name, by one worker per store at a time.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from paidang.channels.link.channel import Answering, CaseAnswer, Channel, Item, Peeking, Telling
from paidang.channels.link.documents import Parcel
from paidang.channels.link.errors import ChannelError, QuotaSpent, Refused
from paidang.channels.link.oauth import Token
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.stock.queries.pushes import Push, list_raised, list_wished
from paidang.stores.actions.bills import take_bills
from paidang.stores.actions.connect import keep_token
from paidang.stores.actions.offering import (
    Places,
    amounts_of,
    look_at_stock,
    not_offered,
    note_offered,
    places_of,
)
from paidang.stores.actions.price import keep_list
from paidang.stores.actions.pulling import look_again, pull_cases, pull_orders, take
from paidang.stores.actions.recording import count_day, note_failure, note_spent
from paidang.stores.actions.sending import note_not_sent, note_sent
from paidang.stores.actions.working import Clock, Tended
from paidang.stores.engines.connecting import opened
from paidang.stores.models import OutgoingAct
from paidang.stores.queries import get_link, list_offers, list_waiting, read_credentials
from paidang.stores.queries.links import is_spent
from paidang.stores.queries.places import listings_of
from paidang.stores.queries.prices import mapped_by_people
from paidang.stores.queries.telling import items_alone
from paidang.stores.rules.looking import turn_at
from paidang.stores.rules.states import (
    AGAIN,
    ANSWER,
    BILLS,
    CASES,
    FIRST,
    GOODS,
    HEAR,
    LIST_EVERY,
    LOOK_EVERY,
    ORDERS,
    SEND,
    SHIP,
    TELL,
    THEN,
    WORKING,
)
from paidang.team.context import act_as

logger = logging.getLogger(__name__)


class Trouble(ChannelError):
    """Not the platform's: what it sent could not be taken in here."""

    code = "STORE_TROUBLE"


def tend_store(*, link_id: int, org_id: int, clock: Clock) -> None:
    """Send what waits, then pull orders, then cases, up to now; what goes wrong is kept with the store."""
    _at_store(link_id, org_id, clock, _tend)


def tell_store(*, link_id: int, org_id: int, clock: Clock) -> None:
    """Tell the store at once what it may sell of what changed, between its pulls. No list is asked for: what is on sale in
    several places or in sets waits for the next pull, which looks at them.
    """
    _at_store(link_id, org_id, clock, lambda tended: _is_through(tended, TELL))


def _at_store(link_id: int, org_id: int, clock: Clock, do: Callable[[Tended], object]) -> None:
    with act_as(org_id=org_id):
        link = get_link(link_id)
        if link.state not in WORKING:
            return
        person, values = link.connected_by, read_credentials(link).as_values()

    def keep(token: Token) -> None:
        with act_as(org_id=org_id, person_id=person.pk):
            keep_token(person=person, at=clock(), link_id=link_id, token=token)

    took_ms: list[int] = []
    try:
        with opened(
            link.platform, link.base_url, values, now=clock, keep=keep, note=took_ms.append
        ) as channel:
            do(Tended(link, person, channel, clock))
    except ChannelError as error:  # not even opened
        with act_as(org_id=org_id, person_id=person.pk):
            note_failure(get_link(link_id, lock=True), person, clock(), error)
    finally:
        with act_as(org_id=org_id, person_id=person.pk):
            count_day(get_link(link_id, lock=True), clock(), calls=len(took_ms), calls_ms=sum(took_ms))


def _tend(tended: Tended) -> None:
    """What the platform will not tell of its goods keeps no bill back, nor the other way round."""
    if _is_through(tended, *FIRST):
        for step in THEN:
            _is_through(tended, step)


def _is_through(tended: Tended, *steps: str) -> bool:
    """A step whose calls of the day are spent is passed over until they are counted anew; all others go on."""
    try:
        for step in steps:
            with tended.acting():
                if is_spent(get_link(tended.link.pk), step, tended.clock()):
                    continue
            try:
                STEPS[step](tended)
            except QuotaSpent as error:
                with tended.acting():
                    note_spent(get_link(tended.link.pk, lock=True), step, tended.clock(), error)
        return True
    except ChannelError as error:
        _note(tended, error)
    except UnableTo as no:
        _note(tended, Trouble(no.message))
    except Exception:
        logger.exception("store %s", tended.link.pk)
        _note(tended, Trouble(say("拍档处理它时出了意外，会再试；总是这样就告诉我们")))
    return False


def _note(tended: Tended, error: ChannelError) -> None:
    with tended.acting():
        note_failure(get_link(tended.link.pk, lock=True), tended.person, tended.clock(), error)


def _hear(tended: Tended) -> None:
    """Take in what the platform's messages tell of. An app that may not have any waits for the pull, which finds the same."""
    if not isinstance(tended.channel, Telling):
        return
    with suppress(Refused):
        if tended.link.answered_at is None:
            tended.channel.permit_messages()
        if told := list(tended.channel.pull_told()):
            take(tended, told)


def _send_all(tended: Tended) -> None:
    """What is due, the oldest first; one that fails keeps no other waiting, unless the store itself is in trouble."""
    with tended.acting():
        waiting = [act for act in list_waiting(tended.link.pk) if act.next_at <= tended.clock()]
    for act in waiting:
        try:
            answer = _send(tended.channel, act)
        except ChannelError as error:
            with tended.acting():
                note_not_sent(person=tended.person, at=tended.clock(), act_id=act.pk, error=error)
                if get_link(tended.link.pk).state not in WORKING:
                    return
            continue
        with tended.acting():
            note_sent(person=tended.person, at=tended.clock(), act_id=act.pk, answer=answer)
        if act.kind == SHIP:  # the order as it is now, so that nobody waits for the next pull
            with suppress(QuotaSpent):
                take(tended, [tended.channel.get_order(act.body["order_id"])])


def _goods(tended: Tended) -> None:
    """Keep once a day what the store lists; tell it what it may sell, where that is not what it was told, or not what it offers.

    What it does not list is passed over.
    """
    at = tended.clock()
    with tended.acting():
        link = get_link(tended.link.pk)
        due = list_offers(link)
        raised = list_raised(link.contract_id, channel=link.channel, store=link.store)
    is_due = link.listed_at is None or at - link.listed_at >= LIST_EVERY
    is_turn = link.looked_at is None or at - link.looked_at >= LOOK_EVERY
    if not (due or is_due or raised or is_turn):
        return
    if is_due or not isinstance(tended.channel, Peeking):
        items = list(tended.channel.list_items())
    else:
        items = _peek(tended, tended.channel, {*(push.sku for push in due), *raised}, at if is_turn else None)
    if is_due:
        with tended.acting():
            keep_list(person=tended.person, at=tended.clock(), link_id=link.pk, items=items)
    with tended.acting():
        places = places_of(items, mapped_by_people(link, {item.sku_id: item.sku for item in items}))
        again = look_at_stock(
            person=tended.person, at=tended.clock(), link_id=link.pk, places=places, is_turn=is_turn
        )
    pushes = {push.sku: push for push in (*due, *again)}
    _offer(tended, list(pushes.values()), places)


def _offer_known(tended: Tended) -> None:
    with tended.acting():
        link = get_link(tended.link.pk)
        due = {push.sku: push for push in list_offers(link)} if link.listed_at else {}
        items = items_alone(link, due)
    places = places_of(items, {item.sku_id: {item.sku: 1} for item in items})
    _offer(tended, [push for sku, push in due.items() if sku in places.of_sku], places)


def _peek(tended: Tended, channel: Peeking, skus: set[str], at: datetime | None) -> list[Item]:
    """The products of these SKUs, and `at` the hour's turn those whose turn it is: each with all that it hangs together with."""
    with tended.acting():
        listings = listings_of(tended.link)
    turn = turn_at(sorted(listings.products), at) if at else []
    return list(channel.list_items_of(listings.of(listings.around({*skus, *turn}))))


def _offer(tended: Tended, pushes: Sequence[Push], places: Places) -> None:
    """One that the platform refuses keeps no other waiting; it is said of the store, and tried again."""
    told, done, refused = [], set[str](), None
    link, around = tended.link, places.around(push.sku for push in pushes)
    with tended.acting():
        wished = list_wished(link.contract_id, channel=link.channel, store=link.store, skus=around)
    units = {sku: push.quantity for sku, push in wished.items()} | {one.sku: one.quantity for one in pushes}
    amounts = amounts_of(places, units)
    try:
        for push in pushes:
            names = [name for sku in sorted(places.around([push.sku])) for name in places.of_sku.get(sku, ())]
            if not any(name in amounts for name in places.of_sku.get(push.sku, ())):
                continue
            try:
                for name in dict.fromkeys(names):
                    if name in amounts and name not in done:
                        tended.channel.push_stock(places.items[name], amounts[name])
                        done.add(name)
            except Refused as error:
                refused = refused or not_offered(push.sku, error)
            else:
                told.append(push)
    finally:
        with tended.acting():
            note_offered(person=tended.person, at=tended.clock(), link_id=tended.link.pk, told=told)
    if refused:
        raise refused


def _send(channel: Channel, act: OutgoingAct) -> str:
    """Tell the platform; its own word, where it gives one."""
    body = act.body
    if act.kind == SHIP:
        parcel = Parcel(body["carrier"], body["waybill"], tuple(body["line_ids"]))
        channel.ship(body["order_id"], parcel)
        return ""
    if act.kind == ANSWER:
        if not isinstance(channel, Answering):
            raise Refused(say("这个平台没有答复售后的接口"))
        answer = CaseAnswer(body["case"], body["order_id"], body["does"], body["fen"], body["words"])
        return channel.answer_case(answer)
    channel.push_price(Item(body["item_id"], body["sku_id"], body["sku"]), body["value"])
    return ""


STEPS: Mapping[str, Callable[[Tended], object]] = {
    SEND: _send_all,
    HEAR: _hear,
    ORDERS: pull_orders,
    CASES: pull_cases,
    AGAIN: look_again,
    GOODS: _goods,
    TELL: _offer_known,
    BILLS: take_bills,
}
