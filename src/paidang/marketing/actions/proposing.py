"""A proposal from its first words to the brand's word on it, in versions; its end and what came of it (OP-4-A, OP-1-C)."""

from datetime import date, datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say
from paidang.kit.workdays import add_days
from paidang.marketing.actions.duties import set_answer_duty, set_voucher_duty
from paidang.marketing.actions.recording import UnableToMarket, check_may_act, lock_money, record, words_of
from paidang.marketing.models import Proposal, ProposalVersion
from paidang.marketing.queries.proposals import approved_of, get_proposal, latest_of
from paidang.marketing.rules.proposing import ANSWER_DAYS, Plan, check_plan
from paidang.marketing.rules.states import (
    APPROVE,
    APPROVED,
    ASK,
    ASK_BACK,
    ASKED,
    ASKED_BACK,
    DECLINE,
    DECLINED,
    DRAFT,
    END,
    ENDED,
    EVENT,
    KINDS,
    TAKE_BACK,
    WRITE,
    moved,
)
from paidang.team.models import Person


@clause("OP-4-A", "OP-1-C")
@transaction.atomic
def write_proposal(
    *, person: Person, at: datetime, code: str, plan: Plan, kind: str = "", number: int = 0
) -> Proposal:
    """Write a new proposal of a `kind`, or the next version of the proposal `number`; nobody is asked yet.

    A version that nobody was asked about is written anew in its place. What the brand approved before stands until it
    approves another version.
    """
    contract = check_may_act(person, "propose_marketing", code)
    proposal = get_proposal(contract, number, lock=True) if number else _new(contract, kind, person, at)
    plan = plan.trimmed()
    if wrong := check_plan(plan, is_event=proposal.kind == EVENT):
        raise UnableToMarket.of(wrong)
    _move(proposal, WRITE)
    last = proposal.versions.order_by("-version").first()
    values = {**plan.values(), "written_by": person, "written_at": at}
    if last and last.asked_at is None:
        for name, value in values.items():
            setattr(last, name, value)
        last.save(update_fields=list(values))
    else:
        ProposalVersion.objects.create(
            contract=contract, proposal=proposal, version=last.version + 1 if last else 1, **values
        )
    proposal.save()
    record(contract, person, at, "marketing.proposal_written", proposal.number, plan.plan)
    return proposal


def _new(contract: Contract, kind: str, person: Person, at: datetime) -> Proposal:
    if kind not in KINDS:
        raise UnableToMarket(say("没有选推广的种类"), code="KIND_MISSING", remedy=say("请选一种。"))
    return Proposal.objects.create(
        contract=contract,
        number=next_number(Proposal, contract=contract),
        kind=kind,
        state=DRAFT,
        made_by=person,
        made_at=at,
    )


@clause("OP-4-A")
@transaction.atomic
def ask_approval(
    *, person: Person, at: datetime, code: str, number: int, today: date, answer_by: date | None = None
) -> Proposal:
    """Ask the brand about the latest version; it answers by a day, by default within five working days. Twice is once.

    No answer is no approval.
    """
    contract = check_may_act(person, "propose_marketing", code)
    proposal = get_proposal(contract, number, lock=True)
    if proposal.state == ASKED:
        return proposal
    _move(proposal, ASK)
    version = latest_of(proposal)
    version.asked_at, version.answer_by = at, answer_by or add_days(today, ANSWER_DAYS, "working")[0]
    if version.answer_by < today:
        raise UnableToMarket(say("答复的期限已经过了"), code="DAY_PAST", remedy=say("请写今天以后的日子。"))
    version.save(update_fields=["asked_at", "answer_by"])
    proposal.save()
    record(
        contract, person, at, "marketing.proposal_asked", number, amount_due=version.budget_fen, version=version.version
    )  # fmt: skip
    set_answer_duty(_fresh(proposal), at)
    return proposal


@transaction.atomic
def take_back_proposal(*, person: Person, at: datetime, code: str, number: int) -> Proposal:
    """Take a version back that the brand has not answered; it is a draft again."""
    contract = check_may_act(person, "propose_marketing", code)
    proposal = get_proposal(contract, number, lock=True)
    _move(proposal, TAKE_BACK)
    version = latest_of(proposal)
    version.asked_at = version.answer_by = None
    version.save(update_fields=["asked_at", "answer_by"])
    proposal.save()
    record(contract, person, at, "marketing.proposal_taken_back", number)
    set_answer_duty(_fresh(proposal), at)
    return proposal


