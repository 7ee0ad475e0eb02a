"""证照: what each platform asks for, what there is, until when; a new one is given here."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, person_of
from paidang.portal.views.given_file import shown_file
from paidang.portal.views.launch import PAPER_LOOKS, rights_of
from paidang.portal.views.launch_acts import read_upload
from paidang.portal.views.price_tabs import choose, contract_of
from paidang.portal.views.statement_lines import called
from paidang.projects.actions import UnableToRun, give_paper
from paidang.projects.models import Paper
from paidang.projects.queries.papers import asked_of, check_of, get_paper, latest_of, list_papers
from paidang.projects.rules.papers import ASKED, GOOD, PAPERS, SOURCES, STATE_WORDS
from paidang.projects.rules.templates import KINDS


@login_required
@require_safe
def launch_papers(request: HttpRequest) -> HttpResponse:
    """Every paper that there is or that a platform of the contract's projects asks for. `?contract=`."""
    contract = contract_of(request)
    if contract is None:
        return choose(request, _("证照"), reason=_("合同生效后，双方要交的证照和授权列在这里。"), icon="flag")
    person = person_of(request)
    side, papers = contract.side_of(person.org_id), list_papers(contract)
    latest, asked = latest_of(papers), asked_of(contract)
    shown = [kind for kind in PAPERS if kind in asked or kind in latest]
    checked = check_of(contract, shown, day_of(timezone.now()))
    platforms = list(ASKED)
    return render(
        request,
        "portal/launch_papers.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[contract.code]),
            "may": rights_of(person, contract),
            "rows": [
                _row(contract, one, latest.get(one.kind), platforms)
                for one in checked
            ],
            "wanted": next((one.kind for one in checked if one.side == side and one.state != GOOD), ""),
            "platforms": [worded(KINDS[each]) for each in platforms],
            "sources": [(worded(KINDS[each]), worded(SOURCES[each])) for each in platforms],
            "kinds": [(kind, worded(PAPERS[kind][0])) for kind, words in PAPERS.items() if words[1] == side],
            "past": [(worded(PAPERS[one.kind][0]), one) for one in papers if latest[one.kind].pk != one.pk],
        },
    )  # fmt: skip


def _row(contract: Contract, one: Any, paper: Paper | None, platforms: list[str]) -> dict[str, Any]:
    return {
        "one": one,
        "paper": paper,
        "word": worded(PAPERS[one.kind][0]),
        "side_word": called(one.side, contract),
        "state": worded(STATE_WORDS[one.state]),
        "look": PAPER_LOOKS[one.state],
        "asked": [one.kind in ASKED[platform] for platform in platforms],
    }


@login_required
@require_POST
def launch_paper_give(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a paper that was given."""
    asked = request.POST
    give_paper(
        person=person_of(request), at=timezone.now(), code=code, kind=asked.get("kind", ""), file=read_upload(request),
        valid_until=day_from(asked.get("valid_until", ""), UnableToRun),
    )  # fmt: skip
    messages.success(request, _("已存证，从现在起以这一份为准。"))
    return redirect(f"{reverse('portal:launch_papers')}?contract={code}")


@login_required
@require_safe
def launch_paper(request: HttpRequest, code: str, paper_id: int) -> HttpResponse:
    """The paper's file."""
    paper = get_paper(get_contract(code), paper_id)
    return shown_file(paper.name, paper.media, bytes(paper.content))
