"""Serving a notice on the other side, answering it, and closing it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import SETTLED, Contract, Notice, NoticeFile
from paidang.contracts.queries import get_contract, get_living, get_notice, served
from paidang.contracts.queries.numbers import next_number
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.life import last_day, transition_fault
from paidang.contracts.rules.renewal import last_day_to_object
from paidang.contracts.rules.rights import Known
from paidang.contracts.rules.serving import Case, Drawn, Said, draw_up
from paidang.duties.actions import Proof, close_duties, close_duty, raise_duty
from paidang.evidence.actions import hand_out_head
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.media import check_count
from paidang.kit.outcome import UnableTo, Violation
from paidang.kit.period import day_end_at, day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

FILE_MAX = 10 * 2**20
FILES_MAX = 10
ACT_OF = {n.REMINDER: "remind_statement", n.CLEARANCE: "settle_contract"}


class UnableToServe(UnableTo):
    code = "NOTICE_NOT_SERVED"


class UnableToAnswerNotice(UnableTo):
    code = "NOTICE_NOT_ANSWERED"


class UnableToCloseNotice(UnableTo):
    code = "NOTICE_NOT_CLOSED"


@clause("OP-6-A", "OP-6-B", "OP-6-C", "OP-6-D", "OP-7-A", "OP-2-B-5", "OP-5-B")
@transaction.atomic
def serve_notice(
    *, person: Person, at: datetime, code: str, said: Said, known: Known, files: Sequence[Proof] = ()
) -> Notice:
    """Serve a notice on the other side; it has reached it as soon as it stands in its portal. The same twice serves once.

    `known` is what the slices above know on that day. Raises UnableToServe with the rule's reason where it may not be.
    """
    check_may(person, act_of(said.kind))
    contract = get_contract(code, lock=True)
    _check_files(files, UnableToServe)
    side, day = contract.side_of(person.org_id), day_of(at)
    living = get_living(contract, day)
    grounds = said.grounds.strip()[:2000]
    for standing in contract.notices.filter(side=side, kind=said.kind, outcome=""):
        if standing.served_by_id == person.pk and standing.grounds == grounds and _says(standing, said):
            return standing
        if said.right and standing.facts.get("right") == said.right:
            raise _already_served()
    drawn = draw_up(Case(living.read, living.life, known, side, day, said, text_digest(grounds)))
    if isinstance(drawn, Violation):
        raise UnableToServe(drawn.message, code=drawn.code, clause=drawn.clause, remedy=drawn.remedy)
    if contract.notices.filter(side=side, kind=said.kind, about=drawn.about, outcome="").exists():
        raise _already_served()
    notice = _write(contract, person, at, said, grounds, drawn)
    _keep_files(notice, person, at, files)
    facts = {"number": notice.number, "grounds_sha256": text_digest(grounds), **_days(notice)}
    if files:
        facts["files_sha256"] = [file.sha256 for file in files]
    entry = record(contract, person, at, f"notice.{notice.kind}", facts)
    for party in contract.parties:
        hand_out_head(entry, document=f"{contract.code} 通知 {notice.number}", holder_org_id=party.pk)
    _raise_answer(notice, at)
    return notice


def _says(notice: Notice, said: Said) -> bool:
    """Whether the notice says all that is said, its grounds apart: the same form, sent once more."""
    chosen = {"right": said.right, "cause": said.cause, "how": said.how}
    return (
        all(notice.facts.get(name, "") == value for name, value in chosen.items())
        and said.last_day in (None, notice.last_day)
        and said.amount_fen in (None, notice.amount_fen)
    )


def _already_served() -> UnableToServe:
    return UnableToServe(
        say("同一件事的通知已经发出"), code="ALREADY_SERVED", remedy=say("请在履约页看那份通知。")
    )


def act_of(kind: str) -> str:
    """The act of `team.rules.roles` that serving a notice of this kind is."""
    return ACT_OF.get(kind, "give_notice")


def _write(
    contract: Contract, person: Person, at: datetime, said: Said, grounds: str, drawn: Drawn
) -> Notice:
    facts = {**drawn.facts, "right": said.right} if said.right else drawn.facts
    return Notice.objects.create(
        contract=contract, number=next_number(Notice, contract=contract),
        kind=said.kind, side=contract.side_of(person.org_id), about=drawn.about,
        clause=drawn.clause[:120], grounds=grounds, facts=facts, amount_fen=drawn.amount_fen,
        deadline=drawn.deadline, last_day=drawn.last_day, served_by=person, served_at=at,
    )  # fmt: skip


def _days(notice: Notice) -> dict[str, object]:
    days = {"deadline": notice.deadline, "last_day": notice.last_day}
    facts: dict[str, object] = {name: day.isoformat() for name, day in days.items() if day}
    if notice.amount_fen is not None:
        facts["amount_due"] = notice.amount_fen
    return facts


def _check_files(files: Sequence[Proof], error: type[UnableTo]) -> None:
    check_count(len(files), most=FILES_MAX, unable=error)
    for file in files:
        if not file.content or len(file.content) > FILE_MAX:
            raise error(
                say("文件 {name} 是空的，或超过 10 MB", name=file.name),
                code="FILE_SIZE",
                remedy=say("请换一份。"),
            )


def _keep_files(notice: Notice, person: Person, at: datetime, files: Sequence[Proof]) -> None:
    side = notice.contract.side_of(person.org_id)
    for file in {file.sha256: file for file in files}.values():
        NoticeFile.objects.create(
            notice=notice, contract=notice.contract, side=side, name=file.name[:255], sha256=file.sha256,
            content=file.content, added_by=person, added_at=at,
        )  # fmt: skip


def _page(notice: Notice) -> str:
    return f"/contracts/{notice.contract.code}/life#notice-{notice.number}"


def _key(notice: Notice) -> str:
    return f"notice-{notice.number}"


def _raise_answer(notice: Notice, at: datetime) -> None:
    """What the receiver has to do with it; by the notice's deadline where it has one."""
    raise_duty(
        notice.contract_id, key=_key(notice), kind=f"answer_{notice.kind}", side=served(notice).other, page=_page(notice),
        at=at, due_at=day_end_at(notice.deadline) if notice.deadline else None, clause=notice.clause[:80],
        facts={"number": notice.number, "month": notice.facts.get("month", ""), "day": str(notice.last_day or notice.deadline or "")},
    )  # fmt: skip


