"""Settlement: the cycle, when the statement is due, how long to confirm and to pay."""

import re

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.reader import Reader, party, reader

CYCLES = {
    "自然月": "calendar_month",
    "月": "calendar_month",
    "周": "week",
    "半月": "half_month",
    "季度": "quarter",
}
CONFIRM = rf"收到[^。；]{{0,16}}(?:对账|账单|结算)[^。；]{{0,10}}?(?P<q>(?P<d>{n.DAYS})内)"
PAY = rf"(?:确认|核对)无误(?:后)?(?P<q>(?P<d>{n.DAYS})内)"


def _day(match: re.Match[str]) -> object:
    value = n.number(match["n"])
    return int(value) if value is not None and 1 <= value <= 31 else None


def _days(match: re.Match[str]) -> object:
    deadline = n.days(match["d"])
    return deadline[0] if deadline else None


def _day_kind(match: re.Match[str]) -> object:
    deadline = n.days(match["d"])
    return deadline[1] if deadline else None


def _window(match: re.Match[str]) -> object:
    return [int(match["from"]), int(match["to"])]


READERS: tuple[Reader, ...] = (
    reader("settlement.cycle", r"(?P<q>(?:以|按)(?P<c>自然月|周|半月|季度)为?(?:对账)?(?:结算|对账)(?:结算)?周期)", lambda m: CYCLES[m["c"]]),
    reader("settlement.statement_due_day", rf"(?P<q>每月(?P<n>{n.NUMBER})[日号]前)[^。]{{0,30}}(?:对账|账单|结算单)", _day),
    reader("settlement.confirm_days", CONFIRM, _days),
    reader("settlement.confirm_days.day_kind", CONFIRM, _day_kind),
    reader("settlement.pay_days", PAY, _days),
    reader("settlement.pay_days.day_kind", PAY, _day_kind),
    reader("settlement.pay_window", r"(?P<q>每月(?P<from>[0-9]{1,2})[日号]?(?:-|至|到)(?P<to>[0-9]{1,2})[日号](?:期间|之间)?)", _window),
    reader("settlement.payer", r"(?P<q>(?P<p>[甲乙]方)应(?:在|于)[^。；]{0,20}向[甲乙]方[^。；]{0,8}(?:汇入|支付|付)[^。；]{0,10}(?:收益|佣金|服务费))", party),
)  # fmt: skip
