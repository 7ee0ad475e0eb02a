"""Evidence of a case: added from a camera or a folder, shown as a picture, never run."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.aftersales.actions import UnableToServe, add_file
from paidang.aftersales.queries.cases import get_case, get_case_file
from paidang.aftersales.rules.files import FILE_BYTES_MAX
from paidang.contracts.queries import get_contract
from paidang.kit.sentence import say
from paidang.portal.views.asking import person_of
from paidang.portal.views.given_file import shown_file

AT_ONCE = 10


@login_required
@require_POST
def case_file_add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Keep the pictures that were chosen or taken."""
    person, files = person_of(request), request.FILES.getlist("file")
    if not 0 < len(files) <= AT_ONCE:
        raise UnableToServe(
            say("一次选 1 到 {most} 个文件", most=AT_ONCE), code="FILE_NOT_TAKEN", remedy=say("请再选一次。")
        )
    kind = "inspection" if person.may("inspect_returns") else request.POST.get("kind", "buyer")
    for file in files:
        add_file(
            person=person, at=timezone.now(), code=code, number=number, kind=kind, name=str(file.name),
            content=file.read(FILE_BYTES_MAX + 1),
        )  # fmt: skip
    messages.success(
        request, ngettext("%(n)d 份证据已存证。", "%(n)d 份证据已存证。", len(files)) % {"n": len(files)}
    )
    return redirect("portal:case", code, number)


@login_required
@require_GET
def case_file(request: HttpRequest, code: str, number: int, sha256: str) -> HttpResponse:
    """One piece: a picture to look at, all else to save."""
    file = get_case_file(get_case(get_contract(code), number), sha256)
    return shown_file(file.name, file.media, bytes(file.content))