@clause("OP-4-A", "OP-3-C")
@transaction.atomic
def approve_proposal(
    *, person: Person, at: datetime, code: str, number: int, version: int, amount_fen: int, words: str = ""
) -> Proposal:
    """The brand's yes to the version that it saw, for all of the budget or a part of it. The same twice is once.

    Not less than what was claimed already, and the days of what was claimed stay within.
    """
    contract = check_may_act(person, "answer_proposal", code)
    money = lock_money(contract, number)
    asked = latest_of(money.proposal)
    if asked.version == version and (asked.verdict, asked.approved_fen) == (APPROVED, amount_fen):
        return money.proposal
    _check_seen(asked, version)
    if not 0 < amount_fen <= asked.budget_fen:
        raise UnableToMarket(
            say("批准额要在 ¥0.01 到 {budget} 之间", budget=yuan(asked.budget_fen)), code="AMOUNT_BEYOND",
            clause="OP-4-A", remedy=say("要更多，请乙方改提案。"),
        )  # fmt: skip
    claimed = money.tally.claimed_fen
    days = [one.spent_on for one in money.spends if money.tally.spends[one.pk].claimed_fen]
    if amount_fen < claimed or any(not asked.since <= day <= asked.until for day in days):
        raise UnableToMarket(
            say("已经报销了 {fen}，批准额和日子不能比它少", fen=yuan(claimed)), code="CLAIMED_ALREADY",
            clause="OP-3-C", remedy=say("请不同意，或请乙方先冲销。"),
        )  # fmt: skip
    asked.approved_fen = amount_fen
    _answer(money.proposal, asked, APPROVE, APPROVED, person, at, words)
    record(
        contract, person, at, "marketing.proposal_approved", number, words, amount_due=amount_fen, version=version
    )  # fmt: skip
    set_voucher_duty(contract, at)
    return money.proposal


@clause("OP-4-A")
@transaction.atomic
def decline_proposal(
    *, person: Person, at: datetime, code: str, number: int, version: int, words: str
) -> Proposal:
    """The brand's no to the version that it saw, with its reason. What was approved before stands. Twice is once."""
    return _turn_down(person, at, code, number, version, words, DECLINE, DECLINED)


@clause("OP-4-A")
@transaction.atomic
def ask_back(*, person: Person, at: datetime, code: str, number: int, version: int, words: str) -> Proposal:
    """The brand asks before it decides; the agency answers with another version. Twice is once."""
    return _turn_down(person, at, code, number, version, words, ASK_BACK, ASKED_BACK)


def _turn_down(
    person: Person, at: datetime, code: str, number: int, version: int, words: str, act: str, verdict: str
) -> Proposal:
    contract = check_may_act(person, "answer_proposal", code)
    proposal = get_proposal(contract, number, lock=True)
    asked, words = latest_of(proposal), words_of(words, say("没有写理由"))
    if asked.version == version and (asked.verdict, asked.answer) == (verdict, words):
        return proposal
    _check_seen(asked, version)
    _answer(proposal, asked, act, verdict, person, at, words)
    name = "marketing.proposal_declined" if verdict == DECLINED else "marketing.proposal_asked_back"
    record(contract, person, at, name, number, words, version=version)
    return proposal


@transaction.atomic
def end_proposal(*, person: Person, at: datetime, code: str, number: int) -> Proposal:
    """Nothing more is proposed or spent; vouchers of what was spent still count. Twice is once."""
    contract = check_may_act(person, "propose_marketing", code)
    proposal = get_proposal(contract, number, lock=True)
    if proposal.state == ENDED:
        return proposal
    _move(proposal, END)
    proposal.ended_at = at
    proposal.save()
    record(contract, person, at, "marketing.proposal_ended", number)
    return proposal


@clause("OP-1-C")
@transaction.atomic
def record_result(
    *, person: Person, at: datetime, code: str, number: int, count: int | None, words: str
) -> Proposal:
    """What came of an approved proposal, against its goal: how many, and in words. It may be said anew."""
    contract = check_may_act(person, "propose_marketing", code)
    proposal = get_proposal(contract, number, lock=True)
    approved = approved_of(list(proposal.versions.all()))
    if approved is None:
        raise UnableToMarket(
            say("甲方没有批准过这个提案"), code="NOT_APPROVED", clause="OP-4-A", remedy=say("批准并做过以后再记结果。")
        )  # fmt: skip
    if approved.goal_count and count is None:
        raise UnableToMarket(
            say("目标写的是 {n} {unit}，结果也要写数", n=approved.goal_count, unit=approved.goal_unit),
            code="RESULT_MISSING", remedy=say("没有就写 0。"),
        )  # fmt: skip
    proposal.result_count, proposal.result_words = count, words_of(words, say("没有写结果"))
    proposal.result_by, proposal.result_at = person, at
    proposal.save()
    record(contract, person, at, "marketing.result_recorded", number, words, count=count)
    return proposal


def _move(proposal: Proposal, act: str) -> None:
    after = moved(proposal.state, act)
    if isinstance(after, Violation):
        raise UnableToMarket.of(after)
    proposal.state = after


def _check_seen(asked: ProposalVersion, version: int) -> None:
    if asked.version != version:
        raise UnableToMarket(
            say("提案在您打开页面后改成了第 {version} 版", version=asked.version),
            code="PROPOSAL_CHANGED",
            remedy=say("请刷新页面，看过再答。"),
        )


def _answer(
    proposal: Proposal, asked: ProposalVersion, act: str, verdict: str, person: Person, at: datetime, words: str
) -> None:  # fmt: skip
    _move(proposal, act)
    asked.verdict, asked.answer, asked.answered_by, asked.answered_at = (
        verdict, " ".join(words.split())[:500], person, at,
    )  # fmt: skip
    asked.save(update_fields=["verdict", "approved_fen", "answer", "answered_by", "answered_at"])
    proposal.save()
    set_answer_duty(proposal, at)


def _fresh(proposal: Proposal) -> Proposal:
    return get_proposal(proposal.contract, proposal.number)
