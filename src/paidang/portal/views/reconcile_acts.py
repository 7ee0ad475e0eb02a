"""What is done on the page of bills: look at both sides of an item, explain, take back, export, take fees over."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.intake.queries import name_files
from paidang.kit.cells import safe_cell
from paidang.kit.money import yuan, yuan_text
from paidang.kit.period import SHANGHAI
from paidang.kit.written import wholes_in
from paidang.orders.actions import Pick, explain_items, take_back_explanations
from paidang.orders.models import BillItem
from paidang.orders.queries.bills import Sides, get_sides, list_matched
from paidang.orders.rules.reconciling import MATCHED, REASONS
from paidang.portal.actions import record_bills_export
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views import drawer
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import file_copy
from paidang.portal.views.reconcile import (
    Looked,
    item_url,
    looked,
    narrowed,
    page_context,
    reason_word,
    rows_of,
    view_words,
)
from paidang.settlement.actions import give_back_fees, take_over_fees

AT_ONCE = 1_000


@login_required
@require_GET
def bill_item(request: HttpRequest, code: str, month: str, kind: str, item: str) -> HttpResponse:
    """Both sides of one order or entry: the drawer for htmx; by its address, the page with the drawer open."""
    look = looked(request, code, month)
    sides = get_sides(look.contract.pk, is_order=kind == "order", item=item)
    context = _drawer_context(request, look, sides, is_order=kind == "order", name=item)
    if drawer.is_for_drawer(request):
        return drawer.answer(request, "portal/reconcile_drawer.html", context)
    return drawer.answer(request, "portal/reconcile.html", page_context(request, look) | context)


def _drawer_context(
    request: HttpRequest, look: Looked, sides: Sides, *, is_order: bool, name: str
) -> dict[str, Any]:
    files = name_files({line.import_id for line in (*sides.money, *sides.fees) if line.import_id})
    row = rows_of(look, [sides.item])[0] if sides.item else None
    return {
        "look": look,
        "found": sides,
        "row": row,
        "name": name,
        "item_url": item_url(look, is_order=is_order, item=name),
        "close_url": look.url(),
        "contract": look.contract,
        "sold": [(line, line.revenue_fen) for line in sides.lines],
        "postage": -sum(charge.amount_fen for charge in sides.postage),
        "money": [(line, files.get(line.import_id or 0, "")) for line in sides.money],
        "expected": _expected(sides),
        "billed": sum(line.amount_fen for line in sides.money),
        "said_word": reason_word(sides.said) if sides.said else "",
        "may_explain": person_of(request).may("explain_bill"),
        "state_word": view_words()[_state(sides)],
        "state_kind": {"matched": "ok", "open": "bad", "explained": "info"}.get(_state(sides), ""),
        "order_known": bool(sides.lines),
        "reasons": [(key, worded(word)) for key, word in REASONS.items()],
    }


def _state(sides: Sides) -> str:
    if sides.item is None:
        return MATCHED
    return "explained" if sides.is_explained else sides.item.state


def _expected(sides: Sides) -> int:
    sold = sum(line.revenue_fen for line in sides.lines) - sum(charge.amount_fen for charge in sides.postage)
    return sold - sum(refund.amount_fen for refund in sides.refunds)


@login_required
@require_POST
def bill_explain(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Explain the ticked items with one reason."""
    asked = request.POST
    picks = [pick for text in asked.getlist("item") if (pick := _pick(text))]
    done = explain_items(
        person=person_of(request), at=timezone.now(), code=code, picks=picks, reason=asked.get("reason", ""),
        words=asked.get("words", ""),
    )  # fmt: skip
    text = ngettext("已说明 %(n)d 笔，记入存证。", "已说明 %(n)d 笔，记入存证。", done)
    messages.success(request, text % {"n": done} if done else _("说明和以前一样，什么都没变。"))
    return _back(request, code, month)


def _pick(text: str) -> Pick | None:
    """`1|fen|fen|item`, as the page wrote it."""
    kind, expected, billed, item = [*text.split("|", 3), "", "", "", ""][:4]
    if kind not in ("0", "1") or not item or not all(_is_fen(fen) for fen in (expected, billed)):
        return None
    return Pick(kind == "1", item[:255], int(expected), int(billed))


