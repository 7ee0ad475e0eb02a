"""Promotions as files: all of them with their goods, one with what is said of each good, its forecast."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.cells import yuan_cell
from paidang.kit.period import SHANGHAI
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import table_copy
from paidang.printing.tables import Cell
from paidang.promotions.actions import record_export
from paidang.promotions.queries.board import load_board
from paidang.promotions.queries.check import check_plan, plan_of
from paidang.promotions.queries.forecast import forecast_of
from paidang.promotions.queries.promotions import count_goods, get_promotion, promotions_of
from paidang.promotions.rules.forecast import Forecast, few
from paidang.promotions.rules.readiness import SkuVerdict
from paidang.promotions.rules.states import ENDED, LANES, STATES

AT_ONCE = 50
"""So many promotions with their goods are read at a time."""


@login_required
@require_GET
def price_promotion_export(request: HttpRequest, code: str) -> FileResponse:
    """Every promotion with its goods, a line a SKU, as a CSV that spreadsheets open."""
    contract, now = get_contract(code), timezone.now()
    heads = [
        _("编号"), _("名称"), _("种类"), _("店铺"), _("状态"), _("开始"), _("结束"), _("答复截止"), _("商品编码"),
        _("活动价"), _("预计件数"),
    ]  # fmt: skip
    return _file(request, contract, _("促销"), heads, _all(contract, now), count_goods(contract))


def _all(contract: Contract, now: datetime) -> Iterator[list[Cell]]:
    found = promotions_of(contract).order_by("starts_at", "number")
    for one in found.iterator(chunk_size=AT_ONCE):
        times = (one.starts_at, one.ends_at, one.answer_by)
        of_all: list[Cell] = [
            one.number, one.title, worded(LANES[one.lane]), one.store, worded(STATES[one.state_at(now)]),
            *(at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") for at in times),
        ]  # fmt: skip
        for line in one.lines.all():
            yield [*of_all, line.sku, yuan_cell(line.price_fen), line.units]


@login_required
@require_GET
def price_promotion_goods(request: HttpRequest, code: str, number: int) -> FileResponse:
    """Each good with its floor and what would pass. Its first columns are those that the form takes in again."""
    contract, now = get_contract(code), timezone.now()
    promotion = get_promotion(contract, number)
    rows = [_good(one) for one in check_plan(contract, plan_of(promotion), now).skus]
    heads = [
        _("商品编码"), _("活动价"), _("预计件数"), _("商品"), _("平时价"), _("最低到手价"), _("底价"), _("能通过的件数"), _("人手接得住的件数"), _("能通过的活动价"), _("说明"),
    ]  # fmt: skip
    return _file(request, contract, f"{code} {_('促销')} {number}", heads, rows, len(rows))


def _good(one: SkuVerdict) -> list[Cell]:
    wanted = one.wanted
    fens = (wanted.list_fen, wanted.worst_fen, wanted.floor_fen)
    return [
        wanted.sku, yuan_cell(wanted.price_fen), wanted.units, wanted.title, *(yuan_cell(fen) for fen in fens), one.allowed,
        one.units, yuan_cell(one.price_fen), " ".join(worded(each) for each in one.reasons),
    ]  # fmt: skip


@login_required
@require_GET
def price_promotion_forecast(request: HttpRequest, code: str, number: int) -> FileResponse:
    """Units by SKU, with the error of each forecast and, after the end, what was sold."""
    contract, now = get_contract(code), timezone.now()
    promotion = get_promotion(contract, number)
    board = load_board(promotion, now) if promotion.state_at(now) == ENDED else None
    rows = [_forecast(one) for one in forecast_of(promotion, now, board).rows]
    heads = [
        _("商品编码"), _("商品"), _("计划"), _("预测"), _("预测最少"), _("预测最多"), _("不促销"), _("回测周数"), _("每天差"),
        _("售出"), _("说明"),
    ]  # fmt: skip
    return _file(request, contract, f"{code} {_('按历史预测')} {number}", heads, rows, len(rows))


def _forecast(one: Forecast) -> list[Cell]:
    low, high = one.span or (None, None)
    tested = one.tested
    return [
        one.sku, one.title, one.planned, one.expected, low, high, one.usual_units, tested.weeks if tested else None,
        few(tested.off) if tested else None, one.sold, " ".join(worded(each) for each in one.words),
    ]  # fmt: skip


def _file(
    request: HttpRequest, contract: Contract, word: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], count: int
) -> FileResponse:  # fmt: skip
    """The copy, on record, with who took it in its name."""
    record_export(person=person_of(request), at=timezone.now(), contract=contract, rows=count)
    return table_copy(request, word, heads, rows)
