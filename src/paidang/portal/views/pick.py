"""The contract switcher."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.views.decorators.http import require_POST

from paidang.contracts.queries import get_contract
from paidang.portal.queries import PICKED, list_pages


@login_required
@require_POST
def pick(request: HttpRequest) -> HttpResponse:
    """Remember the contract in view, "" for all, and show the page of the navigation one was on."""
    code = request.POST.get("contract", "")
    if code:
        request.session[PICKED] = get_contract(code).code
    else:
        request.session.pop(PICKED, None)
    page = next((page for page in list_pages() if page.key == request.POST.get("page")), None)
    return redirect(page.url if page else resolve_url("/"))
