"""Accepting a contract: once both sides have, it waits for their signatures."""

from datetime import datetime

from django.db import IntegrityError, transaction

from paidang.contracts.actions.recording import check_draft, record
from paidang.contracts.models import Acceptance, Contract
from paidang.contracts.queries import get_contract, get_negotiation, get_standing
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToAccept(UnableTo):
    code = "CONTRACT_NOT_ACCEPTED"


@transaction.atomic
def accept_contract(*, person: Person, at: datetime, code: str, terms_sha256: str) -> Contract:
    """Give one side's word for the text, the terms and the annexes whose digest the person saw.

    After the second word the contract waits for both signatures; a change of anything voids both words.

    Raises UnableToAccept while a point that moves money is open, or if the terms have changed since they were shown.
    """
    check_may(person, "accept_contract")
    contract = get_contract(code, lock=True)
    if not (contract.brand and contract.agency):
        raise UnableToAccept(say("合同还没有发给对方"), remedy=say("请先把合同发给对方。"))
    standing = get_standing(contract)
    if person.org_id in standing.accepted_by:
        return contract
    check_draft(contract, UnableToAccept)
    if not standing.compiled.is_complete:
        count = sum(point.blocking for point in standing.compiled.open)
        raise UnableToAccept(
            say("还有没定的事：{count} 件", count=count), code="TERMS_OPEN", remedy=say("双方定下后再接受。")
        )
    if unwritten := get_negotiation(contract).unwritten:
        raise UnableToAccept(
            say("还有 {count} 处谈过的改动不在这一稿里", count=len(unwritten)),
            code="CLAUSES_OPEN",
            remedy=say("请先谈妥，生成下一稿，再接受。"),
        )
    if terms_sha256 != standing.terms_sha256:
        raise UnableToAccept(
            say("约定在您打开页面后变了"), code="TERMS_CHANGED", remedy=say("请刷新页面，看过再接受。")
        )
    try:
        with transaction.atomic():
            Acceptance.objects.create(
                contract=contract, org=person.org, person=person, at=at,
                text_sha256=standing.text.sha256, terms_sha256=terms_sha256,
            )  # fmt: skip
    except IntegrityError:
        return contract
    record(
        contract,
        person,
        at,
        "contract.accepted",
        {"text_sha256": standing.text.sha256, "terms_sha256": terms_sha256},
    )
    if get_standing(contract).waits_for:
        _ask_other_side(contract, person, at)
    else:  # accepted whole: nobody is asked about single clauses any more
        for key in ("offers:a", "offers:b", "accept"):
            close_duty(contract.pk, key=key, at=at)
    return contract


def _ask_other_side(contract: Contract, person: Person, at: datetime) -> None:
    other = other_side(contract.side_of(person.org_id))
    page = f"/contracts/{contract.code}"
    raise_duty(
        contract.pk,
        key="accept",
        kind="accept_contract",
        side=other,
        page=page,
        at=at,
        facts={"title": contract.title},
    )
