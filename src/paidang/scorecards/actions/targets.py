"""Targets and comments: one side proposes, the other agrees; each side says what it thinks of a month."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from paidang.contracts.actions.recording import record
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.period import NotAMonth, asked_month, month_of
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.scorecards.actions.recording import UnableToScore, contract_for
from paidang.scorecards.models import MonthComment, Target
from paidang.scorecards.queries.targets import comments_of, get_target
from paidang.scorecards.rules.measures import BREACHES, TARGETED, in_range
from paidang.scorecards.rules.targets import AGREED, COMMENT_CHARS, DECLINED, NOTE_CHARS, PROPOSED
from paidang.team.models import Person


@clause("JD-1")
@transaction.atomic
def propose_target(
    *,
    person: Person,
    at: datetime,
    code: str,
    measure: str,
    value: int | None,
    from_month: str,
    note: str = "",
) -> Target:
    """Propose a target of a measure from a month on, this one or a later one. One's own that waits is replaced by it."""
    contract, side = contract_for(person, code, "keep_norms")
    if measure not in TARGETED or measure == BREACHES or value is None or not in_range(measure, value):
        raise UnableToScore(
            say("目标没有写对"),
            remedy=say(
                "选一个指标，比例写 0 到 100，金额写元，评分写 0 到 5，响应写秒。低于底价的成交以合同为准。"
            ),
        )
    if _month(from_month) < month_of(at):
        raise UnableToScore(
            say("过去的月份不能再定目标"), code="MONTH_WRONG", remedy=say("请选这个月或以后的月份。")
        )
    waiting = Target.objects.filter(contract=contract, measure=measure, state=PROPOSED).first()
    if waiting and waiting.side != side:
        raise UnableToScore(
            say("对方提的目标还没有答复"), code="TARGET_WAITS", remedy=say("先同意或不同意它。")
        )
    if waiting:
        _answer(waiting, DECLINED, person, at)
    row = Target.objects.create(
        contract=contract, number=next_number(Target, contract=contract),
        measure=measure, value=value, from_month=from_month, note=note.strip()[:NOTE_CHARS],
        state=PROPOSED, side=side, proposed_by=person, proposed_at=at,
    )  # fmt: skip
    raise_duty(
        contract.pk, key=_key(row), kind="answer_target", side=other_side(side), at=at, clause="JD-1",
        page=f"/scorecard?contract={contract.code}", facts={"number": row.number},
    )  # fmt: skip
    record(contract, person, at, "scorecards.target_proposed", _facts(row))
    return row


@clause("JD-1")
@transaction.atomic
def answer_target(*, person: Person, at: datetime, code: str, number: int, agree: bool) -> Target:
    """Agree to the other side's target, or not. Agreed later than its month, it holds from the month of agreement on.

    The same answer again changes nothing.
    """
    contract, side = contract_for(person, code, "keep_norms")
    row, state = get_target(contract.pk, number, lock=True), AGREED if agree else DECLINED
    if row.state == state and row.side != side:
        return row
    if row.state != PROPOSED or row.side == side:
        raise UnableToScore(
            say("第 {number} 个目标不由您答复，或已经答复过", number=number),
            code="TARGET_ANSWERED",
            remedy=say("要改就提新的目标。"),
        )
    row.from_month = max(row.from_month, month_of(at))
    _answer(row, state, person, at)
    record(
        contract,
        person,
        at,
        "scorecards.target_agreed" if agree else "scorecards.target_declined",
        _facts(row),
    )
    return row


@transaction.atomic
def comment_month(*, person: Person, at: datetime, code: str, month: str, text: str) -> bool:
    """Say what one's side thinks of a month; no text takes it back. False: it said so already."""
    contract, side = contract_for(person, code, "keep_norms")
    text = text.strip()
    if len(text) > COMMENT_CHARS:
        raise UnableToScore(
            say("评语太长"), code="TOO_LONG", remedy=say("最多 {most} 字。", most=COMMENT_CHARS)
        )
    if _month(month) > month_of(at):
        raise UnableToScore(
            say("这个月还没有开始"), code="MONTH_WRONG", remedy=say("请选这个月或过去的月份。")
        )
    standing = comments_of(contract.pk, month).get(side)
    if text == (standing.text if standing else ""):
        return False
    last = MonthComment.objects.filter(contract=contract, month=month, side=side).aggregate(v=Max("version"))
    version = (last["v"] or 0) + 1
    MonthComment.objects.create(
        contract=contract,
        month=month,
        side=side,
        version=version,
        text=text,
        written_by=person,
        written_at=at,
    )
    act = "scorecards.commented" if text else "scorecards.comment_withdrawn"
    record(contract, person, at, act, {"month": month, "version": version})
    return True


def _month(text: str) -> str:
    try:
        asked_month(text)
    except NotAMonth:
        raise UnableToScore(
            say("“{text}”不是月份", text=text[:20]), code="MONTH_WRONG", remedy=say("写成 2026-09 这样。")
        ) from None
    return text


def _answer(row: Target, state: str, person: Person, at: datetime) -> None:
    row.state, row.answered_by, row.answered_at = state, person, at
    row.save()
    close_duty(row.contract_id, key=_key(row), at=at)


def _key(row: Target) -> str:
    return f"score-target-{row.number}"


def _facts(row: Target) -> dict[str, object]:
    return {"number": row.number, "measure": row.measure, "value": row.value, "from_month": row.from_month}
