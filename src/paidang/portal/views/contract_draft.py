"""Drafting on the page: choose a template, answer, see the text grow, take it away or make it a contract draft."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paidang.contracts.actions import upload_contract
from paidang.contracts.rules.drafting.answers import questions
from paidang.contracts.rules.drafting.compose import to_text
from paidang.contracts.rules.drafting.messages import said
from paidang.contracts.rules.drafting.model import Draft, Template
from paidang.contracts.rules.drafting.proof import Drafted, make
from paidang.contracts.rules.drafting.templates import TEMPLATES, find_template, first_answers
from paidang.contracts.rules.reading import vocabulary
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.period import day_of
from paidang.portal.rules.draft_form import DAY_KIND, read_form
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_reading import language, read_bytes
from paidang.portal.views.term_fields import fields_of, triggers
from paidang.printing.contract_docx import contract_docx
from paidang.printing.contract_pdf import contract_pdf
from paidang.team.actions import check_may
from paidang.team.models import Person
from paidang.team.rules.roles import BRAND

SAVED = "contract_drafts"
TYPES = {
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class UnableToDraft(UnableTo):
    code = "DRAFT_NOT_SOUND"


@login_required
@require_GET
def contract_draft_choose(request: HttpRequest) -> HttpResponse:
    """The templates, and what each is for."""
    check_may(person_of(request), "upload_contract")
    begun = request.session.get(SAVED, {})
    at = 0 if language() == "zh" else 1
    offered = [
        {"id": one.id, "title": one.title[at], "purpose": one.purpose[at], "begun": one.id in begun}
        for one in TEMPLATES
    ]
    return render(request, "portal/contract_draft_choose.html", {"templates": offered})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contract_draft(request: HttpRequest, template_id: str) -> HttpResponse:
    """The guided form beside its text. A post saves the answers; with `act=make` it makes the contract draft."""
    person, template = person_of(request), _template(template_id)
    check_may(person, "upload_contract")
    act = request.POST.get("act", "")
    if act == "again":
        _save(request, template, None)
        return redirect("portal:contract_draft", template.id)
    if request.method == "POST":
        _save(request, template, read_form(questions(template), request.POST.getlist))
    drafted = make(Draft(template, _answers(request, template, person)))
    if act == "make" and not drafted.violations:
        return _make(request, person, template, drafted)
    context = _context(template, drafted, _answers(request, template, person))
    if request.headers.get("HX-Request") == "true":
        return render(request, "portal/_contract_draft_text.html", context | {"oob": True})
    context |= {
        "once": _once(request) or uuid.uuid4(),
        "refused": act == "make",
        "untouched": template.id not in request.session.get(SAVED, {}),
    }
    return render(request, "portal/contract_draft.html", context, status=409 if act == "make" else 200)


@login_required
@require_GET
def contract_draft_file(request: HttpRequest, template_id: str, kind: str) -> HttpResponse:
    """The draft as last saved, as text, Word or PDF; refused while something is open."""
    person, template = person_of(request), _template(template_id)
    check_may(person, "upload_contract")
    if kind not in TYPES:
        raise NotFound(_("没有这种文件"), remedy=_("有 txt、docx 和 pdf。"))
    drafted = make(Draft(template, _answers(request, template, person)))
    if drafted.violations:
        raise UnableToDraft(said(drafted.violations[0], language()), remedy=_("请回到起草页改好再取。"))
    paper, at = drafted.text.to_json(), timezone.now()
    content = {
        "txt": lambda: to_text(drafted.text).encode(),
        "docx": lambda: contract_docx(paper, at),
        "pdf": lambda: contract_pdf(paper, at),
    }[kind]()
    name = content_disposition_header(True, f"{drafted.text.title}.{kind}") or "attachment"
    return HttpResponse(content, content_type=TYPES[kind], headers={"Content-Disposition": name})


def _template(template_id: str) -> Template:
    found = find_template(template_id)
    if found is None:
        raise NotFound(_("没有这个模板"), remedy=_("请从列出的模板里选一个。"))
    return found


def _answers(request: HttpRequest, template: Template, person: Person) -> dict[str, object]:
    """What this person saved for the template, else what it starts from, with the own organisation's name."""
    saved = request.session.get(SAVED, {}).get(template.id)
    if saved is not None:
        return cast("dict[str, object]", saved)
    side = "a" if person.org.kind == BRAND else "b"
    return first_answers(template, day_of(timezone.now())) | {f"party.{side}.name": person.org.name}


def _save(request: HttpRequest, template: Template, answers: dict[str, object] | None) -> None:
    """Keep the answers in the person's session; None forgets them."""
    saved = {key: value for key, value in request.session.get(SAVED, {}).items() if key != template.id}
    request.session[SAVED] = saved if answers is None else saved | {template.id: answers}


def _once(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def _make(request: HttpRequest, person: Person, template: Template, drafted: Drafted) -> HttpResponse:
    found = read_bytes(f"{drafted.text.title}.txt", to_text(drafted.text).encode())
    made = upload_contract(
        person=person, at=timezone.now(), file_name=found.name, sha256=found.sha256, text=found.text, reading=found.reading,
        document=0, party_a=BRAND, once=_once(request),
    )  # fmt: skip
    _save(request, template, None)
    return redirect("portal:contract", made.code)


def _context(template: Template, drafted: Drafted, answers: dict[str, object]) -> dict[str, object]:
    lang = language()
    errors: dict[str, list[str]] = {}
    for one in drafted.violations:
        errors.setdefault(str(one.facts["term"]).removesuffix(DAY_KIND), []).append(said(one, lang))
    fields = fields_of(questions(template), answers, errors, lang)
    groups = []
    for key, words in vocabulary.GROUPS.items():
        inside = [each for each in fields if each.question.group == key]
        if inside:
            wrong = sum(bool(each.errors) for each in inside)
            groups.append(
                {"id": key, "word": words[0 if lang == "zh" else 1], "fields": inside, "wrong": wrong}
            )
    return {
        "template": template,
        "title": template.title[0 if lang == "zh" else 1],
        "text": drafted.text,
        "glossed": lang != "zh",
        "groups": groups,
        "fields": fields,
        "wrong": [each for each in fields if each.errors],
        "general": errors.get("", []),
        "triggers": triggers(),
        "sound": not drafted.violations,
        "kinds": [(kind, reverse("portal:contract_draft_file", args=[template.id, kind])) for kind in TYPES],
    }  # fmt: skip
