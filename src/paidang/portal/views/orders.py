"""The list of orders with its saved views, filters, drawer and export."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from paidang.catalog.queries.names import titles_in
from paidang.channels.link.documents import ASKED, HELD, RETURNED, RETURNING
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.contracts.queries.kept import kept
from paidang.fulfilment.queries.deadlines import list_urgent
from paidang.intake.queries import count_open_rows
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.orders.actions.allowed import may_handle
from paidang.orders.models import OrderMark
from paidang.orders.queries.listing import OrderPage, OrderRow, count_orders, list_orders, list_stores
from paidang.orders.queries.matching import BELOW_FLOOR, IN_VIEW, NOTHING, Wanted
from paidang.orders.queries.matching import HELD as HELD_BY_US
from paidang.orders.queries.picks import assigned_to, flagged, same_city
from paidang.orders.queries.work import list_views, marks_of
from paidang.orders.rules.holding import BY_PEOPLE, KINDS
from paidang.orders.rules.states import STATES
from paidang.orders.rules.working import FLAGS
from paidang.portal.actions import record_order_export
from paidang.portal.queries import get_switcher
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_in, person_of
from paidang.portal.views.copies import file_copy
from paidang.portal.views.order_clock import clocks_of
from paidang.portal.views.order_sheet import csv_file
from paidang.portal.views.order_unread import unread_found
from paidang.portal.views.paging import query_with
from paidang.stores.queries import list_links, list_picks
from paidang.team.models import Person
from paidang.team.queries import list_people

TEXT_MAX = 120
PICKED_MAX = 200
OPEN_CASES = (ASKED, RETURNING, RETURNED)
LATE, URGENT = "late", "urgent"
BY_DEADLINE = ("unshipped", HELD_BY_US, LATE, URGENT)
"""Views of orders that have not left: these may be sorted by when they must."""
KEPT = ("contract", "view", "store", "flag", "from", "to", "q", "sort")
query_of = partial(query_with, KEPT)
STATE_LOOKS = {
    "unshipped": ("", "clock"), "part_shipped": ("warn", "box"), "on_hold": ("warn", "pause"), "moving": ("", "box"),
    "done": ("ok", "check"), "unpaid": ("", "clock"), "closed": ("", "close"), "split": ("", "switch"),
    "unknown": ("bad", "info"),
}  # fmt: skip


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
    wanted = narrowed(request, wanted_of(request, contracts))
    if ticked := request.POST.getlist("order")[:PICKED_MAX]:
        wanted = replace(wanted, picked=ticked)
    file, lines = csv_file(wanted)
    record_order_export(person=person, at=timezone.now(), contracts=contracts, lines=lines)
    return file_copy(request, file, _("订单"))


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
        newest_first=_sort_of(request, view) != "paid",
        by_deadline=_sort_of(request, view) == "due",
    )


def _sort_of(request: HttpRequest, view: str) -> str:
    """`new` and `paid` by payment, `due` by deadline: the one that the address asks for, else what the view is for."""
    asked = request.GET.get("sort") or ("due" if view in (LATE, URGENT) else "new")
    return asked if asked in ("new", "paid") or (asked == "due" and view in BY_DEADLINE) else "new"


def _day(text: str) -> date | None:
    found = day_in(text)
    return found if found and 2000 <= found.year <= 2200 else None


def place_of(request: HttpRequest) -> str:
    """The same with the place in the list."""
    place = {key: request.GET[key] for key in ("after", "before", "first") if request.GET.get(key)}
    return query_of(request, **place)


def list_context(request: HttpRequest) -> dict[str, Any]:
    """What the list shows; also behind an open drawer."""
    contracts = contracts_of(request)
    wanted, first = wanted_of(request, contracts), request.GET.get("first", "")
    person, now = person_of(request), timezone.now()
    told = list_told(wanted.contract_ids, person)
    told_view = request.GET.get("view", "") if request.GET.get("view") in told else ""
    page = list_orders(
        narrowed(request, wanted, told),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        first=whole_in(first, digits=9),
    )
    counts = count_orders(_flagged(request, wanted)) if told_view else page.counts
    marks = marks_of(wanted.contract_ids, [row.order_id for row in page.rows])
    titles = titles_in(wanted.contract_ids, {sku for row in page.rows for sku, _units in row.goods})
    clocks = clocks_of(wanted.contract_ids, [row.order_id for row in page.rows], now)
    waiting = sum(count_open_rows(contract.pk) for contract in contracts)
    by_id = {contract.pk: contract for contract in contracts}
    stores = list_stores(wanted.contract_ids)
    path, flag = reverse("portal:orders"), request.GET.get("flag", "")
    is_filtered = bool(wanted.store or wanted.paid_from or wanted.paid_to or wanted.text or flag)
    return {
        "contracts": contracts,
        "counts": {"imports": waiting},
        "picked": contracts[0] if len(contracts) == 1 else None,
        "wanted": wanted,
        "page_of": page,
        "sub": _summary(page, wanted),
        "views": _views(request, counts, told, waiting, is_filtered=is_filtered),
        "view_word": (_view_words() | _told_words())[told_view or wanted.view],
        "asked_view": told_view or wanted.view,
        "total_of_all": counts[""],
        "rows": [
            _row(row, by_id[row.contract_id], request, marks.get((row.contract_id, row.order_id)), titles)
            | {"clock": clocks.get((row.contract_id, row.order_id))}
            for row in page.rows
        ],
        "stores": stores,
        "unread": unread_found(wanted, by_id) if wanted.text and not page.total else [],
        "flags": [(each, worded(word)) for each, word in FLAGS.items()],
        "flag": flag,
        "may_handle": bool(contracts) and all(may_handle(person, contract) for contract in contracts),
        "hold_kinds": [(kind, worded(KINDS[kind])) for kind in BY_PEOPLE],
        "colleagues": [each for each in list_people(person.org_id) if each.is_active],
        "own_view": next(
            (view for view in list_views() if view.query == query_of(request) and view.query), None
        ),
        "is_filtered": is_filtered,
        "filters": _filter_words(wanted),
        "any": bool(counts[""]) or is_filtered,
        "sorts": _sorts(request, told_view or wanted.view),
        "pager": _pager(request, page, path),
    } | _addresses(request, path)


def _addresses(request: HttpRequest, path: str) -> dict[str, str]:
    """Where the list's own links lead, with what is asked for now."""
    return {
        "list_url": path + place_of(request),
        "without_filters": path + query_of(request, store="", q="", flag="", **{"from": "", "to": ""}),
        "without_view": path + query_of(request, view=""),
        "save_view_url": reverse("portal:orders_save_view") + query_of(request),
        "bulk_url": reverse("portal:orders_bulk") + place_of(request),
        "export_url": reverse("portal:orders_export") + query_of(request),
    }


