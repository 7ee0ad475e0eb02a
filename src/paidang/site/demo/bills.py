"""A month of bills as the three platforms export them, for the orders of `demo.month`, with a few true differences.

A bill lists what moved in the month: the money of orders completed in it (of the shop: paid in it), refunds, fees. What
differs: a price protection and an order that JD's bill lacks, a refund that only Alipay knows, a payment taken twice and
one for an order of an older shop.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from paidang.kit.period import month_end_at, month_of, previous_month
from paidang.site.demo.month import (
    FEE_RATES,
    JD,
    RENREN,
    TMALL,
    Order,
    Refund,
    known_by_closing,
    make_orders,
    make_refunds,
)

JD_COLUMNS = (
    "订单编号,单据编号,单据类型,商品编号,商户订单号,商品名称,结算状态,费用发生时间,费用计费时间,费用结算时间,费用项,金额,币种,"
    "商家应收/应付,钱包结算备注,店铺号,京东门店编号,品牌门店编号,门店名称,备注,收支方向,商品数量,对账日期"
)
ALIPAY_COLUMNS = (
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注,"
    "业务描述,业务账单来源,业务基础订单号,业务订单号"
)
WECHAT_COLUMNS = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,"
    "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
WECHAT_TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"


@dataclass(frozen=True, slots=True)
class Moved:
    """The seller's money as a platform moves it, in fen; `what` in the platform's words."""

    at: datetime
    order_id: str
    what: str
    fen: int


def make_bills(month: str, *, known_at: datetime, is_first: bool) -> dict[str, bytes]:
    """The month's bills by their names; `is_first`: there are no orders of the month before."""
    moved = {channel: _moved(channel, month, known_at, is_first) for channel in (JD, TMALL, RENREN)}
    return {
        f"京东_结算单_{month}.csv": _jd(moved[JD]),
        f"支付宝_账务明细_{month}.csv": _alipay(moved[TMALL]),
        f"微信支付_交易账单_{month}.csv": _wechat(moved[RENREN]),
    }


def _moved(channel: str, month: str, known_at: datetime, is_first: bool) -> list[Moved]:
    """What moved in the month on a channel, in the order of time."""
    orders, refunds = make_orders(month, known_at=known_at), []
    refunds += make_refunds(orders, month, known_at)
    if not is_first:
        before = previous_month(month)
        then = known_by_closing(before)
        orders = [*make_orders(before, known_at=known_at), *orders]
        refunds += make_refunds(make_orders(before, known_at=then), before, then)
    mine = [order for order in orders if order.channel == channel]
    found = [*_of_orders(mine, channel), *_of_refunds(refunds, channel)]
    within = [one for one in found if month_of(one.at) == month]
    return sorted(
        (*_with_differences(within, channel, month),), key=lambda one: (one.at, one.order_id, one.what)
    )


