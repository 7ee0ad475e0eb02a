"""The open month reckoned from the facts so far: for the agency, whose own an unsent statement is too."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract, get_standing
from paidang.kit.outcome import NotFound
from paidang.portal.views.opening import when_looked_at
from paidang.portal.views.statement_compare import comparison_of
from paidang.portal.views.statement_lines import Lines, called, month_words
from paidang.portal.views.statement_page import apart
from paidang.portal.views.statements import open_month
from paidang.settlement.queries.trial import Trial, get_trial_month, run_trial
from paidang.team.models import Person

BY_MONTH = ("monthly_fee", "minimum")


@login_required
@require_GET
@when_looked_at
def trial(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a closing now would come to, and what is still missing for it."""
    person, now, contract = request.user, timezone.now(), get_contract(code)
    assert isinstance(person, Person)
    if contract.side_of(person.org_id) != "b":
        raise NotFound(_("没有试算"), remedy=_("乙方关账、发出后，双方都能看到。"))
    month = get_trial_month(contract, now)
    opened, tried = open_month(contract, now), run_trial(contract, month)
    context: dict[str, Any] = {
        "contract": contract,
        "contract_url": reverse("portal:contract", args=[code]),
        "title": _("%(month)s试算") % {"month": month_words(month)},
        "at": now,
        "checks": [*opened.checks, *_more_checks(contract)],
        "open": opened,
    }
    context |= _figures(tried) if isinstance(tried, Trial) else {"refused": tried}
    return render(request, "portal/statement_trial.html", context)


def _figures(tried: Trial) -> dict[str, Any]:
    lines = Lines(tried, tried.breakdown)
    return {
        "called": {side: called(side, tried.contract) for side in ("a", "b")},
        "due": lines.due(),
        "parts": [line for line in lines.parts() if line.fen],
        "lines": lines.reckoning(),
        "outside": lines.outside(),
        "chart": lines.chart(None),
        "chart_title": _("从销售额到双方所得") if lines.counts_profit else _("销售额与净收入"),
        "counts_profit": lines.counts_profit,
        "apart": apart(tried.figures, lines),
        "comparison": comparison_of(tried, lines),
        "by_month": any(part["kind"] in BY_MONTH for part in tried.terms.get("components") or []),
    }


def _more_checks(contract: Contract) -> list[dict[str, Any]]:
    """What the list of statements does not count: points that nobody has decided."""
    checks: list[dict[str, Any]] = []
    if points := get_standing(contract).compiled.open:
        words = _(
            "%(n)s 件事还没定，不动这些数字"
        )  # what moves money was decided before the contract came into force
        text = words % {"n": len(points)}
        url = reverse("portal:contract", args=[contract.code])
        checks.append({"kind": "wait", "text": text, "url": url, "word": _("去决定")})
    return checks
