"""Receiving what a platform sends: nothing is believed before its signature holds, nothing acknowledged that is not kept.

The message is committed before its answer goes out. The database is asked once: to keep it, if its store's secret is still
the one that its signature was checked by. No call is made, no order is touched: that is the worker's (`push_take`).
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from paidang.channels.link.pushing import BYTES_MAX, BadPush, Pushed, Sent, TooLarge
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.stores.engines.pushes import Answer, accepted, echoed, read_push, refused
from paidang.stores.models import PushRefusal
from paidang.stores.queries.pushes import Door, open_door
from paidang.stores.queries.sealed import DOCUMENT, link_owner, seal
from paidang.stores.rules.states import WAITING
from paidang.team.context import act_as, ask_alone


@dataclass(frozen=True, slots=True)
class Received:
    """What the platform is answered, and for which store something waits now."""

    answer: Answer
    link_id: int
    org_id: int


_doors: dict[str, Door] = {}
"""The stores' doors as this process found them last, by their codes. None is trusted: `keep_message` looks whether it still
is so, and whom it does not let in is judged by the door as it is now.
"""


def receive_push(*, code: str, sent: Sent, at: datetime, is_check: bool = False) -> Received | None:
    """Keep a message, once however often it comes, or count why it is refused. `is_check`: a question about the address.

    None: there is no such address. To be called in nobody's name, outside of any transaction: kept when it returns.
    """
    known = _doors.get(code)
    if known and not is_check and _lets_in(known, sent, at):
        return Received(accepted(known.platform), known.link_id, known.org_id)
    door = open_door(code)
    if door is None:
        _doors.pop(code, None)
        return None
    _doors[code] = door
    return Received(_answer(door, sent, at, is_check=is_check), door.link_id, door.org_id)


def _lets_in(door: Door, sent: Sent, at: datetime) -> bool:
    try:
        return keep_message(door, _read(door, sent, at), at)
    except BadPush:
        return False


def _read(door: Door, sent: Sent, at: datetime) -> Pushed:
    if len(sent.body) > BYTES_MAX:
        raise TooLarge(say("消息超过 1 MB"))
    return read_push(door.platform, door.values, sent, at)


def _answer(door: Door, sent: Sent, at: datetime, *, is_check: bool) -> Answer:
    try:
        if is_check:
            if answer := echoed(door.platform, door.values, sent, at):
                return answer
            return Answer("", "text/plain", 405)
        if not keep_message(door, _read(door, sent, at), at):
            return Answer("", "text/plain", 503)  # its secret was changed this very moment: it is sent again
    except BadPush as bad:
        with act_as(org_id=door.org_id):
            note_refusal(door, bad, at)
        return refused(door.platform, bad)
    return accepted(door.platform)


_KEEP = """
    with door as (select from stores_storesecret where link_id = %s and sealed = %s), kept as (
        insert into stores_pushedmessage (contract_id, org_id, link_id, key, sealed, documents, received_at, state)
        select %s, %s, %s, %s, %s, %s, %s, %s from door on conflict (link_id, key) do nothing)
    select exists (select from door)"""


def keep_message(door: Door, pushed: Pushed, at: datetime) -> bool:
    """Write it, unless it is there already. False: the store has another secret by now, or none; nothing is written."""
    text = json.dumps(
        {
            "documents": [[one.kind, one.id, one.body] for one in pushed.documents],
            "order_ids": pushed.order_ids,
            "is_hint": pushed.is_hint,
        },
        ensure_ascii=False,
    )
    sealed = seal(text, purpose=DOCUMENT, owner=link_owner(door.link_id))
    documents = len(pushed.documents) + len(pushed.order_ids)
    whose = (door.contract_id, door.org_id, door.link_id)
    values = [door.link_id, door.sealed, *whose, pushed.key, sealed, documents, at, WAITING]
    return ask_alone(_KEEP, values, org_id=door.org_id) == (True,)


def note_refusal(door: Door, bad: BadPush, at: datetime) -> None:
    """Count it by day and reason, so that a flood of forged messages is one row."""
    key = {"link_id": door.link_id, "day": day_of(at), "code": bad.code}
    told = {"reason": bad.args[0], "last_at": at}
    if PushRefusal.objects.filter(**key).update(times=F("times") + 1, **told):
        return
    try:
        with transaction.atomic():
            PushRefusal.objects.create(**key, contract_id=door.contract_id, times=1, **told)
    except IntegrityError:  # somebody else's was the first
        PushRefusal.objects.filter(**key).update(times=F("times") + 1, **told)
