"""Proposals by number, their versions: the latest, and the one that stands approved."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from paidang.contracts.models import Contract
from paidang.contracts.queries import Standing, terms_of
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.marketing.models import Proposal, ProposalVersion
from paidang.marketing.rules.states import APPROVED, THIRD_PARTY

PEOPLE = ("written_by", "answered_by")
PAYER, THIRD_PARTY_PAYER = "marketing.payer", "third_party_costs.payer"


def get_proposal(contract: Contract, number: int, *, lock: bool = False) -> Proposal:
    """One proposal; NotFound where there is none of this number."""
    found = Proposal.objects.filter(contract=contract, number=number)
    found = found.select_for_update(of=("self",)) if lock else found.select_related("made_by", "result_by")
    proposal = found.first()
    if proposal is None:
        raise NotFound(
            say("没有 {number} 号推广提案", number=number), remedy=say("请从推广提案的列表里打开。")
        )
    proposal.contract = contract
    return proposal


def list_proposals(contract: Contract, *, most: int | None = None) -> list[Proposal]:
    """All proposals under the contract or the latest, the newest first."""
    found = list(Proposal.objects.filter(contract=contract).order_by("-number")[:most])
    for one in found:
        one.contract = contract
    return found


def proposals_of(contract: Contract) -> QuerySet[Proposal]:
    """All proposals under the contract."""
    return Proposal.objects.filter(contract=contract).select_related("contract")


def latest_of(proposal: Proposal) -> ProposalVersion:
    """The version that was written last."""
    return max(proposal.versions.all(), key=lambda one: one.version)


def approved_of(versions: Sequence[ProposalVersion]) -> ProposalVersion | None:
    """The version by which money may be spent: the latest that the brand approved."""
    approved = [one for one in versions if one.verdict == APPROVED]
    return max(approved, key=lambda one: one.version, default=None)


@clause("TC-3-2")
def payer_term(kind: str) -> str:
    """The term of the contract that says who bears the cost of a proposal of this kind."""
    return THIRD_PARTY_PAYER if kind == THIRD_PARTY else PAYER


def bearer_of(kind: str, since: date, standing: Standing) -> str:
    """The side that bears the cost: as the contract says; where it leaves it open, the brand, by approving the proposal."""
    return terms_of(standing, since).read.side(payer_term(kind)) or "a"


def clause_of(proposal: Proposal, standing: Standing) -> str:
    """The contract's clause by which the cost is paid back; where it has none, that of the source agreement."""
    terms = terms_of(standing, latest_of(proposal).since)
    return terms.read.clause(payer_term(proposal.kind), PAYER) or "第三章 C"
