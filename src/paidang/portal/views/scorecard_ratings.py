"""Ratings of stores: what platforms say of each store month by month, and the files it comes from."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.kit.period import month_of
from paidang.kit.sentence import say
from paidang.orders.queries.listing import list_stores
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.given_file import shown_file
from paidang.portal.views.price_tabs import choose, contract_of
from paidang.scorecards.actions import UnableToScore, enter_rating, import_ratings
from paidang.scorecards.actions.ratings import FILE_BYTES_MAX
from paidang.scorecards.models import StoreRating
from paidang.scorecards.queries.ratings import get_rating_file, list_ratings
from paidang.scorecards.rules.figures import Figure, months_to
from paidang.scorecards.rules.measures import RATINGS, figure_words
from paidang.scorecards.rules.ratings import HEADER, HEADER_ZH, SCALES
from paidang.team.rules.roles import who_may

TYPED = ("month", "store", "description", "service", "logistics", "out_of")


@login_required
@require_GET
def scorecard_ratings(request: HttpRequest) -> HttpResponse:
    """The page of one contract: the last months of each store, and for the agency the two ways to tell more."""
    contract = contract_of(request)
    if contract is None:
        return choose(
            request, _("店铺评分"), reason=_("合同生效后，各平台给店铺的评分登记在这里。"), icon="gauge"
        )
    person, this = person_of(request), month_of(timezone.now())
    rows = list_ratings(contract.pk, [*months_to(this)])
    is_mine = contract.state == IN_FORCE and contract.side_of(person.org_id) == "b"
    return render(
        request,
        "portal/scorecard_ratings.html",
        {
            "contract": contract,
            "parts": [_("描述相符"), _("服务态度"), _("物流服务")],
            "rows": _rows(rows),
            "stores": list_stores([contract.pk]),
            "scales": SCALES,
            "this_month": this,
            "columns": worded(HEADER_ZH if (get_language() or "zh").startswith("zh") else HEADER),
            "may": is_mine and person.may("hand_in_service"),
            "who": worded(who_may("hand_in_service")),
        },
    )


def _rows(rows: list[StoreRating]) -> list[dict[str, Any]]:
    """Each row in words; `stands`: it is the one that counts for its store and month."""
    seen: set[tuple[str, str]] = set()
    found = []
    for one in rows:
        stands = (one.store, one.month) not in seen
        seen.add((one.store, one.month))
        scores = [getattr(one, part) for part in RATINGS]
        found.append(
            {
                "it": one,
                "stands": stands,
                "words": [
                    worded(figure_words(part, None if score is None else Figure(score, one.out_of * 100)))
                    for part, score in zip(RATINGS, scores, strict=True)
                ],
            }
        )
    return found


@login_required
@require_POST
def scorecard_rate(request: HttpRequest, code: str) -> HttpResponse:
    """Take a table, or one rating with the picture that shows it (`store` is in the form)."""
    file, asked, person, now = request.FILES.get("file"), request.POST, person_of(request), timezone.now()
    if file is None:
        raise UnableToScore(say("没有选文件"), code="FILE_NOT_TAKEN", remedy=say("请选文件再提交。"))
    name, content, stores = (
        file.name or "",
        file.read(FILE_BYTES_MAX + 1),
        list_stores([get_contract(code).pk]),
    )
    if "store" in asked:
        cells = [asked.get(field, "").strip() for field in TYPED]
        count = enter_rating(
            person=person, at=now, code=code, cells=cells, name=name, content=content, stores=stores
        )
    else:
        count = import_ratings(person=person, at=now, code=code, name=name, content=content, stores=stores)
    said = ngettext("登记了 %(n)d 条评分。", "登记了 %(n)d 条评分。", count) % {"n": count}
    messages.success(request, said if count else _("和已登记的一样，没有变化。"))
    return redirect(f"{reverse('portal:scorecard_ratings')}?contract={code}")


@login_required
@require_GET
def scorecard_rating_file(request: HttpRequest, code: str, sha256: str) -> HttpResponse:
    """The file that a rating comes from."""
    file = get_rating_file(get_contract(code).pk, sha256)
    return shown_file(file.name, file.media, bytes(file.content))
