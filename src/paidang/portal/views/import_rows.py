"""Mending quarantined rows in place: a row is read again alone, or left out for good; or what it waits for is said."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.intake.actions import admit_store, discard_row, mend_row
from paidang.intake.models import QuarantineRow
from paidang.intake.queries import format_of
from paidang.intake.rules.states import MENDED
from paidang.portal.views.import_words import bad_row
from paidang.team.models import Person

CELL = "cell:"


@login_required
@require_POST
def import_mend(request: HttpRequest, row_id: int) -> HttpResponse:
    """Take the cells of the form and read the row again; what is still wrong comes back with it."""
    person = request.user
    assert isinstance(person, Person)
    cells = {
        name.removeprefix(CELL): str(value) for name, value in request.POST.items() if name.startswith(CELL)
    }
    row = mend_row(person=person, at=timezone.now(), row_id=row_id, cells=cells)
    said = _("已修好，已写入") if row.state == MENDED else _("还有错，没有写入")
    return _answer(request, row, said)


@login_required
@require_POST
def import_discard(request: HttpRequest, row_id: int) -> HttpResponse:
    """Leave the row out for good; it stays on record."""
    person = request.user
    assert isinstance(person, Person)
    row = discard_row(person=person, at=timezone.now(), row_id=row_id, reason=request.POST.get("reason", ""))
    return _answer(request, row, _("已放弃，不写入；原样留在记录里"))


@login_required
@require_POST
def import_store(request: HttpRequest, import_id: int) -> HttpResponse:
    """Say that a store is operated under the contract; the rows that wait for that go in."""
    person = request.user
    assert isinstance(person, Person)
    store = request.POST.get("store", "")
    rows = admit_store(
        person=person,
        at=timezone.now(),
        import_id=import_id,
        channel=request.POST.get("channel", ""),
        name=store,
    )
    messages.info(request, _("登记了店铺 %(store)s，写入了 %(n)s 行") % {"store": store, "n": f"{rows:,}"})
    return redirect("portal:import_file", import_id)


def _answer(request: HttpRequest, row: QuarantineRow, said: str) -> HttpResponse:
    """The row as it is now, for htmx; else the file's page. Rows of the same order may have changed with it."""
    if request.headers.get("HX-Request") == "true":
        if row.group:
            messages.info(request, _("第 %(row)s 行：%(said)s") % {"row": row.row_number, "said": said})
            answer = HttpResponse(status=204)
            answer["HX-Refresh"] = "true"
            return answer
        return render(
            request,
            "portal/import_row.html",
            {"bad": bad_row(row, format_of(row.file), said), "may": True, "file": row.file},
        )
    messages.info(request, _("第 %(row)s 行：%(said)s") % {"row": row.row_number, "said": said})
    return redirect("portal:import_file", row.file_id)
