"""The list of orders with its saved views, filters, drawer and export."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from paidang.channels.link.documents import ASKED, HELD, RETURNED, RETURNING
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.intake.queries import count_open_rows
from paidang.kit.cells import safe_cell
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI, day_of
from paidang.orders.queries.listing import (
    BELOW_FLOOR,
    IN_VIEW,
    OrderPage,
    OrderRow,
    Wanted,
    iter_lines,
    list_orders,
    list_stores,
)
from paidang.portal.actions import record_order_export
from paidang.portal.queries import get_switcher
from paidang.portal.views.asking import person_of
from paidang.stores.queries import list_links, list_picks

TEXT_MAX = 120
PICKED_MAX = 200
NONE = ["~"]
OPEN_CASES = (ASKED, RETURNING, RETURNED)
KEPT = ("contract", "view", "store", "from", "to", "q", "sort")
STATE_LOOKS = {"unshipped": ("", "clock"), "moving": ("", "box"), "done": ("ok", "check")}


@login_required
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """One page of the list."""
    return render(request, "portal/orders.html", list_context(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def orders_export(request: HttpRequest) -> FileResponse:
    """The lines of the orders in view, or of those ticked, as CSV with a BOM, amounts in yuan; on record like every copy."""
    person, contracts = person_of(request), contracts_of(request)
    wanted = replace(wanted_of(request, contracts), picked=request.POST.getlist("order")[:PICKED_MAX])
    file, lines = _csv_file(wanted)
    record_order_export(person=person, at=timezone.now(), contracts=contracts, lines=lines)
    name = _("订单 %(day)s.csv") % {"day": f"{day_of(timezone.now()):%Y-%m-%d}"}
    return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def contracts_of(request: HttpRequest) -> list[Contract]:
    """The contract that the address names, else the picked one, else all."""
    if code := request.GET.get("contract"):
        return [get_contract(code)]
    switch = get_switcher(request)
    return [switch.picked] if switch.picked else switch.contracts


def wanted_of(request: HttpRequest, contracts: Sequence[Contract]) -> Wanted:
    """What the address asks for; what is no day or no view asks for nothing."""
    view = request.GET.get("view", "")
    return Wanted(
        contract_ids=[contract.pk for contract in contracts],
        view=view if view in IN_VIEW else "",
        store=request.GET.get("store", "")[:200],
        paid_from=_day(request.GET.get("from", "")),
        paid_to=_day(request.GET.get("to", "")),
        text=request.GET.get("q", "").strip()[:TEXT_MAX],
        newest_first=request.GET.get("sort") != "paid",
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


def query_of(request: HttpRequest, **changes: str) -> str:
    """The address of the list without its place, with changes: `?view=done&q=…`."""
    kept = {key: request.GET[key] for key in KEPT if request.GET.get(key)} | changes
    found = urlencode({key: value for key, value in kept.items() if value})
    return f"?{found}" if found else ""


def place_of(request: HttpRequest) -> str:
    """The same with the place in the list."""
    place = {key: request.GET[key] for key in ("after", "before", "first") if request.GET.get(key)}
    return query_of(request, **place)


def list_context(request: HttpRequest) -> dict[str, Any]:
    """What the list shows; also behind an open drawer."""
    contracts = contracts_of(request)
    wanted, first = wanted_of(request, contracts), request.GET.get("first", "")
    told = list_told(wanted.contract_ids)
    told_view = request.GET.get("view", "") if request.GET.get("view") in told else ""
    page = list_orders(
        replace(wanted, picked=told[told_view] or NONE) if told_view else wanted,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        first=int(first) if first.isdecimal() and len(first) < 10 else 0,
    )
    counts = list_orders(wanted, most=0).counts if told_view else page.counts
    waiting = sum(count_open_rows(contract.pk) for contract in contracts)
    by_id = {contract.pk: contract for contract in contracts}
    stores = list_stores(wanted.contract_ids)
    path = reverse("portal:orders")
    return {
        "contracts": contracts,
        "counts": {"imports": waiting},
        "picked": contracts[0] if len(contracts) == 1 else None,
        "wanted": wanted,
        "page_of": page,
        "sub": _summary(page, wanted),
        "views": _views(request, counts, {view: len(picks) for view, picks in told.items()}, waiting),
        "view_word": (_view_words() | _told_words())[told_view or wanted.view],
        "asked_view": told_view or wanted.view,
        "total_of_all": counts[""],
        "rows": [_row(row, by_id[row.contract_id], request) for row in page.rows],
        "stores": stores,
        "is_filtered": bool(wanted.store or wanted.paid_from or wanted.paid_to or wanted.text),
        "filters": _filter_words(wanted),
        "any": bool(counts[""]) or bool(wanted.store or wanted.paid_from or wanted.paid_to or wanted.text),
        "list_url": path + place_of(request),
        "without_filters": path + query_of(request, store="", q="", **{"from": "", "to": ""}),
        "without_view": path + query_of(request, view=""),
        "other_sort": path + query_of(request, sort="paid" if wanted.newest_first else ""),
        "export_url": reverse("portal:orders_export") + query_of(request),
        "pager": _pager(request, page, path),
    }


def _summary(page: OrderPage, wanted: Wanted) -> str:
    """`412 单`, with since when where no day is asked for."""
    words = ngettext("%(n)s 单", "%(n)s 单", page.total) % {"n": f"{page.total:,}"}
    if page.first_paid_at and not wanted.paid_from and not wanted.paid_to:
        since = f"{day_of(page.first_paid_at):%Y-%m-%d}"
        return _("%(since)s 至今 · %(orders)s") % {"since": since, "orders": words}
    return words


def _view_words() -> dict[str, str]:
    return {
        "": _("全部"),
        "unshipped": _("待发货"),
        "moving": _("在途"),
        "done": _("已完成"),
        "refunded": _("已退款"),
        BELOW_FLOOR: _("低于底价"),
    }


def _told_words() -> dict[str, str]:
    """Views of what the platforms' interfaces say."""
    return {"in_case": _("售后中"), "held": _("平台锁定")}


