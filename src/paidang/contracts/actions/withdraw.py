"""Taking back the word given for a contract, as long as nobody has signed."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.negotiate import ask_for_answers
from paidang.contracts.actions.recording import check_draft, record
from paidang.contracts.models import Contract
from paidang.contracts.queries import Signable, get_contract, get_room, get_standing
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToWithdraw(UnableTo):
    code = "ACCEPTANCE_NOT_WITHDRAWN"


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
    if standing.waits_for:  # nobody else had given a word
        close_duty(contract.pk, key="accept", at=at)
        return contract
    side, page = contract.side_of(person.org_id), f"/contracts/{contract.code}"
    facts = {"title": contract.title}
    raise_duty(contract.pk, key="accept", kind="accept_contract", side=side, page=page, at=at, facts=facts)
    ask_for_answers(contract, at)
    return contract
