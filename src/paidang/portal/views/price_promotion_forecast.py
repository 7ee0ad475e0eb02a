"""The forecast of a promotion as a file, a line a SKU."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.queries import get_contract
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.printing.tables import Cell, csv_file
from paidang.promotions.actions import record_export
from paidang.promotions.queries.board import load_board
from paidang.promotions.queries.forecast import forecast_of
from paidang.promotions.queries.promotions import get_promotion
from paidang.promotions.rules.forecast import Forecast, few
from paidang.promotions.rules.states import ENDED


@login_required
@require_GET
def price_promotion_forecast(request: HttpRequest, code: str, number: int) -> FileResponse:
    """A CSV that spreadsheets open; units, with the error of each forecast and, after the end, what was sold."""
    contract, now = get_contract(code), timezone.now()
    promotion = get_promotion(contract, number)
    board = load_board(promotion, now) if promotion.state_at(now) == ENDED else None
    rows = [_row(one) for one in forecast_of(promotion, now, board).rows]
    heads = [
        _("商品编码"), _("商品"), _("计划"), _("预测"), _("预测最少"), _("预测最多"), _("不促销"), _("回测周数"), _("每天差"),
        _("售出"), _("说明"),
    ]  # fmt: skip
    record_export(person=person_of(request), at=now, contract=contract, rows=len(rows))
    file, name = csv_file(_("按历史预测"), heads, rows), f"forecast-{contract.code}-{number}.csv"
    return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _row(one: Forecast) -> list[Cell]:
    low, high = one.span or (None, None)
    tested = one.tested
    return [
        one.sku, one.title, one.planned, one.expected, low, high, one.usual_units, tested.weeks if tested else None,
        few(tested.off) if tested else None, one.sold, " ".join(worded(each) for each in one.words),
    ]  # fmt: skip
