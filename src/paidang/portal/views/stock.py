"""库存: what there is of each SKU, what may be offered, how long it lasts; the ledger of one SKU in the drawer."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.catalog.queries.names import titles_of
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.orders.models import Store
from paidang.portal.queries import list_living
from paidang.portal.queries.replenish import list_suggestions, suggest_of
from paidang.portal.templatetags.paidang import meter, worded
from paidang.portal.views import drawer
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import CSV, XLSX, table_copy
from paidang.portal.views.price_tabs import contract_of
from paidang.printing.tables import Cell
from paidang.stock.actions import record_export
from paidang.stock.models import StockLevel
from paidang.stock.queries.ledger import LAST, list_ledger
from paidang.stock.queries.levels import last_list, list_warehouses
from paidang.stock.queries.listing import (
    DAMAGED,
    IN_VIEW,
    LOW,
    ORDER_BY,
    SHORT,
    StockRow,
    StockWanted,
    find_stock,
    iter_stock,
    list_stock,
)
from paidang.stock.queries.lists import list_due_days, waiting_rhythm
from paidang.stock.queries.pushes import list_adrift, list_parts, parts_said
from paidang.stock.queries.shortages import count_short, list_short
from paidang.stock.rules.kinds import KINDS
from paidang.stock.rules.offering import share_out
from paidang.stores.queries.places import sets_with
from paidang.team.rules.roles import who_may

TEXT_MAX = 120
BARS_MAX = 4
"""So many stores are told apart in a bar; of more only the numbers are given."""
KEPT = ("contract", "view", "q", "warehouse", "sort")
SUGGESTED, SHORT_SHOWN, ADRIFT_SHOWN = 5, 6, 20


@login_required
@require_GET
def stock(request: HttpRequest) -> HttpResponse:
    """The page. `?view=` a saved view, `?q=`, `?warehouse=`, `?sort=`, `?after=` the place in the list."""
    contract = contract_of(request)
    if contract is None:
        living = list_living(request)
        return render(request, "portal/stock.html", {"contracts": living})
    return render(request, "portal/stock.html", list_context(request, contract))


@login_required
@require_GET
def stock_sku(request: HttpRequest, code: str, sku: str) -> HttpResponse:
    """One SKU with its ledger: the drawer for htmx; by its address, the list with the drawer open."""
    contract = get_contract(code)
    context = _sku_context(request, contract, sku)
    if drawer.is_for_drawer(request):
        return drawer.answer(request, "portal/stock_drawer.html", context)
    return drawer.answer(request, "portal/stock.html", list_context(request, contract) | context)


@login_required
@require_GET
def stock_export(request: HttpRequest, code: str, kind: str) -> FileResponse:
    """The list in view, all pages of it, as a workbook or CSV; on record like every copy."""
    if kind not in (CSV, XLSX):
        raise NotFound(_("没有这种文件"), remedy=_("请下载 XLSX 或 CSV。"))
    contract, now = get_contract(code), timezone.now()
    stores = _stores(contract)
    parts = list_parts(contract.pk)
    head = [
        "SKU", _("在库"), _("预留"), _("残次"), _("安全库存"), _("可售"), _("近 28 天卖出"), _("够卖（天）"), _("缺货"),
        *stores.values(),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            row.sku, row.on_hand, row.reserved, row.damaged, row.safety, row.sellable, row.sold, row.left_days, row.short,
            *(share_out(row.sellable, parts).values()),
        ]
        for row in iter_stock(_wanted(request, contract))
    ]  # fmt: skip
    record_export(contract, person=person_of(request), at=now, rows=len(rows))
    return table_copy(request, _("库存"), head, rows, kind)


def stock_url(contract: Contract) -> str:
    """The page of a contract."""
    return f"{reverse('portal:stock')}?{urlencode({'contract': contract.code})}"


def _wanted(request: HttpRequest, contract: Contract) -> StockWanted:
    """What the address asks for; what is no view, no warehouse or no order asks for nothing."""
    asked = request.GET
    warehouse = asked.get("warehouse", "")
    return StockWanted(
        contract.pk,
        view=asked.get("view", "") if asked.get("view") in IN_VIEW else "",
        text=asked.get("q", "").strip()[:TEXT_MAX],
        warehouse_id=whole_in(warehouse),
        sort=asked.get("sort", "") if asked.get("sort") in ORDER_BY else "sku",
    )


def _query(request: HttpRequest, contract: Contract, **changes: str) -> str:
    kept = {key: request.GET[key] for key in KEPT if request.GET.get(key)} | {"contract": contract.code}
    return "?" + urlencode({key: value for key, value in (kept | changes).items() if value})


def list_context(request: HttpRequest, contract: Contract) -> dict[str, Any]:
    """What the list shows; also behind an open drawer."""
    person, wanted, path = person_of(request), _wanted(request, contract), reverse("portal:stock")
    today = day_of(timezone.now())
    page = list_stock(wanted, after=request.GET.get("after", ""))
    titles = titles_of(contract, {row.sku for row in page.rows})
    stores = _stores(contract)
    parts = list_parts(contract.pk)
    side = contract.side_of(person.org_id)
    is_living = contract.state == IN_FORCE
    lines, units = count_short(contract.pk)
    due = list_due_days([contract]).get(contract.pk)
    return {
        "contract": contract,
        "picked": contract,
        "wanted": wanted,
        "page_of": page,
        "any": bool(page.counts[""]) or bool(wanted.text or wanted.warehouse_id),
        "is_filtered": bool(wanted.text or wanted.warehouse_id),
        "views": _views(request, contract, wanted, page.counts),
        "rows": [_row(request, contract, row, parts, stores, titles) for row in page.rows],
        "stores": [(pk, name, parts[pk]) for pk, name in stores.items()],
        "has_new_store": not parts.keys() <= parts_said(contract.pk).keys(),
        "warehouses": list_warehouses(contract.pk),
        "sorts": {"sku": _("商品编码"), "left": _("最先卖完"), "sellable": _("可售最少")},
        "without_filters": path + _query(request, contract, q="", warehouse=""),
        "next_url": path + _query(request, contract, after=page.rows[-1].key) if page.has_next else "",
        "first_url": path + _query(request, contract) if request.GET.get("after") else "",
        "exports": {
            kind: reverse("portal:stock_export", args=[contract.code, kind]) + _query(request, contract)
            for kind in ("csv", "xlsx")
        },
        "short": {"lines": lines, "units": units, "rows": list_short(contract.pk, most=SHORT_SHOWN)},
        "suggested": _suggested(request, contract, timezone.now()),
        "last_list": last_list(contract.pk),
        "list_due": due.day if due else None,
        "rhythm": due.rhythm if due else None,
        "rhythm_waits": waiting_rhythm(contract.pk) if due else None,
        "my_side": side,
        "adrift": _adrift(request, contract, stores, titles),
        "is_list_late": due is not None and due.day < today,
        "may": {
            "declare": is_living and side == "a" and person.may("declare_stock"),
            "plan": is_living and person.may("plan_stock"),
        },
        "who": worded(who_may("declare_stock")),
    }


def _stores(contract: Contract) -> dict[int, str]:
    return dict(Store.objects.filter(contract=contract).order_by("pk").values_list("pk", "name"))


def _views(
    request: HttpRequest, contract: Contract, wanted: StockWanted, counts: Any
) -> list[dict[str, Any]]:
    words = {"": _("全部"), LOW: _("快断货"), SHORT: _("缺货"), DAMAGED: _("残次")}
    return [
        {
            "word": word,
            "url": reverse("portal:stock") + _query(request, contract, view=key),
            "n": counts[key],
            "bad": key == SHORT,
            "current": key == wanted.view,
        }
        for key, word in words.items()
    ]


def _row(
    request: HttpRequest,
    contract: Contract,
    row: StockRow,
    parts: dict[int, int],
    stores: dict[int, str],
    titles: dict[str, str],
) -> dict[str, Any]:
    url = reverse("portal:stock_sku", args=[contract.code, row.sku]) + _query(request, contract)
    return {"stock": row, "title": titles.get(row.sku), "url": url, **_shares(row, parts, stores)}


def _shares(row: StockRow, parts: dict[int, int], stores: dict[int, str]) -> dict[str, Any]:
    """What each store may offer, as numbers and as a bar."""
    shares = [(stores[pk], units) for pk, units in share_out(row.sellable, parts).items()]
    bar = ""
    if len(shares) <= BARS_MAX and row.sellable:
        label = _("，").join(f"{name} {units:,}" for name, units in shares)
        bar = meter(label, "", **{f"s{n}": units for n, (_name, units) in enumerate(shares, 1)})
    return {"shares": shares, "bar": bar}


def _suggested(request: HttpRequest, contract: Contract, at: datetime) -> list[dict[str, Any]]:
    """What is to be brought first, with why."""
    found: list[dict[str, Any]] = []
    for row, what in list_suggestions(contract, at, SUGGESTED):
        url = reverse("portal:stock_sku", args=[contract.code, row.sku]) + _query(request, contract)
        found.append({"stock": row, "what": what, "url": url})
    titles = titles_of(contract, {one["stock"].sku for one in found})
    return [{"title": titles.get(one["stock"].sku), **one} for one in found]


def _adrift(
    request: HttpRequest, contract: Contract, stores: dict[int, str], titles: dict[str, str]
) -> list[dict[str, Any]]:
    """What stores offer otherwise than they were told, the longest first."""
    return [
        {
            "is": one,
            "store": stores[one.store_id],
            "title": titles.get(one.sku, one.sku),
            "url": reverse("portal:stock_sku", args=[contract.code, one.sku]) + _query(request, contract),
        }
        for one in list_adrift(contract.pk, timezone.now(), most=ADRIFT_SHOWN)
    ]


def _sku_context(request: HttpRequest, contract: Contract, sku: str) -> dict[str, Any]:
    """What the drawer shows of one SKU."""
    stores = _stores(contract)
    before = request.GET.get("before", "")
    row = find_stock(contract.pk, sku)
    if row is None:
        raise NotFound(_("%(sku)s 没有申报过库存") % {"sku": sku[:60]}, remedy=_("请从库存页打开。"))
    lines = list_ledger(contract.pk, sku, before=whole_in(before, LAST))
    levels = (
        StockLevel.objects.filter(contract=contract, sku=sku)
        .select_related("warehouse")
        .order_by("warehouse")
    )
    return {
        "found": row,
        "title": titles_of(contract, [sku]).get(sku),
        "contract": contract,
        "close_url": reverse("portal:stock") + _query(request, contract),
        "levels": levels,
        "ledger": [(line, KINDS[line.kind]) for line in lines],
        "older_url": reverse("portal:stock_sku", args=[contract.code, sku])
        + _query(request, contract, before=str(lines[-1].id))
        if lines
        else "",
        "lacking": list_short(contract.pk, sku=sku, most=SHORT_SHOWN),
        "suggestion": suggest_of(contract, row, timezone.now()),
        "sku_adrift": {
            stores[one.store_id]: one for one in list_adrift(contract.pk, timezone.now(), sku=sku)
        },
        "sets": sets_with(contract.pk, sku),
        "sku_shares": _shares(row, list_parts(contract.pk), stores),
        "may_plan": contract.state == IN_FORCE and person_of(request).may("plan_stock"),
    }
