"""Settings: the codes of one's own accounting program, which vouchers carry."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from paidang.portal.templatetags.paidang import worded
from paidang.settlement.actions import UnableToSetCodes, set_book_codes
from paidang.settlement.queries.book_codes import find_codes, list_others
from paidang.settlement.rules.account_names import ACCOUNT_NAMES, CUSTOMER, SUPPLIER
from paidang.team.actions import check_may
from paidang.team.models import Person


@login_required
@require_safe
def settings_codes(request: HttpRequest) -> HttpResponse:
    """What is set; the form for finance and managers."""
    found = find_codes(cast(Person, request.user).org_id)
    return _page(request, found.accounts if found else {}, found.others if found else {})


@login_required
@require_POST
def codes_set(request: HttpRequest) -> HttpResponse:
    """Set all of them as they stand in the form."""
    person = cast(Person, request.user)
    accounts = {name: request.POST.get(f"account-{name}", "") for name in ACCOUNT_NAMES}
    others = {
        one.pk: {kind: request.POST.get(f"{kind}-{one.pk}", "") for kind in (CUSTOMER, SUPPLIER)}
        for one in list_others(person.org_id)
    }
    try:
        set_book_codes(person=person, at=timezone.now(), accounts=accounts, others=others)
    except UnableToSetCodes as refused:
        typed = {str(pk): codes for pk, codes in others.items()}
        return _page(request, accounts, typed, 422, wrong=worded(str(refused)))
    messages.success(request, _("已记下，以后导出的凭证都用它们。"))
    return redirect("portal:settings_codes")


def _page(
    request: HttpRequest,
    accounts: dict[str, str],
    others: dict[str, dict[str, str]],
    status: int = 200,
    **more: object,
) -> HttpResponse:
    person = cast(Person, request.user)
    check_may(person, "record_payment")
    context = {
        "accounts": [
            (name, worded(one.name), one.code, accounts.get(name, "")) for name, one in ACCOUNT_NAMES.items()
        ],
        "others": [
            (one, *(others.get(str(one.pk), {}).get(kind, "") for kind in (CUSTOMER, SUPPLIER)))
            for one in list_others(person.org_id)
        ],
        "set": find_codes(person.org_id),
        **more,
    }
    return render(request, "portal/settings_codes.html", context, status=status)
