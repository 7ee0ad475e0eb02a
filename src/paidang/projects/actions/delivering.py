"""A version is submitted, the other side confirms it in writing or returns it, and only then it goes before the public."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.given import hand_over
from paidang.contracts.rules.annexes import safe_name
from paidang.duties.actions import Proof
from paidang.kit.clause import clause
from paidang.kit.media import check_count, check_paper, media_of
from paidang.kit.outcome import Violation
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.projects.actions.owing import set_duties
from paidang.projects.actions.recording import UnableToRun, record, task_for, text_of
from paidang.projects.models import (
    FILE_BYTES_MAX,
    LINK_MAX,
    REASON_MAX,
    WORDS_MAX,
    Delivery,
    DeliveryFile,
    Project,
    Task,
)
from paidang.projects.queries.papers import check_of
from paidang.projects.queries.projects import Standing, list_standings, title_of
from paidang.projects.rules.papers import ASKED, PAPERS, STATE_WORDS, blocks_opening
from paidang.projects.rules.procurement import NotALine, read_lines
from paidang.projects.rules.states import PUBLISHED, SIDE_WORDS, SUBMITTED, digest_of, why_not_public
from paidang.projects.rules.templates import GO_LIVE, PLATFORM, PROCUREMENT, SHOPS
from paidang.team.models import Person

FILES_MAX = 20


@clause("OP-2-B-3", "OP-2-A-4", "OP-4-B-2", "TC-3-4")
@transaction.atomic
def submit_delivery(
    *, person: Person, at: datetime, code: str, number: int, task: int, words: str = "", link: str = "",
    files: Sequence[Proof] = (), lines: str = "",
) -> Delivery:  # fmt: skip
    """Submit the next version: files, a link, words, for a procurement plan its lines. One that still waits is replaced.

    What a platform decided is told by the agency and needs no answer. Where a version stands already it is a change: it
    says what changes, and what stands stands on until the change is confirmed, and published where that one was.
    """
    project, one = task_for(person, code, number, task, "deliver_task")
    doer = "b" if one.task.side == PLATFORM else one.task.side
    _check_side(project, person, doer, say("提交"))
    is_change = one.is_done and one.task.side != PLATFORM
    words = text_of(words, say("改了什么") if is_change else say("说明"), WORDS_MAX, is_needed=is_change)
    link, kept = _link(link), _files(files)
    rows = _lines(one.task, lines)
    if not (words or link or kept or rows):
        raise UnableToRun(
            say("什么都没有交"), code="NOTHING_GIVEN", remedy=say("给文件、链接或说明，至少一样。")
        )
    hand_over(
        project.contract, person, at, files={each.sha256: each.name for each in kept.values()}, texts=[words], unable=UnableToRun
    )  # fmt: skip
    _replace_waiting(one, person, at)
    version = (one.latest.version if one.latest else 0) + 1
    digest = digest_of(
        task=_name(project, one.task), version=version, words=words, link=link, lines=rows,
        files=[each.sha256 for each in kept.values()],
    )  # fmt: skip
    told = {"agreed": True, "answered_by": person, "answered_at": at, "confirmed_digest": digest}
    delivery = Delivery.objects.create(
        contract=project.contract, task=one.task, version=version, words=words, link=link, lines=rows, digest=digest,
        submitted_by=person, submitted_at=at, **(told if one.task.side == PLATFORM else {}),
    )  # fmt: skip
    DeliveryFile.objects.bulk_create(
        DeliveryFile(
            contract=project.contract, delivery=delivery, name=safe_name(each.name), media=media_of(each.content),
            sha256=each.sha256, size_bytes=len(each.content), content=each.content,
        )
        for each in kept.values()
    )  # fmt: skip
    facts: dict[str, object] = {"version": version, "digest": digest}
    if is_change and one.stands:
        record(project, person, at, "project.changed", facts | {"stands": one.stands.version}, one.task)
    else:
        record(project, person, at, "project.submitted", facts, one.task)
        _set_done(one.task, at if one.task.side == PLATFORM else None)
    set_duties(project, at)
    return delivery


@clause("TC-3-2", "TC-3-4", "OP-4-B-2")
@transaction.atomic
def answer_delivery(
    *,
    person: Person,
    at: datetime,
    code: str,
    number: int,
    task: int,
    agree: bool,
    digest: str,
    reason: str = "",
) -> Delivery:
    """The other side's word on exactly the version whose digest it was shown: confirmed in writing, or returned with the
    reason. The same word again changes nothing.
    """
    project, one = task_for(person, code, number, task, "answer_delivery")
    latest = one.latest
    _check_side(project, person, other_side(one.task.side), say("答复"))
    if latest is None or latest.digest != digest:
        raise UnableToRun(
            say("看到的不是最新一版"), code="NOT_THE_LATEST", remedy=say("请刷新，看过最新一版再答复。")
        )
    if latest.agreed is agree:
        return latest
    if one.state != SUBMITTED:
        raise UnableToRun(say("第 {version} 版已经答复过", version=latest.version), code="WRONG_STATE")
    latest.reason = text_of(reason, say("退回的理由"), REASON_MAX, is_needed=not agree)
    latest.agreed, latest.answered_by, latest.answered_at = agree, person, at
    latest.confirmed_digest = digest if agree else ""
    latest.save(update_fields=["reason", "agreed", "answered_by", "answered_at", "confirmed_digest"])
    act = "project.confirmed" if agree else "project.returned"
    record(project, person, at, act, {"version": latest.version, "digest": digest}, one.task)
    if agree and not one.task.is_public and not one.is_done:
        _set_done(one.task, at)
    set_duties(project, at)
    return latest


@clause("TC-3-2", "OP-2-A-1")
@transaction.atomic
def publish_delivery(*, person: Person, at: datetime, code: str, number: int, task: int) -> Delivery:
    """Put a version before the public: refused until the brand's written word stands for exactly it, what comes first is
    done, and, for an opening, every paper the platform asks for stands. Published again changes nothing."""
    project, one = task_for(person, code, number, task, "deliver_task")
    _check_side(project, person, "b", say("发布"))
    if not one.task.is_public:
        raise UnableToRun(say("这件事不对外发布"), code="NOT_PUBLIC", remedy=say("书面确认后就做完了。"))
    if one.state == PUBLISHED:
        assert one.latest is not None
        return one.latest
    if refused := why_not(project, one, at):
        raise UnableToRun(refused.message, code=refused.code, clause=refused.clause, remedy=refused.remedy)
    assert one.latest is not None
    latest = one.latest
    latest.published_by, latest.published_at = person, at
    latest.save(update_fields=["published_by", "published_at"])
    record(
        project,
        person,
        at,
        "project.published",
        {"version": latest.version, "digest": latest.digest},
        one.task,
    )
    if not one.is_done:
        _set_done(one.task, at)
    set_duties(project, at)
    return latest


def why_not(project: Project, one: Standing, at: datetime) -> Violation | None:
    """Why the task's latest version may not go before the public; None: it may. The digest is reckoned anew from what is kept."""
    latest = one.latest
    refused = why_not_public(
        title=title_of(one.task), state=one.state, version=latest.version if latest else 0,
        digest=_digest_now(project, one.task, latest) if latest and latest.agreed else "",
        confirmed_digest=latest.confirmed_digest if latest else "",
        before=_unfinished(project, one),
    )  # fmt: skip
    if refused or one.task.key != GO_LIVE or project.kind not in SHOPS:
        return refused
    bad = blocks_opening(check_of(project.contract, ASKED[project.kind], day_of(at)))
    if not bad:
        return None
    names = [
        say(
            "{paper}（{state}，轮到{side}）",
            paper=PAPERS[each.kind][0],
            state=STATE_WORDS[each.state],
            side=SIDE_WORDS[each.side],
        )
        for each in bad
    ]
    return Violation(
        "PAPERS_MISSING",
        say("证照不齐，不能开业：{names}", names=names),
        "OP-2-A-1",
        {},
        say("先补上这些证照。"),
    )


