"""The link of a notice: it leads the person whom it names to the one promotion it is about, after the door."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from paidang.contracts.queries import get_contract
from paidang.portal.queries.approve_link import read_approve
from paidang.portal.views.asking import person_of
from paidang.portal.views.errors import Trouble, answer
from paidang.portal.views.next_page import with_next
from paidang.promotions.queries.outing import digest_now
from paidang.promotions.queries.promotions import get_promotion


@never_cache
@require_safe
def approve_link(request: HttpRequest, signed: str) -> HttpResponse:
    """The promotion's page, where the word is given by a press of one's own; nothing is done by opening the link."""
    try:
        opened = read_approve(signed)
    except (signing.BadSignature, ValueError, TypeError):
        return answer(
            request,
            Trouble(404, _("这个链接不对"), remedy=_("请从今日页打开要批准的促销。"), code="LINK_WRONG"),
        )
    if timezone.now() >= opened.until:
        remedy = _("不批就不参加。结果在促销页上。")
        return answer(request, Trouble(410, _("这个链接过了答复截止"), remedy=remedy, code="LINK_TOO_LATE"))
    if not request.user.is_authenticated:
        return redirect(with_next(reverse("portal:signin"), request.path))
    person = person_of(request)
    if person.pk != opened.person_id:
        remedy = _("请退出，用收到通知的人登录；或从今日页打开。")
        return answer(request, Trouble(403, _("这个链接是给另一位的"), remedy=remedy, code="LINK_OF_ANOTHER"))
    promotion = get_promotion(get_contract(opened.code), opened.number)
    if digest_now(promotion) != opened.digest:
        messages.warning(request, _("发通知以后促销改过了，以这一页上的为准。"))
    return redirect("portal:price_promotion", opened.code, opened.number)
