"""Copy that the brand owes for a product by a day (OP-4-B-2), and that it supplied."""

import hashlib
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions.given import hand_over
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_end_at, day_of
from paidang.kit.sentence import say
from paidang.studio.actions.recording import UnableToProof, contract_for, record, text_of
from paidang.studio.models import CopyRequest
from paidang.studio.queries.pictures import get_product
from paidang.studio.rules.words import COPY_MAX
from paidang.team.models import Person


@clause("OP-4-B-2", "OP-2-A-4", "TC-5-4")
@transaction.atomic
def ask_copy(
    *, person: Person, at: datetime, code: str, product_id: int, what: str, due_on: date
) -> CopyRequest:
    """Ask the brand for copy by a day: its duty from now on."""
    contract = contract_for(person, code, "make_pictures", lock=True)
    product = get_product(contract, product_id)
    if due_on < day_of(at):
        raise UnableToProof(say("期限不能早于今天"), code="DAY_PAST", remedy=say("请写今天或以后。"))
    asked = CopyRequest.objects.create(
        contract=contract, number=next_number(CopyRequest, contract=contract),
        product=product, what=text_of(what, say("要什么文案")), due_on=due_on,
        asked_by=person, asked_at=at,
    )  # fmt: skip
    raise_duty(
        contract.pk, key=_key(asked), kind="supply_copy", side="a", at=at, clause="OP-4-B-2",
        due_at=day_end_at(due_on), page=f"/studio/{code}/copy",
        facts={"number": asked.number, "product": product.title},
    )  # fmt: skip
    record(
        contract, person, at, "studio.copy_asked", product.title, {"number": asked.number, "due": f"{due_on}"}
    )
    return asked


@clause("OP-4-B-2", "OP-2-A-4", "TC-5-4")
@transaction.atomic
def supply_copy(*, person: Person, at: datetime, code: str, number: int, text: str) -> CopyRequest:
    """The brand supplies it, once; other words are another request."""
    contract = contract_for(person, code, "approve_pictures")
    asked = CopyRequest.objects.select_for_update(of=("self",)).select_related("product").filter(
        contract=contract, number=number
    ).first()  # fmt: skip
    if asked is None:
        raise NotFound(say("没有第 {number} 份文案", number=number), remedy=say("请从文案页打开。"))
    if asked.supplied_at:
        raise UnableToProof(
            say("第 {number} 份文案已经交过", number=number),
            code="WRONG_STATE",
            remedy=say("要改请乙方再提一份。"),
        )
    asked.text = text_of(text, say("文案"), most=COPY_MAX)
    hand_over(contract, person, at, texts=[asked.text], unable=UnableToProof)
    asked.supplied_by, asked.supplied_at = person, at
    asked.save(update_fields=["text", "supplied_by", "supplied_at"])
    close_duty(contract.pk, key=_key(asked), at=at)
    sha256 = hashlib.sha256(asked.text.encode()).hexdigest()
    record(
        contract,
        person,
        at,
        "studio.copy_supplied",
        asked.product.title,
        {"number": number, "sha256": sha256},
    )
    return asked


def _key(asked: CopyRequest) -> str:
    return f"copy:{asked.number}"
