"""Where each sentence of the source agreements went: code, tests, page, live duties."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paidang.duties.rules.wording import wording
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.portal.queries.clauses import cited_as, count_duties, get_clause_map, list_duties_of
from paidang.portal.rules.clause_map import BUILT, NOT_BUILT, PARTLY, Chapter, Clause, Document
from paidang.portal.rules.clause_words import clause_words

FEW = 5  # lines of code or tests that stand open: the chapters below stay in sight


@login_required
@require_safe
def clauses(request: HttpRequest) -> HttpResponse:
    """The map of one document (`doc`), `state` keeps what is built, partly or not; `clause` opens one sentence."""
    documents = get_clause_map()
    if not documents:
        raise NotFound(say("这份安装里没有条款表"), remedy=say("条款表在源码的 docs/clauses 里。"))
    wanted = request.GET.get("clause", "")
    key = wanted.split("-")[0] if wanted else request.GET.get("doc", "")
    document = next((one for one in documents if one.key == key), documents[0])
    state = request.GET.get("state", "") if request.GET.get("state") in (BUILT, PARTLY, NOT_BUILT) else ""
    shown = [clause for clause in document.clauses if not state or clause.state == state]
    chosen = next((one for one in document.clauses if one.id == wanted), shown[0] if shown else None)
    context = {
        "document": document,
        "documents": [
            {"word": one.title, "url": _address(one.key), "n": len(one.clauses), "current": one == document}
            for one in documents
        ],
        "states": _states(document, state),
        "clauses": [
            {"clause": one, "url": _address(document.key, state, one), "on": one == chosen} for one in shown
        ],
        "chosen": chosen,
        "few": FEW,
        "duties": _duties(chosen) if chosen else [],
        "chapters": _chapters(document, chosen),
        "built": document.count(BUILT),
        "partly": document.count(PARTLY),
        "left": document.count(NOT_BUILT),
    }
    return render(request, "portal/clauses.html", context)


def _address(key: str, state: str = "", clause: Clause | None = None) -> str:
    values = {"doc": key, "state": state, "clause": clause.id if clause else ""}
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{reverse('portal:clauses')}?{query}" + (f"#{clause.id}" if clause else "")


def _states(document: Document, state: str) -> list[dict[str, object]]:
    words = {"": _("全部"), BUILT: _("已做"), PARTLY: _("做了一部分"), NOT_BUILT: _("没做")}
    return [
        {"word": word, "url": _address(document.key, key), "current": key == state}
        for key, word in words.items()
    ]


def _chapters(document: Document, chosen: Clause | None) -> list[dict[str, object]]:
    """A row for each chapter: how many sentences are in which state, what carries them out, what is to be done by them."""
    live = count_duties()
    english = (get_language() or "zh").startswith("en")
    return [
        {
            "word": clause_words(chapter.key, english=english),
            "title": chapter.title,
            "url": _address(document.key, clause=chapter.clauses[0]),
            "on": chosen in chapter.clauses,
            "n": len(chapter.clauses),
            "states": [_in_state(document, chapter, state) for state in (BUILT, PARTLY, NOT_BUILT)],
            "code": len(chapter.code),
            "tests": len(chapter.tests),
            "live": sum(live[cited] for clause in chapter.clauses for cited in cited_as(clause.id)),
        }
        for chapter in document.chapters
        if chapter.clauses
    ]


def _in_state(document: Document, chapter: Chapter, state: str) -> dict[str, object]:
    found = chapter.having(state)
    return {"n": len(found), "url": _address(document.key, state, found[0]) if found else ""}


def _duties(clause: Clause) -> list[dict[str, object]]:
    lang = get_language() or "zh"
    return [
        {
            "side": duty.side,
            "word": wording(duty.kind, duty.facts, lang),
            "due_at": duty.due_at,
            "url": duty.page,
        }
        for duty in list_duties_of(clause.id)
    ]
