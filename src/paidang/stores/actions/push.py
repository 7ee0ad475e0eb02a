"""Receiving what a platform sends: nothing is believed before its signature holds, nothing acknowledged that is not kept.

The request's transaction holds both the message and its answer, which is sent after the commit. No call is made, no order
is touched: that is the worker's (`push_take`).
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
from paidang.stores.models import PushedMessage, PushRefusal, StoreLink
from paidang.stores.queries import get_link, read_credentials
from paidang.stores.queries.pushes import find_address
from paidang.stores.queries.sealed import DOCUMENT, link_owner, seal
from paidang.stores.rules.states import DISCONNECTED, WAITING
from paidang.team.context import act_as


@dataclass(frozen=True, slots=True)
class Received:
    """What the platform is answered, and for which store something waits now."""

    answer: Answer
    link_id: int
    org_id: int


@transaction.atomic
def receive_push(*, code: str, sent: Sent, at: datetime, is_check: bool = False) -> Received | None:
    """Keep a message, once however often it comes, or count why it is refused. `is_check`: a question about the address.

    None: there is no such address. To be called in nobody's name.
    """
    address = find_address(code)
    if address is None:
        return None
    with act_as(org_id=address.org_id):
        link = get_link(address.link_id)
        if link.state == DISCONNECTED:
            return None
        return Received(_answer(link, address.org_id, sent, at, is_check=is_check), link.pk, address.org_id)


def _answer(link: StoreLink, org_id: int, sent: Sent, at: datetime, *, is_check: bool) -> Answer:
    try:
        if len(sent.body) > BYTES_MAX:
            raise TooLarge(say("消息超过 1 MB"))
        values = read_credentials(link).values
        if is_check:
            if answer := echoed(link.platform, values, sent, at):
                return answer
            return Answer("", "text/plain", 405)
        keep_message(link, org_id, read_push(link.platform, values, sent, at), at)
    except BadPush as bad:
        note_refusal(link, bad, at)
        return refused(link.platform, bad)
    return accepted(link.platform)


def keep_message(link: StoreLink, org_id: int, pushed: Pushed, at: datetime) -> None:
    """Write it, unless it is there already."""
    text = json.dumps(
        {
            "documents": [[one.kind, one.id, one.body] for one in pushed.documents],
            "order_ids": pushed.order_ids,
            "is_hint": pushed.is_hint,
        },
        ensure_ascii=False,
    )
    message = PushedMessage(
        contract_id=link.contract_id,
        org_id=org_id,
        link=link,
        key=pushed.key,
        sealed=seal(text, purpose=DOCUMENT, owner=link_owner(link.pk)),
        documents=len(pushed.documents) + len(pushed.order_ids),
        received_at=at,
        state=WAITING,
    )
    PushedMessage.objects.bulk_create([message], ignore_conflicts=True)


def note_refusal(link: StoreLink, bad: BadPush, at: datetime) -> None:
    """Count it by day and reason, so that a flood of forged messages is one row."""
    key = {"link": link, "day": day_of(at), "code": bad.code}
    told = {"reason": bad.args[0], "last_at": at}
    if PushRefusal.objects.filter(**key).update(times=F("times") + 1, **told):
        return
    try:
        with transaction.atomic():
            PushRefusal.objects.create(**key, contract_id=link.contract_id, times=1, **told)
    except IntegrityError:  # somebody else's was the first
        PushRefusal.objects.filter(**key).update(times=F("times") + 1, **told)
