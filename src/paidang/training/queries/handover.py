"""Reads of the hand-over: the list, what is missing, what the protocol says."""

from typing import Any

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import Sentence, say
from paidang.training.models import Criterion, Handover, HandoverItem
from paidang.training.queries import count_all, get_team
from paidang.training.rules.curriculum import SKILLS
from paidang.training.rules.ladder import IS_ALONE, state_of
from paidang.training.rules.readiness import missing
from paidang.training.rules.words import ITEM_KINDS


def list_items(contract: Contract) -> list[HandoverItem]:
    """The list, by kind and in the order it was written."""
    kinds = list(ITEM_KINDS)
    found = HandoverItem.objects.filter(contract=contract).select_related("given_by", "received_by")
    return sorted(found.order_by("pk"), key=lambda item: kinds.index(item.kind))


def list_missing(contract: Contract) -> list[Sentence]:
    """What stands between now and the protocol."""
    return missing(get_team(contract).of_skill(), count_all(contract))


def get_handover(contract: Contract) -> Handover | None:
    """The protocol, if it is drawn up; without the bytes."""
    found = Handover.objects.filter(contract=contract).select_related(
        "signed_a_by", "signed_b_by", "drawn_by"
    )
    return found.defer("document", "signed").first()


def get_document(contract: Contract) -> bytes:
    """The protocol as a PDF: with both signatures once there are, before that the one to be signed."""
    found = Handover.objects.filter(contract=contract).first()
    if found is None:
        raise NotFound(say("移交书还没有出具"), remedy=say("请从移交页看还差什么。"))
    return bytes(found.document if found.signed is None else found.signed)


def protocol_facts(contract: Contract) -> dict[str, Any]:
    """What the protocol says: parties, who is alone in what, criteria with their proof, everything transferred."""
    team = get_team(contract)
    brand, agency = contract.parties
    agreed = Criterion.objects.filter(contract=contract, agreed_at__isnull=False).order_by("number")
    return {
        "contract_title": contract.title,
        "contract_code": contract.code,
        "brand": brand.registered_name,
        "agency": agency.registered_name,
        "skills": [
            [
                str(skill.word),
                "、".join(
                    one.person.name
                    for one in team.trainees
                    if key in one.skills and state_of(team.words[one.pk, key]) == IS_ALONE
                ),
            ]
            for key, skill in SKILLS.items()
        ],
        "criteria": [[one.text, one.proof] for one in agreed],
        "items": [[str(ITEM_KINDS[item.kind][0]), item.name] for item in list_items(contract)],
    }
