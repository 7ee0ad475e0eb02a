"""What was done with orders, in the history of each and on record; the lock under which it is done."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import connection

from paidang.contracts.models import Contract
from paidang.evidence.actions import append
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import Sentence, say
from paidang.orders.models import OrderAct, OrderLine
from paidang.team.models import Person

NAMED_MAX = 20


def lock_orders(contract: Contract, order_ids: Collection[str]) -> list[str]:
    """The orders, once each; whoever works with one of them meanwhile waits. NotFound names the first that is none.

    Always in the same order, so that nobody waits in a circle.
    """
    wanted = sorted(set(order_ids))
    known = set(
        OrderLine.objects.filter(contract=contract, order_id__in=wanted).values_list("order_id", flat=True)
    )
    for order_id in wanted:
        if order_id not in known:
            raise NotFound(
                say("合同 {code} 下没有订单 {order_id}", code=contract.code, order_id=order_id[:100])
            )
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('order'), hashtext(%s || '~' || n)) from unnest(%s::text[]) n",
            [str(contract.pk), wanted],
        )
    return wanted


def note(
    contract: Contract,
    person: Person | None,
    at: datetime,
    kind: str,
    done: Mapping[str, tuple[Sentence, dict[str, object]]],
    *,
    batch: str = "",
) -> None:
    """Write what was done into the history of each order: by order the sentence, and what undoing it gives back."""
    OrderAct.objects.bulk_create(
        (
            OrderAct(
                contract=contract, order_id=order_id, kind=kind, words=words, before=before, batch=batch, by=person, at=at
            )
            for order_id, (words, before) in done.items()
        ),
        batch_size=1000,
    )  # fmt: skip


def record(
    contract: Contract,
    person: Person,
    at: datetime,
    act: str,
    order_ids: Collection[str],
    facts: Mapping[str, object] | None = None,
) -> None:
    """The act's entry in the contract's chain: how many orders, the first of them by number; nothing about buyers."""
    numbers = sorted(order_ids)
    append(
        contract.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act=act,
        subject=numbers[0] if numbers else contract.code,
        facts={"orders": len(numbers), "numbers": numbers[:NAMED_MAX], **(facts or {})},
    )
