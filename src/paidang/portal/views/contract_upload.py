"""A new contract: a file or a pasted text is read first, then its agreement is picked, then the draft is made."""

import uuid
from collections.abc import Mapping
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from paidang.contracts.actions import upload_contract
from paidang.kit.written import whole_in
from paidang.portal.views import contract_reading
from paidang.portal.views.contract_reading import FILE_MAX, PASTE_MAX, ReadContract, UnableToRead
from paidang.team.actions import check_may
from paidang.team.models import Person
from paidang.team.rules.roles import AGENCY, BRAND


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contract_new(request: HttpRequest) -> HttpResponse:
    """The form; what was found in the file; with an agreement picked, the draft."""
    person = request.user
    assert isinstance(person, Person), "the view is behind login_required"
    check_may(person, "upload_contract")
    if request.method != "POST":
        return render(request, "portal/contract_new.html", _context())
    try:
        found = read_upload(request)
        if "document" in request.POST:
            return _make(request, person, found)
        documents = _documents(found)
    except UnableToRead as error:
        return _show(request, {"trouble": error}, status=error.status)
    role = next(str(one["role"]) for one in documents if one.get("picked"))
    return _show(request, {"found": found, "documents": documents, "role": role})


def _context() -> dict[str, object]:
    return {"once": uuid.uuid4(), "file_max": FILE_MAX, "paste_max": PASTE_MAX}


def _show(request: HttpRequest, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """For htmx what was found, else the whole page with it."""
    if request.headers.get("HX-Request") == "true":
        return render(request, "portal/_contract_found.html", dict(context), status=status)
    return render(request, "portal/contract_new.html", _context() | dict(context), status=status)


def read_upload(request: HttpRequest) -> ReadContract:
    """The file if there is one, else the pasted text."""
    file = request.FILES.get("file")
    if file is None:
        return contract_reading.read_pasted(request.POST.get("text", ""))
    if (file.size or 0) > FILE_MAX:
        raise UnableToRead(
            _("文件 %(name)s 有 %(size)d MB，至多 20 MB")
            % {"name": file.name, "size": -(-(file.size or 0) // (1024 * 1024))},
            remedy=_("请只传合同正文，附件和图片另存。"),
        )
    return contract_reading.read_bytes(file.name or "", file.read())


def _make(request: HttpRequest, person: Person, found: ReadContract) -> HttpResponse:
    """Make the draft and go to its page."""
    picked = request.POST.get("document", "")
    made = upload_contract(
        person=person, at=timezone.now(), file_name=found.name[:255], sha256=found.sha256, text=found.text, reading=found.reading,
        document=whole_in(picked, -1, digits=8), party_a=request.POST.get("party_a", ""),
        once=_once(request),
    )  # fmt: skip
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(reverse("portal:contract", args=[made.code]))
    return redirect("portal:contract", made.code)


def _once(request: HttpRequest) -> uuid.UUID | None:
    """The form's own mark: the same form sent twice makes one draft."""
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def _documents(found: ReadContract) -> list[dict[str, object]]:
    """What the file holds, in its order; the first agreement is picked."""
    documents = cast("list[dict[str, object]]", found.reading["documents"])
    shown = []
    for index, document in enumerate(documents):
        terms = cast("list[Mapping[str, object]]", document["terms"])
        findings = cast("list[object]", document["findings"])
        is_agreement = document["kind"] != "not_agreement"
        shown.append(
            {
                "index": index,
                "title": document["title"] or _("没有标题的一篇"),
                "kind": _kinds().get(str(document["kind"]), ""),
                "is_agreement": is_agreement,
                "hint": _hint(len(terms), len(findings)) if is_agreement else _("不是协议，没有约定可读"),
                "role": _role(terms) if is_agreement else "",
            }
        )
    agreements = [one for one in shown if one["is_agreement"]]
    if not agreements:
        raise UnableToRead(
            _("这份文字里没有可以履行的协议"), remedy=_("请上传合同全文：要有双方、标题和条款。")
        )
    agreements[0]["picked"] = True
    return shown


def _hint(terms: int, findings: int) -> str:
    return " · ".join(
        (
            ngettext("%(n)d 条约定", "%(n)d 条约定", terms) % {"n": terms},
            ngettext("%(n)d 处问题", "%(n)d 处问题", findings) % {"n": findings},
        )
    )


def _role(terms: list[Mapping[str, object]]) -> str:
    """Who the text's 甲方 is, where it says so."""
    said = {term["term"]: term["value"] for term in terms}
    if said.get("party.a.role") in (BRAND, AGENCY):
        return str(said["party.a.role"])
    return {BRAND: AGENCY, AGENCY: BRAND}.get(str(said.get("party.b.role")), "")


def _kinds() -> dict[str, str]:
    return {
        "operations": _("代运营合作"),
        "consulting": _("代运营服务"),
        "distribution": _("经销"),
        "other_agreement": _("其他协议"),
        "not_agreement": _("文章"),
    }
