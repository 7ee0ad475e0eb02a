"""Approved and vouched yuan become a claim, each once, which the next statement brings in; a claim is taken back whole."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_standing
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.marketing.actions.recording import UnableToMarket, check_may_act, lock_money
from paidang.marketing.models import ClaimedPart
from paidang.marketing.queries.proposals import clause_of, latest_of
from paidang.marketing.queries.unclaimed import standing_waiver
from paidang.marketing.rules.states import THIRD_PARTY
from paidang.settlement.actions import reimburse, take_back_reimbursement
from paidang.settlement.models import Reimbursement
from paidang.settlement.rules.terms import REIMBURSEMENT, THIRD_PARTY_COST
from paidang.team.models import Person


@clause("OP-3-C", "OP-4-A")
@transaction.atomic
def claim_spend(*, person: Person, at: datetime, code: str, number: int, amount_fen: int) -> Reimbursement:
    """Claim what of a proposal is approved and vouched and not claimed yet: exactly the amount that the person saw."""
    contract = check_may_act(person, "claim_spend", code)
    money = lock_money(contract, number)
    if waiver := standing_waiver(money.proposal):
        raise UnableToMarket(
            say("{amount} 已声明放弃报销", amount=yuan(waiver.amount_fen)), code="WAIVED", clause="OP-3-C",
            remedy=say("甲方不同意放弃的话，可以再记入报销。"),
        )  # fmt: skip
    ready = money.tally.ready
    if not ready:
        raise UnableToMarket(
            say("没有可以报销的花费"), code="NOTHING_TO_CLAIM", clause="OP-3-C",
            remedy=say("甲方批准、有凭证、没有报销过的才能记入。"),
        )  # fmt: skip
    if money.tally.ready_fen != amount_fen:
        raise UnableToMarket(
            say("现在可以报销的是 {now}，不是 {seen}", now=yuan(money.tally.ready_fen), seen=yuan(amount_fen)),
            code="AMOUNT_CHANGED", clause="OP-3-C", remedy=say("请刷新页面，看过再记。"),
        )  # fmt: skip
    proposal, numbers = money.proposal, {one.pk: one.number for one in money.vouchers}
    rows = sorted({numbers[money.parts[key].voucher_id] for key in ready})
    made = reimburse(
        contract, person=person, at=at, kind=THIRD_PARTY_COST if proposal.kind == THIRD_PARTY else REIMBURSEMENT,
        amount_fen=amount_fen, clause=clause_of(proposal, get_standing(proposal.contract)), rows=rows, subject=f"M-{number:02}",
        reason=f"M-{number:02} {latest_of(proposal).title}：{len(rows)} 张凭证",
    )  # fmt: skip
    ClaimedPart.objects.bulk_create(
        ClaimedPart(contract=contract, part_id=key, reimbursement=made, amount_fen=fen) for key, fen in ready.items()
    )  # fmt: skip
    return made


@clause("OP-3-C")
@transaction.atomic
def take_back_claim(*, person: Person, at: datetime, code: str, number: int, claim: int) -> Reimbursement:
    """Take a claim of a proposal back by its opposite; what it claimed may be claimed again. Twice is once."""
    contract = check_may_act(person, "claim_spend", code)
    money = lock_money(contract, number)
    parts = list(
        ClaimedPart.objects.filter(reimbursement__number=claim, part__spend__proposal=money.proposal)
    )
    if not parts:
        raise NotFound(say("这个提案没有第 {claim} 笔报销", claim=claim), remedy=say("请刷新页面。"))
    made = Reimbursement.objects.get(contract=contract, number=claim)
    back = take_back_reimbursement(made, person=person, at=at, subject=f"M-{number:02}")
    if not ClaimedPart.objects.filter(reimbursement=back).exists():
        ClaimedPart.objects.bulk_create(
            ClaimedPart(contract=contract, part_id=one.part_id, reimbursement=back, amount_fen=-one.amount_fen)
            for one in parts
        )  # fmt: skip
    return back
