"""Versions of a draft: hand in the next one, and two of them side by side, beginning with what the change is worth."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paidang.contracts.actions import submit_version
from paidang.contracts.models import DRAFT
from paidang.contracts.queries import (
    Standing,
    get_contract,
    get_negotiation,
    get_standing,
    list_versions,
)
from paidang.contracts.rules.comparing import KEPT, Comparison, compare
from paidang.contracts.rules.drafting.compose import to_text
from paidang.contracts.rules.drafting.model import Draft, Template
from paidang.contracts.rules.drafting.proof import make
from paidang.contracts.rules.drafting.templates import TEMPLATES, find_template, first_answers
from paidang.contracts.rules.reading import read_contract
from paidang.kit.period import day_of
from paidang.portal.views.asking import day_from, person_of
from paidang.portal.views.contract_findings import mended
from paidang.portal.views.contract_reading import ReadContract, UnableToRead, language
from paidang.portal.views.contract_talk import number_in, talk_context
from paidang.portal.views.contract_upload import read_upload
from paidang.portal.views.contract_worth import (
    days_against,
    days_between,
    other_terms,
    worth_against,
    worth_of,
    worth_of_offers,
)
from paidang.settlement.rules.changed_money import Terms
from paidang.team.actions import check_may


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contract_revise(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in the next version as a file or as the text that is there, changed; then it is shown against the one before.

    `?mend=all`, or the keys of some findings, has their proposed wordings in the text already.
    """
    person, contract = person_of(request), get_contract(code)
    check_may(person, "upload_contract")
    standing = get_standing(contract)
    context: dict[str, object] = {
        "contract": contract,
        "number": standing.text.number,
        "today": day_of(timezone.now()),
    }
    if request.method != "POST":
        asked = request.GET.getlist("mend")
        text, written = mended(standing, person, None if "all" in asked else asked)
        return render(request, "portal/contract_revise.html", context | {"text": text, "written": written})
    context["text"] = request.POST.get("text", "")
    try:
        found = read_upload(request)
        if found.text == standing.text.text.replace("\r\n", "\n"):
            raise UnableToRead(
                _("和第 %(n)s 稿一字不差") % {"n": standing.text.number}, remedy=_("改过再交，或先不交。")
            )
        made = submit_version(
            person=person, at=timezone.now(), code=code, file_name=found.name[:255], sha256=found.sha256, text=found.text,
            reading=found.reading, document=_document_meant(found, standing),
            answer_by=day_from(request.POST.get("answer_by", ""), UnableToRead),
        )  # fmt: skip
    except UnableToRead as error:
        return render(
            request, "portal/contract_revise.html", context | {"trouble": error}, status=error.status
        )
    said = _("第 %(n)s 稿已交出，双方从现在起看这一稿。") % {"n": made.number}
    if found.tracked:
        said += _("文件里有 %(n)s 处修订，按全部接受读入。") % {"n": found.tracked}
    messages.success(request, said)
    return redirect("portal:contract_compare" if made.number > 1 else "portal:contract", code)


def _document_meant(found: ReadContract, standing: Standing) -> int:
    """The document of the same title, else the first agreement; -1 where there is none."""
    documents = cast("list[Mapping[str, object]]", found.reading["documents"])
    agreements = [at for at, one in enumerate(documents) if one["kind"] != "not_agreement"]
    same = [at for at in agreements if documents[at]["title"] == standing.document["title"]]
    return (same or agreements or [-1])[0]


@login_required
@require_GET
def contract_compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions: the money first, then the other terms, then clause by clause with what was said to each.

    By default the latest and that which it changes; only there it can be answered.
    """
    contract = get_contract(code)
    versions = list_versions(contract)
    room = get_negotiation(contract, old=number_in(request.GET, "old"), new=number_in(request.GET, "new"))
    changes = room.found.changes
    worth, offered = worth_of(room), worth_of_offers(room)
    context = {
        "contract": contract,
        "versions": versions,
        "before": room.before.text,
        "after": room.after.text,
        "after_side": contract.side_of(room.after.text.uploaded_by.org_id),
        "room": room,
        "changes": list(enumerate(changes, start=1)),
        "kept": [change for change in room.found.clauses if change.is_kept],
        "worth": worth,
        "offered": offered if offered.rows not in ([], worth.rows) else None,
        "days": days_between(room),
        "terms": other_terms(room.found),
        "is_draft": contract.state == DRAFT,
        "may_revise": contract.state == DRAFT and person_of(request).may("upload_contract"),
    }
    names = [_("第 %(n)s 稿") % {"n": text.number} for text in (room.before.text, room.after.text)]
    both = _("第 %(old)s 稿与第 %(new)s 稿") % {"old": room.before.text.number, "new": room.after.text.number}
    context |= {
        "before_name": names[0],
        "after_name": names[1],
        "title": names[1] if room.before.text.number == room.after.text.number else both,
        "today": day_of(timezone.now()),
        "is_first": room.before.text.number == room.after.text.number,
    }
    is_latest = room.after.text.number == versions[-1].number
    return render(
        request,
        "portal/contract_compare.html",
        context | talk_context(room, person_of(request), is_latest=is_latest),
    )


@login_required
@require_GET
def contract_template_compare(request: HttpRequest, code: str) -> HttpResponse:
    """The text beside a template with its first answers: the one asked for, else the one most like it."""
    contract = get_contract(code)
    standing = get_standing(contract)
    asked = find_template(request.GET.get("template", ""))
    day = day_of(timezone.now())
    found = [(one, *_against(one, standing, day)) for one in ([asked] if asked else TEMPLATES)]
    chosen, template, comparison = max(found, key=lambda each: _likeness(each[2]))
    at = 0 if language() == "zh" else 1
    name = chosen.title[at]
    context = {
        "contract": contract,
        "title": _("与模板比：%(name)s") % {"name": name},
        "chosen": chosen.id,
        "templates": [(one.id, one.title[at]) for one in TEMPLATES],
        "changes": list(enumerate(comparison.changes, start=1)),
        "unchanged": len(comparison.clauses) - len(comparison.changes),
        "worth": worth_against(template, standing, comparison),
        "days": days_against(template, standing),
        "terms": other_terms(comparison),
        "before_name": _("模板"),
        "after_name": _("第 %(n)s 稿") % {"n": standing.text.number},
    }
    return render(request, "portal/contract_compare_template.html", context)


def _against(template: Template, standing: Standing, day: date) -> tuple[Terms, Comparison]:
    """The terms of a template with its first answers, and the contract's text compared with it."""
    text = to_text(make(Draft(template, first_answers(template, day))).text)
    document = read_contract(text, name=template.id, sha256="").to_json()["documents"][0]  # type: ignore[index]
    return document["terms"], compare(text, document, standing.text.text, standing.document)


def _likeness(found: Comparison) -> int:
    """How many characters the two have in common."""
    return sum(len(run.text) for change in found.clauses for run in change.words if run.op == KEPT)
