"""What is done from the scorecard: a target proposed or answered, a comment, a copy taken."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.cells import yuan_cell
from paidang.portal.actions import record_scorecard_export
from paidang.portal.queries import list_living
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import table_copy
from paidang.portal.views.scorecard import (
    board_of,
    month_asked,
    scorecard_url,
    span_asked,
    unit_word,
)
from paidang.portal.views.scorecard_shown import Board, Cell, value_of
from paidang.printing.tables import Cell as Value
from paidang.scorecards.actions import answer_target, comment_month, propose_target
from paidang.scorecards.rules.figures import Figure, Place
from paidang.scorecards.rules.measures import MEASURES, MONEY, POINTS, SECONDS, SHARE

CENT = Decimal("0.01")


@login_required
@require_GET
def scorecard_csv(request: HttpRequest) -> FileResponse:
    """A row for each figure of the month with what it was counted from, as CSV; on record like every copy."""
    person, now = person_of(request), timezone.now()
    contracts, month = list_living(request), month_asked(request, now)
    board = board_of(contracts, month, now, span_asked(request))
    rows = [row for one in contracts for row in _rows(board, one)]
    head = [
        _("编号"), _("合同"), _("店铺"), _("指标"), _("月份"), _("数"), _("单位"), _("分子"), _("分母"), _("目标"), _("结论"),
    ]  # fmt: skip
    record_scorecard_export(person=person, at=now, month=month, rows=len(rows))
    return table_copy(request, f"{_('评分卡')} {month}", head, rows)


def _rows(board: Board, contract: Contract) -> list[list[Value]]:
    places = {
        place
        for place, _measure, month in board.sums
        if place.contract_id == contract.pk and month == board.month
    }
    ordered = [Place(contract.pk), *_stores(places)]
    return [
        _cells(board, contract, cell)
        for place in ordered
        for key in MEASURES
        if (cell := board.cell(key, place, contract)).figure is not None
    ]  # fmt: skip


def _stores(places: set[Place]) -> list[Place]:
    return sorted((one for one in places if one.store), key=lambda one: (one.channel, one.store))


def _cells(board: Board, contract: Contract, cell: Cell) -> list[Value]:
    """One figure: amounts in yuan, shares in percent."""
    figure, unit = cell.figure, MEASURES[cell.measure].unit
    assert figure is not None
    target = value_of(cell.measure, board.target(cell.measure, contract))
    return [
        contract.code, contract.title, cell.place.store, worded(MEASURES[cell.measure].name), board.month,
        _number(_on_scale(figure, unit), unit), unit_word(unit), _money_or(figure.n, cell.measure),
        None if figure.of is None else _money_or(figure.of, cell.measure), _number(target * 5 if target is not None and unit == POINTS else target, unit),
        {"ok": _("达到"), "warn": _("没有达到")}.get(cell.look, ""),
    ]  # fmt: skip


def _on_scale(figure: Figure, unit: str) -> Fraction | None:
    """A rating on its platform's scale; all else as it is."""
    return Fraction(figure.n, 100) if unit == POINTS else figure.value


def _number(value: Fraction | None, unit: str) -> Decimal | None:
    if value is None:
        return None
    in_unit = value / 100 if unit == MONEY else value * 100 if unit == SHARE else value
    return (Decimal(in_unit.numerator) / in_unit.denominator).quantize(CENT)


def _money_or(n: int, measure: str) -> Decimal | int | None:
    """Fen as yuan where a measure counts money, else the number."""
    is_money = MEASURES[measure].unit == MONEY or MEASURES[measure].of_money
    return yuan_cell(n) if is_money else n


@login_required
@require_POST
def scorecard_propose(request: HttpRequest, code: str) -> HttpResponse:
    """Propose a target to the other side."""
    asked = request.POST
    row = propose_target(
        person=person_of(request), at=timezone.now(), code=code, measure=asked.get("measure", ""),
        value=_typed(asked.get("measure", ""), asked.get("value", "")), from_month=asked.get("from_month", "").strip(), note=asked.get("note", ""),
    )  # fmt: skip
    messages.success(request, _("第 %(n)s 个目标已发给对方，对方同意后生效。") % {"n": row.number})
    return _back(request, code)


def _typed(measure: str, text: str) -> int | None:
    """What was typed in the measure's unit: percent, yuan and points with two places at most, whole seconds; None: no such."""
    is_seconds = measure in MEASURES and MEASURES[measure].unit == SECONDS
    try:
        value = Decimal(text.strip().rstrip("%").replace(",", "")) * (1 if is_seconds else 100)
    except InvalidOperation:
        return None
    return int(value) if value.is_finite() and value == int(value) else None


@login_required
@require_POST
def scorecard_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Agree to the other side's target, or not."""
    agree = request.POST.get("answer") == "agree"
    row = answer_target(person=person_of(request), at=timezone.now(), code=code, number=number, agree=agree)
    messages.success(
        request, _("目标从 %(month)s 起生效。") % {"month": row.from_month} if agree else _("已答复不同意。")
    )
    return _back(request, code)


@login_required
@require_POST
def scorecard_comment(request: HttpRequest, code: str) -> HttpResponse:
    """Say what one's own side thinks of the month."""
    is_new = comment_month(
        person=person_of(request), at=timezone.now(), code=code, month=request.POST.get("month", ""),
        text=request.POST.get("text", ""),
    )  # fmt: skip
    messages.success(request, _("已保存，双方都看得到。") if is_new else _("没有变化。"))
    return _back(request, code)


def _back(request: HttpRequest, code: str) -> HttpResponse:
    return redirect(scorecard_url(get_contract(code), request.POST.get("month", "")))
