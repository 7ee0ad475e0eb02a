"""What people note on orders: remarks, flags, who looks after them. Many at once are one batch, which can be undone."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import Sentence, say
from paidang.orders.actions.allowed import check_may_handle
from paidang.orders.actions.noting import lock_orders, note, record
from paidang.orders.models import OrderAct, OrderHold, OrderMark, Remark
from paidang.orders.rules.working import (
    ASSIGNED,
    FLAGGED,
    FLAGS,
    HELD,
    RELEASED,
    REMARK_CHARS,
    REMARKED,
    UNDO_FOR,
    UNDO_GRACE,
    UNDOABLE,
)
from paidang.team.models import Person


class UnableToWork(UnableTo):
    """Codes: ORDERS_UNCHANGED, REMARK_EMPTY, FLAG_UNKNOWN, ASSIGNEE_UNKNOWN, TOO_LATE_TO_UNDO."""

    code = "ORDERS_UNCHANGED"


@transaction.atomic
def remark_orders(
    *, person: Person, at: datetime, code: str, order_ids: Collection[str], text: str, batch: str = ""
) -> list[str]:
    """Write a remark on orders, for both sides to see."""
    contract = get_contract(code)
    check_may_handle(person, contract)
    words = text.strip()[:REMARK_CHARS]
    if not words:
        raise UnableToWork(say("备注不能是空的"), code="REMARK_EMPTY")
    orders = lock_orders(contract, order_ids)
    remarks = Remark.objects.bulk_create(
        Remark(contract=contract, order_id=order_id, text=words, by=person, at=at) for order_id in orders
    )
    said = say("备注：{text}", text=words)
    note(
        contract,
        person,
        at,
        REMARKED,
        {one.order_id: (said, {"remark": one.pk}) for one in remarks},
        batch=batch,
    )
    record(contract, person, at, "orders.remarked", orders)
    return orders


@transaction.atomic
def flag_orders(
    *, person: Person, at: datetime, code: str, order_ids: Collection[str], flag: str, batch: str = ""
) -> list[str]:
    """Put a flag on orders, empty: take it off; answers those that had another."""
    contract = get_contract(code)
    check_may_handle(person, contract)
    if flag and flag not in FLAGS:
        raise UnableToWork(say("没有“{flag}”这种旗", flag=flag[:20]), code="FLAG_UNKNOWN")
    orders = lock_orders(contract, order_ids)
    marks = _marks(contract, orders)
    changed = [mark for mark in marks if mark.flag != flag]
    said = say("插{flag}", flag=FLAGS[flag]) if flag else say("去掉旗")
    done: dict[str, tuple[Sentence, dict[str, object]]] = {
        mark.order_id: (said, {"flag": mark.flag}) for mark in changed
    }
    for mark in changed:
        mark.flag = flag
    return _keep(contract, person, at, FLAGGED, changed, done, batch)


@transaction.atomic
def assign_orders(
    *,
    person: Person,
    at: datetime,
    code: str,
    order_ids: Collection[str],
    assignee_id: int | None,
    batch: str = "",
) -> list[str]:
    """Have a colleague look after orders, None: nobody; answers those that were somebody else's."""
    contract = get_contract(code)
    check_may_handle(person, contract)
    own = Person.objects.filter(org_id=person.org_id, is_active=True)
    assignee = own.filter(pk=assignee_id).first() if assignee_id is not None else None
    if assignee_id is not None and assignee is None:
        raise UnableToWork(say("只能指派给本单位的人"), code="ASSIGNEE_UNKNOWN")
    orders = lock_orders(contract, order_ids)
    changed = [mark for mark in _marks(contract, orders) if mark.assignee_id != assignee_id]
    said = say("指派给{name}", name=assignee.name) if assignee else say("取消指派")
    done: dict[str, tuple[Sentence, dict[str, object]]] = {
        mark.order_id: (said, {"assignee": mark.assignee_id}) for mark in changed
    }
    for mark in changed:
        mark.assignee = assignee
    return _keep(contract, person, at, ASSIGNED, changed, done, batch)


def _marks(contract: Contract, order_ids: Collection[str]) -> list[OrderMark]:
    known = {
        mark.order_id: mark for mark in OrderMark.objects.filter(contract=contract, order_id__in=order_ids)
    }
    return [known.get(order_id) or OrderMark(contract=contract, order_id=order_id) for order_id in order_ids]


def _keep(
    contract: Contract,
    person: Person,
    at: datetime,
    kind: str,
    marks: Collection[OrderMark],
    done: dict[str, tuple[Sentence, dict[str, object]]],
    batch: str,
) -> list[str]:
    if not done:
        return []
    OrderMark.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["contract", "order_id"],
        update_fields=["flag", "assignee"],
    )
    note(contract, person, at, kind, done, batch=batch)
    if kind == FLAGGED:
        record(contract, person, at, "orders.flagged", done)
    else:
        record(contract, person, at, "orders.assigned", done)
    return sorted(done)


# Undoing


@transaction.atomic
def undo_batch(*, person: Person, at: datetime, batch: str) -> list[str]:
    """Take back what oneself did to orders just now; twice is once. What somebody changed since stays as it is."""
    acts = list(
        OrderAct.objects.select_for_update(of=("self",))
        .select_related("contract")
        .filter(batch=batch, by=person, kind__in=UNDOABLE)
        .order_by("pk")
    )
    if not batch or not acts:
        raise NotFound(say("没有可以撤销的事"))
    if at - acts[0].at > UNDO_FOR + UNDO_GRACE:
        raise UnableToWork(say("已过了撤销的时间"), code="TOO_LATE_TO_UNDO", remedy=say("请在订单上改回来。"))
    undone = [act for act in acts if act.undone_at is None]
    for _pk, contract in sorted({act.contract_id: act.contract for act in undone}.items()):
        own = [act for act in undone if act.contract_id == contract.pk]
        lock_orders(contract, [act.order_id for act in own])
        for act in own:
            _give_back(act, person, at)
        record(contract, person, at, "orders.undone", [act.order_id for act in own], {"kind": own[0].kind})
    OrderAct.objects.filter(pk__in=[act.pk for act in undone]).update(undone_at=at)
    return [act.order_id for act in undone]


def _give_back(act: OrderAct, person: Person, at: datetime) -> None:
    """What the act did to its order, backwards."""
    before = act.before
    mark = OrderMark.objects.filter(contract_id=act.contract_id, order_id=act.order_id)
    if act.kind == HELD:
        OrderHold.objects.filter(pk__in=before["holds"], released_at=None).update(
            released_by=person, released_at=at, reason=str(say("撤销"))
        )
    elif act.kind == RELEASED:
        for hold in OrderHold.objects.filter(pk__in=before["holds"], released_at=act.at):
            again = OrderHold.objects.filter(
                contract_id=hold.contract_id, order_id=hold.order_id, kind=hold.kind, released_at=None
            )
            if not again.exists():
                hold.released_by, hold.released_at, hold.reason = None, None, ""
                hold.save()
    elif act.kind == REMARKED:
        Remark.objects.filter(pk=before["remark"]).update(taken_back_at=at)
    elif act.kind == FLAGGED:
        mark.update(flag=before["flag"])
    else:
        mark.update(assignee=before["assignee"])
