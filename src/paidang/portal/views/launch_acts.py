"""What is done on a project's page, one address for each act, and the files of its versions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.given_file import shown_file
from paidang.projects import actions
from paidang.projects.actions import UnableToRun
from paidang.projects.models import FILE_BYTES_MAX, Delivery
from paidang.projects.queries.projects import get_file, get_project

Who = dict[str, Any]
BY_WORD = {"yes": True, "no": False}
"""Whether the opening waits; all else: by the task's place."""


@login_required
@require_POST
def launch_begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a project."""
    asked, now = request.POST, timezone.now()
    project = actions.begin_project(
        person=person_of(request), at=now, code=code, kind=asked.get("kind", ""), title=asked.get("title", ""),
        starts_on=day_from(asked.get("starts_on", ""), UnableToRun) or day_of(now),
    )  # fmt: skip
    messages.success(request, _("项目已开始，双方各自的第一件事在今天的清单上。"))
    return redirect("portal:launch_project", code, project.number)


@login_required
@require_POST
def launch_add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Add a task."""
    asked = request.POST
    task = actions.add_task(
        person=person_of(request), at=timezone.now(), code=code, number=number, title=asked.get("title", ""),
        phase=asked.get("phase", ""), side=asked.get("side", ""), days=days_from(asked.get("days", "")),
        after=tuple(days_from(each) for each in asked.getlist("after") if each), is_public="is_public" in asked,
        service=asked.get("service", ""), charge_fen=fen_from(asked.get("charge", ""), UnableToRun) or 0,
        before_opening=BY_WORD.get(asked.get("before_opening", "")),
    )  # fmt: skip
    messages.success(request, _("已加上，双方都看得到。"))
    return redirect("portal:launch_task", code, number, task.number)


@login_required
@require_POST
def launch_tasks_file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Add the tasks of a table."""
    made = actions.add_tasks(
        person=person_of(request), at=timezone.now(), code=code, number=number, file=read_upload(request)
    )
    messages.success(request, _("已加 %(n)d 件事，双方都看得到。") % {"n": len(made)})
    return redirect("portal:launch_project", code, number)


@login_required
@require_POST
def launch_act(request: HttpRequest, code: str, number: int, task: int, act: str) -> HttpResponse:
    """Do one of ACTS with the task, and be back on it."""
    if act not in ACTS:
        raise NotFound(_("没有这一步"), remedy=_("请从店铺项目的页面上做。"))
    do, said = ACTS[act]
    done = do(
        {"person": person_of(request), "at": timezone.now(), "code": code, "number": number, "task": task},
        request,
    )
    messages.success(request, said(done))
    return redirect("portal:launch_task", code, number, task)


def days_from(text: str) -> int:
    """A number of days as typed; 0, which no act takes, for what is none."""
    return whole_in(text, digits=4)


def _submit(who: Who, request: HttpRequest) -> Delivery:
    asked, files = request.POST, request.FILES.getlist("file")
    given = [Proof(str(file.name), file.read(FILE_BYTES_MAX + 1)) for file in files]
    return actions.submit_delivery(
        **who,
        words=asked.get("words", ""),
        link=asked.get("link", ""),
        files=given,
        lines=asked.get("lines", ""),
    )


def _confirm(who: Who, request: HttpRequest) -> None:
    asked = request.POST
    actions.answer_delivery(**who, agree=True, digest=asked.get("digest", ""), reason=asked.get("reason", ""))


def _return(who: Who, request: HttpRequest) -> None:
    asked = request.POST
    actions.answer_delivery(
        **who, agree=False, digest=asked.get("digest", ""), reason=asked.get("reason", "")
    )


def _publish(who: Who, request: HttpRequest) -> None:
    actions.publish_delivery(**who)


def _slip(who: Who, request: HttpRequest) -> None:
    asked = request.POST
    actions.slip_task(**who, days=days_from(asked.get("days", "")), reason=asked.get("reason", ""))


def _propose_day(who: Who, request: HttpRequest) -> None:
    asked = request.POST
    due_on = day_from(asked.get("due_on", ""), UnableToRun)
    if due_on is None:
        raise UnableToRun(say("没有写改到哪一天"), code="DAY_WRONG", remedy=say("请选一天。"))
    actions.propose_day(**who, due_on=due_on, reason=asked.get("reason", ""))


def _answer_day(who: Who, request: HttpRequest) -> bool:
    asked = request.POST
    due_on, agree = day_from(asked.get("due_on", ""), UnableToRun), asked.get("verdict") == "agree"
    if due_on is None:
        raise UnableToRun(say("没有写是哪一天"), code="DAY_WRONG", remedy=say("请从这件事的页面答复。"))
    actions.answer_day(**who, due_on=due_on, agree=agree, reason=asked.get("reason", ""))
    return agree


def _note(who: Who, request: HttpRequest) -> None:
    actions.note_slip(**who)


def _opening(who: Who, request: HttpRequest) -> bool:
    is_before = request.POST.get("before_opening") == "yes"
    actions.set_before_opening(**who, is_before=is_before)
    return is_before


def _submitted(delivery: Delivery) -> str:
    """What a platform decided is told, and waits for nobody's word."""
    if delivery.agreed:
        return _("已告知对方，不用答复。")
    return _("已提交，轮到对方书面确认或退回。")


ACTS: dict[str, tuple[Callable[[Who, HttpRequest], Any], Callable[[Any], str]]] = {
    "submit": (_submit, _submitted),
    "confirm": (_confirm, lambda _done: _("书面确认已存证：人、时间和内容的摘要。")),
    "return": (_return, lambda _done: _("已退回，对方看得到理由。")),
    "publish": (_publish, lambda _done: _("已发布。")),
    "slip": (_slip, lambda _done: _("已顺延，后面的事跟着动，对方的清单上有一条。")),
    "propose-day": (_propose_day, lambda _done: _("已提议，等对方答复；在那以前原来的日子算数。")),
    "answer-day": (
        _answer_day,
        lambda agreed: _("已同意，双方的清单照新的日子。") if agreed else _("已答复不同意，原来的日子算数。"),
    ),
    "opening": (_opening, lambda waits: _("开店要等这件事。") if waits else _("开店不必等这件事。")),
    "note": (_note, lambda _done: _("已记下：知悉改期。")),
}


@login_required
@require_safe
def launch_file(request: HttpRequest, code: str, number: int, sha256: str) -> HttpResponse:
    """A file of a version: a picture to look at, all else to save."""
    file = get_file(get_project(get_contract(code), number), sha256)
    return shown_file(file.name, file.media, bytes(file.content))


def read_upload(request: HttpRequest) -> Proof:
    """The one file that was given; UnableToRun where there is none."""
    file = request.FILES.get("file")
    if file is None:
        raise UnableToRun(say("没有选文件"), code="FILE_NOT_TAKEN", remedy=say("请选一个文件。"))
    return Proof(str(file.name), file.read(FILE_BYTES_MAX + 1))
