"""A project as PDF, in the reader's language: how it stands, who owes what, deliverables with digests and words, papers."""

from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from paidang.contracts.queries import get_contract, heading_of
from paidang.kit.period import day_of
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_reading import language
from paidang.portal.views.copies import copy_mark, copy_name
from paidang.portal.views.launch_days import changed_days
from paidang.portal.views.launch_rows import name_of, owed, side_word
from paidang.printing.project import ProjectPaper, project_pdf
from paidang.projects.actions import record_export
from paidang.projects.models import DayProposal, Delivery, Slip
from paidang.projects.queries.papers import asked_of, check_of
from paidang.projects.queries.projects import (
    Picture,
    Standing,
    get_picture,
    get_project,
    list_day_proposals,
    list_deliveries,
    list_files,
    list_slips,
    title_of,
)
from paidang.projects.rules.papers import PAPERS, STATE_WORDS
from paidang.projects.rules.states import STATES


@login_required
@require_safe
def launch_pdf(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The project as it stands now; on record like every copy, and who took it stands on it."""
    person, now, contract = person_of(request), timezone.now(), get_contract(code)
    picture = get_picture(get_project(contract, number), day_of(now))
    record_export(person=person, at=now, code=code, number=number, rows=len(picture.standings))
    meta = {"lang": language(), **heading_of(contract, is_registered=True)}
    paper = ProjectPaper(
        name=f"{picture.project.code} {name_of(picture.project)}",
        mark=copy_mark(person, now),
        facts=_facts(picture),
        tasks=[_task(picture, one) for one in picture.standings],
        owed=[
            (
                group["word"],
                [(row["what"], row["due"].isoformat() if row["due"] else "—") for row in group["rows"]],
            )
            for group in owed(picture)
        ],
        deliveries=[
            (f"{one.task.number} {worded(title_of(one.task))}", _versions(one))
            for one in picture.standings
            if one.latest
        ],
        changed=[
            (row["title"], _moved(row))
            for row in changed_days(list_slips(picture.project), list_day_proposals(picture.project))
        ],
        papers=[
            (f"{worded(PAPERS[one.kind][0])}（{side_word(picture, one.side)}）", _paper(one.state, one.until))
            for one in check_of(contract, asked_of(contract), picture.today)
        ],
        made_at=now,
    )
    answer = HttpResponse(project_pdf(paper, meta), content_type="application/pdf")
    name = copy_name(f"{code} {picture.project.code}", "pdf", person, now)
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return answer


def _facts(picture: Picture) -> list[tuple[str, str]]:
    late = picture.late_days
    if picture.is_done:
        said = _("全部做完")
    elif late > 0:
        said = ngettext("比计划晚 %(n)d 个工作日", "比计划晚 %(n)d 个工作日", late) % {"n": late}
    elif late < 0:
        said = ngettext("比计划早 %(n)d 个工作日", "比计划早 %(n)d 个工作日", -late) % {"n": -late}
    else:
        said = _("照计划")
    return [
        (_("截至"), picture.today.isoformat()),
        (_("进度"), said),
        (_("完成"), f"{picture.done_count} / {len(picture.standings)}"),
        (_("开始"), picture.project.starts_on.isoformat()),
        (_("原定结束"), picture.first_end.isoformat()),
        (_("预计结束"), picture.end.isoformat()),
    ]


def _task(picture: Picture, one: Standing) -> list[str]:
    first, expected = picture.first[one.task.number], picture.expected[one.task.number]
    late = picture.late_of(one)
    state = worded(STATES[one.state])
    return [
        str(one.task.number), worded(title_of(one.task)), side_word(picture, one.task.side),
        f"{first.start:%m-%d}–{first.end:%m-%d}", f"{picture.agreed[one.task.number].due:%m-%d}",
        f"{expected.start:%m-%d}–{expected.end:%m-%d}",
        ngettext("%(state)s，晚 %(n)d 天", "%(state)s，晚 %(n)d 天", late) % {"state": state, "n": late} if late else state,
    ]  # fmt: skip


def _moved(row: dict[str, Any]) -> str:
    """Who moved or proposed a day, why, and the other side's word."""
    if "slip" in row:
        slip: Slip = row["slip"]
        said = ngettext("%(who)s 顺延 %(n)s 个工作日", "%(who)s 顺延 %(n)s 个工作日", slip.days) % {
            "who": slip.slipped_by.name,
            "n": slip.days,
        }
        noted = _("%(who)s 已知悉") % {"who": slip.noted_by.name} if slip.noted_by else _("等对方知悉")
        return "；".join([f"{moment_text(row['at'])} {said}", slip.reason, noted])
    day: DayProposal = row["day"]
    said = _("%(who)s 提议 %(before)s 改到 %(due)s") % {
        "who": day.proposed_by.name,
        "before": day.due_before,
        "due": day.due_on,
    }
    if day.answered_by is None:
        word = _("等对方答复")
    elif day.answered_by == day.proposed_by:
        word = _("换成了新的提议")
    else:
        word = (_("%(who)s 已同意") if day.agreed else _("%(who)s 不同意")) % {"who": day.answered_by.name}
    return "；".join(filter(None, [f"{moment_text(row['at'])} {said}", day.reason, word, day.answer]))


def _versions(one: Standing) -> list[tuple[str, str]]:
    """Every version of what a task delivers, the latest first, each with the word on it."""
    versions = list_deliveries(one.task)
    files = list_files(versions)
    rows = []
    for each in versions:
        name = f"V{each.version}"
        submitted = _("%(who)s %(at)s 提交") % {
            "who": each.submitted_by.name,
            "at": moment_text(each.submitted_at),
        }
        rows.append((name, "；".join(filter(None, [submitted, each.words[:200], each.link]))))
        rows += [
            (_("%(name)s 文件") % {"name": name}, f"{file.name} {file.sha256}")
            for file in files.get(each.pk, [])
        ]
        rows.append((_("%(name)s 摘要") % {"name": name}, each.digest))
        rows.append((_("%(name)s 答复") % {"name": name}, _word(each)))
    return rows


def _word(each: Delivery) -> str:
    if each.agreed is None or each.answered_by is None or each.answered_at is None:
        return _("还没有")
    said = {"who": each.answered_by.name, "at": moment_text(each.answered_at), "reason": each.reason}
    if not each.agreed:
        return _("%(who)s %(at)s 退回：%(reason)s") % said
    word = _("%(who)s %(at)s 书面确认") % said
    if each.published_at:
        word += _("，%(at)s 已发布") % {"at": moment_text(each.published_at)}
    return word


def _paper(state: str, until: object) -> str:
    word = worded(STATE_WORDS[state])
    return _("%(state)s，到 %(day)s") % {"state": word, "day": until} if until else word
