"""What is done to many orders at once, and taken back while there is time; views that one keeps."""

import csv
import io
import secrets
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from paidang.contracts.models import Contract
from paidang.kit.cells import safe_cell
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.orders import actions
from paidang.orders.actions.views import drop_view, save_view
from paidang.orders.queries.listing import list_orders
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import file_copy
from paidang.portal.views.orders import contracts_of, narrowed, query_of, wanted_of
from paidang.stores.actions import export_receivers

BULK_MAX = 2_000
"""All that match, at once: one transaction of a second or two, so that no progress has to be shown."""
Act = Callable[..., list[str]]


def _acts(request: HttpRequest) -> dict[str, tuple[Act, dict[str, Any], str]]:
    """Each act with what it wants from the form, and its words for so many orders."""
    asked = request.POST
    assignee = asked.get("assignee", "")
    return {
        "hold": (
            actions.hold_orders,
            {"reason": asked.get("hold_reason", ""), "kind": asked.get("kind", "hand")},
            _("已拦截 %(n)s 单"),
        ),
        "release": (
            actions.release_orders,
            {"reason": asked.get("release_reason", "")},
            _("已放行 %(n)s 单"),
        ),
        "remark": (actions.remark_orders, {"text": asked.get("text", "")}, _("已备注 %(n)s 单")),
        "flag": (actions.flag_orders, {"flag": asked.get("flag", "")}, _("已插旗 %(n)s 单")),
        "assign": (
            actions.assign_orders,
            {"assignee_id": whole_in(assignee, None)},
            _("已指派 %(n)s 单"),
        ),
    }


@login_required
@require_POST
def orders_bulk(request: HttpRequest) -> HttpResponse:
    """Do one thing to the orders that are ticked, or to all that match."""
    known = _acts(request).get(request.POST.get("act", ""))
    if known is None:
        raise NotFound(say("没有这件事"))
    do, more, words = known
    contracts = contracts_of(request)
    batch, done = secrets.token_hex(16), 0
    for contract, order_ids in _by_contract(request, contracts).items():
        done += len(
            do(
                person=person_of(request), at=timezone.now(), code=contract.code, order_ids=order_ids, batch=batch, **more
            )
        )  # fmt: skip
    if done:
        messages.success(request, words % {"n": f"{done:,}"}, extra_tags=f"undo:{batch}")
    else:
        messages.info(request, _("没有变化：所选的订单已是这样。"))
    return redirect(back_of(request))


def _by_contract(request: HttpRequest, contracts: Sequence[Contract]) -> dict[Contract, list[str]]:
    picks = request.POST.getlist("order")
    if request.POST.get("act") in request.POST.getlist("all"):  # ticked in the dialog of this act
        wanted = narrowed(request, wanted_of(request, contracts))
        picks = [row.pick for row in list_orders(wanted, most=BULK_MAX).rows]
    by_id = {str(contract.pk): contract for contract in contracts}
    found: dict[Contract, list[str]] = defaultdict(list)
    for pick in picks[:BULK_MAX]:
        contract_id, _tilde, order_id = pick.partition("~")
        if contract := by_id.get(contract_id):
            found[contract].append(order_id)
    if not found:
        raise NotFound(say("没有选中订单"))
    return dict(sorted(found.items(), key=lambda one: one[0].pk))  # so that two people never wait in a circle


@login_required
@require_POST
def orders_receivers(request: HttpRequest) -> FileResponse:
    """Who gets the orders that are ticked, as CSV with a BOM; with its reason on record, order by order."""
    person, now = person_of(request), timezone.now()
    reason, text = request.POST.get("export_reason", ""), io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("订单号"), _("收货人"), _("电话"), _("省"), _("市"), _("区县"), _("详细地址")])
    with transaction.atomic():
        for contract, order_ids in _by_contract(request, contracts_of(request)).items():
            rows = export_receivers(
                person=person, at=now, code=contract.code, order_ids=order_ids, reason=reason
            )
            for order_id, one in rows:
                cells = (order_id, one.name, one.phone, one.province, one.city, one.district, one.address)
                writer.writerow([safe_cell(cell) for cell in cells])
    return file_copy(request, io.BytesIO(text.getvalue().encode("utf-8-sig")), _("收货信息"))


@login_required
@require_POST
def orders_undo(request: HttpRequest) -> HttpResponse:
    """Take back what oneself did just now."""
    orders = actions.undo_batch(
        person=person_of(request), at=timezone.now(), batch=request.POST.get("batch", "")[:40]
    )
    n = len(orders)
    messages.success(request, ngettext("已撤销 %(n)s 单", "已撤销 %(n)s 单", n) % {"n": f"{n:,}"})
    return redirect(back_of(request))


@login_required
@require_POST
def orders_save_view(request: HttpRequest) -> HttpResponse:
    """Keep what the list is narrowed to under a name."""
    view = save_view(person=person_of(request), name=request.POST.get("name", ""), query=query_of(request))
    messages.success(request, _("视图“%(name)s”已存，只有您看得到。") % {"name": view.name})
    return redirect(reverse("portal:orders") + query_of(request))


@login_required
@require_POST
def orders_drop_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget a view."""
    drop_view(person=person_of(request), view_id=view_id)
    return redirect("portal:orders")


def back_of(request: HttpRequest) -> str:
    """Where the form stood, if that is a page of orders, else the list as the address has it."""
    back = request.POST.get("back", "")
    return back if back.startswith("/orders") else reverse("portal:orders") + query_of(request)