def _of_orders(orders: Sequence[Order], channel: str) -> Iterator[Moved]:
    for order in orders:
        at = order.paid_at if channel == RENREN else order.completed_at
        if at is None:
            continue
        yield Moved(at, order.order_id, "货款", order.revenue_fen)
        yield Moved(at, order.order_id, "佣金", -(order.revenue_fen * FEE_RATES[channel] // 1000))


def _of_refunds(refunds: Sequence[Refund], channel: str) -> Iterator[Moved]:
    for refund in refunds:
        if refund.order.channel == channel:
            yield Moved(refund.at, refund.order.order_id, "退款", -refund.amount_fen)


def _with_differences(moved: list[Moved], channel: str, month: str) -> list[Moved]:
    sales = [one for one in moved if one.what == "货款"]
    at = month_end_at(month) - timedelta(days=2, hours=3)
    if channel == JD:
        lacking, protected, insured = (sales[place].order_id for place in (-8, -20, -32))
        return [
            *(one for one in moved if one.order_id != lacking), Moved(at, protected, "价保扣款", -8_00),
            Moved(at, insured, "运费保险服务费", -1_20), Moved(at, "", "保证金", -500_00),
        ]  # fmt: skip
    if channel == TMALL:
        refunded = sales[-12]
        return [
            *moved,
            Moved(at, refunded.order_id, "退款", -refunded.fen),
            Moved(at, "", "转出到网商银行", -8_000_00),
        ]
    twice = sales[-6]
    return [
        *moved,
        Moved(at, twice.order_id, "货款", twice.fen),
        Moved(at, f"OLD{at:%Y%m%d}01", "货款", 158_00),
    ]


def _yuan(fen: int) -> str:
    return f"{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _jd(moved: Sequence[Moved]) -> bytes:
    columns, text = JD_COLUMNS.split(","), io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for number, one in enumerate(moved):
        item, direction = "货款" if one.what == "退款" else one.what, "收入" if one.fen > 0 else "支出"
        cells = {
            "订单编号": f'="{one.order_id}"', "单据编号": f'="{one.at:%Y%m%d}{number:05d}"', "单据类型": "售后单" if one.what == "退款" else "订单",
            "商品编号": '="1000"', "商品名称": "青瓷", "结算状态": "已结算", "费用结算时间": _time(one.at), "费用项": item, "金额": _yuan(one.fen),
            "币种": "CNY", "商家应收/应付": "应收" if one.fen > 0 else "应付", "收支方向": direction, "对账日期": f"{one.at:%Y%m%d}",
        }  # fmt: skip
        writer.writerow([cells.get(column, "") for column in columns])
    return text.getvalue().encode("gb18030")


def _alipay(moved: Sequence[Moved]) -> bytes:
    columns, rows = ALIPAY_COLUMNS.split(","), []
    for number, one in enumerate(moved):
        type_, said = {
            "货款": ("交易付款", ""), "退款": ("交易退款", ""), "佣金": ("其它", f"类目软件服务费{{{one.order_id}}}扣款"),
        }.get(one.what, ("转账", one.what))  # fmt: skip
        cells = {
            "账务流水号": f"{one.at:%Y%m%d}{number:012d}", "业务流水号": f"{one.at:%Y%m%d}2200{number:08d}",
            "商户订单号": f"T200P{one.order_id}" if one.order_id else "", "发生时间": _time(one.at), "对方账号": "w**@****",
            "收入金额（+元）": _yuan(one.fen) if one.fen > 0 else "", "支出金额（-元）": f"-{_yuan(one.fen)}" if one.fen < 0 else "",
            "交易渠道": "支付宝", "业务类型": type_, "备注": said,
        }  # fmt: skip
        rows.append(",".join(f"{cells.get(column, '')}\t" for column in columns))
    ins, outs = ([one.fen for one in moved if one.fen * sign > 0] for sign in (1, -1))
    lines = [
        "#支付宝账务明细查询", "#账号：[2088****0156]", "#-----账务明细列表-----", ALIPAY_COLUMNS, *rows, "#-----账务明细列表结束-----",
        f"#支出合计：{len(outs)}笔，共-{_yuan(sum(outs))}元", f"#收入合计：{len(ins)}笔，共{_yuan(sum(ins))}元",
    ]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n").encode("gb18030")


def _wechat(moved: Sequence[Moved]) -> bytes:
    """A payment carries its fee in the same row."""
    columns, rows = WECHAT_COLUMNS.split(","), []
    fees: dict[str, int] = {one.order_id: -one.fen for one in moved if one.what == "佣金"}
    paid = back = fee_total = 0
    for number, one in enumerate(one for one in moved if one.what != "佣金"):
        is_refund = one.what == "退款"
        fee = 0 if is_refund else fees.pop(one.order_id, 0)
        amount = _yuan(one.fen)
        cells = dict.fromkeys(columns, "") | {
            "交易时间": _time(one.at), "公众账号ID": "wx****", "商户号": "1600000000", "特约商户号": "0",
            "微信订单号": f"4200{one.at:%Y%m%d}{number:06d}", "商户订单号": one.order_id, "用户标识": "o****", "交易类型": "JSAPI",
            "交易状态": "REFUND" if is_refund else "SUCCESS", "付款银行": "OTHERS", "货币种类": "CNY",
            "应结订单金额": "0.00" if is_refund else amount, "代金券金额": "0.00",
            "微信退款单号": f"5030{one.at:%Y%m%d}{number:06d}" if is_refund else "0", "商户退款单号": "0",
            "退款金额": amount if is_refund else "0.00", "充值券退款金额": "0.00", "退款状态": "SUCCESS" if is_refund else "",
            "商品名称": "青瓷,一件", "手续费": f"{_yuan(fee)}000", "费率": "0.60%", "订单金额": "0.00" if is_refund else amount,
            "申请退款金额": amount if is_refund else "0.00",
        }  # fmt: skip
        rows.append(",".join(f"`{cells[column]}" for column in columns))
        paid, back, fee_total = paid + max(one.fen, 0), back - min(one.fen, 0), fee_total + fee
    totals = [
        str(len(rows)),
        _yuan(paid),
        _yuan(back),
        "0.00",
        f"{_yuan(fee_total)}000",
        _yuan(paid),
        _yuan(back),
    ]
    lines = [WECHAT_COLUMNS, *rows, WECHAT_TOTALS, ",".join(f"`{cell}" for cell in totals)]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")
