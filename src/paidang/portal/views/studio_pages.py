"""The product pages of a contract, and beginning one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.kit.written import whole_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.studio import sections
from paidang.studio.actions import begin_page
from paidang.studio.queries.pages import list_pages
from paidang.studio.queries.pictures import list_products
from paidang.studio.rules.sizes import PLATFORMS
from paidang.studio.rules.words import AGREED, DRAFT, PAGE_STATES, PUBLISHED, SENT_BACK, SUBMITTED

PAGE_LOOKS = {DRAFT: "", SUBMITTED: "warn", AGREED: "info", SENT_BACK: "bad", PUBLISHED: "ok"}


@login_required
@require_GET
def studio_pages(request: HttpRequest, code: str) -> HttpResponse:
    """What was touched last first."""
    contract = get_contract(code)
    return render(
        request,
        "portal/studio_pages.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[code]),
            "sections": sections(contract, "studio_pages"),
            "rows": [
                (one, worded(PLATFORMS[one.channel]), PAGE_LOOKS[one.state], worded(PAGE_STATES[one.state]))
                for one in list_pages(contract)
            ],
            "products": list_products(contract),
            "platforms": [(key, worded(word)) for key, word in PLATFORMS.items()],
            "makes": contract.state == IN_FORCE and person_of(request).may("make_pictures"),
        },
    )


@login_required
@require_POST
def studio_page_begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a page, or go to the one that there is."""
    product = request.POST.get("product", "")
    page = begin_page(
        person=person_of(request), at=timezone.now(), code=code, channel=request.POST.get("channel", ""),
        product_id=whole_in(product, digits=11),
    )  # fmt: skip
    return redirect("portal:studio_page", code, page.pk)
