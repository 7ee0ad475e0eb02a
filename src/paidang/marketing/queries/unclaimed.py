"""What a contract still owes for marketing and no sent statement has: it cannot be settled before (OP-3-C)."""

from collections import defaultdict

from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say
from paidang.marketing.models import ClaimedPart, Proposal, Waiver
from paidang.marketing.queries.money import list_sums
from paidang.marketing.queries.proposals import list_proposals
from paidang.settlement.queries.reimbursed import find_statements


def standing_waiver(proposal: Proposal) -> Waiver | None:
    """The waiver that waits or that the brand has taken note of."""
    return Waiver.objects.filter(proposal=proposal).exclude(agreed=False).first()


@clause("OP-3-C", "OP-4-A")
def list_unclaimed(contract: Contract) -> list[Sentence]:
    """Each proposal with money that is approved and vouched and neither claimed nor given up, or claimed and in no statement."""
    found: list[Sentence] = []
    waived = set(Waiver.objects.filter(contract=contract, agreed=True).values_list("proposal_id", flat=True))
    proposals = list_proposals(contract)
    told = find_statements(contract) if proposals else {}
    waiting = defaultdict[int, int](int)
    claimed = ClaimedPart.objects.filter(contract=contract).values_list(
        "part__spend__proposal", "reimbursement__number", "amount_fen"
    )
    for proposal_id, claim, fen in claimed if proposals else ():
        waiting[proposal_id] += fen if claim not in told else 0
    for money in list_sums(proposals):
        number, title = f"M-{money.proposal.number:02}", money.latest.title
        if money.tally.ready_fen and money.proposal.pk not in waived:
            found.append(
                say(
                    "{number} {title}：{amount} 没有报销",
                    number=number,
                    title=title,
                    amount=yuan(money.tally.ready_fen),
                )  # fmt: skip
            )
        if waiting[money.proposal.pk]:
            found.append(
                say(
                    "{number} {title}：{amount} 还没有进对账单",
                    number=number,
                    title=title,
                    amount=yuan(waiting[money.proposal.pk]),
                )
            )
    return found
