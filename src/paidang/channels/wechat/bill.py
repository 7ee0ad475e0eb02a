"""微信支付 交易账单: one row per payment or refund, every value with a tick before it, and two lines of totals below.

A payment is 订单金额, what the buyer paid with his coupons; coupons that the merchant gives himself (免充值券: 订单金额
less 应结订单金额) and the fee are lines of their own. A refund gives back its part of the fee. 手续费 has five decimals and
becomes fen row by row, half away from zero.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from paidang.channels.bills import FEE, PAYMENT, REFUND, Totals, bill_fact, read_entry, read_moment, sum_fen
from paidang.channels.cells import BadCell, clean, read_fen, read_id
from paidang.channels.mapping import Cells, Context, Mapped, SourceRow, read_cell
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say

ORDER_ID = "商户订单号"
REQUIRED = ("交易时间", "商户号", "微信订单号", "商户订单号", "交易状态", "手续费")
"""A bill of payments alone has no columns of refunds."""
KEPT = (
    *REQUIRED,
    *(
        "微信退款单号",
        "退款金额",
        "退款状态",
        "费率",
        "订单金额",
        "应结订单金额",
        "申请退款金额",
        "总金额",
        "货币种类",
    ),
)
SHOWN_AS = (
    ("order_id", "商户订单号"),
    ("entry_id", "微信订单号"),
    ("amount", "订单金额"),
    ("booked_at", "交易时间"),
)
PAID, GONE_BACK = "SUCCESS", ("REFUND", "REVOKED")
FEE_ITEM, COUPON_ITEM = "手续费", "免充值券"
_TOTALS = "总交易单数"


def map_row(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
    """One row of the bill: the money of a payment or a refund, and its fee."""
    mapped, row = Mapped(), rows[0]
    number, cells = row
    status = cells.get("交易状态", "")
    if cells.get("退款状态") == "FAIL":
        mapped.skipped = say("退款没有成功")
        return mapped
    if cells.get("货币种类", "CNY") not in ("", "CNY"):
        mapped.fault(number, "货币种类", cells["货币种类"], say("不是人民币"))
    if status not in (PAID, *GONE_BACK):
        mapped.fault(number, "交易状态", status, say("看不懂是付款还是退款"))
    is_refund = status in GONE_BACK
    named_by = (
        "微信退款单号" if is_refund and cells.get("微信退款单号", "0") not in ("", "0") else "微信订单号"
    )
    entry = str(read_cell(mapped, row, named_by, read_entry, ""))
    order_id = str(read_cell(mapped, row, ORDER_ID, read_id, ""))
    at = str(read_cell(mapped, row, "交易时间", read_moment, ""))
    fee = int(str(read_cell(mapped, row, "手续费", read_fee, 0)))
    money, coupon = _refunded(mapped, row) if is_refund else _paid(mapped, row)
    if mapped.faults:
        return mapped
    found = [
        (entry, REFUND if is_refund else PAYMENT, "退款" if is_refund else "付款", money),
        (f"{entry}-coupon", FEE, COUPON_ITEM, coupon),
        (f"{entry}-fee", FEE, FEE_ITEM, -fee),
    ]
    mapped.facts = [
        bill_fact(
            number, context, entry_id=name, order_id=order_id, kind=kind, item=item, fen=fen, booked_at=at
        )
        for name, kind, item, fen in found
        if fen or name == entry
    ]
    return mapped


def _paid(mapped: Mapped, row: SourceRow) -> tuple[int, int]:
    column = "订单金额" if row[1].get("订单金额") else "总金额"
    whole = int(str(read_cell(mapped, row, column, _read_amount, 0)))
    settled = read_cell(mapped, row, "应结订单金额", _read_amount, 0) if row[1].get("应结订单金额") else whole
    return whole, int(str(settled)) - whole


def _refunded(mapped: Mapped, row: SourceRow) -> tuple[int, int]:
    cash = int(str(read_cell(mapped, row, "退款金额", _read_amount, 0)))
    asked = read_cell(mapped, row, "申请退款金额", _read_amount, 0) if row[1].get("申请退款金额") else cash
    return -int(str(asked)), int(str(asked)) - cash


def _read_amount(cell: str) -> int:
    if not cell or (fen := read_fen(cell)) < 0:
        raise BadCell(say("不能是负数") if cell else say("金额是空的"))
    return fen


def read_fee(cell: str) -> int:
    """Yuan with up to five decimals to fen, half away from zero.

    >>> read_fee("7.79500"), read_fee("-0.00500"), read_fee("")
    (780, -1, 0)
    """
    return int((_exact(cell) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _exact(cell: str) -> Decimal:
    try:
        fee = Decimal(cell or "0")
    except InvalidOperation:
        raise BadCell(say("不是金额（元）")) from None
    if not fee.is_finite() or abs(fee) > 10**12:
        raise BadCell(say("不是金额（元）"))
    return fee


def is_trailer(header: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row belongs to the totals: their heading, or their values, which are far fewer than the columns."""
    return clean(row[0]) == _TOTALS or len(row) <= len(header) // 2


def check_totals(trailer: Sequence[Sequence[str]], rows: Sequence[Cells]) -> Totals:
    """The rows must come to what the file says they come to: count, paid, refunded, fees."""
    if len(trailer) < 2 or clean(trailer[0][0]) != _TOTALS:
        return Totals()
    stated = {clean(name): clean(value) for name, value in zip(trailer[0], trailer[1], strict=False)}
    if stated[_TOTALS] != str(len(rows)):
        said = stated[_TOTALS]
        return Totals(say("账单写明 {said} 笔，文件里有 {found} 笔", said=said, found=len(rows)), True)
    came_in = [cells for cells in rows if cells.get("交易状态") == PAID]
    went_back = [cells for cells in rows if cells.get("交易状态") in GONE_BACK]
    for names, found_rows, columns in (
        (("订单总金额", "总交易额"), came_in, ("订单金额", "总金额")),
        (("申请退款总金额", "总退款金额", "退款总金额"), went_back, ("申请退款金额", "退款金额")),
    ):
        name = next((name for name in names if stated.get(name)), "")
        column = next((column for column in columns if any(cells.get(column) for cells in found_rows)), "")
        if name and (wrong := _differs(name, stated[name], sum_fen(found_rows, column) if column else 0)):
            return Totals(wrong, True)
    return Totals(_fees_differ(stated.get("手续费总金额", ""), rows), True)


def _differs(name: str, cell: str, found: int) -> Sentence | None:
    try:
        said = read_fen(cell)
    except BadCell:
        return say("合计行的{name}不是金额：{cell}", name=name, cell=cell[:40])
    if said == found:
        return None
    return say("{name}写明 {said}，各行加起来是 {found}", name=name, said=yuan(said), found=yuan(found))


def _fees_differ(cell: str, rows: Sequence[Cells]) -> Sentence | None:
    """The fees to the last of their decimals, before any of them is rounded."""
    try:
        found = sum((_exact(cells.get("手续费", "")) for cells in rows), Decimal(0))
        if not cell or _exact(cell) == found:
            return None
    except BadCell:
        return None  # the row itself is named as bad
    return say("手续费总金额写明 {said} 元，各行加起来是 {found} 元", said=cell, found=f"{found:f}")
