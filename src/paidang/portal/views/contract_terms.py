"""All that holds under a contract on a day, each term with where it comes from and what it was before; and the proof of it."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import DRAFT, TermsInForce
from paidang.contracts.queries import (
    Standing,
    get_contract,
    get_entry_of,
    get_standing,
    list_amendments,
    list_days_of_change,
    proof_of,
    terms_of,
)
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.portal.views.amended_terms import all_terms
from paidang.portal.views.amendment import state_of
from paidang.portal.views.asking import day_in
from paidang.portal.views.contract_cards import Words
from paidang.team.models import Person


@login_required
@require_GET
def contract_terms(request: HttpRequest, code: str) -> HttpResponse:
    """The terms of the day that the address asks for, of today without."""
    standing, day, row = _asked(request, code)
    contract = standing.contract
    person = request.user
    assert isinstance(person, Person), "the view is behind login_required"
    side = contract.side_of(person.org_id)
    first = standing.in_force[0].from_day
    amendments = [(one, state_of(one, side)) for one in list_amendments(contract)]
    entry = get_entry_of(contract, row)
    context = {
        "contract": contract,
        "day": day,
        "is_today": day == day_of(timezone.now()),
        "is_before": day < first,
        "groups": all_terms(standing, day),
        "row": row,
        "seq": entry.seq if entry else None,
        "days": [first, *(each for each in list_days_of_change(standing) if each != first)],
        "amendments": amendments,
        "side_words": {one: Words(standing).side(one) for one in "ab"},
        "contract_url": reverse("portal:contract", args=(code,)),
    }
    return render(request, "portal/contract_terms.html", context)


@login_required
@require_GET
def contract_terms_file(request: HttpRequest, code: str) -> HttpResponse:
    """What the digest of that day's terms in force was taken of, byte for byte."""
    standing, _day, row = _asked(request, code)
    name = f"{code} {row.from_day.isoformat()}.json"
    return HttpResponse(
        proof_of(standing, row),
        content_type="application/json",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )


def _asked(request: HttpRequest, code: str) -> tuple[Standing, date, TermsInForce]:
    contract = get_contract(code)
    if contract.state == DRAFT:
        raise NotFound(_("合同还没有生效，没有生效的约定"), remedy=_("请在合同页看读到的约定。"))
    day = day_in(request.GET.get("on", "")) or day_of(timezone.now())
    standing = get_standing(contract)
    row = terms_of(standing, day).row
    assert row, "a contract in force has terms"
    return standing, day, row
