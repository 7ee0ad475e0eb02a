"""What is done on an incident's page: evidence, the answer, the notice, the outcome."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.queries import get_contract
from paidang.incidents import actions
from paidang.incidents.actions import UnableToReport
from paidang.incidents.queries.incidents import get_incident, get_incident_file
from paidang.kit.sentence import say
from paidang.portal.views.asking import day_from, person_of
from paidang.portal.views.given_file import shown_file
from paidang.portal.views.incidents import files_of


@login_required
@require_POST
def incident_file_add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Keep the pictures that were chosen or taken."""
    files = files_of(request)
    if not files:
        raise UnableToReport(say("没有选文件"), code="FILE_NOT_TAKEN", remedy=say("请再选一次。"))
    for file in files:
        actions.add_file(
            person=person_of(request), at=timezone.now(), code=code, number=number, name=file.name,
            content=file.content,
        )  # fmt: skip
    messages.success(
        request, ngettext("%(n)d 份证据已存证。", "%(n)d 份证据已存证。", len(files)) % {"n": len(files)}
    )
    return redirect("portal:incident", code, number)


@login_required
@require_GET
def incident_file(request: HttpRequest, code: str, number: int, sha256: str) -> HttpResponse:
    """One piece: a picture to look at, all else to save."""
    file = get_incident_file(get_incident(get_contract(code), number), sha256)
    return shown_file(file.name, file.media, bytes(file.content))


@login_required
@require_POST
def incident_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Accept the fault, or dispute it."""
    asked = request.POST
    actions.answer_incident(
        person=person_of(request), at=timezone.now(), code=code, number=number, verdict=asked.get("verdict", ""),
        answer=asked.get("answer", ""),
    )  # fmt: skip
    messages.success(request, _("已答复，记入存证。"))
    return redirect("portal:incident", code, number)


@login_required
@require_POST
def incident_notice(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Serve the contract's notice on the side at fault."""
    asked = request.POST
    found = actions.give_notice(
        person=person_of(request), at=timezone.now(), code=code, number=number, grounds=asked.get("grounds", ""),
        by=day_from(asked.get("by", ""), UnableToReport),
    )  # fmt: skip
    told = found.notice.number if found.notice else 0
    messages.success(request, _("通知已送达对方，编号 %(n)s，记入存证。") % {"n": told})
    return redirect("portal:incident", code, number)


@login_required
@require_POST
def incident_close(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say what it came to."""
    asked = request.POST
    actions.close_incident(
        person=person_of(request), at=timezone.now(), code=code, number=number, outcome=asked.get("outcome", ""),
        words=asked.get("words", ""),
    )  # fmt: skip
    messages.success(request, _("已了结，记入存证。"))
    return redirect("portal:incident", code, number)
