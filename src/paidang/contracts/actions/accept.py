"""Accepting a contract: the second word brings it into force."""

from datetime import datetime

from django.db import IntegrityError, transaction

from paidang.contracts.actions.recording import check_draft, record
from paidang.contracts.models import (
    IN_FORCE,
    Acceptance,
    Contract,
    TermsInForce,
)
from paidang.contracts.queries import (
    Standing,
    get_contract,
    get_negotiation,
    get_standing,
)
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import hand_out_head
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToAccept(UnableTo):
    code = "CONTRACT_NOT_ACCEPTED"


@transaction.atomic
def accept_contract(*, person: Person, at: datetime, code: str, terms_sha256: str) -> Contract:
    """Give one side's word for the text and the terms whose digest the person saw; the second word brings it into force.

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
    if not get_standing(contract).waits_for:
        _bring_into_force(contract, standing, person, at)
    else:
        _ask_other_side(contract, person, at)
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


def _bring_into_force(contract: Contract, standing: Standing, person: Person, at: datetime) -> None:
    compiled = standing.compiled
    contract.state, contract.in_force_at = IN_FORCE, at
    contract.save(update_fields=["state", "in_force_at"])
    TermsInForce.objects.create(
        contract=contract, from_month=compiled.first_month, terms=compiled.terms,
        sources=compiled.sources, by_hand=compiled.by_hand, sha256=standing.terms_sha256, agreed_at=at,
    )  # fmt: skip
    entry = record(contract, person, at, "contract.in_force", {"terms_sha256": standing.terms_sha256})
    for side in ("a", "b"):
        close_duty(contract.pk, key=f"offers:{side}", at=at)
    for party in contract.parties:
        hand_out_head(entry, document=f"{contract.code} 合同生效页", holder_org_id=party.pk)
    close_duty(contract.pk, key="accept", at=at)
