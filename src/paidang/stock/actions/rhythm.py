"""How often the list of sellable goods is due: one side proposes a number of days, the other agrees (OP-4-B-4)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.stock.actions.recording import UnableToKeepStock, check_may_keep
from paidang.stock.models import ListRhythm
from paidang.stock.rules.listing import DAYS_MAX
from paidang.team.models import Person

CLAUSE = "OP-4-B-4"


@clause("OP-4-B-4")
@transaction.atomic
def propose_rhythm(*, person: Person, at: datetime, code: str, every_days: int) -> ListRhythm:
    """Propose that the list is due every so many days; one's own proposal that waits is replaced by it."""
    contract = _lock(check_may_keep(person, code, "plan_stock"))
    side = contract.side_of(person.org_id)
    if not 1 <= every_days <= DAYS_MAX:
        raise UnableToKeepStock(
            say("清单的间隔没有写对"), code="RHYTHM_WRONG", remedy=say("写 1 到 {most} 天。", most=DAYS_MAX)
        )
    waiting = ListRhythm.objects.filter(contract=contract, agreed=None).first()
    if waiting and waiting.side != side:
        raise UnableToKeepStock(
            say("对方提的间隔还没有答复"), code="RHYTHM_WAITS", remedy=say("先同意或不同意它。")
        )
    if waiting:
        _answer(waiting, False, person, at)
    last = ListRhythm.objects.filter(contract=contract).aggregate(last=Max("number"))["last"] or 0
    row = ListRhythm.objects.create(
        contract=contract,
        number=last + 1,
        every_days=every_days,
        side=side,
        proposed_by=person,
        proposed_at=at,
    )
    raise_duty(
        contract.pk, key=_key(row), kind="answer_rhythm", side="a" if side == "b" else "b", at=at, clause=CLAUSE,
        page=f"/stock?contract={contract.code}#list", facts={"days": every_days},
    )  # fmt: skip
    record(contract, person, at, "stock.rhythm_proposed", {"number": row.number, "days": every_days})
    return row


@clause("OP-4-B-4")
@transaction.atomic
def answer_rhythm(*, person: Person, at: datetime, code: str, number: int, agree: bool) -> ListRhythm:
    """Agree to the other side's number of days, which holds at once, or not. The same answer again changes nothing."""
    contract = _lock(check_may_keep(person, code, "plan_stock"))
    row = ListRhythm.objects.filter(contract=contract, number=number).first()
    if row is None:
        raise NotFound(say("没有第 {number} 个间隔", number=number), remedy=say("请从库存页打开。"))
    is_own = row.side == contract.side_of(person.org_id)
    if row.agreed == agree and not is_own:
        return row
    if row.agreed is not None or is_own:
        raise UnableToKeepStock(
            say("第 {number} 个间隔不由您答复，或已经答复过", number=number),
            code="RHYTHM_ANSWERED",
            remedy=say("要改就提新的间隔。"),
        )
    _answer(row, agree, person, at)
    act = "stock.rhythm_agreed" if agree else "stock.rhythm_declined"
    record(contract, person, at, act, {"number": row.number, "days": row.every_days})
    return row


def _lock(contract: Contract) -> Contract:
    return Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)


def _answer(row: ListRhythm, agreed: bool, person: Person, at: datetime) -> None:
    row.agreed, row.answered_by, row.answered_at = agreed, person, at
    row.save()
    close_duty(row.contract_id, key=_key(row), at=at)


def _key(row: ListRhythm) -> str:
    return f"list-rhythm-{row.number}"
