"""What the two sides owe about marketing: the brand its word on a proposal, the agency vouchers and answers."""

from datetime import date, datetime

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_terms_of
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.period import day_end_at, month_period, next_month
from paidang.marketing.models import Proposal, Voucher
from paidang.marketing.queries.money import Money, list_sums
from paidang.marketing.queries.proposals import latest_of, list_proposals
from paidang.marketing.rules.counting import UNVOUCHERED
from paidang.marketing.rules.states import ASKED

BRING = "bring_vouchers"


def page_of(proposal: Proposal) -> str:
    """Where a proposal is looked at."""
    return f"/marketing/{proposal.contract.code}/{proposal.number}"


@clause("OP-4-A")
def set_answer_duty(proposal: Proposal, at: datetime) -> None:
    """Raise the brand's duty to answer a proposal that is asked; take it off the list otherwise."""
    key, version = f"answer-proposal-{proposal.number}", latest_of(proposal)
    if proposal.state != ASKED or version.answer_by is None:
        close_duty(proposal.contract_id, key=key, at=at)
        return
    raise_duty(
        proposal.contract_id, key=key, kind="answer_proposal", side="a", page=page_of(proposal), at=at,
        due_at=day_end_at(version.answer_by), clause="OP-4-A",
        facts={"number": f"M-{proposal.number:02}", "title": version.title, "amount": yuan(version.budget_fen)},
    )  # fmt: skip


@clause("OP-3-C")
def set_voucher_duty(contract: Contract, at: datetime) -> None:
    """Raise, renew or close the agency's duty to bring vouchers for what the brand approved and nothing stands behind."""
    missing = [
        (one.day, one.stops[UNVOUCHERED])
        for sums in list_sums(list_proposals(contract))
        for one in sums.tally.spends.values()
        if UNVOUCHERED in one.stops
    ]
    if not missing:
        close_duty(contract.pk, key=BRING, at=at)
        return
    raise_duty(
        contract.pk, key=BRING, kind=BRING, side="b", page=f"/marketing?contract={contract.code}&view=unvouchered",
        at=at, due_at=day_end_at(vouchers_due(contract, min(day for day, _fen in missing))), clause="OP-3-C",
        facts={"count": len(missing), "amount": yuan(sum(fen for _day, fen in missing))},
    )  # fmt: skip


@clause("OP-3-C")
def set_question_duty(money: Money, voucher: Voucher, at: datetime) -> None:
    """The agency answers a question about a voucher; done once it has, or the question or the voucher is gone."""
    key, proposal = f"answer-voucher-{voucher.pk}", money.proposal
    if not voucher.is_questioned or voucher.answered_at or voucher.withdrawn_at:
        close_duty(proposal.contract_id, key=key, at=at)
        return
    raise_duty(
        proposal.contract_id, key=key, kind="answer_voucher", side="b", page=page_of(proposal), at=at,
        clause="OP-3-C", facts={"voucher": voucher.number, "number": f"M-{proposal.number:02}"},
    )  # fmt: skip


def vouchers_due(contract: Contract, spent_on: date) -> date:
    """By when the voucher of a day's spend is due to come with that month's statement: the day on which it is due."""
    following = next_month(f"{spent_on:%Y-%m}")
    days = month_period(following)
    statement = get_terms_of(contract, spent_on).terms.get("statement") or {}
    due_day = statement.get("due_day") or days.days
    return days.start.replace(day=min(int(due_day), days.days))
