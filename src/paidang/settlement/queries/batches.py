"""Batches of closings and sendings: the one at work, and what became of each contract."""

from collections import Counter
from collections.abc import Collection

from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.settlement.models import (
    DONE,
    PARKED,
    REPLACED,
    UNCHANGED,
    WAITING,
    Batch,
    BatchItem,
    Statement,
)
from paidang.settlement.queries import CURRENT_FIRST


def get_batch(batch_id: int, *, lock: bool = False) -> Batch:
    """NotFound where there is none that this organisation may see."""
    found = Batch.objects.filter(pk=batch_id)
    found = found.select_for_update() if lock else found.select_related("asked_by")
    if (batch := found.first()) is None:
        raise NotFound(say("没有这次批量操作"), remedy=say("请回到对账单，重新打开。"))
    return batch


def get_running(month: str) -> Batch | None:
    """The organisation's batch of that month which the worker is at."""
    return Batch.objects.filter(month=month, done_at=None).select_related("asked_by").first()


def count_items(batch: Batch) -> dict[str, int]:
    """How many contracts are in each state."""
    found = Counter(batch.items.values_list("state", flat=True))
    return {state: found[state] for state in (WAITING, DONE, UNCHANGED, PARKED)}


def list_parked(month: str, contract_ids: Collection[int]) -> dict[int, BatchItem]:
    """Of each contract the latest word of a batch of that month, if it was parked."""
    found = BatchItem.objects.filter(batch__month=month, contract__in=contract_ids).exclude(state=WAITING)
    latest = found.order_by("contract_id", "-batch_id").distinct("contract_id")
    return {item.contract_id: item for item in latest.select_related("contract") if item.state == PARKED}


def list_items(batch: Batch) -> list[tuple[BatchItem, Statement | None]]:
    """The contracts of a batch by title, each with its current statement of the month."""
    items = list(batch.items.select_related("contract").order_by("contract__title", "contract_id"))
    found = Statement.objects.filter(month=batch.month, contract__in=[item.contract_id for item in items])
    current = found.exclude(state=REPLACED).order_by("contract_id", *CURRENT_FIRST).distinct("contract_id")
    by_contract = {one.contract_id: one for one in current.select_related("contract")}
    return [(item, by_contract.get(item.contract_id)) for item in items]
