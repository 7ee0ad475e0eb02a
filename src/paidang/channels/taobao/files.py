"""Taobao and Tmall: 订单报表 knows the orders, 宝贝报表 their lines; a line of facts needs both.

Whichever comes second completes the other. The order's discount is what the lines' prices exceed 买家应付货款 by; it is
shared out over the lines. What the platform gives (天猫卡券抵扣, 集分宝抵扣) is shown, not subtracted. 退款金额 becomes
refunds only where it is certain which line it belongs to; see `docs/platform-files.md`.
"""

from collections.abc import Sequence

from paidang.channels.cells import BadCell, read_count, read_fen, read_id, read_time
from paidang.channels.mapping import (
    Context,
    FactRow,
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

ORDER_ID = "订单编号"
ORDERS_REQUIRED = (
    "订单编号",
    "买家应付货款",
    "买家应付邮费",
    "总金额",
    "买家实际支付金额",
    "订单状态",
    "订单付款时间",
)
ITEMS_REQUIRED = ("订单编号", "价格", "购买数量", "订单状态")
ORDERS_KEPT = (
    *ORDERS_REQUIRED,
    *(
        "订单创建时间",
        "店铺名称",
        "天猫卡券抵扣",
        "集分宝抵扣",
        "退款金额",
        "确认收货时间",
        "发货时间",
        "物流单号",
    ),
)
ITEMS_KEPT = (*ITEMS_REQUIRED, "标题", "外部系统编号", "商家编码", "商品属性", "子订单编号", "退款金额")
SHOWN_AS = (
    ("order_id", "订单编号"),
    ("line_id", "订单编号"),
    ("store", "店铺名称"),
    ("sku", "商家编码"),
    ("quantity", "购买数量"),
    ("unit_price", "价格"),
    ("amount", "退款金额"),
    ("completed_at", "确认收货时间"),
    ("paid_at", "订单付款时间"),
)
CLOSED = "交易关闭"
TMALL_STORES = ("旗舰店", "专卖店", "专营店")
"""Names that only Tmall gives to a store; any other name is Taobao's unless the person says otherwise."""


def channel_of(store: str) -> str:
    """Which of the two platforms a store is on, by its name."""
    return "tmall" if store.endswith(TMALL_STORES) else "taobao"


def map_items(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
    """An order of the item report, with its row of the order report if that is there."""
    mapped = Mapped()
    read_cell(mapped, rows[0], ORDER_ID, read_id, "")
    _read_lines(mapped, rows)
    if mapped.faults:
        return mapped
    if other is None:
        return Mapped(waits=True)
    return _join(other[0], rows, context, at=rows[0][0])


def map_orders(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
    """An order of the order report, with its rows of the item report if they are there."""
    mapped = Mapped()
    read_cell(mapped, rows[0], ORDER_ID, read_id, "")
    if len(rows) > 1:
        mapped.fault(
            rows[1][0],
            ORDER_ID,
            rows[1][1].get(ORDER_ID, ""),
            say("与第 {row} 行订单编号相同", row=rows[0][0]),
            "duplicate",
        )
    for column in ("订单付款时间", "确认收货时间", "发货时间"):
        read_cell(mapped, rows[0], column, read_time, "")
    for column in ("买家应付货款", "买家应付邮费", "总金额", "退款金额", "天猫卡券抵扣", "集分宝抵扣"):
        read_cell(mapped, rows[0], column, _read_amount, 0)
    if mapped.faults:
        return mapped
    if not read_time(rows[0][1].get("订单付款时间", "")):
        return Mapped(skipped=say("未付款"))
    if other is None:
        return Mapped(waits=True)
    # the items' row numbers are those of another file
    items = [(rows[0][0], cells) for _, cells in other]
    return _join(rows[0], items, context, at=rows[0][0])


def _join(order: SourceRow, items: Sequence[SourceRow], context: Context, at: int) -> Mapped:
    """Both halves of an order, each of them read without fault; `at` is the row that what they become is named by."""
    mapped = Mapped()
    cells = order[1]
    if not cells.get("订单付款时间"):
        return Mapped(skipped=say("未付款"))
    lines = _read_lines(mapped, items)
    goods, postage = _read_amount(cells.get("买家应付货款", "")), _read_amount(cells.get("买家应付邮费", ""))
    discount = _discount(mapped, at, goods, lines)
    if mapped.faults:
        return mapped
    if _read_amount(cells.get("总金额", "")) != goods + postage:
        reason = say("与买家应付货款 {goods} 加邮费 {postage} 不符", goods=yuan(goods), postage=yuan(postage))
        mapped.fault(at, "总金额", cells.get("总金额", ""), reason, "does_not_add_up")
        return mapped
    store = cells.get("店铺名称") or context.store
    refunded = _read_amount(cells.get("退款金额", ""))
    is_closed = CLOSED in cells.get("订单状态", "")
    postage_back = max(0, min(refunded - goods, postage))
    whole = Whole(
        order_id=cells[ORDER_ID],
        channel=context.channel or channel_of(store),
        store=store,
        merchant_discount_fen=discount,
        platform_discount_fen=sum(_read_amount(cells.get(c, "")) for c in ("天猫卡券抵扣", "集分宝抵扣")),
        postage_fen=postage - postage_back,
        paid_at=read_time(cells["订单付款时间"]),
        shipped_at=read_time(cells.get("发货时间", "")),
        completed_at="" if is_closed else read_time(cells.get("确认收货时间", "")),
    )
    mapped.facts = lines_as_facts(whole, lines)
    if cells.get("订单状态") == "交易成功" and not whole.completed_at:
        mapped.notes.append(say("交易成功但文件里没有确认收货时间，按还没完成记"))
    if refunded:
        _add_refunds(mapped, at, refunded, items, order, whole, context)
    return mapped


def _read_amount(cell: str) -> int:
    fen = read_fen(cell)
    if fen < 0:
        raise BadCell(say("不能是负数"))
    return fen


def _read_price(cell: str) -> int:
    if not cell:
        raise BadCell(say("价格是空的"))
    return _read_amount(cell)


def _read_lines(mapped: Mapped, rows: Sequence[SourceRow]) -> list[Line]:
    order_value(mapped, rows, "订单状态")
    skus = [cells.get("商家编码") or cells.get("外部系统编号", "") for _, cells in rows]
    ids = [cells.get("子订单编号", "") for _, cells in rows]
    if not all(ids) or len(set(ids)) < len(ids):
        ids = line_ids(rows[0][1].get(ORDER_ID, ""), skus)
    lines = []
    for row, sku, line_id in zip(rows, skus, ids, strict=True):
        quantity = read_cell(mapped, row, "购买数量", read_count, 1)
        price = read_cell(mapped, row, "价格", _read_price, 0)
        if not sku:
            mapped.fault(
                row[0],
                "商家编码",
                "",
                say("是空的，不知道是哪个商品。请在平台后台填商家编码，或在这里补上"),
                "empty",
            )
        lines.append(Line(row[0], line_id, sku, int(str(quantity)), int(str(price))))
    return lines


def _discount(mapped: Mapped, at: int, goods: int, lines: Sequence[Line]) -> int:
    """What the lines' prices exceed the order's amount by; a price that may be a line's total is not guessed at."""
    by_unit = sum(line.total_fen for line in lines)
    by_line = sum(line.unit_price_fen for line in lines)
    if by_line == goods and by_unit != goods:
        reason = say(
            "分不清价格是单价还是小计：价格合计 {by_line} 等于货款，价格 × 数量合计 {by_unit}",
            by_line=yuan(by_line),
            by_unit=yuan(by_unit),
        )
        mapped.fault(at, "买家应付货款", yuan(goods), reason, "ambiguous")
    elif by_unit < goods:
        reason = say("与宝贝报表不符：价格 × 数量合计只有 {by_unit}", by_unit=yuan(by_unit))
        mapped.fault(at, "买家应付货款", yuan(goods), reason, "does_not_add_up")
    return max(by_unit - goods, 0)


def _add_refunds(
    mapped: Mapped,
    at: int,
    refunded: int,
    items: Sequence[SourceRow],
    order: SourceRow,
    whole: Whole,
    context: Context,
) -> None:
    """The order's 退款金额 as refunds: all of it back, one line only, or the item report says how much of which line."""
    lines = [fact for fact in mapped.facts if fact.table == "order_lines"]
    revenues = [revenue_fen(line) for line in lines]
    stated = [_read_amount(cells.get("退款金额", "")) for _, cells in items]
    if refunded >= sum(revenues):
        amounts = revenues
    elif len(lines) == 1:
        amounts = [refunded]
    elif sum(stated) == refunded and all(a <= b for a, b in zip(stated, revenues, strict=True)):
        amounts = stated
    else:
        reason = say(
            "订单有 {count} 行商品，不知道退的是哪一行。请用退款明细文件导入，或在这里改为 0",
            count=len(lines),
        )
        mapped.fault(at, "退款金额", yuan(refunded), reason, "refund_not_attributable")
        mapped.facts = []
        return
    is_shipped = bool(whole.shipped_at or order[1].get("物流单号"))
    booked = not whole.completed_at
    for line, amount, revenue in zip(lines, amounts, revenues, strict=True):
        if amount:
            quantity = int(line.cells["quantity"]) if amount == revenue else 0
            mapped.facts.append(_refund(line, amount, quantity, is_shipped, whole, context, booked))
    if booked:
        mapped.notes.append(say("订单报表没有退款时间，按导出时间入账"))


def _refund(
    line: FactRow, amount: int, quantity: int, is_shipped: bool, whole: Whole, context: Context, booked: bool
) -> FactRow:
    """Full refunds take the units back; that they are fit for sale again is certain only if they never left."""
    return refund_as_fact(
        line,
        suffix="refund",
        quantity=quantity,
        amount_fen=amount,
        restocked=quantity > 0 and not is_shipped,
        refunded_at=whole.completed_at or later(context.known_at, whole.paid_at),
        booked=booked,
    )
