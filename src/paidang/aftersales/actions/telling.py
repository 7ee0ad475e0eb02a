"""The platform is told what became of a case that came from it: by its interface through the outbox, else by a person.

The row of the outbox is written with the verdict, in its transaction: a verdict without it cannot be, and what was killed
before or after the call is told once (`channels.link.answering`). Where no interface does it the agency owes it by hand.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.aftersales.actions.recording import UnableToServe, case_for, page_of
from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.queries.cases import list_lines
from paidang.aftersales.queries.told import find_act, find_told, what_to_tell
from paidang.aftersales.rules.words import REFUSE, VERDICTS
from paidang.channels.link.channel import TAKE_BACK
from paidang.channels.link.documents import ASKED, CLOSED, REFUNDED, REFUSED, RETURN_GOODS
from paidang.channels.platforms import PLATFORMS
from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.duties.queries import list_open
from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.stores.actions.answer import ask_answer
from paidang.stores.models import OutgoingAct
from paidang.stores.rules.states import ANSWER, FAILED
from paidang.team.models import Person

REFUSAL = say("经商家核实，这次申请不符合退款条件；有疑问请联系店铺客服。")
"""What a buyer reads. Why the parties decided so is theirs and stays here."""


@clause("OP-2-A-5")
def tell_verdict(case: Case, lines: Sequence[CaseLine], person: Person, at: datetime) -> OutgoingAct | None:
    """Have the platform told the verdict, within the verdict's transaction; nothing of a case that is none of a platform's."""
    told = find_told(case)
    if told is None:
        return None
    answer = what_to_tell(case, told, case.verdict, {line.line_id: line.refund_fen or 0 for line in lines})
    if answer.by_hand:
        _owe(case, answer.by_hand, at)
    if not answer.does:
        return None
    words = str(REFUSAL) if case.verdict == REFUSE else ""
    return ask_answer(person=person, at=at, told=told, does=answer.does, words=words)


def tell_return(case: Case, person: Person, at: datetime) -> OutgoingAct | None:
    """Have the platform told that the buyer is to send the goods back, where it waits for that word."""
    told = find_told(case)
    if told is None or told.state != ASKED or told.kind != RETURN_GOODS:
        return None
    if not PLATFORMS[told.link.platform].answers_cases:
        _owe(case, say("平台没有答复售后的接口"), at)
        return None
    return ask_answer(person=person, at=at, told=told, does=TAKE_BACK)


@transaction.atomic
def tell_again(*, person: Person, at: datetime, code: str, number: int) -> OutgoingAct | None:
    """Tell the platform once more what it refused; what waits or was taken is left alone."""
    case = case_for(person, code, number, "serve_buyers")
    last, told = find_act(case), find_told(case)
    if last is None or told is None or last.state != FAILED:
        raise UnableToServe(
            say("没有平台拒绝过的答复"), code="NOTHING_TO_TELL", remedy=say("等着发出的会自动发。")
        )
    if last.body["does"] == TAKE_BACK:
        return tell_return(case, person, at)
    return tell_verdict(case, list_lines(case), person, at)


def settle_answers(contract: Contract, *, at: datetime) -> None:
    """Owe what platforms refused, and let go of what they say is done by now."""
    refused = OutgoingAct.objects.filter(contract=contract, kind=ANSWER, state=FAILED)
    cases = {act.body["case"]: act for act in refused.order_by("pk")}
    owed = Case.objects.filter(contract=contract, platform_case__in=list(cases))
    for case in owed:
        case.contract = contract
        told, last = find_told(case), find_act(case)
        if told and last and last.state == FAILED and told.state not in (REFUNDED, REFUSED, CLOSED):
            _owe(case, (last.problem or {}).get("reason") or say("平台没有收下答复"), at)
    for case in _open_by_hand(contract):
        told = find_told(case)
        if told is None or told.state in (REFUNDED, REFUSED, CLOSED):
            close_duty(contract.pk, key=_key(case), at=at)


def _open_by_hand(contract: Contract) -> list[Case]:
    numbers = [
        int(duty.key.partition(":")[2])
        for duty in list_open([contract.pk])
        if duty.kind == "answer_on_platform"
    ]
    found = list(Case.objects.filter(contract=contract, number__in=numbers))
    for case in found:
        case.contract = contract
    return found


def _owe(case: Case, why: Sentence | str, at: datetime) -> None:
    what = str(VERDICTS[case.verdict]) if case.verdict else str(say("同意退货"))
    raise_duty(
        case.contract_id, key=_key(case), kind="answer_on_platform", side="b", page=page_of(case), at=at, due_at=case.due_at,
        clause="OP-2-A-5", facts={"case": case.code, "store": case.store, "what": what, "why": str(why)},
    )  # fmt: skip


def _key(case: Case) -> str:
    return f"on_platform:{case.number}"
