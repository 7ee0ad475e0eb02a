"""支付宝 账务明细: what moved on the account of a Taobao or Tmall store, between lines of `#` with the file's totals.

Which column the amount stands in says the direction, never its sign, which differs between versions. A Taobao order is
named `T200P` and its number. What a row is says 业务类型 and, of fees, 业务描述 or 备注; what is not known is a fee under
its own name where it has an order, else no sale.
"""

import re
from collections.abc import Sequence

from paidang.channels.bills import (
    FEE,
    OTHER,
    PAYMENT,
    REFUND,
    Totals,
    bill_fact,
    read_entry,
    read_moment,
    sum_fen,
)
from paidang.channels.cells import BadCell, clean, read_fen
from paidang.channels.mapping import Cells, Context, Mapped, SourceRow, read_cell
from paidang.kit.money import NotMoney, fen_from_yuan, yuan
from paidang.kit.sentence import Sentence, say

ENTRY, ORDER_ID, IN, OUT = "账务流水号", "商户订单号", "收入金额(+元)", "支出金额(-元)"
REQUIRED = (ENTRY, "业务流水号", ORDER_ID, "发生时间", IN, OUT, "业务类型", "备注")
KEPT = (*REQUIRED, "账户余额(元)", "业务描述", "业务基础订单号", "业务订单号")
SHOWN_AS = (
    ("entry_id", ENTRY),
    ("order_id", ORDER_ID),
    ("item", "业务类型"),
    ("amount", IN),
    ("booked_at", "发生时间"),
)
_ORDER = re.compile(r"(?:T200P|\D|^)(\d{16,22})(?=\D|$)")
_OF_THE_PLATFORM = re.compile(r"T\d{2,4}P(\d{16,22})")
_FEES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("类目软件服务费", "类目软件服务费|天猫佣金", ("0030003",)),
    ("基础软件服务费", "基础软件服务费", ("0030130",)),
    ("返点积分", "返点积分|交易退回积分", ("0030001", "0030018")),
    ("淘宝客佣金", "淘宝客|淘宝联盟", ("0060011",)),
    ("花呗与信用卡手续费", "花呗|信用卡", ()),
    ("消费者体验提升计划服务费", "消费者体验提升计划", ("0170125T",)),
    ("卖家版运费险", "运费险", ("0050005",)),
    ("消费券代付资金扣回", "代付资金扣回|代商家垫付扣回", ("0060092T", "0530294T")),
    ("营销活动软件服务费", "聚划算|营销活动软件服务费|淘金币", ("0030007", "0030153T", "0030162T")),
    ("支付宝服务费", "支付宝服务费", ("0030038",)),
    ("公益宝贝捐赠", "公益宝贝", ("0110001",)),
)
"""Names of fees, what their rows say, and the codes with which 业务描述 begins; the first that fits."""
_CODE = re.compile(r"\d{5,}T?")
_DEPOSIT, _RECEIVED, _RETURNED = "0080", "0010001", "0020001"
_NO_SALE = re.compile("保证金|转出|转入|余利宝|提现|充值|网商银行")
_GOODS, _BACK = ("交易付款", "在线支付"), ("交易退款", "退款")
_TOTAL = re.compile(r"#(支出|收入)合计[:：]\s*([\d,]+)\s*笔[,，]\s*共\s*([-\d.,]+)\s*元")


