"""Rules that hold orders as they come in, and let them go once the reason is gone. What a person released stays so."""

from collections.abc import Collection, Mapping
from datetime import datetime

from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.orders.actions.noting import note, record
from paidang.orders.models import OrderHold, OrderLine
from paidang.orders.queries.suspects import staged_among, suspects_by_facts, suspects_by_person
from paidang.orders.rules.holding import AREA, KINDS, PRICE, SKU, OrderSeen, holds_of
from paidang.orders.rules.working import HELD, RELEASED
from paidang.team.models import Person


@clause("OP-2-A-2", "OP-3-D")
def hold_by_facts(
    contract: Contract, *, person: Person, at: datetime, order_ids: Collection[str] | None
) -> int:
    """Hold what was sold below the floor, without a factory price, or in numbers far beyond the usual.

    `order_ids` None: of the orders that are staged, and those of them that such a rule holds already are looked at again;
    without any, as after new prices, all that it holds are.
    """
    own = OrderHold.objects.filter(contract=contract, raised_by=None, released_at=None, kind__in=(PRICE, SKU))
    known = _with_lines(contract, set(own.values_list("order_id", flat=True)))
    if order_ids is None:
        known = staged_among(known)
    asked = suspects_by_facts(contract.pk, order_ids)
    if known:
        again = suspects_by_facts(contract.pk, known)
        _let_go(contract, person, at, known, again, (PRICE, SKU))
        asked |= again
    return _hold(contract, person, at, asked)


def hold_by_person(contract: Contract, *, person: Person, at: datetime, order_ids: Collection[str]) -> int:
    """Hold what goes beyond where the store delivers, or comes many times within an hour to one person."""
    asked = suspects_by_person(contract.pk, order_ids)
    _let_go(contract, person, at, order_ids, asked, (AREA,))
    return _hold(contract, person, at, asked)


def hold_without_lines(
    contract: Contract, *, person: Person, at: datetime, order_ids: Collection[str]
) -> int:
    """Hold what is to be shipped and whose lines wait in quarantine: nobody knows yet what to pack."""
    unread = set(order_ids) - set(_with_lines(contract, order_ids))
    why = say("订单的行还在隔离里，没有写入")
    return _keep(contract, person, at, {(order_id, SKU): why for order_id in unread})


def _with_lines(contract: Contract, order_ids: Collection[str]) -> list[str]:
    found = OrderLine.objects.filter(contract=contract, order_id__in=order_ids)
    return sorted(set(found.values_list("order_id", flat=True)))


def _hold(contract: Contract, person: Person, at: datetime, asked: Mapping[str, OrderSeen]) -> int:
    wanted = {(order_id, hold.kind): hold.why for order_id, seen in asked.items() for hold in holds_of(seen)}
    return _keep(contract, person, at, wanted)


def _keep(contract: Contract, person: Person, at: datetime, wanted: dict[tuple[str, str], Sentence]) -> int:
    if not wanted:
        return 0
    before = OrderHold.objects.filter(contract=contract, order_id__in={order_id for order_id, _ in wanted})
    for order_id, kind, released_by, released_at in before.values_list(
        "order_id", "kind", "released_by", "released_at"
    ):
        if released_at is None or released_by is not None:
            wanted.pop((order_id, kind), None)
    OrderHold.objects.bulk_create(
        OrderHold(contract=contract, order_id=order_id, kind=kind, why=why, raised_at=at)
        for (order_id, kind), why in wanted.items()
    )
    _say(contract, person, at, HELD, wanted)
    return len(wanted)


def _let_go(
    contract: Contract,
    person: Person,
    at: datetime,
    order_ids: Collection[str],
    asked: Mapping[str, OrderSeen],
    kinds: Collection[str],
) -> None:
    """Release what a rule holds for no reason any more."""
    holds = OrderHold.objects.filter(
        contract=contract, raised_by=None, released_at=None, order_id__in=order_ids, kind__in=kinds
    )
    stands = {(order_id, hold.kind) for order_id, seen in asked.items() for hold in holds_of(seen)}
    gone = [hold for hold in holds if (hold.order_id, hold.kind) not in stands]
    OrderHold.objects.filter(pk__in=[hold.pk for hold in gone]).update(released_at=at)
    _say(contract, person, at, RELEASED, {(hold.order_id, hold.kind): say("原因已经没有了") for hold in gone})


def _say(
    contract: Contract,
    person: Person,
    at: datetime,
    act: str,
    whys: Mapping[tuple[str, str], Sentence],
) -> None:
    """Into the history of each order, one entry for each kind; and one on record for all of a kind."""
    for kind in dict.fromkeys(kind for _order, kind in whys):
        own = {order_id: why for (order_id, its), why in whys.items() if its == kind}
        done: dict[str, tuple[Sentence, dict[str, object]]] = {
            order_id: (
                say("拦截（{kind}）：{why}", kind=KINDS[kind], why=why)
                if act == HELD
                else say("放行（{kinds}）：{reason}", kinds=[KINDS[kind]], reason=why),
                {},
            )
            for order_id, why in own.items()
        }
        note(contract, None, at, act, done)
        if act == HELD:
            record(contract, person, at, "orders.held", own, {"kind": kind})
        else:
            record(contract, person, at, "orders.freed", own, {"kind": kind})