@clause("OP-6-A", "OP-6-B")
@transaction.atomic
def answer_notice(
    *,
    person: Person,
    at: datetime,
    code: str,
    number: int,
    verdict: str,
    answer: str = "",
    files: Sequence[Proof] = (),
) -> Notice:
    """Answer the other side's notice, once. Agreeing to an end fixes the last day, to a clearance settles the contract."""
    check_may(person, "answer_notice")
    contract = get_contract(code, lock=True)
    notice = get_notice(contract, number, lock=True)
    _check_not_settled(contract, UnableToAnswerNotice)
    if notice.side == contract.side_of(person.org_id):
        raise UnableToAnswerNotice(
            say("自己的通知不能自己答复"), code="SAME_SIDE", remedy=say("请对方答复。")
        )
    if notice.verdict == verdict and notice.answered_by_id == person.pk:
        return notice
    _check_answer(notice, verdict, answer)
    _check_files(files, UnableToAnswerNotice)
    _check_still_possible(notice, verdict, at)
    notice.verdict, notice.answer, notice.answered_by, notice.answered_at = (
        verdict,
        answer.strip()[:2000],
        person,
        at,
    )
    if verdict in n.KINDS[notice.kind].closing:
        notice.outcome, notice.closed_by, notice.closed_at = verdict, person, at
    notice.save(
        update_fields=["verdict", "answer", "answered_by", "answered_at", "outcome", "closed_by", "closed_at"]
    )
    _keep_files(notice, person, at, files)
    facts: dict[str, object] = {
        "number": number,
        "verdict": verdict,
        "answer_sha256": text_digest(notice.answer),
    }
    if files:
        facts["files_sha256"] = [file.sha256 for file in files]
    record(contract, person, at, "notice.answered", facts)
    close_duty(contract.pk, key=_key(notice), at=at)
    if notice.kind == n.CLEARANCE and verdict == n.AGREED:
        _settle(contract, person, at)
    return notice


def _check_answer(notice: Notice, verdict: str, answer: str) -> None:
    """That it has no answer yet, that this is one that its kind takes, and that a no has its reason."""
    if notice.verdict or notice.outcome:
        raise UnableToAnswerNotice(
            say("这份通知已经答复或了结"), code="ALREADY_ANSWERED", remedy=say("请刷新页面。")
        )
    if verdict not in n.KINDS[notice.kind].verdicts:
        raise UnableToAnswerNotice(
            say("这种通知不能这样答复"),
            code="NO_SUCH_VERDICT",
            remedy=say(
                "可以是：{verdicts}。",
                verdicts=tuple(n.VERDICT_WORDS[each] for each in n.KINDS[notice.kind].verdicts),
            ),
        )
    if verdict in (n.DISPUTED, n.DECLINED, n.REPLIED) and not answer.strip():
        raise UnableToAnswerNotice(
            say("没有写理由"), code="REASON_MISSING", remedy=say("请写明，对方看得到。")
        )


def _check_not_settled(contract: Contract, error: type[UnableTo]) -> None:
    if contract.state == SETTLED:
        raise error(say("双方已声明合同结清"), code="CONTRACT_SETTLED", remedy=say("以后的事请另行协商。"))


