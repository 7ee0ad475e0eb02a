"""The hand-over: a list of what is transferred, ticked by both, then a protocol that both sign (TC-3-5)."""

import hashlib
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.printing.handover import HandoverPaper, Signature, handover_pdf
from paidang.team.models import Person
from paidang.training.actions.criteria import check_open
from paidang.training.actions.recording import A, B, UnableToTrain, contract_for, text_of
from paidang.training.models import Handover, HandoverItem
from paidang.training.queries.handover import list_missing, protocol_facts
from paidang.training.rules.secrets import looks_like_secret
from paidang.training.rules.words import ITEM_KINDS

PAGE = "/training/handover?contract={code}"


@clause("TC-3-5")
@transaction.atomic
def add_item(*, person: Person, at: datetime, code: str, kind: str, name: str) -> HandoverItem:
    """Either side puts one thing on the list; a secret is refused."""
    act = "teach" if person.may("teach") else "follow_training"
    contract = contract_for(person, code, act)
    check_open(contract)
    name = text_of(name, say("名称"), most=200)
    if kind not in ITEM_KINDS:
        raise UnableToTrain(say("没有选移交什么"), code="KIND_WRONG")
    if looks_like_secret(name):
        raise UnableToTrain(
            say("清单里不写密码"), code="SECRET_IN_LIST", remedy=say("只写账号名；密码当面改，或由平台转主体。")
        )  # fmt: skip
    item, is_new = HandoverItem.objects.get_or_create(
        contract=contract, kind=kind, name=name, defaults={"added_by": person, "added_at": at}
    )
    if is_new:
        record(contract, person, at, "training.item_added", {"item": item.pk, "kind": kind})
    return item


@clause("TC-3-5")
@transaction.atomic
def drop_item(*, person: Person, at: datetime, code: str, item_id: int) -> None:
    """Either side takes a thing off the list that is not given over yet."""
    act = "teach" if person.may("teach") else "follow_training"
    contract = contract_for(person, code, act)
    check_open(contract)
    item = _item(contract, item_id)
    if item.given_at is not None:
        raise UnableToTrain(
            say("这一件乙方已经交出"), code="GIVEN", remedy=say("交出的留在清单上，由甲方收讫。")
        )
    record(contract, person, at, "training.item_dropped", {"item": item.pk, "kind": item.kind})
    item.delete()


@clause("TC-3-5")
@transaction.atomic
def give_item(*, person: Person, at: datetime, code: str, item_id: int) -> HandoverItem:
    """The agency ticks that it has given one thing over."""
    contract = contract_for(person, code, "teach", side=B)
    item = _item(contract, item_id)
    if item.given_at is None:
        item.given_by, item.given_at = person, at
        item.save()
        record(contract, person, at, "training.item_given", {"item": item.pk, "kind": item.kind})
    return item


@clause("TC-3-5")
@transaction.atomic
def receive_item(*, person: Person, at: datetime, code: str, item_id: int) -> HandoverItem:
    """The brand ticks that it has it; only what the agency has given."""
    contract = contract_for(person, code, "follow_training", side=A)
    item = _item(contract, item_id)
    if item.given_at is None:
        raise UnableToTrain(say("乙方还没有交这一件"), code="NOT_GIVEN", remedy=say("请乙方交了先勾。"))
    if item.received_at is None:
        item.received_by, item.received_at = person, at
        item.save()
        record(contract, person, at, "training.item_received", {"item": item.pk, "kind": item.kind})
    return item


@clause("TC-3-5")
@transaction.atomic
def draw_up(*, person: Person, at: datetime, code: str) -> Handover:
    """Draw up the protocol; refused, with all that is missing, until skills, criteria and list are complete."""
    contract = contract_for(person, code, "agree_handover")
    check_open(contract)
    if missing := list_missing(contract):
        raise UnableToTrain(
            say("还不能出移交书：{missing}", missing=missing), code="NOT_READY",
            remedy=say("技能、标准、清单都齐了才能出。"),
        )  # fmt: skip
    facts = protocol_facts(contract)
    document = handover_pdf(HandoverPaper(**facts, signatures=()), at)
    handover = Handover.objects.create(
        contract=contract, facts=facts, document=document, sha256=hashlib.sha256(document).hexdigest(), drawn_by=person,
        drawn_at=at,
    )  # fmt: skip
    record(contract, person, at, "training.handover_drawn", {"sha256": handover.sha256})
    for side in (A, B):
        raise_duty(
            contract.pk, key=f"sign_handover:{side}", kind="sign_handover", side=side, page=PAGE.format(code=code), at=at,
            clause="TC-3-5",
        )  # fmt: skip
    return handover


@clause("TC-3-5")
@transaction.atomic
def sign_handover(*, person: Person, at: datetime, code: str, sha256: str) -> Handover:
    """One side signs the protocol under its digest; with the second signature the signed PDF is made and the training over."""
    contract = contract_for(person, code, "sign_handover")
    handover = Handover.objects.select_for_update().filter(contract=contract).first()
    if handover is None or handover.sha256 != sha256:
        raise UnableToTrain(
            say("要签的不是现在这份移交书"), code="OTHER_DOCUMENT", remedy=say("请刷新，看过再签。")
        )
    side = contract.side_of(person.org_id)
    if getattr(handover, f"signed_{side}_at") is not None:
        raise UnableToTrain(say("我方已经签过"), code="SIGNED", remedy=say("等对方签。"))
    setattr(handover, f"signed_{side}_by", person)
    setattr(handover, f"signed_{side}_at", at)
    if handover.signed_a_at and handover.signed_b_at:
        signed = handover_pdf(HandoverPaper(**handover.facts, signatures=_signatures(handover)), at)
        handover.signed, handover.signed_sha256 = signed, hashlib.sha256(signed).hexdigest()
    handover.save()
    close_duty(contract.pk, key=f"sign_handover:{side}", at=at)
    record(contract, person, at, "training.handover_signed", {"sha256": sha256})
    if handover.signed_sha256:
        record(contract, person, at, "training.handover_done", {"sha256": handover.signed_sha256})
    return handover


def _signatures(handover: Handover) -> tuple[Signature, ...]:
    """Side, organisation, person, moment of each signature; the digest they signed stands in the protocol."""
    brand, agency = handover.contract.parties
    assert handover.signed_a_by and handover.signed_b_by and handover.signed_a_at and handover.signed_b_at
    return (
        (
            A,
            brand.registered_name,
            handover.signed_a_by.name,
            handover.signed_a_at.isoformat(),
            handover.sha256,
        ),
        (
            B,
            agency.registered_name,
            handover.signed_b_by.name,
            handover.signed_b_at.isoformat(),
            handover.sha256,
        ),
    )


def _item(contract: Contract, item_id: int) -> HandoverItem:
    item = HandoverItem.objects.select_for_update().filter(contract=contract, pk=item_id).first()
    if item is None:
        raise NotFound(say("清单里没有这一件"), remedy=say("请从移交页打开。"))
    return item
