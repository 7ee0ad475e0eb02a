"""用语: texts for buyers that an order and a case fill, edited by both sides, each edit a version."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.aftersales.actions.replies import edit_reply, remove_reply
from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.queries.replies import list_replies, list_versions
from paidang.aftersales.rules.macros import PLACEHOLDERS, fill
from paidang.aftersales.rules.words import REASONS
from paidang.contracts.models import IN_FORCE
from paidang.kit.money import yuan
from paidang.portal.queries import list_living
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.price_tabs import contract_of


@login_required
@require_GET
def case_replies(request: HttpRequest) -> HttpResponse:
    """The texts of one contract, each with its versions."""
    contract = contract_of(request)
    if contract is None:
        living = list_living(request)
        return render(request, "portal/case_replies.html", {"contracts": living})
    context = {
        "contract": contract,
        "replies": [(one, list_versions(contract.pk, one.number)) for one in list_replies(contract.pk)],
        "placeholders": [(name, worded(word)) for name, word in PLACEHOLDERS.items()],
        "may": contract.state == IN_FORCE and person_of(request).may("edit_replies"),
    }
    return render(request, "portal/case_replies.html", context)


def filled_replies(case: Case, lines: list[CaseLine], titles: Mapping[str, str]) -> list[dict[str, str]]:
    """The texts with what is known of the case in their places; goods by what buyers know them by, `titles` by SKU."""
    facts = {
        "订单号": case.order_id,
        "店铺": case.store,
        "商品": "、".join(f"{titles.get(line.sku, line.sku)} × {line.quantity}" for line in lines),
        "原因": str(REASONS[case.reason]),
        "金额": yuan(sum(line.asked_fen for line in lines)),
        "运单": case.return_waybill,
        "时限": moment_text(case.due_at) if case.due_at else "",
    }
    return [{"title": one.title, "text": fill(one.text, facts)} for one in list_replies(case.contract_id)]


@login_required
@require_POST
def case_reply_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write a text's next version, or take it away."""
    who: dict[str, Any] = {"person": person_of(request), "at": timezone.now(), "code": code}
    if request.POST.get("act") == "remove":
        remove_reply(number=number, **who)
        messages.success(request, _("已去掉，以前的版本还在存证里。"))
    else:
        done = edit_reply(
            number=number, title=request.POST.get("title", ""), text=request.POST.get("text", ""), **who
        )
        messages.success(request, _("已记为第 %(version)d 版。") % {"version": done.version})
    return redirect(f"{reverse('portal:case_replies')}?{urlencode({'contract': code})}")
