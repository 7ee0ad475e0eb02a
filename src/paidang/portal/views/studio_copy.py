"""Copy that the brand supplies for the products, each by its day."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.portal.views.asking import day_from, person_of
from paidang.portal.views.studio import sections
from paidang.studio.actions import UnableToProof, ask_copy, supply_copy
from paidang.studio.queries.pages import list_copy
from paidang.studio.queries.pictures import list_products
from paidang.studio.rules.superlatives import find_superlatives
from paidang.studio.rules.words import COPY_MAX


@login_required
@require_GET
def studio_copy(request: HttpRequest, code: str) -> HttpResponse:
    """What was asked for, what is open first."""
    contract, person, today = get_contract(code), person_of(request), day_of(timezone.now())
    living = contract.state == IN_FORCE
    return render(
        request,
        "portal/studio_copy.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[code]),
            "sections": sections(contract, "studio_copy"),
            "rows": [
                {
                    "one": one,
                    "is_late": one.supplied_at is None and one.due_on < today,
                    "superlatives": [found.word for found in find_superlatives(one.text)],
                }
                for one in list_copy(contract)
            ],
            "products": list_products(contract),
            "today": today,
            "makes": living and person.may("make_pictures"),
            "supplies": living and person.may("approve_pictures"),
            "copy_max": COPY_MAX,
        },
    )


@login_required
@require_POST
def studio_copy_ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the brand for copy."""
    asked, product = request.POST, request.POST.get("product", "")
    due_on = day_from(asked.get("due", ""), UnableToProof)
    if due_on is None:
        raise UnableToProof(_("没有写期限"), code="NO_DAY", remedy=_("请选一天。"))
    ask_copy(
        person=person_of(request), at=timezone.now(), code=code, what=asked.get("what", ""), due_on=due_on,
        product_id=whole_in(product, digits=11),
    )  # fmt: skip
    messages.success(request, _("已请甲方交文案，到期会提醒。"))
    return redirect("portal:studio_copy", code)


@login_required
@require_POST
def studio_copy_supply(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The brand supplies it."""
    supply_copy(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        number=number,
        text=request.POST.get("text", ""),
    )
    messages.success(request, _("文案已交，乙方做页面时看得到。"))
    return redirect("portal:studio_copy", code)
