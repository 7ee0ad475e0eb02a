"""Closing or sending a month of many contracts at once: each for itself; one that cannot be done is parked with its reason."""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.period import check_month
from paidang.kit.room import is_full
from paidang.kit.sentence import say
from paidang.settlement.actions.close import UnableToClose, close_month
from paidang.settlement.actions.send import send_statement
from paidang.settlement.models import (
    BATCH_CLOSE,
    BATCH_SEND,
    DONE,
    PARKED,
    UNCHANGED,
    WAITING,
    Batch,
    BatchItem,
)
from paidang.settlement.queries import get_previous
from paidang.settlement.queries.batches import count_items, get_batch
from paidang.settlement.rules.soundness import find_unsound
from paidang.team.actions import check_may
from paidang.team.models import Person

ITEMS_MAX = 500
MAY = {BATCH_CLOSE: "close_month", BATCH_SEND: "send_statement"}
logger = logging.getLogger(__name__)


class UnableToStart(UnableTo):
    code = "BATCH_NOT_STARTED"


@clause("OP-3-E-4")
@transaction.atomic
def start_batch(
    *, person: Person, at: datetime, kind: str, month: str, picks: Mapping[str, str], note: str = ""
) -> tuple[Batch, bool]:
    """Have the worker close or send a month of the picked contracts (code -> digest of what is sent, "" to close).

    The batch, and whether it is new: while one of this month is at work it is the answer to everybody who asks.
    """
    check_may(person, MAY[kind])
    check_month(month, UnableToStart)
    contracts = list(Contract.objects.filter(code__in=list(picks), agency=person.org_id))
    if unknown := set(picks) - {one.code for one in contracts}:
        raise NotFound(
            say("没有合同 {code}", code=min(unknown)),
            remedy=say("只能做自己是乙方的合同。请刷新页面再勾选。"),
        )
    if not contracts:
        raise UnableToStart(say("没有勾选合同"), code="NOTHING_PICKED", remedy=say("请先勾选，再做。"))
    if len(contracts) > ITEMS_MAX:
        raise UnableToStart(
            say("一次最多 {most} 份合同", most=ITEMS_MAX), code="TOO_MANY", remedy=say("请分几次做。")
        )
    batch, is_new = Batch.objects.get_or_create(  # another person may press at this moment
        org=person.org,
        month=month,
        done_at=None,
        defaults={"kind": kind, "note": note.strip()[:500], "asked_by": person, "asked_at": at},
    )
    if is_new:
        BatchItem.objects.bulk_create(
            BatchItem(batch=batch, contract=one, digest=picks[one.code][:64]) for one in contracts
        )
        _append(batch, person, at, "asked", {"contracts": len(contracts)})
    return batch, is_new


@transaction.atomic
def take_next(*, person: Person, at: datetime, batch_id: int) -> bool:
    """Carry out a batch for the next contract that waits: its act and the word of it are written together, or neither.

    False when none waits any more; then the batch is done. To be called until then, each time in a transaction of its own.
    """
    batch = get_batch(batch_id, lock=True)  # one worker at a time
    item = batch.items.filter(state=WAITING).select_related("contract").order_by("pk").first()
    if item is None:
        if batch.done_at is None:
            batch.done_at = at
            batch.save(update_fields=["done_at"])
            _append(batch, person, at, "done", count_items(batch))
        return False
    item.state, item.refusal = _carry_out(batch, item, person, at)
    item.save(update_fields=["state", "refusal"])
    return True


def _carry_out(
    batch: Batch, item: BatchItem, person: Person, at: datetime
) -> tuple[str, dict[str, str] | None]:
    act = _close if batch.kind == BATCH_CLOSE else _send
    try:
        with transaction.atomic():
            return (DONE if act(batch, item, person, at) else UNCHANGED), None
    except UnableTo as no:
        return PARKED, {"code": no.code, "message": no.message, "remedy": no.remedy}
    except Exception as error:
        logger.exception("batch %s, contract %s", batch.pk, item.contract_id)
        if is_full(error):
            message, remedy = say("磁盘满了，什么都没有写入"), say("请告诉管理员腾出空间，再做一次。")
            return PARKED, {"code": "NO_ROOM", "message": message, "remedy": remedy}
        message = say("程序出了意外，这份合同什么都没有写入")
        return PARKED, {
            "code": "UNEXPECTED",
            "message": message,
            "remedy": say("再试一次；还不行，请告诉管理员。"),
        }


def _close(batch: Batch, item: BatchItem, person: Person, at: datetime) -> bool:
    """Whether anything differs from what was closed before."""
    done = close_month(person=person, at=at, code=item.contract.code, month=batch.month)
    if done.closed_at != at:
        return False
    previous = get_previous(item.contract, batch.month)
    if wrong := find_unsound(done.figures, previous.figures if previous else None):
        raise UnableToClose(wrong.message, code=wrong.code, remedy=wrong.remedy)
    return True


def _send(batch: Batch, item: BatchItem, person: Person, at: datetime) -> bool:
    """Whether it was not sent before."""
    code, month = item.contract.code, batch.month
    sent = send_statement(person=person, at=at, code=code, month=month, digest=item.digest, note=batch.note)
    return sent.sent_at == at


def _append(batch: Batch, person: Person, at: datetime, word: str, facts: Mapping[str, object]) -> None:
    """The entry in the organisation's own chain; what is done to a contract stands in the contract's."""
    append(
        person.org.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=f"batch.{batch.kind}_{word}",
        subject=f"batch {batch.pk}", facts={"month": batch.month, **facts},
    )  # fmt: skip