def _sorts(request: HttpRequest, view: str) -> list[tuple[str, str, bool]]:
    """The ways the list may be sorted: (word, address, whether it is so now)."""
    path = reverse("portal:orders")
    now = _sort_of(request, view)
    words = {"new": _("新付的在前"), "paid": _("早付的在前")}
    if view in BY_DEADLINE:
        words["due"] = _("期限急的在前")
    return [(word, path + query_of(request, sort=key), key == now) for key, word in words.items()]


def narrowed(request: HttpRequest, wanted: Wanted, told: Mapping[str, list[str]] | None = None) -> Wanted:
    """The same with the orders picked of a view that is no state of the facts, and of a flag."""
    told = list_told(wanted.contract_ids, person_of(request)) if told is None else told
    view = request.GET.get("view", "")
    wanted = _flagged(request, wanted)
    if view not in told:  # nothing is urgent: then all are listed, and not by their deadlines
        return replace(wanted, by_deadline=wanted.by_deadline and view not in (LATE, URGENT))
    picks = [pick for pick in told[view] if not wanted.picked or pick in set(wanted.picked)]
    return replace(wanted, picked=picks or NOTHING)


def _flagged(request: HttpRequest, wanted: Wanted) -> Wanted:
    flag = request.GET.get("flag", "")
    if flag not in FLAGS:
        return wanted
    return replace(wanted, picked=flagged(wanted.contract_ids, flag) or NOTHING)


def _summary(page: OrderPage, wanted: Wanted) -> str:
    """`412 单`, with since when where no day is asked for."""
    words = ngettext("%(n)s 单", "%(n)s 单", page.total) % {"n": f"{page.total:,}"}
    if page.is_capped:
        return _("找到的很多，只列最近的 %(orders)s") % {"orders": words}
    if page.first_paid_at and not wanted.paid_from and not wanted.paid_to:
        since = f"{day_of(page.first_paid_at):%Y-%m-%d}"
        return _("%(since)s 至今 · %(orders)s") % {"since": since, "orders": words}
    return words


