"""Accepting a contract, and taking that back: once both sides have, it waits for their signatures."""

from datetime import datetime

from django.db import IntegrityError, transaction

from paidang.contracts.actions.negotiate import ask_for_answers
from paidang.contracts.actions.recording import check_draft, record
from paidang.contracts.models import Acceptance, Contract
from paidang.contracts.queries import Signable, get_contract, get_negotiation, get_room, get_standing
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToAccept(UnableTo):
    code = "CONTRACT_NOT_ACCEPTED"


class UnableToWithdraw(UnableTo):
    code = "ACCEPTANCE_NOT_WITHDRAWN"


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
            say("约定在你打开页面后变了"), code="TERMS_CHANGED", remedy=say("请刷新页面，看过再接受。")
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


@transaction.atomic
def withdraw_acceptance(*, person: Person, at: datetime, code: str) -> Contract:
    """Take this side's word back while nobody has signed. Where it has given none, nothing changes.

    Raises UnableToWithdraw once somebody has signed this version, electronically or on paper, or it is in force.
    """
    check_may(person, "accept_contract")
    contract = get_contract(code, lock=True)
    check_draft(contract, UnableToWithdraw)
    standing = get_standing(contract)
    given = standing.accepted_by.get(person.org_id)
    if given is None:
        return contract
    room = get_room(Signable(standing))
    if room.signings or room.paper:
        raise UnableToWithdraw(
            say("已经有人签署这一稿"), code="ALREADY_SIGNED", remedy=say("要改，请交新的一稿；签署就不算数了。")
        )  # fmt: skip
    given.withdrawn_at = at
    given.save(update_fields=["withdrawn_at"])
    record(
        contract,
        person,
        at,
        "contract.acceptance_withdrawn",
        {"text_sha256": given.text_sha256, "terms_sha256": given.terms_sha256},
    )
    close_duty(contract.pk, key="accept", at=at)
    if standing.waits_for == []:
        ask_for_answers(contract, at)
    return contract


def _ask_other_side(contract: Contract, person: Person, at: datetime) -> None:
    other = "b" if contract.side_of(person.org_id) == "a" else "a"
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
