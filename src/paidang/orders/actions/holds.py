"""Holding orders by hand or by rule, and letting them go again with a reason."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import Sentence, say
from paidang.orders.actions.allowed import check_may_handle
from paidang.orders.actions.noting import lock_orders, note, record
from paidang.orders.models import OrderHold
from paidang.orders.rules.holding import BY_PEOPLE, KINDS, REASON_CHARS
from paidang.orders.rules.working import HELD, RELEASED
from paidang.team.models import Person


class UnableToHold(UnableTo):
    """Codes: ORDER_NOT_HELD, HOLD_WITHOUT_REASON, HOLD_KIND_UNKNOWN."""

    code = "ORDER_NOT_HELD"


@transaction.atomic
def hold_orders(
    *,
    person: Person,
    at: datetime,
    code: str,
    order_ids: Collection[str],
    reason: str,
    kind: str = "hand",
    batch: str = "",
) -> list[str]:
    """Hold orders for a reason in words; answers those that were not held for this kind of reason already."""
    contract = get_contract(code)
    check_may_handle(person, contract)
    if kind not in BY_PEOPLE:
        raise UnableToHold(
            say("不能手工以“{kind}”拦截", kind=KINDS.get(kind, kind)), code="HOLD_KIND_UNKNOWN"
        )
    words = _reason(reason)
    orders = lock_orders(contract, order_ids)
    held = OrderHold.objects.filter(contract=contract, order_id__in=orders, kind=kind, released_at=None)
    known = set(held.values_list("order_id", flat=True))
    new = [order_id for order_id in orders if order_id not in known]
    if not new:
        return []
    holds = OrderHold.objects.bulk_create(
        OrderHold(contract=contract, order_id=order_id, kind=kind, why=words, raised_by=person, raised_at=at)
        for order_id in new
    )
    said = say("拦截（{kind}）：{why}", kind=KINDS[kind], why=words)
    note(
        contract,
        person,
        at,
        HELD,
        {hold.order_id: (said, {"holds": [hold.pk]}) for hold in holds},
        batch=batch,
    )
    record(contract, person, at, "orders.held", new, {"kind": kind})
    return new


@transaction.atomic
def release_orders(
    *, person: Person, at: datetime, code: str, order_ids: Collection[str], reason: str, batch: str = ""
) -> list[str]:
    """Let orders go again, all their holds, with a reason; answers those that were held."""
    contract = get_contract(code)
    check_may_handle(person, contract)
    words = _reason(reason)
    orders = lock_orders(contract, order_ids)
    holds = list(OrderHold.objects.filter(contract=contract, order_id__in=orders, released_at=None))
    if not holds:
        return []
    OrderHold.objects.filter(pk__in=[hold.pk for hold in holds]).update(
        released_by=person, released_at=at, reason=words
    )
    done: dict[str, tuple[Sentence, dict[str, object]]] = {}
    for order_id in {hold.order_id for hold in holds}:
        own = [hold for hold in holds if hold.order_id == order_id]
        said = say("放行（{kinds}）：{reason}", kinds=[KINDS[hold.kind] for hold in own], reason=words)
        done[order_id] = (said, {"holds": [hold.pk for hold in own]})
    note(contract, person, at, RELEASED, done, batch=batch)
    record(contract, person, at, "orders.released", list(done), {"holds": len(holds)})
    return sorted(done)


def _reason(text: str) -> str:
    words = text.strip()[:REASON_CHARS]
    if not words:
        raise UnableToHold(say("理由不能是空的"), code="HOLD_WITHOUT_REASON", remedy=say("写一句为什么。"))
    return words
