"""The sandbox's WeChat Pay bills as text: what was paid and refunded on a day, and what that moved on the account.

A trade bill is of everything, of payments or of refunds, each with columns of its own; in the fund bill fees are whole fen.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from paidang.channels.link.documents import REFUNDED
from paidang.channels.sandbox.shop import Case, Order, Shop
from paidang.channels.wechat.sandbox_trades import Trades, refund_id, transaction_id
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI, day_of

MCH_ID = "1900000109"
ALL, SUCCESS, REFUND, RECHARGE_REFUND = "ALL", "SUCCESS", "REFUND", "RECHARGE_REFUND"
BILL_TYPES = (ALL, SUCCESS, REFUND, RECHARGE_REFUND)
_WHO = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,"
)
_BACK = "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,"
_REST, _LAST = "商品名称,商户数据包,手续费,费率,订单金额,", "费率备注"
HEADER = {
    ALL: f"{_WHO}{_BACK}{_REST}申请退款金额,{_LAST}",
    SUCCESS: f"{_WHO}{_REST}{_LAST}",
    REFUND: f"{_WHO}退款申请时间,退款成功时间,{_BACK}{_REST}申请退款金额,{_LAST}",
}
TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
FUND_HEADER = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
FUND_TOTALS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"
FEE_PER_MILLE = 6


def trade_bill(trades: Trades, appid: str, day: date, kind: str = ALL) -> str | None:
    """The day's payments, refunds or both as the file that operators download; None: nothing moved."""
    shop = trades.shop
    orders, cases = _of_day(shop, day)
    orders = orders if kind in (ALL, SUCCESS) else []
    cases = cases if kind in (ALL, REFUND) else []
    if not orders and not cases:
        return None
    rows = [_paid_row(order, appid, kind) for order in orders]
    rows += [_refund_row(trades, case, appid, kind) for case in cases]
    fees = sum(_fee(order.paid_fen) for order in orders) - sum(_fee(case.amount_fen) for case in cases)
    paid, back = sum(o.paid_fen for o in orders), sum(c.amount_fen for c in cases)
    totals = [
        *(str(len(rows)), yuan_text(paid), yuan_text(back), "0.00"),
        *(_five(fees), yuan_text(paid), yuan_text(back)),
    ]
    return _file(HEADER[kind], rows, TOTALS, totals)


def fund_bill(shop: Shop, day: date) -> str | None:
    """The day's movements of the account: payments, refunds with the fee that comes back, fees; None: nothing moved."""
    orders, cases = _of_day(shop, day)
    moves: list[tuple[datetime, str, str, int, str]] = []
    for order in orders:
        at, number = order.paid_at or order.created_at, transaction_id(order)
        moves.append((at, number, "交易", order.paid_fen, f"结算总金额{yuan_text(order.paid_fen)}元"))
        moves.append((at, number, "扣除交易手续费", -_whole_fee(order.paid_fen), ""))
    for case in cases:
        fee = _whole_fee(case.amount_fen)
        words = f"退款总金额{yuan_text(case.amount_fen)}元;含手续费{yuan_text(fee)}元"
        moves.append((_refunded_at(case), refund_id(case), "退款", fee - case.amount_fen, words))
    if not moves:
        return None
    moves.sort(key=lambda move: (move[0], move[1]))
    left, rows = 10_000_000, []
    for at, number, name, fen, words in moves:
        left += fen
        rows.append(
            [
                *(_when(at), number, f"40{number}", name, name, "收入" if fen > 0 else "支出"),
                *(yuan_text(abs(fen)), yuan_text(left), "system", words, number),
            ]
        )
    came = [fen for *_, fen, _ in moves if fen > 0]
    went = [-fen for *_, fen, _ in moves if fen <= 0]
    totals = [
        *(str(len(rows)), str(len(came)), yuan_text(sum(came))),
        *(str(len(went)), yuan_text(sum(went))),
    ]
    return _file(FUND_HEADER, rows, FUND_TOTALS, totals)


def _of_day(shop: Shop, day: date) -> tuple[list[Order], list[Case]]:
    orders = [o for o in shop.orders.values() if o.paid_at and day_of(o.paid_at) == day]
    cases = [c for c in shop.cases.values() if c.state == REFUNDED and day_of(_refunded_at(c)) == day]
    return orders, cases


def _file(header: str, rows: Sequence[Sequence[str]], totals: str, values: Sequence[str]) -> str:
    lines = [header, *map(_ticked, rows), totals, _ticked(values)]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def _paid_row(order: Order, appid: str, kind: str) -> list[str]:
    amount = yuan_text(order.paid_fen)
    back = ("0", "0", "0.00", "0.00", "", "") if kind == ALL else ()
    asked = ("0.00",) if kind == ALL else ()
    return [
        *_who(order.paid_at or order.created_at, appid, order, "SUCCESS"),
        *(amount, "0.00", *back),
        *(order.lines[0].goods.title, "", _five(_fee(order.paid_fen)), "0.60%", amount, *asked, ""),
    ]


def _refund_row(trades: Trades, case: Case, appid: str, kind: str) -> list[str]:
    order, number = trades.shop.orders[case.order_id], trades.number_of(case)
    amount = yuan_text(case.amount_fen)
    times = (_when(case.asked_at), _when(_refunded_at(case))) if kind == REFUND else ()
    return [
        *_who(_refunded_at(case), appid, order, "REFUND"),
        *("0.00", "0.00", *times, refund_id(case), number, amount, "0.00", "ORIGINAL", "SUCCESS"),
        *(order.lines[0].goods.title, "", _five(-_fee(case.amount_fen)), "0.60%", "0.00", amount, ""),
    ]


def _who(at: datetime, appid: str, order: Order, state: str) -> list[str]:
    number = transaction_id(order)
    return [_when(at), appid, MCH_ID, "0", "", number, order.order_id, f"o{order.buyer}", "JSAPI", state, "OTHERS", "CNY"]  # fmt: skip


def _when(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def _refunded_at(case: Case) -> datetime:
    return case.refunded_at or case.modified_at


def _fee(fen: int) -> int:
    """Hundredths of a thousandth of a yuan: what the bill writes with five decimals."""
    return fen * FEE_PER_MILLE


def _whole_fee(fen: int) -> int:
    """The same in whole fen, as it leaves the account."""
    return int(Decimal(_fee(fen)).scaleb(-3).quantize(Decimal(1), ROUND_HALF_UP))


def _five(fee: int) -> str:
    sign = "-" if fee < 0 else ""
    return f"{sign}{abs(fee) // 100_000}.{abs(fee) % 100_000:05d}"


def _ticked(cells: Sequence[str]) -> str:
    return ",".join(f"`{cell}" for cell in cells)