def _unfinished(project: Project, one: Standing) -> list[tuple[str, str]]:
    """What comes first and is not done, each with whose turn it is now."""
    rows = list_standings(project) if one.waits_for else []
    return [(title_of(each.task), each.whose) for each in rows if each.task in one.waits_for]


def _digest_now(project: Project, task: Task, latest: Delivery) -> str:
    whole = Delivery.objects.get(pk=latest.pk)
    files = [
        Proof(row.name, bytes(row.content)).sha256 for row in DeliveryFile.objects.filter(delivery=whole)
    ]
    return digest_of(
        task=_name(project, task),
        version=whole.version,
        words=whole.words,
        link=whole.link,
        lines=whole.lines,
        files=files,
    )


def _name(project: Project, task: Task) -> str:
    return f"{project.contract.code} {project.code}-{task.number}"


def _check_side(project: Project, person: Person, side: str, what: str) -> None:
    if project.contract.side_of(person.org_id) != side:
        raise UnableToRun(
            say("这件事的{what}由{side}来做", what=what, side=SIDE_WORDS[side]),
            code="NOT_YOUR_TURN",
            remedy=say("请对方来做。"),
        )


def _link(link: str) -> str:
    link = link.strip()
    if link and (not link.startswith(("https://", "http://")) or len(link) > LINK_MAX or " " in link):
        raise UnableToRun(say("链接不对"), code="LINK_WRONG", remedy=say("要 https:// 开头的完整网址。"))
    return link


def _files(files: Sequence[Proof]) -> dict[str, Proof]:
    check_count(len(files), most=FILES_MAX, unable=UnableToRun)
    for each in files:
        check_paper(
            each.content,
            bytes_max=FILE_BYTES_MAX,
            unable=UnableToRun,
            remedy=say("别的文件请给链接，或存成 PDF。"),
        )
    return {each.sha256: each for each in files}


def _lines(task: Task, lines: str) -> list[dict[str, object]]:
    if not lines.strip():
        return []
    if task.key != PROCUREMENT:
        raise UnableToRun(say("只有采购计划有采购行"), code="NO_LINES_HERE")
    try:
        return [line.as_data() for line in read_lines(lines)]
    except NotALine as wrong:
        raise UnableToRun(
            say("采购行第 {number} 行“{row}”读不出", number=wrong.number, row=wrong.row.strip()[:60]),
            code="LINE_WRONG",
            remedy=say("一行写 SKU、件数、到货日，如 QL-1 200 2026-10-20。"),
        ) from None


def _replace_waiting(one: Standing, person: Person, at: datetime) -> None:
    if one.latest is not None and one.latest.agreed is None:
        Delivery.objects.filter(pk=one.latest.pk).update(
            agreed=False, reason=say("由新的一版代替"), answered_by=person, answered_at=at
        )


def _set_done(task: Task, at: datetime | None) -> None:
    task.done_at = at
    task.save(update_fields=["done_at"])
