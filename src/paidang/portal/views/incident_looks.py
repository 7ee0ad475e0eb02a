"""谁看过: who opened prices and statements, who took copies along; what of the other side's is held here (OP-5, TC-6)."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import Contract
from paidang.incidents.queries.looks import Look, list_looks
from paidang.incidents.rules.matters import MATTERS
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.entry_words import Names, entry_words, names_in
from paidang.portal.views.orders import contracts_of

SHOWN = 200


@login_required
@require_GET
def incident_looks(request: HttpRequest) -> HttpResponse:
    """The last looks, the latest first. `?of=` one matter."""
    person = person_of(request)
    contracts = [one for one in contracts_of(request) if one.in_force_at]
    matter = request.GET.get("of", "") if request.GET.get("of") in MATTERS else ""
    kept = f"contract={request.GET['contract']}&" if request.GET.get("contract") else ""
    path = reverse("portal:incident_looks")
    context = {
        "looks": look_rows(contracts, org_id=person.org_id, matter=matter, most=SHOWN),
        "most": SHOWN,
        "views": [
            {"word": word, "url": f"{path}?{kept}of={key}", "n": None, "current": key == matter}
            for key, word in [("", _("全部")), *((key, worded(one.word)) for key, one in MATTERS.items())]
        ],
    }  # fmt: skip
    return render(request, "portal/incident_looks.html", context)


def look_rows(
    contracts: Sequence[Contract], *, org_id: int, matter: str = "", most: int
) -> list[dict[str, Any]]:
    """The latest looks that an organisation is told of, in words: {at, side, who, contract, matter, words}."""
    looks = list_looks(contracts, org_id=org_id, matter=matter, most=most)
    names = {
        contract.pk: names_in(contract, [one.entry for one in looks if one.contract == contract])
        for contract in {one.contract for one in looks}
    }
    return [_look(one, names[one.contract.pk]) for one in looks]


def _look(one: Look, names: Names) -> dict[str, Any]:
    return {
        "at": one.entry.at,
        "side": one.side,
        "who": names.people.get(one.entry.person or 0, ""),
        "contract": one.contract,
        "matter": worded(MATTERS[one.matter].word),
        "words": entry_words(one.entry, get_language() or "zh", names),
    }
