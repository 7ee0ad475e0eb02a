"""Penalties of platforms: entered by hand or from a file, each side's word on whose fault it is, the appeal and its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.rules.chain import text_digest
from paidang.incidents.actions.recording import UnableToReport, contract_for, record, text_of
from paidang.incidents.models import Penalty
from paidang.incidents.queries.penalties import get_penalty
from paidang.incidents.rules.points import FAULTS, OPEN, OUTCOMES
from paidang.kit.clause import clause
from paidang.kit.period import day_end_at, day_of
from paidang.kit.sentence import say
from paidang.team.models import Person

ROWS_MAX = 2000
POINTS_MAX = 1000


@dataclass(frozen=True, slots=True)
class PenaltyRow:
    """One penalty as it is entered. `points` are the platform's, `money_fen` in fen."""

    channel: str
    store: str
    penalised_on: date
    rule: str
    cause: str
    points: int = 0
    money_fen: int = 0
    appeal_by: date | None = None


@clause("TC-3-1")
@transaction.atomic
def enter_penalties(
    *, person: Person, at: datetime, code: str, rows: Sequence[PenaltyRow]
) -> tuple[int, int]:
    """Enter penalties; what is known already (store, day and rule) stays as it is. Returns how many are new and known."""
    contract = contract_for(person, code, "keep_penalties")
    if not 0 < len(rows) <= ROWS_MAX:
        raise UnableToReport(say("一次 1 到 {most} 条处罚", most=ROWS_MAX), code="TOO_MANY_ROWS")
    first = next_number(Penalty, contract=contract)
    new = 0
    for row in rows:
        _check(row, at)
        known = Penalty.objects.filter(
            contract=contract, channel=row.channel, store=row.store, penalised_on=row.penalised_on, rule=row.rule
        )  # fmt: skip
        if known.exists():
            continue
        _enter(contract, person, at, row, first + new)
        new += 1
    return new, len(rows) - new


def _check(row: PenaltyRow, at: datetime) -> None:
    if not row.channel or not row.store.strip():
        raise UnableToReport(
            say("没有写哪个平台、哪家店"), code="STORE_MISSING", remedy=say("请从列表里选店铺。")
        )
    if row.penalised_on > day_of(at):
        raise UnableToReport(say("处罚日 {day} 还没有到", day=row.penalised_on.isoformat()), code="DAY_AHEAD")
    if not 0 <= row.points <= POINTS_MAX or row.money_fen < 0 or not (row.points or row.money_fen):
        raise UnableToReport(
            say("扣分要在 0 到 {most} 之间，扣分和金额不能都是 0", most=POINTS_MAX),
            code="NOTHING_TAKEN",
            remedy=say("只有警告的，登记为违约。"),
        )
    text_of(row.rule, say("平台规则"), most=200)
    text_of(row.cause, say("原因"))


def _enter(contract: Contract, person: Person, at: datetime, row: PenaltyRow, number: int) -> None:
    penalty = Penalty.objects.create(
        contract=contract, number=number, channel=row.channel, store=row.store.strip(), penalised_on=row.penalised_on,
        rule=row.rule.strip(), points=row.points, money_fen=row.money_fen, cause=row.cause.strip(),
        appeal_by=row.appeal_by, outcome=OPEN, entered_by=person, entered_at=at,
    )  # fmt: skip
    facts = {
        "store": penalty.store, "points": penalty.points, "amount_due": penalty.money_fen,
        "on": penalty.penalised_on.isoformat(), "cause_sha256": text_digest(penalty.cause),
    }  # fmt: skip
    record(contract, person, at, "penalty.entered", penalty.code, facts)
    if penalty.appeal_by and penalty.appeal_by >= day_of(at):
        raise_duty(
            contract.pk, key=_key(penalty), kind="appeal_penalty", side="b", page=f"/incidents/penalties#{penalty.code}",
            at=at, due_at=day_end_at(penalty.appeal_by), clause="TC-3-1",
            facts={"code": penalty.code, "store": penalty.store, "points": penalty.points},
        )  # fmt: skip


def _key(penalty: Penalty) -> str:
    return f"appeal:{penalty.number}"


@clause("TC-3-1")
@transaction.atomic
def say_fault(*, person: Person, at: datetime, code: str, number: int, fault: str) -> Penalty:
    """One side's word on whose fault a penalty is; it may change its word. The same twice is once."""
    contract = contract_for(person, code, "answer_incident")
    penalty = get_penalty(contract, number, lock=True)
    if fault not in FAULTS or not fault:
        raise UnableToReport(say("没有选过错方"), code="FAULT_MISSING", remedy=say("请选一个。"))
    side = contract.side_of(person.org_id)
    name = "brand_says" if side == "a" else "agency_says"
    if getattr(penalty, name) == fault:
        return penalty
    setattr(penalty, name, fault)
    penalty.save(update_fields=[name])
    record(contract, person, at, "penalty.fault_said", penalty.code, {"side": side, "fault": fault})
    return penalty


@clause("TC-3-1")
@transaction.atomic
def record_outcome(
    *,
    person: Person,
    at: datetime,
    code: str,
    number: int,
    outcome: str,
    points: int,
    money_fen: int,
    words: str = "",
) -> Penalty:
    """What became of a penalty: appealed, upheld, reduced to so many points and so much money, lifted."""
    contract = contract_for(person, code, "keep_penalties")
    penalty = get_penalty(contract, number, lock=True)
    if (
        outcome not in OUTCOMES
        or not 0 <= points <= penalty.points
        or not 0 <= money_fen <= penalty.money_fen
    ):
        raise UnableToReport(
            say("结果要选一种；扣分、金额不能比原来多"),
            code="OUTCOME_WRONG",
            remedy=say("平台加罚的，另登记一条。"),
        )
    penalty.outcome, penalty.points, penalty.money_fen = outcome, points, money_fen
    penalty.outcome_words = text_of(words, say("说明"), is_needed=False)
    penalty.save(update_fields=["outcome", "points", "money_fen", "outcome_words"])
    facts = {"outcome": outcome, "points": points, "amount_due": money_fen}
    record(contract, person, at, "penalty.outcome", penalty.code, facts)
    if outcome != OPEN:
        close_duty(contract.pk, key=_key(penalty), at=at)
    return penalty
