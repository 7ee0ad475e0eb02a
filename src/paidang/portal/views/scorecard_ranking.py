"""A platform's criteria for ranking agencies, reckoned from the agency's own stores: where it stands and what is missing."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.portal.queries import list_living
from paidang.portal.templatetags.paidang import meter, worded
from paidang.portal.views.asking import person_of
from paidang.scorecards.queries.ranking import criteria_values
from paidang.scorecards.rules.ranking import (
    CRITERIA,
    TEMPLATES,
    Ranked,
    Scored,
    gap_words,
    rank,
    value_words,
)


@login_required
@require_GET
def scorecard_ranking(request: HttpRequest) -> HttpResponse:
    """The page of one platform (`?platform=`); an agency's own contracts alone are counted, a brand has none."""
    asked = request.GET.get("platform", "")
    key = asked if asked in TEMPLATES else next(iter(TEMPLATES))
    template, org_id = TEMPLATES[key], person_of(request).org_id
    contracts = [one for one in list_living(request) if one.agency_id == org_id]
    ranked = rank(template, criteria_values(contracts, template, timezone.now())) if contracts else None
    path = reverse("portal:scorecard_ranking")
    return render(
        request,
        "portal/scorecard_ranking.html",
        {
            "template": template,
            "platforms": [
                {"word": worded(one.name), "url": f"{path}?platform={each}", "current": each == key}
                for each, one in TEMPLATES.items()
            ],
            "ranked": _shown(ranked) if ranked else None,
        },
    )


def _shown(ranked: Ranked) -> dict[str, Any]:
    lost = sorted((one for one in ranked.scored if one.lost), key=lambda one: -one.lost)
    unknown = [one for one in ranked.scored if one.points is None]
    return {
        "points": tenths(ranked.points),
        "known": ranked.known,
        "unknown": 100 - ranked.known,
        "rows": [_row(one) for one in ranked.scored],
        "gaps": [_row(one) for one in [*lost, *unknown]],
    }


def _row(one: Scored) -> dict[str, Any]:
    criterion = CRITERIA[one.key]
    points = tenths(one.points) if one.points is not None else "—"
    done = int(one.points * 100 / one.weight) if one.points is not None else 0
    label = _("%(points)s / %(weight)s 分") % {"points": points, "weight": one.weight}
    return {
        "name": criterion.name,
        "how": criterion.how,
        "least": worded(value_words(one.key, criterion.least)),
        "full": worded(value_words(one.key, criterion.full)),
        "value": worded(value_words(one.key, one.value)),
        "points": points,
        "weight": one.weight,
        "bar": meter(label, "", done=done, rest=100 - done) if one.points is not None else "",
        "gap": worded(gap_words(one)),
        "is_known": one.points is not None,
    }


def tenths(value: Any) -> str:
    """Points to a tenth, rounded down: a gap is never rounded away."""
    whole, tenth = divmod(int(value * 10), 10)
    return f"{whole}.{tenth}"
