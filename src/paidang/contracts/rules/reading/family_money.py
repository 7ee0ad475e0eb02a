"""Money: fees, shares, instalments, who bears what."""

import re

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.reader import BLANK, Reader, listed, party, reader

FORMULA = {
    r"出厂价|成本|进货价|供货价": "factory_price",
    r"税": "tax",
    r"物流|运费|快递": "logistics",
    r"平台(?:扣点|扣费|佣金|服务费)": "platform_fees",
    r"推广|营销": "marketing",
}
METHODS = {r"现金(?!支票)": "cash", r"支票": "cheque", r"汇款|转账|电汇": "bank_transfer"}


def _amount(match: re.Match[str]) -> object:
    return n.fen(match["a"])


def _share(side: int) -> object:
    def value(match: re.Match[str]) -> object:
        both = n.ratio(match["r"])
        return both[side] if both else None

    return value


def _installments(match: re.Match[str]) -> object:
    """合同签订三个工作日内预付总费用50%…剩余50%在合同结束后三个工作日内付清。"""
    parts = []
    for share, days, trigger in ((match["s1"], match["d1"], "signing"), (match["s2"], match["d2"], "end")):
        value, deadline = n.rate(share), n.days(days)
        if value is None or deadline is None:
            return None
        parts.append({"share": value, "trigger": trigger, "days": deadline[0], "day_kind": deadline[1]})
    return parts


def _days(match: re.Match[str]) -> object:
    deadline = n.days(match["d"])
    return deadline[0] if deadline else None


def _day_kind(match: re.Match[str]) -> object:
    deadline = n.days(match["d"])
    return deadline[1] if deadline else None


def _label_or_blank(match: re.Match[str]) -> object:
    return match["n"] or BLANK


SETUP = rf"(?P<q>合同签订(?:后)?(?P<d>{n.DAYS})内)支付{n.AMOUNT}作为[^。；]{{0,60}}(?:注册|开通|建设)"
RATIO = rf"(?P<q>(?:按照?|以)(?P<r>{n.DIGITS}[:：]{n.DIGITS})(?:的)?比例分配)"

READERS: tuple[Reader, ...] = (
    reader("fee.setup", rf"(?P<q>支付(?P<a>{n.AMOUNT}))作为[^。；]{{0,60}}(?:注册|开通|建设)", _amount),
    reader("fee.setup.days", SETUP, _days),
    reader("fee.setup.days.day_kind", SETUP, _day_kind),
    reader("fee.fixed_total", rf"总费用(?:为|共)?(?P<q>(?P<a>{n.AMOUNT})(?:（[^）]{{2,20}}）)?)", _amount),
    reader(
        "fee.installments",
        rf"(?P<q>合同签订(?:后)?(?P<d1>{n.DAYS})内(?:预)?付总费用(?:的)?(?P<s1>{n.RATE})[^。]{{0,30}}。?剩余(?:的)?(?P<s2>{n.RATE})在合同结束后(?P<d2>{n.DAYS})内付清)",
        _installments,
    ),
    reader("fee.share.a", RATIO, _share(0)),
    reader("fee.share.b", RATIO, _share(1)),
    reader("fee.share.formula", r"(?P<q>(?:收益|利润)(?:=|为|：)?[^。；，\n]{0,12}(?:销售价|销售额|售价|收入)-（?[^。；，\n]{2,60}）?)(?=[，。；])", listed(FORMULA)),
    reader("marketing.payer", r"(?P<q>(?:营销)?推广费(?:用)?由(?P<p>[甲乙]方)[^，。；]{0,24})", party),
    reader("marketing.vouchers_required", r"(?P<q>[甲乙]方需?(?:应)?提供相应(?:的)?(?:营销|推广)?费用(?:支出)?凭证)", True),
    reader("third_party_costs.payer", r"(?P<q>第三方费用(?:需|应|由)?(?P<p>[甲乙]方)(?:承担|负担))", party),
    reader("payment.methods", r"付款方式：(?P<q>[^，。；\n]{2,30}?)(?=[，。；\n])", listed(METHODS)),
    reader("account.holder", r"(?P<q>(?:开户名称|户名|账户名称)：(?P<n>[^\n，。；]*))(?=[\n，。；]|$)", _label_or_blank),
    reader("account.bank", r"(?P<q>(?:开户银行|开户行)：(?P<n>[^\n，。；]*))(?=[\n，。；]|$)", _label_or_blank),
    reader("account.number", r"(?P<q>(?:银行)?(?:账号|帐号)：(?P<n>[0-9]*))(?=[\n，。；]|$)", _label_or_blank),
)  # fmt: skip