def _is_fen(text: str) -> bool:
    bare = text.removeprefix("-")
    return bare.isascii() and bare.isdecimal() and len(bare) < 19


@login_required
@require_POST
def bill_reopen(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Take explanations back."""
    ids = wholes_in(request.POST.getlist("said"))
    take_back_explanations(person=person_of(request), at=timezone.now(), code=code, ids=ids)
    messages.success(request, _("已撤回说明，又是对不上。"))
    return _back(request, code, month)


@login_required
@require_POST
def bill_fees(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Take the fees of the month's bills that the facts lack over into them; with `back_out`, take that back."""
    is_back = "back_out" in request.POST
    change = give_back_fees if is_back else take_over_fees
    done, fen = change(person=person_of(request), at=timezone.now(), code=code, month=month)
    if not done:
        words = _("没有要改的，什么都没变。")
    elif is_back:
        words = ngettext(
            "已撤回 %(n)d 笔平台费用，共 %(amount)s。", "已撤回 %(n)d 笔平台费用，共 %(amount)s。", done
        )
    else:
        words = ngettext(
            "已记入 %(n)d 笔平台费用，共 %(amount)s。", "已记入 %(n)d 笔平台费用，共 %(amount)s。", done
        )
    messages.success(request, words % {"n": done, "amount": yuan(fen)} if done else words)
    return redirect(reverse("portal:statement_reconcile", args=[code, month]) + "#fees")


def _back(request: HttpRequest, code: str, month: str) -> HttpResponse:
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/"):
        return redirect(back)
    return redirect("portal:statement_reconcile", code, month)


# CSV


@login_required
@require_GET
def bill_export(request: HttpRequest, code: str, month: str) -> FileResponse:
    """The view as CSV with a BOM, amounts in yuan; on record like every copy."""
    look = looked(request, code, month)
    file, rows = _csv_file(look)
    record_bills_export(
        person=person_of(request), at=timezone.now(), contract=look.contract, month=month, rows=rows
    )
    what = _("平台账单核对 %(month)s %(view)s") % {"month": month, "view": view_words()[look.view]}
    return file_copy(request, file, what)


def _csv_file(look: Looked) -> tuple[IO[bytes], int]:
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115  the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer, rows = csv.writer(text), 0
    writer.writerow(
        [
            _("订单或流水号"), _("店铺"), _("日期"), _("状态"), _("应到账（元）"), _("账单（元）"), _("差额（元）"), _("差在哪里"),
            _("说明"), _("说明人"), _("说明时间"),
        ]
    )  # fmt: skip
    for cells in _matched_cells(look) if look.view == MATCHED else _item_cells(look):
        writer.writerow(cells)
        rows += 1
    text.detach()
    file.seek(0)
    return file, rows


def _item_cells(look: Looked) -> Iterator[list[str]]:
    word = view_words()[look.view]
    for items in _pieces(narrowed(look)):
        for row in rows_of(look, items):
            one, said = row.item, row.said if row.holds else None
            yield [
                safe_cell(one.item), safe_cell(one.store), _moment(one.first_at), word, yuan_text(one.expected_fen),
                yuan_text(one.billed_fen), yuan_text(row.difference_fen), row.why, safe_cell(reason_word(said)) if said else "",
                said.explained_by.name if said else "", _moment(said.explained_at) if said else "",
            ]  # fmt: skip


def _pieces(items: QuerySet[BillItem]) -> Iterator[list[BillItem]]:
    rows = items.iterator(chunk_size=AT_ONCE)
    while piece := list(islice(rows, AT_ONCE)):
        yield piece


def _matched_cells(look: Looked) -> Iterator[list[str]]:
    after, word = "", view_words()[MATCHED]
    while found := list_matched(
        look.contract.pk, look.month, store=look.store, text=look.text, after=after, most=AT_ONCE
    ):
        for one in found:
            amount = yuan_text(one.billed_fen)
            yield [
                safe_cell(one.order_id), safe_cell(one.store), _moment(one.paid_at), word, amount, amount, "0.00", "", "", "", "",
            ]  # fmt: skip
        after = found[-1].place


def _moment(at: Any) -> str:
    return str(at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"))
