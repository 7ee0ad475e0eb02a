"""JD's statements of the sandbox, as jd-sdk asks for them (`StatementFacade`): what each order brought, by day. Fen.

A done order brings its goods less JD's commission and the postage; money back takes its part of both again. The names and
parameters are that client's; the replies are believed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from paidang.channels.jd.sandbox_params import Body, Params, bad_parameter, is_within
from paidang.channels.jd.sandbox_words import time_text
from paidang.channels.link.documents import DONE, REFUNDED
from paidang.channels.sandbox.shop import Shop
from paidang.kit.period import day_of

COMMISSION_PER_MILLE = 50
PAGE_MAX = 100
OPEN, CONFIRMED = 1, 2
GOODS, COMMISSION, POSTAGE = "货款", "佣金", "运费"
_CONFIRM = "confirm_statement"


@dataclass(frozen=True, slots=True)
class Row:
    """One amount of an order: to the seller above 0, from the seller below."""

    at: datetime
    number: str
    order_id: str
    sku_id: str
    what: str
    amount_fen: int

    @property
    def statement(self) -> str:
        return f"{day_of(self.at):%Y%m%d}"


def list_rows(shop: Shop, params: Params, now: datetime) -> Body:
    """What happened between two moments, of all orders or of one."""
    start, end = params.time("startHappenTime"), params.time("endHappenTime")
    order_id = params.text("orderId", default="")
    found = [row for row in _rows(shop) if is_within(row.at, start, end) and order_id in ("", row.order_id)]
    return _page(params, [_row(row) for row in found])


def list_statements(shop: Shop, params: Params, now: datetime) -> Body:
    """A statement for each day on which something happened, once the day is over."""
    start, end = params.time("startTime"), params.time("endTime")
    number, status = params.text("statementId", default=""), params.text("status", default="")
    found = [
        statement
        for statement in _statements(shop, now)
        if number in ("", statement["statementId"]) and status in ("", str(statement["status"]))
    ]
    days = {f"{day_of(row.at):%Y%m%d}": row.at for row in _rows(shop)}
    return _page(params, [each for each in found if is_within(days[each["statementId"]], start, end)])


def get_statement(shop: Shop, params: Params, now: datetime) -> Body:
    """One statement with its rows."""
    statement = _find(shop, params, now)
    rows = [_row(row) for row in _rows(shop) if row.statement == statement["statementId"]]
    return {"result": {"success": True, "data": {**statement, "detailList": rows}}}


def confirm(shop: Shop, params: Params, now: datetime) -> Body:
    """The seller agrees to a statement; a second time changes nothing."""
    statement = _find(shop, params, now)
    if statement["status"] == OPEN:
        shop.note(now, _CONFIRM, statement["statementId"])
    return {"result": {"success": True}}


def _rows(shop: Shop) -> list[Row]:
    """Of orders that are done; money that went back before counts on the same day."""
    rows: list[Row] = []
    for order in shop.orders.values():
        if order.state != DONE or order.completed_at is None:
            continue
        at = order.completed_at
        for line in order.lines:
            fen = line.paid_fen + line.platform_discount_fen
            rows += _pair(at, line.line_id, order.order_id, line.goods.sku_id, fen)
        if order.postage_fen:
            rows.append(Row(at, f"3{order.order_id}", order.order_id, "", POSTAGE, order.postage_fen))
        for case in shop.cases.values():
            if case.order_id == order.order_id and case.state == REFUNDED and case.amount_fen:
                line = next((line for line in order.lines if line.line_id == case.line_id), order.lines[0])
                back_at = max(at, case.refunded_at or at)
                rows += _pair(back_at, case.case_id, order.order_id, line.goods.sku_id, -case.amount_fen)
    return sorted(rows, key=lambda row: (row.at, row.number))


def _pair(at: datetime, number: str, order_id: str, sku_id: str, fen: int) -> list[Row]:
    """An amount, and JD's commission of it."""
    commission = (abs(fen) * COMMISSION_PER_MILLE + 500) // 1000 * (-1 if fen > 0 else 1)
    return [
        Row(at, f"1{number}", order_id, sku_id, GOODS, fen),
        Row(at, f"2{number}", order_id, sku_id, COMMISSION, commission),
    ]


def _statements(shop: Shop, now: datetime) -> list[Body]:
    confirmed = {change.subject for change in shop.changes if change.act == _CONFIRM}
    amounts: dict[str, int] = {}
    for row in _rows(shop):
        if day_of(row.at) < day_of(now):
            amounts[row.statement] = amounts.get(row.statement, 0) + row.amount_fen
    return [
        {
            "statementId": number,
            "settlementId": number,
            "status": CONFIRMED if number in confirmed else OPEN,
            "amount": fen,
            "currency": "CNY",
        }
        for number, fen in amounts.items()
    ]


def _find(shop: Shop, params: Params, now: datetime) -> Body:
    number = params.text("settlementId")
    for statement in _statements(shop, now):
        if statement["settlementId"] == number:
            return statement
    raise bad_parameter("settlementId", "没有这张结算单")


def _row(row: Row) -> Body:
    return {
        "orderId": row.order_id,
        "billNo": row.number,
        "skuId": row.sku_id,
        "feeName": row.what,
        "amount": row.amount_fen,
        "currency": "CNY",
        "happenTime": time_text(row.at),
        "statementId": row.statement,
    }


def _page(params: Params, found: list[Body]) -> Body:
    page = params.whole("pageNo", least=1, most=10**9, default=1)
    size = params.whole("pageSize", least=1, most=PAGE_MAX, default=20)
    rows = found[(page - 1) * size : page * size]
    return {"result": {"success": True, "totalCount": len(found), "data": rows}}


_FACADE = "jingdong.com.jd.jin.vender.handler.open.StatementFacade"
STATEMENTS: dict[str, Callable[[Shop, Params, datetime], Body]] = {
    f"{_FACADE}.orderSettlementList": list_rows,
    f"{_FACADE}.listStatement": list_statements,
    f"{_FACADE}.statementDetail": get_statement,
    f"{_FACADE}.confirmStatement": confirm,
}
