"""Words and turns of phrase that the readers share: who, must, who does what, who pays what."""

import re
from collections.abc import Callable

from paidang.contracts.rules.reading import numbers as n

AGREEMENT = r"(?:合同|协议|合约|约定|契约)"
WHO = r"(?P<p>[甲乙丙]方)"
ANYONE = r"(?P<p>[甲乙丙]方|任何一方|任一方|双方|各方|违约方|付款方|迟延方|逾期方|一方)"
MUST = r"(?:应当?|须|需要?|必须|将|可以?|负责|得)?"
CLAUSE = r"[^，。；\n]"
SENTENCE = r"[^。；\n]"
NO_OTHER = r"(?:(?![甲乙丙]方)[^。；\n])"
NO_OTHER_CLAUSE = r"(?:(?![甲乙丙]方)[^，。；\n])"
CONSENT = r"(?:答应|同意|批准|审批|确认|认可|许可|审核|允许|核准|签认|核可|点头|首肯|过目|书面授权)"
PAY = (
    r"(?:付款|付清|支付|结清|打款|转账|汇款|汇入|付给|转给|汇给|缴付|给付|划付|付至|转到|打到|汇至|拨付|预付)"
)
STATEMENT = r"(?:费用清单|对账(?:通知)?单|对账表|对账清单|对账明细|对账数据|账单|账目|结算单|结算表|结算清单|结算报表|结算明细|月结单|服务费清单|销售报表及对账)"
BUYER = r"(?:消费者|买家|顾客|客户|购买者|终端用户|用户)"


def does(
    key: str, verbs: str = r"负责|承担|提供|完成|办理|安排|自行|自己|组织|处理|做好|进行"
) -> tuple[str, ...]:
    """Who does what: 甲方负责仓储、打包; 仓储、打包均由甲方完成; 货甲方自己发."""
    return (
        rf"(?<![不为向给对与和])(?P<q>{WHO}(?:应当?|须|需|必须|将|则|全权|统一|继续)?(?<!不)(?:{verbs})(?!的|费){NO_OTHER_CLAUSE}{{0,40}}?(?:{key}){CLAUSE}{{0,8}})",
        rf"(?P<q>(?:{key})(?:(?<=在)[甲乙]方|(?![甲乙丙]方)[^，。；\n]){{0,16}}?(?<!不)，?(?:应|均|概|全部|统一|皆|也|都)*(?:由|归){WHO}(?!与|和|及|、){CLAUSE}{{0,12}})",
        rf"(?P<q>{CLAUSE}{{0,6}}由{WHO}(?:负责|自行)?{NO_OTHER_CLAUSE}{{0,6}}(?:{key}))",
        rf"(?P<q>(?:{key}){CLAUSE}{{0,6}}?(?:均|都|也)?(?P<p>[甲乙丙]方)(?:自己|自行|来)?(?:负责|承担|做|完成|发|打包|管|定))",
    )


def pays(key: str) -> tuple[str, ...]:
    """Who bears a cost: 推广费由甲方承担; 甲方承担推广费; 推广的钱甲方出."""
    bears = r"自理|另付|实报实销|承担|负担|支付|缴纳|自付|充值|缴|出资|分担|分摊|共担|买单|付费|负责|结算"
    return (
        rf"(?P<q>(?:{key}){NO_OTHER_CLAUSE}{{0,26}}?(?:与[甲乙]方无关)?，?(?:均|概|全部|全额|仍|皆|都|应)*由(?:甲乙|甲、乙)?(?P<p>[甲乙]方|双方|各方){CLAUSE}{{0,14}}?(?:{bears}|出(?=[，。；\n])))",
        rf"(?P<q>(?:{key}){CLAUSE}{{0,6}}?(?:均|都)?(?P<p>[甲乙]方|双方)(?:自己|自行|全部|各自|共同)?(?:承担|负担|出|付|自付|自理))",
        rf"(?P<q>(?<![由向为给])(?P<p>[甲乙]方|双方)(?:应当?|须|需|自行|共同|全额)?(?:承担|负担|缴纳)(?!的){CLAUSE}{{0,16}}?(?:{key}))",
    )


def days_of(group: str = "d") -> Callable[[re.Match[str]], object]:
    """The number of days of a deadline in a group."""

    def value(match: re.Match[str]) -> object:
        deadline = n.days(match[group])
        return deadline[0] if deadline else None

    return value


def kind_of(group: str = "d") -> Callable[[re.Match[str]], object]:
    """Whether a deadline in a group counts working days."""

    def value(match: re.Match[str]) -> object:
        deadline = n.days(match[group])
        return deadline[1] if deadline else None

    return value


def day_of_month(match: re.Match[str]) -> object:
    """The day of the month in group `n`."""
    value = n.number(match["n"])
    return int(value) if value is not None and 1 <= value <= 31 else None


def amount_of(match: re.Match[str]) -> object:
    """The amount in group `a` in fen."""
    return n.fen(match["a"])


def rate_of(match: re.Match[str]) -> object:
    """The rate in group `r`."""
    return n.rate(match["r"])


def months_of(match: re.Match[str]) -> object:
    """The duration in group `m` in months; a year of the calendar is none."""
    value = n.months(match["m"])
    return value if value is not None and 0 < value <= 600 else None
