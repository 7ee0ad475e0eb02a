"""What bears on every promotion, as it is kept at the foot of their page."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.kit.sentence import say
from paidang.portal.views.asking import day_from, person_of, whole_from
from paidang.promotions.actions import (
    Dates,
    UnableToPromote,
    close_supply,
    enter_season,
    explain_sale,
    set_packing,
    set_service_pace,
    tell_supply,
)


@login_required
@require_POST
def price_promotion_around(request: HttpRequest, code: str) -> HttpResponse:
    """One of the small forms, by its `what`."""
    person, at, asked = person_of(request), timezone.now(), request.POST
    match asked.get("what"):
        case "packing":
            set_packing(
                person=person, at=at, code=code, warehouse_id=_whole(asked, "warehouse"),
                units_a_day=_whole(asked, "units"), ship_hours=_whole(asked, "hours"),
                units_an_hour=_whole(asked, "pace") if asked.get("pace", "").strip() else None,
            )  # fmt: skip
        case "service":
            set_service_pace(
                person=person, at=at, code=code, of_100_orders=_whole(asked, "inquiries"), minutes=_whole(asked, "minutes")
            )  # fmt: skip
        case "supply":
            tell_supply(
                person=person, at=at, code=code, sku=asked.get("sku", ""), units=_whole(asked, "units"), day=_day(asked, "day")
            )  # fmt: skip
        case "supply_closed":
            close_supply(person=person, at=at, code=code, supply_id=_whole(asked, "supply"))
        case "season":
            enter_season(person=person, at=at, code=code, dates=_dates(asked))
        case "sale":
            words = asked.get("words", "")
            explain_sale(person=person, at=at, code=code, sale_id=_whole(asked, "sale"), words=words)
        case _:
            raise UnableToPromote(say("没有这样的表单"), remedy=say("请刷新页面。"))
    messages.success(request, _("已记下，双方都看得到。"))
    return redirect(f"{reverse('portal:price_promotions')}?{urlencode({'contract': code})}#around")


def _dates(asked: QueryDict) -> Dates:
    return Dates(
        asked.get("season", ""), _day(asked, "sale_from"), _day(asked, "sale_until"), asked.get("source", ""),
        presale_from=day_from(asked.get("presale_from", ""), UnableToPromote),
        signup_by=day_from(asked.get("signup_by", ""), UnableToPromote),
    )  # fmt: skip


def _day(asked: QueryDict, name: str) -> date:
    found = day_from(asked.get(name, ""), UnableToPromote)
    if found is None:
        raise UnableToPromote(say("没有写日子"), code="NOT_A_DAY", remedy=say("日子都要填。"))
    return found


def _whole(asked: QueryDict, name: str) -> int:
    found = whole_from(asked.get(name, ""), UnableToPromote, least=0, most=10**12)
    if found is None:
        raise UnableToPromote(say("没有写数"), code="NOT_A_NUMBER", remedy=say("数都要填。"))
    return found
