"""违约: what went wrong, what changed last first, with saved views; reporting one from a desk or a phone."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof
from paidang.incidents.actions import UnableToReport, report_incident
from paidang.incidents.actions.incidents import Reported
from paidang.incidents.models import Incident
from paidang.incidents.queries.incidents import (
    DONE,
    OPEN,
    OURS,
    PAGE,
    THEIRS,
    VIEWS,
    IncidentsWanted,
    list_incidents,
)
from paidang.incidents.rules.words import (
    ACCEPTED,
    CLOSED,
    DISPUTED,
    FAULTS,
    FILE_BYTES_MAX,
    FILES_MAX,
    KINDS,
    NOTICED,
    REPORTED,
    WITHDRAWN,
    state_word,
)
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.kit.written import whole_in
from paidang.orders.models import Store
from paidang.portal.queries.incident_source import find_source
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import moment_in, person_of
from paidang.portal.views.orders import contracts_of
from paidang.portal.views.paging import pager_of, query_with
from paidang.portal.views.price_tabs import contract_of

TEXT_MAX = 120
KEPT = ("contract", "view", "q", "kind")
query_of = partial(query_with, KEPT)
LOOKS = {REPORTED: "warn", ACCEPTED: "warn", DISPUTED: "bad", NOTICED: "bad"} | dict.fromkeys(CLOSED, "ok")
LOOKS[WITHDRAWN] = "info"


@login_required
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """One page of the list. `?view=`, `?q=`, `?kind=`, `?from=` how many come before it."""
    contracts = contracts_of(request)
    wanted = wanted_of(request, contracts)
    asked = request.GET.get("from", "")
    offset = whole_in(asked, digits=7)
    page = list_incidents(wanted, offset=offset)
    path = reverse("portal:incidents")
    living = [one for one in contracts if one.in_force_at]
    context = {
        "contracts": living,
        "counts": {"incidents": page.counts[OURS]},
        "picked": contracts[0] if len(contracts) == 1 else None,
        "wanted": wanted,
        "is_filtered": bool(wanted.text or wanted.kind),
        "any": page.counts[OPEN] + page.counts[DONE] > 0 or bool(wanted.text or wanted.kind),
        "views": _views(request, page.counts, wanted.view),
        "rows": [row_of(one) for one in page.rows],
        "kinds": [(key, worded(kind.word)) for key, kind in KINDS.items()],
        "without_filters": path + query_of(request, q="", kind=""),
        "may_report": person_of(request).may("report_incident") and bool(living),
        "pager": pager_of(page, PAGE, path, KEPT, request),
    }  # fmt: skip
    return render(request, "portal/incidents.html", context)


def wanted_of(request: HttpRequest, contracts: Sequence[Contract]) -> IncidentsWanted:
    """What the address asks for; what is no view or kind asks for nothing."""
    person, asked = person_of(request), request.GET
    view = asked.get("view", "")
    return IncidentsWanted(
        sides={one.pk: one.side_of(person.org_id) for one in contracts if one.in_force_at},
        view=view if view in VIEWS else OPEN,
        kind=asked.get("kind", "") if asked.get("kind") in KINDS else "",
        text=asked.get("q", "").strip()[:TEXT_MAX],
    )


def _views(request: HttpRequest, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    words = {OPEN: _("未了结"), OURS: _("轮到我方"), THEIRS: _("等对方"), DONE: _("已了结")}
    return [
        {
            "word": word,
            "url": reverse("portal:incidents") + query_of(request, view=view if view != OPEN else ""),
            "n": counts[view],
            "bad": view == OURS,
            "current": view == current,
        }
        for view, word in words.items()
    ]


def row_of(one: Incident) -> dict[str, Any]:
    """One line of the list."""
    return {
        "incident": one,
        "url": reverse("portal:incident", args=[one.contract.code, one.number]),
        "state": (LOOKS[one.state], worded(state_word(one.state, one.turn))),
        "kind": worded(KINDS[one.kind].word),
        "fault": worded(FAULTS[one.at_fault]),
        "deadline": one.notice.deadline if one.notice and not one.notice.outcome else None,
    }


@login_required
@require_http_methods(["GET", "POST"])
def incident_new(request: HttpRequest) -> HttpResponse:
    """Report one, with pictures from a phone's camera. `?kind=` has it chosen."""
    person, asked = person_of(request), request.POST or request.GET
    if request.method == "POST":
        contract = get_contract(asked.get("contract", ""))
        channel, _bar, store = asked.get("store", "").partition("|")
        reported = Reported(
            kind=asked.get("kind", ""), at_fault=asked.get("at_fault", ""), words=asked.get("words", ""),
            found_by=asked.get("found_by", ""), seen_at=_moment(asked.get("seen_at", "")), channel=channel, store=store,
            link=asked.get("link", ""), source=asked.get("source", ""),
        )  # fmt: skip
        source = find_source(contract, reported.source, timezone.now())
        files = [*(source.files if source else ()), *files_of(request)]
        made = report_incident(
            person=person, at=timezone.now(), code=contract.code, reported=reported, files=files
        )
        return redirect("portal:incident", contract.code, made.number)
    contract_picked = contract_of(request)
    if contract_picked is None:
        return render(request, "portal/incident_new.html", {"contract": None, **_choices(request)})
    stores = Store.objects.filter(contract=contract_picked).order_by("name")
    side = contract_picked.side_of(person.org_id)
    source = find_source(contract_picked, asked.get("source", ""), timezone.now())
    seen_at = source.seen_at if source else timezone.now()
    context = {
        "source": source,
        "words": worded(source.words) if source else "",
        "store": f"{source.channel}|{source.store}" if source else "",
        "seen_at": seen_at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"),
        "contract": contract_picked,
        "kinds": [(key, worded(kind.word), worded(kind.follows), kind.clause) for key, kind in KINDS.items()],
        "chosen": source.kind if source else asked.get("kind", ""),
        "faults": [(key, worded(word)) for key, word in FAULTS.items()],
        "other": source.at_fault if source else other_side(side),
        "stores": [(f"{one.channel}|{one.name}", one.name) for one in stores],
        "now": timezone.now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"),
        "found_by": worded(source.found_by) if source else person.name,
        "may": person.may("report_incident"),
    }
    return render(request, "portal/incident_new.html", context)


def _choices(request: HttpRequest) -> dict[str, Any]:
    return {"contracts": [one for one in contracts_of(request) if one.in_force_at]}


def _moment(text: str) -> datetime:
    if at := moment_in(text):
        return at
    raise UnableToReport(
        say("“{text}”不是时间", text=text[:20]),
        code="NOT_A_MOMENT",
        remedy=say("写成 2026-09-30T11:20 这样。"),
    )


def files_of(request: HttpRequest) -> list[Proof]:
    """The files that were chosen or taken."""
    chosen = request.FILES.getlist("file")[: FILES_MAX + 1]
    return [Proof(str(file.name)[-255:], file.read(FILE_BYTES_MAX + 1)) for file in chosen]
