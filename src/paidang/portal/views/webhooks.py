"""Settings: addresses that are told what happens, and what came of it. The organisation's managers see them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from paidang.evidence.rules.acts import KINDS
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.team.actions import check_may
from paidang.webhooks.actions.setting_up import make_webhook, pause_webhook, remove_webhook, resume_webhook
from paidang.webhooks.actions.telling import send_test, why
from paidang.webhooks.models import Webhook
from paidang.webhooks.queries import get_webhook, list_deliveries, list_webhooks


@login_required
@never_cache
@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """Which ones there are, and the form to set one up."""
    check_may(person_of(request), "manage_people")
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **extra: object) -> HttpResponse:
    context = {
        "webhooks": [(one, _kind_words(one)) for one in list_webhooks()],
        "kinds": [(kind, _kind_word(kind)) for kind in KINDS],
        "form": {"url": "", "kinds": []},
        **extra,
    }
    return render(request, "portal/webhooks.html", context, status=status)


def _kind_word(kind: str) -> str:
    return KINDS[kind][0 if (get_language() or "zh").startswith("zh") else 1]


def _kind_words(webhook: Webhook) -> str:
    return _("、").join(_kind_word(kind) for kind in webhook.kinds) or _("所有事件")


@login_required
@never_cache
@require_POST
def webhook_make(request: HttpRequest) -> HttpResponse:
    """Set one up; its secret is shown once, on the page that answers."""
    url, kinds = request.POST.get("url", ""), request.POST.getlist("kinds")
    try:
        made, secret = make_webhook(person=person_of(request), at=timezone.now(), url=url, kinds=kinds)
    except UnableTo as refused:
        if refused.status != UnableTo.status:
            raise
        return _page(request, 422, form={"url": url, "kinds": kinds}, wrong=worded(str(refused)))
    return _page(request, made=made, secret=secret)


@login_required
@never_cache
@require_safe
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One of them with its last tries."""
    check_may(person_of(request), "manage_people")
    found = get_webhook(webhook_id)
    context = {"webhook": found, "kind_words": _kind_words(found), "deliveries": list_deliveries(found.pk)}
    return render(request, "portal/webhook.html", context)


@login_required
@require_POST
def webhook_act(request: HttpRequest, webhook_id: int, act: str) -> HttpResponse:
    """Test, pause, resume or remove one."""
    person, at = person_of(request), timezone.now()
    if act == "test":
        check_may(person, "manage_people")
        posted = send_test(person=person, at=at, webhook_id=webhook_id)
        if posted.is_good:
            messages.success(
                request,
                _("收到了：回答 %(status)s，%(ms)s 毫秒。") % {"status": posted.status, "ms": posted.took_ms},
            )
        else:
            messages.error(request, worded(why(posted)))
    elif act == "pause":
        pause_webhook(person=person, at=at, webhook_id=webhook_id)
        messages.success(request, _("暂停了；期间的事恢复后再推。"))
    elif act == "resume":
        resume_webhook(person=person, at=at, webhook_id=webhook_id)
        messages.success(request, _("恢复了，从停下的地方接着推。"))
    elif act == "remove":
        removed = remove_webhook(person=person, at=at, webhook_id=webhook_id)
        messages.success(request, _("撤了 %(url)s，不再推送。") % {"url": removed.url})
        return redirect("portal:webhooks")
    else:
        raise NotFound(say("没有这个操作"), remedy=say("请刷新页面。"))
    return redirect("portal:webhook", webhook_id)