def _check_still_possible(notice: Notice, verdict: str, at: datetime) -> None:
    """An end that was proposed for a day that is over can no longer be agreed to; nor what the state of now excludes."""
    day = day_of(at)
    if verdict != n.AGREED or notice.kind not in (n.AGREEMENT, n.CLEARANCE):
        return
    if notice.last_day and notice.last_day < day:
        raise UnableToAnswerNotice(
            say("提议的最后一天 {day} 已经过去", day=notice.last_day.isoformat()),
            code="LAST_DAY_PAST",
            remedy=say("请对方另提一天。"),
        )
    act = n.AGREEMENT if notice.kind == n.AGREEMENT else "settle"
    fault = transition_fault(get_living(notice.contract, day).life, act, side=notice.side, day=day)
    if fault:
        raise UnableToAnswerNotice(fault.message, code=fault.code, remedy=fault.remedy)


def _settle(contract: Contract, person: Person, at: datetime) -> None:
    contract.state = SETTLED
    contract.save(update_fields=["state"])
    close_duties(contract.pk, at=at)  # nobody can answer or do them any more
    entry = record(contract, person, at, "contract.settled", {})
    for party in contract.parties:
        hand_out_head(entry, document=f"{contract.code} 结清", holder_org_id=party.pk)


@transaction.atomic
def close_notice(
    *,
    person: Person,
    at: datetime,
    code: str,
    number: int,
    outcome: str,
    note: str = "",
    files: Sequence[Proof] = (),
) -> Notice:
    """Close one's own notice: the breach is cured, force majeure is over, it is proven by a ruling, or it is taken back.

    A notice that ends the contract is not taken back by one side alone: it took effect when it arrived. Closing it twice
    the same way changes nothing.
    """
    check_may(person, "give_notice")
    contract = get_contract(code, lock=True)
    notice = get_notice(contract, number, lock=True)
    _check_not_settled(contract, UnableToCloseNotice)
    if notice.side != contract.side_of(person.org_id):
        raise UnableToCloseNotice(
            say("这是对方的通知"), code="NOT_YOURS", remedy=say("请对方了结，或答复它。")
        )
    if notice.outcome == outcome and notice.closed_by_id == person.pk:
        return notice
    if notice.outcome:
        raise UnableToCloseNotice(say("这份通知已经了结"), code="ALREADY_CLOSED", remedy=say("请刷新页面。"))
    _check_closing(contract, notice, outcome, at, files)
    _check_files(files, UnableToCloseNotice)
    notice.outcome, notice.closed_by, notice.closed_at, notice.close_note = (
        outcome,
        person,
        at,
        note.strip()[:500],
    )
    notice.save(update_fields=["outcome", "closed_by", "closed_at", "close_note"])
    _keep_files(notice, person, at, files)
    facts: dict[str, object] = {
        "number": number,
        "outcome": outcome,
        "note_sha256": text_digest(notice.close_note),
    }
    if files:
        facts["files_sha256"] = [file.sha256 for file in files]
    record(contract, person, at, "notice.closed", facts)
    close_duty(contract.pk, key=_key(notice), at=at)
    return notice


def _check_closing(
    contract: Contract, notice: Notice, outcome: str, at: datetime, files: Sequence[Proof]
) -> None:
    if outcome not in n.KINDS[notice.kind].closes:
        ends = notice.kind in (n.TERMINATION, n.IMMEDIATE)
        raise UnableToCloseNotice(
            say("解除通知到达后不能单方撤回") if ends else say("这种通知不能这样了结"),
            code="NO_SUCH_OUTCOME",
            remedy=say("要继续合作，请双方另签协议。") if ends else say("请刷新页面看可以做什么。"),
        )
    if outcome == n.PROVEN and not files:
        raise UnableToCloseNotice(
            say("没有附判决、裁决或鉴定文书"), code="PROOF_MISSING", remedy=say("请附上文书再登记查实。")
        )
    if notice.kind == n.OBJECTION and _is_too_late(contract, at):
        raise UnableToCloseNotice(
            say("提出不续期的期限已过，不能单方撤回"), code="TOO_LATE", remedy=say("要续期，请双方另签协议。")
        )


def _is_too_late(contract: Contract, at: datetime) -> bool:
    """Whether the last day to object is over: from then on the other side relies on the end."""
    day = day_of(at)
    life = get_living(contract, day).life
    end = last_day(life, day)
    return end is not None and day > last_day_to_object(end, life.renewal)


def fulfil_reminders(contract: Contract, *, month: str, at: datetime) -> None:
    """Close the reminders for a month's statement: it has come. Part of the sending, whose entry says so."""
    for notice in contract.notices.filter(kind=n.REMINDER, about=month, outcome=""):
        notice.outcome, notice.closed_at = n.FULFILLED, at
        notice.save(update_fields=["outcome", "closed_at"])
        close_duty(contract.pk, key=_key(notice), at=at)


@transaction.atomic
def record_notice_copy(*, person: Person, at: datetime, code: str, number: int) -> Notice:
    """Put on record that somebody took a notice on paper, and return it."""
    contract = get_contract(code)
    notice = get_notice(contract, number)
    record(contract, person, at, "notice.downloaded", {"number": number})
    return notice
