"""JD POP 订单导出: one row per SKU line, the order's amounts repeated on each line. Never summed over lines.

结算金额 is 订单金额 less what the merchant gives away; the difference is shared out over the lines. What the platform
gives is what is left between 结算金额 and what the buyer pays. A paid order that was cancelled is a line and its full
refund. The file knows no time of shipping, so a line stays "not shipped" until another source says so.
"""

from collections.abc import Sequence

from paidang.channels.cells import BadCell, read_count, read_fen, read_id, read_time
from paidang.channels.mapping import (
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

ORDER_ID = "订单号"
REQUIRED = (
    "订单号",
    "订购数量",
    "京东价",
    "订单金额",
    "结算金额",
    "订单状态",
    "货号",
    "下单时间",
    "付款确认时间",
)
KNOWN_TO_THE_ORDER = (
    "支付方式",
    "下单时间",
    "订单金额",
    "结算金额",
    "余额支付",
    "应付金额",
    "订单状态",
    "运费金额",
    "付款确认时间",
    "订单完成时间",
)
KEPT = tuple(dict.fromkeys((*REQUIRED, *KNOWN_TO_THE_ORDER, "商品ID", "商品名称")))
SHOWN_AS = (
    ("order_id", "订单号"),
    ("line_id", "货号"),
    ("sku", "货号"),
    ("quantity", "订购数量"),
    ("unit_price", "京东价"),
    ("completed_at", "订单完成时间"),
    ("paid_at", "付款确认时间"),
)
CASH_ON_DELIVERY, CANCELLED, SPLIT = "货到付款", "取消", "拆分"


def map_order(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
    """One order's lines, postage and, where it was cancelled after payment, refunds."""
    mapped = Mapped()
    order_id = str(read_cell(mapped, rows[0], ORDER_ID, read_id, ""))
    value = {column: order_value(mapped, rows, column) for column in KNOWN_TO_THE_ORDER}
    first: SourceRow = (rows[0][0], {**rows[0][1], **value})
    status = value["订单状态"]
    paid_at = str(read_cell(mapped, first, "付款确认时间", read_time, ""))
    if CASH_ON_DELIVERY in value["支付方式"] and CANCELLED not in status:
        paid_at = str(read_cell(mapped, first, "下单时间", read_time, ""))
    if SPLIT in status or (not paid_at and not mapped.faults):
        mapped.skipped = say("已拆分，另有子订单") if SPLIT in status else say("未付款")
        return mapped
    lines = _lines(mapped, rows, order_id)
    merchant, platform, postage = _amounts(mapped, first, lines)
    completed_at = str(read_cell(mapped, first, "订单完成时间", read_time, ""))
    if mapped.faults:
        return mapped
    is_cancelled = CANCELLED in status
    whole = Whole(
        order_id=order_id,
        channel=context.channel or "jd",
        store=context.store,
        merchant_discount_fen=merchant,
        platform_discount_fen=platform,
        postage_fen=0 if is_cancelled else postage,
        paid_at=paid_at,
        shipped_at="",
        completed_at="" if is_cancelled else completed_at,
    )
    mapped.facts = lines_as_facts(whole, lines)
    if is_cancelled:
        mapped.notes.append(say("已付款后取消的订单，按导出时间记为全额退款"))
        mapped.facts += [
            refund_as_fact(
                line,
                suffix="cancelled",
                quantity=int(line.cells["quantity"]),
                amount_fen=revenue_fen(line),
                restocked=True,
                refunded_at=later(context.known_at, paid_at),
                booked=True,
            )
            for line in mapped.facts
        ]
    return mapped


def _lines(mapped: Mapped, rows: Sequence[SourceRow], order_id: str) -> list[Line]:
    ids = line_ids(order_id, [cells.get("货号", "") for _, cells in rows])
    lines = []
    for row, line_id in zip(rows, ids, strict=True):
        quantity = read_cell(mapped, row, "订购数量", read_count, 1)
        price = read_cell(mapped, row, "京东价", _read_price, 0)
        sku = str(read_cell(mapped, row, "货号", _read_sku, ""))
        lines.append(Line(row[0], line_id, sku, int(str(quantity)), int(str(price))))
    return lines


def _read_price(cell: str) -> int:
    if not cell or (fen := read_fen(cell)) < 0:
        raise BadCell(say("不能是负数") if cell else say("单价是空的"))
    return fen


def _read_sku(cell: str) -> str:
    if not cell:
        raise BadCell(say("货号是空的，不知道是哪个商品。请在平台后台为商品填货号，或在这里补上"))
    return cell


def _amounts(mapped: Mapped, first: SourceRow, lines: list[Line]) -> tuple[int, int, int]:
    """The order's merchant discount, platform discount and postage, reconciled to its total."""
    total, settled, paid, balance, postage = (
        int(str(read_cell(mapped, first, column, read_fen, 0)))
        for column in ("订单金额", "结算金额", "应付金额", "余额支付", "运费金额")
    )
    if mapped.faults:
        return 0, 0, 0
    goods = sum(line.total_fen for line in lines)
    if total not in (goods, goods + postage):
        reason = say("与明细不符：京东价 × 订购数量合计 {goods}", goods=yuan(goods))
        if total == sum(line.unit_price_fen for line in lines):
            reason = say("{reason}，像是把行小计写在了京东价里", reason=reason)
        mapped.fault(first[0], "订单金额", first[1]["订单金额"], reason, "does_not_add_up")
    merchant = total - settled
    if not 0 <= merchant <= goods or not first[1].get("结算金额"):
        reason = say("应在 0 与订单金额 {total} 之间", total=yuan(total))
        mapped.fault(first[0], "结算金额", first[1]["结算金额"], reason, "does_not_add_up")
    buyer = paid + balance
    carriage = postage if total == goods else 0
    platform = max(0, min(settled + carriage - buyer, goods - merchant)) if first[1].get("应付金额") else 0
    return merchant, platform, postage
