"""What is approved and vouched and shall not be paid back is given up by both words: a contract ends with nothing left open."""

from datetime import datetime

from django.db import transaction

from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.marketing.actions.duties import page_of
from paidang.marketing.actions.recording import (
    UnableToMarket,
    check_may_act,
    lock_money,
    record,
    words_of,
)
from paidang.marketing.models import Proposal, Waiver
from paidang.marketing.queries.unclaimed import standing_waiver
from paidang.team.models import Person


@clause("OP-3-C")
@transaction.atomic
def waive_spend(
    *, person: Person, at: datetime, code: str, number: int, amount_fen: int, words: str
) -> Waiver:
    """The agency gives up what is ready of a proposal: exactly the amount it saw. It holds once the brand has taken note."""
    contract = check_may_act(person, "claim_spend", code)
    money = lock_money(contract, number)
    if standing_waiver(money.proposal):
        raise UnableToMarket(
            say("这个提案余下的报销已经声明放弃"), code="WAIVED", remedy=say("请等甲方答复，或看报销一栏。")
        )
    if not amount_fen or money.tally.ready_fen != amount_fen:
        raise UnableToMarket(
            say("现在可以报销的是 {now}，不是 {seen}", now=yuan(money.tally.ready_fen), seen=yuan(amount_fen)),
            code="AMOUNT_CHANGED", clause="OP-3-C", remedy=say("请刷新页面，看过再定。"),
        )  # fmt: skip
    said = words_of(words, say("没有写为什么放弃"))
    made = Waiver.objects.create(
        contract=contract,
        proposal=money.proposal,
        amount_fen=amount_fen,
        words=said,
        waived_by=person,
        waived_at=at,
    )
    raise_duty(
        contract.pk, key=_key(money.proposal), kind="answer_waiver", side="a", page=page_of(money.proposal), at=at,
        clause="OP-3-C", facts={"number": f"M-{number:02}", "amount": yuan(amount_fen)},
    )  # fmt: skip
    record(contract, person, at, "marketing.waived", number, said, amount=yuan(amount_fen))
    return made


@clause("OP-3-C")
@transaction.atomic
def answer_waiver(
    *, person: Person, at: datetime, code: str, number: int, agree: bool, words: str = ""
) -> Waiver:
    """The brand takes note, so that nothing more is claimed of the proposal; or it wants it claimed. Twice is once."""
    contract = check_may_act(person, "answer_proposal", code)
    proposal = lock_money(contract, number).proposal
    waiver = Waiver.objects.filter(proposal=proposal).order_by("-pk").first()
    if waiver is None:
        raise NotFound(say("这个提案没有声明放弃报销"), remedy=say("请刷新页面。"))
    if waiver.agreed == agree:
        return waiver
    if waiver.agreed is not None:
        raise UnableToMarket(say("已经答复过"), code="WAIVED", remedy=say("请刷新页面。"))
    waiver.agreed, waiver.answered_by, waiver.answered_at = agree, person, at
    waiver.answer = "" if agree else words_of(words, say("没有写为什么不同意"))
    waiver.save()
    close_duty(contract.pk, key=_key(proposal), at=at)
    act = "marketing.waiver_agreed" if agree else "marketing.waiver_declined"
    record(contract, person, at, act, number, waiver.answer, amount=yuan(waiver.amount_fen))
    return waiver


def _key(proposal: Proposal) -> str:
    return f"waiver-{proposal.number}"
