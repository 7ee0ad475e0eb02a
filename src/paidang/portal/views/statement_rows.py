"""The rows behind a figure: their sum is the figure, each with how it came about; ticking them starts a question."""

import csv
import io
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.aftersales.queries.cases import cases_of_refunds
from paidang.contracts.queries import get_contract
from paidang.kit.cells import safe_cell
from paidang.kit.money import percent, yuan, yuan_text
from paidang.kit.outcome import NotFound
from paidang.kit.written import whole_in
from paidang.portal.views import drawer
from paidang.portal.views.copies import file_copy
from paidang.portal.views.fact_words import cause_word, charge_word
from paidang.portal.views.opening import note_opening, when_looked_at
from paidang.portal.views.statement_files import file_name
from paidang.portal.views.statement_lines import Lines, called, month_words, statement_url
from paidang.portal.views.statement_page import contract_page, may_adjust, version_of
from paidang.settlement.actions import record_download
from paidang.settlement.models import QUESTIONED, SENT, Statement
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.rows import (
    FIGURES,
    HELD,
    RowPage,
    Wanted,
    get_breakdown,
    iter_rows,
    list_rows,
)
from paidang.team.models import Person

PAGE_ROWS = 50
PLACE_DIGITS_MAX = 12
CLAUSE_OF = {HELD: "no_price", "late_revenue": "late"}  # where the figure's own name is not the term's


@login_required
@require_GET
@when_looked_at
def rows(request: HttpRequest, code: str, month: str) -> HttpResponseBase:
    """One page of the rows, on their own or for the drawer; `?format=csv` all of them."""
    statement = get_statement(get_contract(code), month, version_of(request))
    wanted = _wanted(request, statement)
    note_opening(request, statement, "rows")
    if request.GET.get("format") == "csv":
        return _csv(request, statement, wanted)
    found = list_rows(
        statement, wanted, after=_place(request, "after"), before=_place(request, "before"), most=PAGE_ROWS
    )
    lines = Lines(statement, get_breakdown(statement))
    person = request.user
    assert isinstance(person, Person)
    may_ask = (
        statement.contract.side_of(person.org_id) == "a"
        and person.may("answer_statement")
        and statement.state in (SENT, QUESTIONED)
    )
    context = {
        "statement": statement,
        "contract": statement.contract,
        "contract_url": contract_page(code),
        "month": month_words(month),
        "back": statement_url(statement),
        "title": figure_word(wanted.figure, lines),
        "clause": lines.clause(CLAUSE_OF.get(wanted.figure, wanted.figure)),
        "wanted": wanted,
        "filters": _filters(wanted, statement),
        "found": found,
        "rows": _with_cases([row_words(row, statement) for row in found.rows], statement),
        "follows": _follows(wanted, statement, lines),
        "pager": _pager(request, found),
        "csv_url": f"{request.path}?{_query(request, format='csv')}",
        "whole_url": request.get_full_path(),
        "in_drawer": drawer.is_for_drawer(request),
        "may_ask": may_ask,
        "may_adjust": not may_ask and may_adjust(person, statement),
        "called": {"a": called("a", statement.contract), "b": called("b", statement.contract)},
        "adjust_url": statement_url(statement, "statement_adjust"),
        "agency": called("b", statement.contract),
        "question_url": statement_url(statement, "statement_question"),
    }
    template = "statement_rows_drawer" if context["in_drawer"] else "statement_rows"
    return drawer.answer(request, f"portal/{template}.html", context)


def _place(request: HttpRequest, name: str) -> int:
    """A place in the rows that the address names; 0 for none."""
    text = request.GET.get(name, "")
    return whole_in(text, digits=PLACE_DIGITS_MAX)


def _wanted(request: HttpRequest, statement: Statement) -> Wanted:
    figure = request.GET.get("figure", "profit")
    if figure not in FIGURES and figure != HELD:
        raise NotFound(_("没有这个数字"), remedy=_("请从对账单上点数字进来。"))
    own, number = request.GET.get("month", "")[:7], whole_in(request.GET.get("question", ""))
    asked = statement.questions.filter(pk=number).first() if number else None
    return Wanted(
        figure,
        request.GET.get("store"),
        own,
        request.GET.get("q", "").strip()[:120],
        tuple(asked.rows) if asked else (),
    )


def figure_word(figure: str, lines: Lines) -> str:
    """What the figure is called."""
    words = {
        "fees_off": lines.words["platform_fees"],
        "tax_paid": lines.words["tax_by_b"],
        "held_by_collector": lines.words[f"held_by.{lines.figures['collector']}"],
        "set_off": lines.words["held_by.b"],
        "logistics": lines.words["logistics_shared"],
        "late": _("迟到的行"),
        "late_revenue": _("迟到的行"),
        "rows": _("行"),
        HELD: _("挂起的行"),
    }
    return words.get(figure) or lines.words[figure]


def _filters(wanted: Wanted, statement: Statement) -> list[str]:
    found = [_("异议所指的行")] if wanted.names else []
    found += [] if wanted.store is None else [wanted.store or _("不分店铺")]
    return found + ([month_words(wanted.month)] if len(wanted.month) == 7 and wanted.month[4] == "-" else [])


