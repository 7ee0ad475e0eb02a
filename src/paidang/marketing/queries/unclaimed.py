"""What a contract still owes for marketing and no sent statement has: it cannot be settled before (OP-3-C)."""

from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say
from paidang.marketing.models import ClaimedPart, Proposal, Waiver
from paidang.marketing.queries.money import list_money
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
    for money in list_money(proposals):
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
        waiting = sum(
            part.amount_fen
            for part in ClaimedPart.objects.filter(part__spend__proposal=money.proposal).select_related(
                "reimbursement"
            )
            if part.reimbursement.number not in told
        )
        if waiting:
            found.append(
                say(
                    "{number} {title}：{amount} 还没有进对账单",
                    number=number,
                    title=title,
                    amount=yuan(waiting),
                )
            )
    return found
