"""The customer service norms: one side proposes text and numbers, the other agrees; in force from a day (OP-4-B-5)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from paidang.aftersales.actions.recording import UnableToServe, contract_for, set_due, text_of
from paidang.aftersales.models import Case, ServiceNorm, StoreLimit
from paidang.aftersales.rules.clocks import ACTS, MINUTES_MAX, figures_are_sane
from paidang.aftersales.rules.words import ENDED
from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.orders.models import Store
from paidang.team.models import Person

TEXT_MAX = 20_000
PAGE = "/cases/norms?contract={code}"


@clause("OP-4-B-5", "OP-2-A-5")
@transaction.atomic
def propose_norms(
    *, person: Person, at: datetime, code: str, text: str, figures: Mapping[str, int], from_day: date
) -> ServiceNorm:
    """Propose the next version: its text, and how many minutes each act may take, and, if they like, how many
    inquiries come and what one takes (`clocks.PACE`). It holds once the other side agrees.

    One that waits is replaced by it, if it is one's own.
    """
    contract = contract_for(person, code, "keep_norms", lock=True)
    waiting = ServiceNorm.objects.select_related("proposed_by").filter(contract=contract, agreed=None).first()
    if waiting and waiting.proposed_by.org_id != person.org_id:  # type: ignore[union-attr]
        raise UnableToServe(
            say("对方提的第 {n} 版还没有答复", n=waiting.number),
            code="NORMS_WAIT",
            remedy=say("先同意或不同意它。"),
        )
    text = text_of(text, say("规范的正文"), most=TEXT_MAX)
    if not figures_are_sane(figures):
        raise UnableToServe(
            say("每个时限都要写，1 分钟到 60 天；每百单咨询至多 10000 个，一个至多 480 分钟"),
            code="FIGURES_WRONG",
        )
    if from_day < day_of(at):
        raise UnableToServe(say("生效日不能早于今天"), code="DAY_PAST", remedy=say("已经过去的时限不能改。"))
    if waiting:
        waiting.agreed, waiting.answered_by, waiting.answered_at = False, person, at
        waiting.save(update_fields=["agreed", "answered_by", "answered_at"])
        close_duty(contract.pk, key=_key(waiting), at=at)
    norm = ServiceNorm.objects.create(
        contract=contract, number=next_number(ServiceNorm, contract=contract),
        text=text, figures=dict(figures), from_day=from_day, proposed_by=person,
        proposed_at=at,
    )  # fmt: skip
    other = other_side(contract.side_of(person.org_id))
    raise_duty(
        contract.pk, key=_key(norm), kind="answer_service_norms", side=other, page=PAGE.format(code=code), at=at,
        clause="OP-4-B-5", facts={"number": norm.number},
    )  # fmt: skip
    record(contract, person, at, "norms.proposed", {"number": norm.number})
    return norm


@clause("OP-4-B-5", "OP-2-A-5")
@transaction.atomic
def answer_norms(
    *, person: Person, at: datetime, code: str, number: int, agrees: bool, reason: str = ""
) -> ServiceNorm:
    """The other side agrees, or says why not. What is agreed later than its day holds from the day of agreement."""
    contract = contract_for(person, code, "keep_norms")
    norm = ServiceNorm.objects.select_for_update().filter(contract=contract, number=number).first()
    if norm is None:
        raise NotFound(say("没有第 {number} 版客服规范", number=number), remedy=say("请从客服规范页打开。"))
    if norm.agreed is not None:
        raise UnableToServe(say("第 {number} 版已经答复过", number=number), code="WRONG_STATE")
    assert norm.proposed_by is not None
    if norm.proposed_by.org_id == person.org_id:
        raise UnableToServe(
            say("自己提的要由对方同意"), code="OWN_PROPOSAL", remedy=say("请对方的项目经理答复。")
        )
    norm.agreed, norm.answered_by, norm.answered_at = agrees, person, at
    norm.reason = text_of(reason, say("不同意的理由"), is_needed=not agrees)
    norm.from_day = max(norm.from_day, day_of(at))
    norm.save()
    close_duty(contract.pk, key=_key(norm), at=at)
    record(contract, person, at, "norms.agreed" if agrees else "norms.declined", {"number": number})
    if agrees:
        reckon_dues(contract)
    return norm


@clause("OP-4-B-5")
@transaction.atomic
def set_limit(
    *, person: Person, at: datetime, code: str, channel: str, store: str, act: str, minutes: int | None
) -> None:
    """Set another limit of an act for one store, None to take it back: what its platform or the brand asks for there."""
    contract = contract_for(person, code, "keep_norms")
    known = Store.objects.filter(contract=contract, channel=channel, name=store).exists()
    if not known or act not in ACTS or not (minutes is None or 1 <= minutes <= MINUTES_MAX):
        raise UnableToServe(
            say("店铺、时限没有写对"), code="LIMIT_WRONG", remedy=say("时限写 1 分钟到 60 天，清掉就空着。")
        )
    StoreLimit.objects.create(
        contract=contract, channel=channel, store=store, act=act, minutes=minutes, set_by=person, set_at=at
    )
    record(contract, person, at, "limits.set", {"store": store, "act": act, "minutes": minutes})
    reckon_dues(contract)


def reckon_dues(contract: Contract) -> None:
    """Set the deadlines of all open cases by the limits as they are now."""
    open_cases = Case.objects.filter(contract=contract).exclude(state__in=ENDED)
    for case in open_cases.order_by("pk").select_for_update():
        set_due(case)
        case.save(update_fields=["due_at", "due_act"])


def _key(norm: ServiceNorm) -> str:
    return f"service_norms:{norm.number}"