def map_row(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
    """One row of the statement."""
    mapped, row = Mapped(), rows[0]
    number, cells = row
    entry = str(read_cell(mapped, row, ENTRY, read_entry, ""))
    at = str(read_cell(mapped, row, "发生时间", read_moment, ""))
    came_in, went_out = (abs(int(str(read_cell(mapped, row, column, read_fen, 0)))) for column in (IN, OUT))
    if came_in and went_out:
        mapped.fault(number, OUT, cells[OUT], say("同一行既有收入又有支出"))
    if mapped.faults:
        return mapped
    order_id = order_of(cells)
    kind, item = classify(cells, came_in - went_out, has_order=bool(order_id))
    mapped.facts = [
        bill_fact(
            number, context, entry_id=entry, order_id=order_id, kind=kind, item=item, fen=came_in - went_out,
            booked_at=at,
        )
    ]  # fmt: skip
    return mapped


def order_of(cells: Cells) -> str:
    """The platform's order that a row belongs to; "" where it names none.

    >>> order_of({"商户订单号": "T200P2290409871200553318"}), order_of({"备注": "基础软件服务费(2290409871200553318)扣款"})
    ('2290409871200553318', '2290409871200553318')
    """
    number = cells.get(ORDER_ID, "")
    if found := _OF_THE_PLATFORM.search(number):
        return found[1]
    if re.fullmatch(r"\d{16,22}", base := cells.get("业务基础订单号", "")):
        return base
    found = _OF_THE_PLATFORM.search(cells.get("备注", "")) or _ORDER.search(cells.get("备注", ""))
    return found[1] if found else ""


def classify(cells: Cells, fen: int, *, has_order: bool) -> tuple[str, str]:
    """What a row is, and the name under which it is added up.

    >>> classify({"业务类型": "交易付款"}, 100, has_order=True)
    ('payment', '交易付款')
    >>> classify({"业务类型": "其它", "备注": "天猫佣金（类目系统）{2290}扣款"}, -5, has_order=True)
    ('fee', '类目软件服务费')
    """
    type_, described = cells.get("业务类型", ""), cells.get("业务描述", "")
    said = f"{described} {cells.get('备注', '')}"
    found = _CODE.match(described)  # an order's number in the remark may hold the digits of any code
    code = found[0] if found else ""
    if code.startswith(_DEPOSIT) or _NO_SALE.search(f"{type_} {said}"):
        return OTHER, type_ or "转账"
    for name, words, codes in _FEES:
        if code in codes or re.search(words, said):
            return FEE, name
    if type_ in _BACK or code == _RETURNED:
        return REFUND, "交易退款"
    if type_ in _GOODS or code == _RECEIVED:
        return (PAYMENT, "交易付款") if fen >= 0 else (REFUND, "交易退款")
    return (FEE, type_ or "其他扣费") if has_order or type_ == "收费" else (OTHER, type_ or "其他")


def is_trailer(header: Sequence[str], row: Sequence[str]) -> bool:
    """The lines of `#` below the rows."""
    return row[0].startswith("#")


def check_totals(trailer: Sequence[Sequence[str]], rows: Sequence[Cells]) -> Totals:
    """Count and sum of what came in and what went out, as the file says below its rows."""
    stated = [found for line in trailer if (found := _TOTAL.search(",".join(clean(cell) for cell in line)))]
    for found in stated:
        column = IN if found[1] == "收入" else OUT
        moved = [cells for cells in rows if _moves(cells.get(column, ""))]
        said, total = int(found[2].replace(",", "")), abs(sum_fen(moved, column))
        if said != len(moved):
            return Totals(
                say(
                    "{which}合计写明 {said} 笔，文件里有 {found} 笔",
                    which=found[1],
                    said=said,
                    found=len(moved),
                ),
                True,
            )
        if (wrong := _differs(found[1], found[3], total)) is not None:
            return Totals(wrong, True)
    return Totals(None, bool(stated))


def _moves(cell: str) -> bool:
    try:
        return read_fen(cell) != 0
    except BadCell:
        return True


def _differs(which: str, cell: str, total: int) -> Sentence | None:
    try:
        said = abs(fen_from_yuan(cell))
    except NotMoney:
        return say("{which}合计不是金额：{cell}", which=which, cell=cell[:40])
    if said == total:
        return None
    return say(
        "{which}合计写明 {said}，各行加起来是 {found}", which=which, said=yuan(said), found=yuan(total)
    )
