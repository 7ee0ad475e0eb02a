"""What is pressed on a promotion's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.promotions.actions import (
    Sent,
    approve_promotion,
    ask_brand,
    decline_promotion,
    go_live,
    retry_prices,
    say_about,
    take_best,
    withdraw_promotion,
)


@login_required
@require_POST
def price_promotion_ask(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Put it before the brand."""
    done = ask_brand(person=person_of(request), at=timezone.now(), code=code, number=number)
    return _told(request, code, done, _("已报给甲方，等答复。"))


@login_required
@require_POST
def price_promotion_best(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take the quantities and prices that pass; a good of which none may be sold is left out."""
    within = request.POST.get("within") == "people"
    take_best(person=person_of(request), at=timezone.now(), code=code, number=number, within_people=within)
    messages.success(request, _("已改成人手接得住的件数。") if within else _("已改成能通过的件数和价格。"))
    return redirect("portal:price_promotion", code, number)


@login_required
@require_POST
def price_promotion_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The brand approves or declines."""
    person, now = person_of(request), timezone.now()
    if request.POST.get("verdict") == "approve":
        done = approve_promotion(
            person=person, at=now, code=code, number=number, digest=request.POST.get("digest", "")
        )
        by_link = _("已批准，到点自动改价，结束改回。")
        return _told(
            request, code, done, by_link if done.promotion.by_link else _("已批准，乙方去平台报名。")
        )
    decline_promotion(person=person, at=now, code=code, number=number, reason=request.POST.get("reason", ""))
    messages.success(request, _("已答复不参加，乙方看得到理由。"))
    return redirect("portal:price_promotion", code, number)


@login_required
@require_POST
def price_promotion_say(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A question or an answer."""
    words = request.POST.get("words", "")
    say_about(person=person_of(request), at=timezone.now(), code=code, number=number, words=words)
    return redirect("portal:price_promotion", code, number)


@login_required
@require_POST
def price_promotion_live(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say that it is set up at the platform."""
    words = request.POST.get("words", "")
    done = go_live(person=person_of(request), at=timezone.now(), code=code, number=number, words=words)
    return _told(request, code, done, _("已记为在平台上设好。"))


@login_required
@require_POST
def price_promotion_retry(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Send once more what was not let through."""
    count = retry_prices(person=person_of(request), at=timezone.now(), code=code, number=number)
    messages.success(
        request, ngettext("正在重发 %(n)s 个价格。", "正在重发 %(n)s 个价格。", count) % {"n": count}
    )
    return redirect("portal:price_promotion", code, number)


@login_required
@require_POST
def price_promotion_withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take it back."""
    withdraw_promotion(person=person_of(request), at=timezone.now(), code=code, number=number)
    messages.success(request, _("已撤回，价格不再算在内。"))
    return redirect("portal:price_promotion", code, number)


def _told(request: HttpRequest, code: str, done: Sent, words: str) -> HttpResponse:
    """Say what came of it, on the promotion's page."""
    if done.violations:
        messages.error(request, _("会低于底价，没有放行。") + " " + worded(str(done.violations[0])))
    else:
        messages.success(request, words)
    return redirect("portal:price_promotion", code, done.promotion.number)