def _follows(wanted: Wanted, statement: Statement, lines: Lines) -> str:
    """What the figure leads to: `¥99,748.04 × 30% = ¥29,924.41`."""
    if wanted.figure != "profit" or wanted.store is not None:
        return ""
    part = next((line for line in lines.parts() if line.key == "component" and line.url), None)
    return f"{part.label} {part.hint} = {yuan(part.fen)}" if part and part.hint else ""


def _query(request: HttpRequest, **changes: object) -> str:
    dropped = {"after", "before", *changes}
    kept = {key: value for key, value in request.GET.items() if key not in dropped}
    return urlencode({**kept, **{key: value for key, value in changes.items() if value}})


def _pager(request: HttpRequest, found: RowPage) -> dict[str, Any]:
    def url(**place: int) -> str:
        return f"{request.path}?{_query(request, **place)}"

    rows, last = found.rows, found.before + len(found.rows)
    return {
        "first": min(found.before + 1, last),
        "last": last,
        "total": found.count,
        "previous_url": url(before=rows[0]["place"]) if rows and found.before else "",
        "next_url": url(after=rows[-1]["place"]) if rows and found.has_next else "",
    }


# One row in words


def row_words(row: dict[str, Any], statement: Statement) -> dict[str, Any]:
    """A row as the page and the CSV show it."""
    return {
        "name": f"{row['kind']}:{row['row_id']}",
        "row_id": row["row_id"],
        "kind": _kind(row),
        "order_id": row.get("order_id") or "",
        "store": row.get("store") or "",
        "sku": row.get("sku") or "",
        "month": row.get("month") or "",
        "working": _working(row, statement),
        "fen": row["fen"],
    }


def _with_cases(rows: list[dict[str, Any]], statement: Statement) -> list[dict[str, Any]]:
    """The rows, each refund with the after-sales case that decided on it."""
    refunds = [row["row_id"] for row in rows if row["name"].startswith("refund:")]
    cases = cases_of_refunds(statement.contract_id, refunds)
    code = statement.contract.code
    return [
        row
        | (
            {"case_url": reverse("portal:case", args=[code, cases[row["row_id"]]])}
            if row["row_id"] in cases
            else {}
        )
        for row in rows
    ]


def _kind(row: dict[str, Any]) -> str:
    kinds = {
        "line": _("订单行"),
        "refund": _("退款"),
        "logistics": _("物流"),
        "platform_fee": _("平台扣费"),
    }
    return kinds[row["kind"]]


def _working(row: dict[str, Any], statement: Statement) -> str:
    """How the row's own figures came about, from its facts."""
    kind = row["kind"]
    if kind == "logistics":
        paid = _("%(who)s付") % {"who": called(row["paid_by"], statement.contract)}
        borne = (
            ""
            if row["borne_by"] == "shared"
            else _("%(who)s承担") % {"who": called(row["borne_by"], statement.contract)}
        )
        return " · ".join(filter(None, [charge_word(row["charge_kind"]), paid, borne]))
    if kind == "platform_fee":
        return str(row["fee_kind"])
    if kind == "refund":
        bits = [cause_word(row["cause"]), _("%(n)s 件") % {"n": row["quantity"]} if row["quantity"] else ""]
        return " · ".join(filter(None, [*bits, _taxed(row, statement)]))
    sold = f"{yuan(row['unit_price'])} × {row['quantity']}"
    if row["merchant_discount"]:
        sold += f" − {yuan(row['merchant_discount'])}"
    if row.get("gift"):
        sold += f" · {_('赠品')}"
    if row.get("cost"):
        sold += " · " + _("成本 %(price)s × %(n)s") % {
            "price": yuan(row["cost"] // row["quantity"]),
            "n": row["quantity"],
        }
    return " · ".join(filter(None, [sold, _taxed(row, statement)]))


def _taxed(row: dict[str, Any], statement: Statement) -> str:
    tax = statement.terms.get("tax") or {}
    if not row.get("tax") or tax.get("rate") is None:
        return ""
    return _("税 %(fen)s（%(rate)s）") % {"fen": yuan(row["tax"]), "rate": percent(tax["rate"])}


# CSV


def _csv(request: HttpRequest, statement: Statement, wanted: Wanted) -> FileResponse:
    """All rows behind the figure as CSV with a BOM, amounts in yuan; on record like every copy."""
    person = request.user
    assert isinstance(person, Person)
    record_download(
        person=person,
        at=timezone.now(),
        code=statement.contract.code,
        month=statement.month,
        version=statement.version,
        what="rows",
    )
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    csv.writer(text).writerows(_csv_lines(statement, wanted))
    text.detach()
    file.seek(0)
    word = figure_word(wanted.figure, Lines(statement, get_breakdown(statement)))
    return file_copy(request, file, file_name(statement, word))


def _csv_lines(statement: Statement, wanted: Wanted) -> Iterator[list[str]]:
    yield [_("行号"), _("类别"), _("订单号"), _("店铺"), "SKU", _("所属月份"), _("怎么来的"), _("金额（元）")]
    for row in iter_rows(statement, wanted):
        shown = row_words(row, statement)
        keys = ("row_id", "kind", "order_id", "store", "sku", "month", "working")
        yield [*(safe_cell(str(shown[key])) for key in keys), yuan_text(int(row["fen"]))]
