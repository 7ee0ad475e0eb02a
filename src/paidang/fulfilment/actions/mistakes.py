"""What customer service hears of over- and wrong shipments, told to the brand at once (OP-3-E-2)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof, close_duty, raise_duty
from paidang.fulfilment.actions.recording import UnableToFulfil, check_may_pack, record, wait_for_turn
from paidang.fulfilment.models import Mistake, Pack
from paidang.fulfilment.rules.states import MISTAKES, SHIPPED
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_end_at, day_of
from paidang.kit.sentence import say
from paidang.orders.models import OrderLine
from paidang.team.actions import check_may
from paidang.team.models import Person

FILE_BYTES_MAX = 10 * 2**20
WORDS_MAX = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """What a buyer told: over_shipped or wrong_item, of which order, what came, with a photo if there is one."""

    kind: str
    order_id: str
    came: str
    words: str = ""
    photo: Proof | None = None


@clause("OP-3-E-2")
@transaction.atomic
def tell_mistake(*, person: Person, at: datetime, code: str, told: Told) -> Mistake:
    """Put on record what came instead of what was ordered, and have the brand told: its duty is due today."""
    contract = get_contract(code)
    check_may(person, "tell_mistake")
    if contract.state != IN_FORCE:
        raise UnableToFulfil(
            say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=say("履行中的合同才能登记。")
        )  # fmt: skip
    ordered = _ordered(contract, told.order_id)
    came, words = told.came.strip()[:WORDS_MAX], told.words.strip()[:WORDS_MAX]
    if told.kind not in MISTAKES or not came:
        raise UnableToFulfil(
            say("没有写收到了什么"), code="MISTAKE_INCOMPLETE", remedy=say("选多发或错发，写明买家实收的商品和件数。")
        )  # fmt: skip
    if told.photo and len(told.photo.content) > FILE_BYTES_MAX:
        raise UnableToFulfil(
            say("照片超过 {most} MB", most=FILE_BYTES_MAX // 2**20), code="PHOTO_TOO_LARGE", remedy=say("请缩小再传。")
        )  # fmt: skip
    wait_for_turn(contract.pk)
    left = (
        Pack.objects.filter(contract=contract, order_id=told.order_id, state=SHIPPED).order_by("-pk").first()
    )
    mistake = Mistake.objects.create(
        contract=contract, number=Mistake.objects.filter(contract=contract).count() + 1, kind=told.kind,
        order_id=told.order_id, pack_code=left.code if left else "", ordered=ordered, came=came, words=words,
        file_name=told.photo.name[-255:] if told.photo else "", file_sha256=_digest(told.photo),
        content=told.photo.content if told.photo else None, told_by=person, told_at=at,
    )  # fmt: skip
    raise_duty(
        contract.pk, key=_key(mistake), kind="answer_mistake", side="a", clause="OP-3-E-2", at=at,
        page=f"/fulfilment/mistakes?contract={contract.code}", due_at=day_end_at(day_of(at)),
        facts={"number": mistake.number, "order": mistake.order_id},
    )  # fmt: skip
    facts = {
        "number": mistake.number,
        "order": mistake.order_id,
        "kind": told.kind,
        "file": mistake.file_sha256,
    }
    record(contract, person, at, "fulfilment.mistake_told", facts)
    return mistake


def _ordered(contract: Contract, order_id: str) -> str:
    """What the facts say was ordered: `QL-1 × 2、QL-2 × 1`."""
    lines = OrderLine.objects.filter(contract=contract, order_id=order_id).order_by("line_id")
    found = "、".join(f"{sku} × {quantity}" for sku, quantity in lines.values_list("sku", "quantity"))
    if not found:
        raise NotFound(say("没有订单 {order_id}", order_id=order_id[:60]), remedy=say("请核对订单号。"))
    return found[:WORDS_MAX]


def _digest(photo: Proof | None) -> str:
    return hashlib.sha256(photo.content).hexdigest() if photo else ""


def _key(mistake: Mistake) -> str:
    return f"answer_mistake:{mistake.number}"


@clause("OP-3-E-2")
@transaction.atomic
def answer_mistake(*, person: Person, at: datetime, code: str, number: int, answer: str) -> Mistake:
    """The brand takes note, once, and says what it does."""
    contract = check_may_pack(person, code)
    mistake = Mistake.objects.select_for_update().filter(contract=contract, number=number).first()
    if mistake is None:
        raise NotFound(say("没有第 {number} 件", number=number), remedy=say("请从列表打开。"))
    if mistake.answered_at is not None:
        return mistake
    if not answer.strip():
        raise UnableToFulfil(
            say("没有写怎么处理"), code="ANSWER_MISSING", remedy=say("例如：已补发，多的请买家退回。")
        )
    mistake.answer, mistake.answered_by, mistake.answered_at = answer.strip()[:WORDS_MAX], person, at
    mistake.save()
    close_duty(contract.pk, key=_key(mistake), at=at)
    record(contract, person, at, "fulfilment.mistake_answered", {"number": number})
    return mistake