def _view_words() -> dict[str, str]:
    return {
        "": _("全部"),
        "unshipped": _("待发货"),
        "on_hold": _("已拦截"),
        "moving": _("在途"),
        "done": _("已完成"),
        "refunded": _("已退款"),
        BELOW_FLOOR: _("低于底价"),
    }


def _told_words() -> dict[str, str]:
    """Views of what the platforms' interfaces say."""
    return {
        LATE: _("到期未发"),
        URGENT: _("快到期"),
        "in_case": _("售后中"),
        "held": _("平台锁定"),
        "same_city": _("同城"),
        "mine": _("我的"),
    }


def list_told(contract_ids: Sequence[int], person: Person) -> dict[str, list[str]]:
    """The orders of each view that is no state of the facts: by the clock, by the platforms where stores are connected, by
    place, mine."""
    now = timezone.now()
    asked = ("urgent", f"{now:%Y-%m-%d %H:%M}")
    urgent = kept(contract_ids, asked, lambda: list_urgent(contract_ids, now=now))
    found: dict[str, list[str]] = {LATE: [one.pick for one in urgent if one.ship_by < now]}
    if len(urgent) > len(found[LATE]):
        found[URGENT] = [one.pick for one in urgent if one.ship_by >= now]
    if list_links(contract_ids):
        found |= {
            "in_case": list_picks(contract_ids, cases=OPEN_CASES),
            "held": list_picks(contract_ids, states=[HELD]),
        }
    if (near := same_city(contract_ids)) is not None:
        found["same_city"] = near
    if mine := assigned_to(contract_ids, person):
        found["mine"] = mine
    return found


def _views(
    request: HttpRequest,
    counts: Mapping[str, int],
    told: Mapping[str, Sequence[str]],
    waiting: int,
    *,
    is_filtered: bool,
) -> list[dict[str, Any]]:
    """The saved views with their counts; quarantined rows are no orders yet and wait on the import page.

    What is told besides the facts is counted without filters: under one it has no count rather than a wrong one.
    """
    path = reverse("portal:orders")
    view = request.GET.get("view", "")
    view = view if view in IN_VIEW or view in told else ""
    words, told_words = _view_words(), _told_words()
    found: list[dict[str, Any]] = [
        {
            "word": word,
            "url": path + query_of(request, view=key),
            "n": counts[key] if key in words else None if is_filtered else len(told[key]),
            "bad": key in (BELOW_FLOOR, "held", "on_hold", LATE),
            "current": key == view,
        }
        for key, word in (words | {key: told_words[key] for key in told}).items()
    ]
    found += [
        {
            "word": own.name,
            "url": path + own.query,
            "n": None,
            "bad": False,
            "current": own.query == query_of(request),
        }
        for own in list_views()
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
    words = {key: worded(word) for key, word in STATES.items()} | {"part_refunded": _("部分退款")}
    kind, icon = STATE_LOOKS.get(state, ("info", "back"))
    return kind, words[state], icon


def _row(
    row: OrderRow,
    contract: Contract,
    request: HttpRequest,
    mark: OrderMark | None,
    titles: Mapping[tuple[int, str], str],
) -> dict[str, Any]:
    url = reverse("portal:order", args=[contract.code, row.order_id]) + place_of(request)
    return {
        "order": row,
        "contract": contract,
        "url": url,
        "goods": [(titles.get((row.contract_id, sku), sku), sku, units) for sku, units in row.goods],
        "state": state_of(row.state),
        "step": _step(row),
        "flag": (mark.flag, worded(FLAGS[mark.flag])) if mark and mark.flag else None,
        "assignee": mark.assignee if mark else None,
    }


def _step(row: OrderRow) -> tuple[str, Any]:
    """The last thing known of the order after its payment."""
    if row.state in ("refunded", "part_refunded"):
        return _("已退"), row.refunded_fen
    if row.completed_at and row.state == "done":
        return _("签收"), row.completed_at
    if row.shipped_at and row.state == "moving":
        return pgettext("经过", "发货"), row.shipped_at
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
