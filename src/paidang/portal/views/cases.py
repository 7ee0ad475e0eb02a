"""售后: the cases, the nearest deadline first, with saved views and filters; opening one by hand."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paidang.aftersales.actions import LineAsked, UnableToServe, open_case
from paidang.aftersales.actions.copying import record_export
from paidang.aftersales.models import Case
from paidang.aftersales.queries.cases import (
    CLOSED,
    LATE,
    OPEN,
    OURS,
    PAGE,
    THEIRS,
    CasesWanted,
    iter_cases,
    list_case_stores,
    list_cases,
)
from paidang.aftersales.rules.clocks import ACTS
from paidang.aftersales.rules.words import (
    ASKED,
    DISPUTED,
    DONE,
    PROPOSED,
    REASONS,
    RECEIVED,
    SENDING,
    SOURCES,
    STATES,
    VERDICTS,
    WISH_WORDS,
)
from paidang.catalog.queries.names import titles_in
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.money import yuan_text
from paidang.kit.outcome import NotFound
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.portal.queries.order import get_order
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.case_find import case_find
from paidang.portal.views.copies import table_copy
from paidang.portal.views.orders import contracts_of
from paidang.portal.views.paging import pager_of, query_with
from paidang.printing.tables import Cell

TEXT_MAX = 120
KEPT = ("contract", "view", "q", "store", "reason")
query_of = partial(query_with, KEPT)
LOOKS = {ASKED: "warn", RECEIVED: "warn", DISPUTED: "bad", PROPOSED: "warn", SENDING: "warn", DONE: "ok"}


@login_required
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """One page of the list. `?view=`, `?q=`, `?store=`, `?reason=`, `?from=` how many come before it."""
    contracts = contracts_of(request)
    wanted = wanted_of(request, contracts)
    asked = request.GET.get("from", "")
    offset = whole_in(asked, digits=7)
    page = list_cases(wanted, offset=offset)
    path, person = reverse("portal:cases"), person_of(request)
    is_filtered = bool(wanted.text or wanted.store or wanted.reason)
    titles = titles_in(wanted.sides, {line.sku for one in page.rows for line in one.lines.all()})
    context = {
        "contracts": contracts,
        "counts": {"cases": page.counts[OURS]},
        "picked": contracts[0] if len(contracts) == 1 else None,
        "wanted": wanted,
        "any": sum(page.counts[view] for view in (OPEN, CLOSED)) > 0 or is_filtered,
        "is_filtered": is_filtered,
        "views": _views(request, page.counts, wanted.view),
        "rows": [row_of(one, wanted.now, titles) for one in page.rows],
        "stores": list_case_stores([one.pk for one in contracts]),
        "reasons": [(key, worded(word)) for key, word in REASONS.items()],
        "late": page.counts[LATE],
        "without_filters": path + query_of(request, q="", store="", reason=""),
        "export_url": reverse("portal:cases_export") + query_of(request),
        "may_open": person.may("serve_buyers"),
        "may_returns": person.may("inspect_returns") and bool(page.counts[OPEN]),
        "pager": pager_of(page, PAGE, path, KEPT, request),
    }
    return render(request, "portal/cases.html", context)


def wanted_of(request: HttpRequest, contracts: Sequence[Contract]) -> CasesWanted:
    """What the address asks for; what is no view or reason asks for nothing."""
    person, asked = person_of(request), request.GET
    view = asked.get("view", "")
    return CasesWanted(
        sides={one.pk: one.side_of(person.org_id) for one in contracts if one.in_force_at},
        now=timezone.now(),
        view=view if view in (OPEN, OURS, THEIRS, LATE, CLOSED) else OPEN,
        text=asked.get("q", "").strip()[:TEXT_MAX],
        store=asked.get("store", "")[:200],
        reason=asked.get("reason", "") if asked.get("reason") in REASONS else "",
    )


def _views(request: HttpRequest, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    words = {
        OPEN: _("未了结"), OURS: _("轮到我方"), THEIRS: _("等对方"), LATE: _("已超时"), CLOSED: _("已了结"),
    }  # fmt: skip
    return [
        {
            "word": word,
            "url": reverse("portal:cases") + query_of(request, view=view if view != OPEN else ""),
            "n": counts[view],
            "bad": view == LATE,
            "current": view == current,
        }
        for view, word in words.items()
    ]


def row_of(one: Case, now: Any, titles: Mapping[tuple[int, str], str]) -> dict[str, Any]:
    """One line of the list."""
    lines = list(one.lines.all())
    left = int((one.due_at - now).total_seconds()) if one.due_at else None
    return {
        "case": one,
        "url": reverse("portal:case", args=[one.contract.code, one.number]),
        "state": (LOOKS.get(one.state, ""), worded(STATES[one.state])),
        "reason": worded(REASONS[one.reason]),
        "wish": worded(WISH_WORDS[one.wish]),
        "goods": [
            (titles.get((one.contract_id, line.sku), line.sku), line.sku, line.quantity) for line in lines
        ],
        "fen": sum(line.asked_fen for line in lines),
        "due": worded(ACTS[one.due_act]) if one.due_act else "",
        "left": left,
        "is_late": left is not None and left < 0,
        "is_near": left is not None and 0 <= left < 4 * 3600,
    }


@login_required
@require_GET
def cases_export(request: HttpRequest) -> FileResponse:
    """The view as CSV, amounts in yuan; on record like every copy."""
    contracts = contracts_of(request)
    wanted = wanted_of(request, contracts)
    head = [
        _("合同"), _("售后"), _("订单号"), _("店铺"), _("来源"), _("理由"), _("诉求"), _("状态"), "SKU", _("件数"), _("申请（元）"),
        _("退回运单"), _("验收"), _("结果"), _("退款（元）"), _("时限"), _("申请时间"),
    ]  # fmt: skip
    rows = [cells for one in iter_cases(wanted) for cells in _cells(one)]
    person, now = person_of(request), timezone.now()
    record_export(person=person, at=now, contracts=contracts, rows=len(rows))
    return table_copy(request, _("售后"), head, rows)


def _cells(one: Case) -> list[list[Cell]]:
    return [
        [
            one.contract.code, one.code, one.order_id, one.store, worded(SOURCES[one.source]), worded(REASONS[one.reason]),
            worded(WISH_WORDS[one.wish]), worded(STATES[one.state]), line.sku, line.quantity, yuan_text(line.asked_fen),
            one.return_waybill, line.finding, worded(VERDICTS[one.verdict]) if one.verdict else "",
            yuan_text(line.refund_fen) if line.refund_fen is not None else "", _moment(one.due_at), _moment(one.asked_at),
        ]
        for line in one.lines.all()
    ]  # fmt: skip


def _moment(at: Any) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if at else ""


@login_required
@require_http_methods(["GET", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """Open a case on an order: `?contract=&order=`, perhaps `&refund=` of one in the facts, `&reason=`.

    Without an order, or with what is none of the contract's, it is asked for.
    """
    asked = request.POST if request.method == "POST" else request.GET
    order_id = asked.get("order", "").strip()
    if request.method == "GET" and not (asked.get("contract") and order_id):
        return case_find(request, order_id)
    contract = get_contract(asked.get("contract", ""))
    try:
        found = get_order(contract, order_id)
    except NotFound:
        if request.method == "POST":
            raise
        return case_find(request, order_id)
    if request.method == "POST":
        refunds = {row.refund_id: row.line_id for row in found.refunds}
        refund_id = asked.get("refund", "") if asked.get("refund") in refunds else ""
        lines = [
            LineAsked(line.line_id, units_from(asked.get(f"units-{n}", "")), refund_id if refunds.get(refund_id) == line.line_id else "")
            for n, line in enumerate(found.lines)
            if asked.get(f"line-{n}")
        ]  # fmt: skip
        done = open_case(
            person=person_of(request), at=timezone.now(), code=contract.code, order_id=found.order_id, lines=lines,
            source=asked.get("source", ""), reason=asked.get("reason", ""), wish=asked.get("wish", ""), words=asked.get("words", ""),
        )  # fmt: skip
        return redirect("portal:case", contract.code, done.number)
    refund = next((row for row in found.refunds if row.refund_id == asked.get("refund")), None)
    context = {
        "contract": contract,
        "found": found,
        "refund": refund,
        "lines": [
            (n, line, found.called(line.sku), refund is None or refund.line_id == line.line_id)
            for n, line in enumerate(found.lines)
        ],
        "only": len(found.lines) == 1 or refund is not None,
        "sources": [(key, worded(word)) for key, word in SOURCES.items() if key != "platform"],
        "reasons": [(key, worded(word)) for key, word in REASONS.items()],
        "wishes": [(key, worded(word)) for key, word in WISH_WORDS.items() if key != "repair"],
        "asked_reason": asked.get("reason", ""),
        "may": person_of(request).may("serve_buyers"),
    }
    return render(request, "portal/case_new.html", context)


def units_from(text: str) -> int:
    """The whole number that was typed; UnableToServe where it is none."""
    if not (text.strip().isdecimal() and len(text.strip()) < 10):
        raise UnableToServe(say("“{text}”不是件数", text=text[:20]), code="NOT_UNITS", remedy=say("写整数。"))
    return int(text)