def list_told(contract_ids: Sequence[int]) -> dict[str, list[str]]:
    """The orders of each view of what the platforms say; no views where no store is connected."""
    if not list_links(contract_ids):
        return {}
    return {
        "in_case": list_picks(contract_ids, cases=OPEN_CASES),
        "held": list_picks(contract_ids, states=[HELD]),
    }


def _views(
    request: HttpRequest, counts: Mapping[str, int], told: Mapping[str, int], waiting: int
) -> list[dict[str, Any]]:
    """The saved views with their counts; quarantined rows are no orders yet and wait on the import page."""
    path = reverse("portal:orders")
    view = request.GET.get("view", "")
    view = view if view in IN_VIEW or view in told else ""
    words, told_words = _view_words(), _told_words()
    found: list[dict[str, Any]] = [
        {
            "word": word,
            "url": path + query_of(request, view=key),
            "n": {**counts, **told}[key],
            "bad": key in (BELOW_FLOOR, "held"),
            "current": key == view,
        }
        for key, word in (words | {key: told_words[key] for key in told}).items()
    ]
    code = request.GET.get("contract", "")
    query = urlencode({"view": "quarantine"} | ({"contract": code} if code else {}))
    return [
        *found,
        {
            "word": _("隔离"),
            "url": f"{reverse('portal:imports')}?{query}",
            "n": waiting,
            "bad": True,
            "current": False,
        },
    ]


def state_of(state: str) -> tuple[str, str, str]:
    """How an order's state looks and what it is called: (kind, word, icon)."""
    words = _view_words() | {"part_refunded": _("部分退款")}
    kind, icon = STATE_LOOKS.get(state, ("info", "back"))
    return kind, words[state], icon


def _row(row: OrderRow, contract: Contract, request: HttpRequest) -> dict[str, Any]:
    url = reverse("portal:order", args=[contract.code, row.order_id]) + place_of(request)
    return {"order": row, "contract": contract, "url": url, "state": state_of(row.state), "step": _step(row)}


def _step(row: OrderRow) -> tuple[str, Any]:
    """The last thing known of the order after its payment."""
    if row.state in ("refunded", "part_refunded"):
        return _("已退"), row.refunded_fen
    if row.completed_at and row.state == "done":
        return _("签收"), row.completed_at
    if row.shipped_at and row.state == "moving":
        return _("发货"), row.shipped_at
    return "", None


def _filter_words(wanted: Wanted) -> str:
    """`京东旗舰店、2026-10-01 至今、QL-GW`: what the list is narrowed to."""
    days = ""
    if wanted.paid_from or wanted.paid_to:
        days = _("%(first)s 至 %(last)s 付款") % {
            "first": wanted.paid_from or "…",
            "last": wanted.paid_to or _("今天"),
        }
    return _("、").join(part for part in (wanted.store, days, wanted.text) if part)


def _pager(request: HttpRequest, page: OrderPage, path: str) -> dict[str, Any]:
    if not page.rows:
        return {}
    last = page.before + len(page.rows)
    return {
        "first": page.before + 1,
        "last": last,
        "total": page.total,
        "previous_url": path + query_of(request, before=page.rows[0].key, first=str(page.before))
        if page.before > 0
        else "",
        "next_url": path + query_of(request, after=page.rows[-1].key, first=str(last))
        if page.has_next
        else "",
    }


# CSV


def _csv_file(wanted: Wanted) -> tuple[IO[bytes], Counter[str]]:
    """The export, at its start, and how many lines of each contract it has."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115  the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer, lines = csv.writer(text), Counter[str]()
    writer.writerow(_csv_header())
    for code, cells in _csv_lines(wanted):
        writer.writerow(cells)
        lines[code] += 1
    text.detach()
    file.seek(0)
    return file, lines


def _csv_header() -> list[str]:
    return [
        _("合同"), _("订单号"), _("行号"), _("店铺"), "SKU", _("数量"), _("单价（元）"), _("商家优惠（元）"),
        _("收入（元）"), _("已退（元）"), _("付款时间"), _("发货时间"), _("签收时间"), _("状态"),
    ]  # fmt: skip


def _csv_lines(wanted: Wanted) -> Iterator[tuple[str, list[str]]]:
    """Every line with the code of its contract."""
    words = {
        state: state_of(state)[1] for state in ("unshipped", "moving", "done", "refunded", "part_refunded")
    }
    for line in iter_lines(wanted):
        code, order_id, line_id, store, sku, quantity, *amounts, paid_at, shipped_at, completed_at, state = (
            line
        )
        yield (
            code,
            [
                *(safe_cell(cell) for cell in (code, order_id, line_id, store, sku)),
                str(quantity),
                *(yuan_text(int(fen)) for fen in amounts),
                *(_moment(at) for at in (paid_at, shipped_at, completed_at)),
                words[state],
            ],
        )


def _moment(at: Any) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if at else ""
