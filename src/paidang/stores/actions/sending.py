"""What a platform's answer does to an act that was sent: done, to be sent again, or refused. Never decided before the answer."""

from datetime import datetime, timedelta

from django.db import transaction

from paidang.channels.link.errors import ChannelError, QuotaSpent, Refused
from paidang.stores.actions.recording import note_failure, note_spent, record
from paidang.stores.models import OutgoingAct
from paidang.stores.queries import get_link
from paidang.stores.rules.states import ANSWER, DONE, FAILED, SHIP, WAITING, wait_after
from paidang.stores.rules.wording import problem_of
from paidang.team.models import Person


@transaction.atomic
def note_sent(*, person: Person, at: datetime, act_id: int, answer: str = "") -> OutgoingAct:
    """The platform has taken it. Told a second time, which does no harm there, it changes nothing here."""
    act = _lock(act_id)
    if act.state == WAITING:
        act.state, act.done_at, act.problem = DONE, at, None
        act.attempts, act.answer = act.attempts + 1, answer[:60]
        act.save()
        _record(act, person, at, done=True)
    return act


@transaction.atomic
def note_not_sent(*, person: Person, at: datetime, act_id: int, error: ChannelError) -> OutgoingAct:
    """The platform has not taken it: a refusal is final, anything else is tried again; the store's own trouble is the store's."""
    act = _lock(act_id)
    if act.state != WAITING:
        return act
    act.attempts += 1
    act.problem = {"code": error.code, "reason": problem_of(error), "at": at.isoformat()}
    act.next_at = at + wait_after(act.attempts)
    if isinstance(error, Refused):
        act.state = FAILED
        _record(act, person, at, done=False)
    elif isinstance(error, QuotaSpent):
        act.next_at = at + timedelta(seconds=error.retry_after_s)
        note_spent(get_link(act.link_id, lock=True), act.kind, at, error)
    else:
        note_failure(get_link(act.link_id, lock=True), person, at, error)
    act.save()
    return act


def _lock(act_id: int) -> OutgoingAct:
    """The act, after its store: everybody locks in that order."""
    link_id = OutgoingAct.objects.values_list("link_id", flat=True).get(pk=act_id)
    get_link(link_id, lock=True)
    return OutgoingAct.objects.select_related("link__contract").select_for_update(of=("self",)).get(pk=act_id)


def _record(act: OutgoingAct, person: Person, at: datetime, *, done: bool) -> None:
    if act.kind == SHIP:
        facts = {"order": act.body["order_id"], "waybill": act.body["waybill"]}
        record(act.link, person, at, "stores.shipped" if done else "stores.ship_refused", facts)
        return
    if act.kind == ANSWER:
        facts = {name: act.body[name] for name in ("case", "does", "fen")}
        record(act.link, person, at, "stores.answered" if done else "stores.answer_refused", facts)
        return
    facts = {"sku": act.body["sku"], "fen": act.body["value"]}
    record(act.link, person, at, "stores.priced" if done else "stores.price_refused", facts)
