"""人人商城 V2 订单导出: one row per goods line; what belongs to the order stands on its first line only.

What the buyer owes (应收款) less the carriage is what the goods came to; what their prices exceed it by, the merchant gave
away. A balance that was used (余额抵扣) is money that the buyer had paid in, so no discount. 结算单价 is the shop's own cost
field: it is kept beside the line and moves no money. A paid order that was closed is a line and its full refund.
"""

from collections.abc import Sequence

from paidang.channels.cells import BadCell, read_count, read_fen, read_id, read_time
from paidang.channels.mapping import (
    PLATFORM_COST,
    Context,
    Line,
    Mapped,
    SourceRow,
    Whole,
    later,
    line_ids,
    lines_as_facts,
    order_value,
    read_cell,
    refund_as_fact,
    revenue_fen,
)
from paidang.kit.money import yuan
from paidang.kit.sentence import say

ORDER_ID, SKU, PRICE, COST = "订单编号", "商品编码", "商品单价(折扣前)", "结算单价"
REQUIRED = (ORDER_ID, "商品名称", SKU, "商品数量", PRICE, COST, "应收款", "状态", "付款时间")
KNOWN_TO_THE_ORDER = (
    "支付方式", "运费", "余额抵扣", "运费改价", "应收款", "状态", "下单时间", "付款时间", "发货时间", "完成时间",
)  # fmt: skip
KEPT = tuple(dict.fromkeys((*REQUIRED, *KNOWN_TO_THE_ORDER)))
SHOWN_AS = (
    ("order_id", ORDER_ID),
    ("line_id", SKU),
    ("sku", SKU),
    ("quantity", "商品数量"),
    ("unit_price", PRICE),
    ("shipped_at", "发货时间"),
    ("completed_at", "完成时间"),
    ("paid_at", "付款时间"),
)
CASH_ON_DELIVERY, CLOSED = "货到付款", "关闭"


def map_order(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
    """One order's lines, each with the cost that the shop states, postage and, where it was closed after payment, refunds."""
    mapped = Mapped()
    order_id = str(read_cell(mapped, rows[0], ORDER_ID, read_id, ""))
    value = {column: order_value(mapped, rows, column) for column in KNOWN_TO_THE_ORDER}
    first: SourceRow = (rows[0][0], {**rows[0][1], **value})
    is_closed = CLOSED in value["状态"]
    paid_at, ordered_at, shipped_at, completed_at = (
        str(read_cell(mapped, first, column, read_time, ""))
        for column in ("付款时间", "下单时间", "发货时间", "完成时间")
    )
    if not paid_at and CASH_ON_DELIVERY in value["支付方式"] and not is_closed:
        paid_at = ordered_at
    if not paid_at and not mapped.faults:
        mapped.skipped = say("未付款")
        return mapped
    lines, costs = _lines(mapped, rows, order_id)
    merchant, postage = _amounts(mapped, first, lines)
    if mapped.faults:
        return mapped
    whole = Whole(
        order_id=order_id,
        channel=context.channel or "renren_mall",
        store=context.store,
        merchant_discount_fen=merchant,
        platform_discount_fen=0,
        postage_fen=0 if is_closed else postage,
        paid_at=paid_at,
        shipped_at=shipped_at,
        completed_at="" if is_closed else completed_at,
    )
    mapped.facts = lines_as_facts(whole, lines)
    for fact, cost in zip(mapped.facts, costs, strict=False):  # the lines come first
        fact.cells[PLATFORM_COST] = str(cost) if cost else ""
    if is_closed:
        mapped.notes.append(say("已付款后关闭的订单，按导出时间记为全额退款"))
        mapped.facts += [
            refund_as_fact(
                line, suffix="closed", quantity=int(line.cells["quantity"]), amount_fen=revenue_fen(line),
                restocked=not shipped_at, refunded_at=later(context.known_at, paid_at, shipped_at), booked=True,
            )
            for line in mapped.facts
        ]  # fmt: skip
    return mapped


def _lines(mapped: Mapped, rows: Sequence[SourceRow], order_id: str) -> tuple[list[Line], list[int]]:
    """The lines, and what the shop says that a unit of each costs; 0: it says nothing."""
    ids = line_ids(order_id, [cells.get(SKU, "") for _, cells in rows])
    lines, costs = [], []
    for row, line_id in zip(rows, ids, strict=True):
        quantity = read_cell(mapped, row, "商品数量", read_count, 1)
        price = read_cell(mapped, row, PRICE, _read_price, 0)
        sku = str(read_cell(mapped, row, SKU, _read_sku, ""))
        lines.append(Line(row[0], line_id, sku, int(str(quantity)), int(str(price))))
        costs.append(int(str(read_cell(mapped, row, COST, _read_cost, 0))))
    return lines, costs


def _read_price(cell: str) -> int:
    if not cell:
        raise BadCell(say("单价是空的"))
    return _read_cost(cell)


def _read_cost(cell: str) -> int:
    if (fen := read_fen(cell)) < 0:
        raise BadCell(say("不能是负数"))
    return fen


def _read_sku(cell: str) -> str:
    if not cell:
        raise BadCell(say("商品编码是空的，不知道是哪个商品。请在商城后台填商品编码，或在这里补上"))
    return cell


def _read_signed(cell: str) -> int:
    """Fen with the sign in front: the exporter writes ``--5.00`` for −5.00 and ``+5.00`` for 5.00.

    >>> _read_signed("--5.00"), _read_signed("+5.00"), _read_signed("")
    (-500, 500, 0)
    """
    fen = read_fen(cell.lstrip("+-"))
    return -fen if cell.startswith("-") else fen


def _amounts(mapped: Mapped, first: SourceRow, lines: list[Line]) -> tuple[int, int]:
    """The order's merchant discount and postage, reconciled to what the buyer owed."""
    owed, carriage, change, balance = (
        int(str(read_cell(mapped, first, column, read, 0)))
        for column, read in (
            ("应收款", read_fen), ("运费", read_fen), ("运费改价", _read_signed), ("余额抵扣", _read_signed),
        )
    )  # fmt: skip
    if mapped.faults:
        return 0, 0
    goods, postage = sum(line.total_fen for line in lines), carriage + change
    merchant = goods + postage - owed - abs(balance)
    if not 0 <= merchant <= goods or postage < 0 or not first[1].get("应收款"):
        reason = say(
            "应在 {postage} 与商品合计加运费 {total} 之间", postage=yuan(postage), total=yuan(goods + postage)
        )
        mapped.fault(first[0], "应收款", first[1].get("应收款", ""), reason, "does_not_add_up")
    return merchant, postage
