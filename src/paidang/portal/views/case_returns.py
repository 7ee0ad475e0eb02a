"""Returns taken in many at a time, by a CSV of waybills."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from paidang.aftersales.actions import UnableToServe
from paidang.aftersales.actions.returned import FILE_BYTES_MAX, receive_returns
from paidang.contracts.queries import get_contract
from paidang.kit.sentence import say
from paidang.portal.views.asking import person_of


@login_required
@require_POST
def cases_returned(request: HttpRequest) -> HttpResponse:
    """Take in every return that the file names, or none of them."""
    file = request.FILES.get("file")
    if file is None:
        raise UnableToServe(say("没有选文件"), code="FILE_NOT_TAKEN", remedy=say("请选一个 CSV 文件。"))
    contract = get_contract(request.POST.get("contract", ""))
    numbers = receive_returns(
        person=person_of(request),
        at=timezone.now(),
        code=contract.code,
        content=file.read(FILE_BYTES_MAX + 1),
    )
    said = ngettext("收下 %(n)d 件退货，请验收。", "收下 %(n)d 件退货，请验收。", len(numbers))
    messages.success(request, said % {"n": len(numbers)} if numbers else _("这些退货都收下过了，没有变化。"))
    return redirect(f"{reverse('portal:cases')}?{urlencode({'contract': contract.code, 'view': 'ours'})}")
