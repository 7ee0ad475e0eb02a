"""Every quantity of a text once, with its kind, its value and how it is related to what it measures.

不足30,000元 is an amount, 3000000 fen, LESS; 收到账单后5个工作日内 holds a deadline of 5 working days, WITHIN.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from paidang.contracts.rules.reading import numbers as n
from paidang.kit.patterns import compiled

AMOUNT, RATE, RATIO, DATE, DAY, WINDOW, DAYS, MONTHS, HOURS, COPIES, CYCLE, NUMBER = (
    "amount", "rate", "ratio", "date", "day", "window", "days", "months", "hours", "copies", "cycle", "number",
)  # fmt: skip

# How a quantity is related to what it measures.
WITHIN, ADVANCE, EXCEED, EVERY, LASTING = "within", "advance", "exceed", "every", "lasting"
LESS, MORE, AT_LEAST, AT_MOST, EACH, EQUAL = "less", "more", "at_least", "at_most", "each", "equal"
FROM, UNTIL, ON = "from", "until", "on"
UNLIMITED = "unlimited"
BETWEEN = "between"
"""From one rate to another, as markets go: nobody agrees on two at once."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity at one place of the squeezed text; a value of None is a blank nobody filled in."""

    kind: str
    value: object
    relation: str
    start: int
    end: int
    unit: str = ""
    """Working or calendar for days; what an amount is for each of."""


_N = rf"(?:{n.DIGITS}[十百千万亿]{{0,4}}|[{n.HAN}]{{1,18}})"
_BLANK = r"(?<!_)_{2,}+"
_MONEY = r"(?:人民币|RMB|CNY)?[¥￥]?"
_ALIAS = rf"(?:（(?:大写|人民币|小写|即|RMB|¥|￥)*[：:]?(?:人民币)?[¥￥]?(?:{_N})(?:元|圆)?(?:零?[{n.HAN}]角)?(?:零?[{n.HAN}]分)?整?(?:整|正)?）)?"
_THING = r"(?:件|张|单|笔|款|次|场|人|个|篇|条|份|套|只|瓶|盒|箱|袋|公斤|千克|斤|kg|小时|天|日|字|组|位|名|SKU|平米|立方|票|包)"
_DAY_OF = r"(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})"
MONTH_OF = r"(?:每个?(?:自然)?月(?:度)?|次月|下个?月|当月|该月|首月|翌月|本月|隔月|次一?月份?|下一个?(?:自然)?月|第一个月)(?:份)?的?"
PATTERNS: tuple[tuple[str, str], ...] = (
    (DATE, rf"(?:{n.DATE})"),
    ("blank_date", r"(?:[0-9]{0,4}(?<!_)_*+年_*+月_*+日)"),
    ("this_year", r"今年(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]"),
    ("year_month", r"20[0-9]{2}年[0-9]{1,2}月(?:份)?(?![0-9])"),
    ("month_day", r"(?<![0-9])(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]"),
    ("year", r"(?:20[0-9]{2}|[二][〇○零][一二三四五六七八九〇○零]{2})年度?"),
    (WINDOW, rf"第?{_DAY_OF}[日号]?(?:（含）)?起?(?:[-~]|至|到)(?:{MONTH_OF})?第?{_DAY_OF}[日号]"),
    (RATIO, rf"(?:{n.DIGITS}%?(?:：|:|比|/|开){n.DIGITS}%?(?!月|日|[0-9/])|[一二三四五六七八九][比：:][一二三四五六七八九](?![0-9])|甲方?[一二三四五六七八九]成?[，、]?乙方?[一二三四五六七八九]成?(?![0-9%五半])|(?<![一二三四五六七八九十百第])[一二三四五六七八九][一二三四五六七八九](?=分成|分账|开|分配|分润|分(?![钟之])|的?比例))"),
    (RATE, rf"(?:(?:{n.DIGITS}[%‰]?(?:-|~|至|到))?{n.DIGITS}[%‰]|百分之[{n.HAN}点0-9.]+|千分之[{n.HAN}点0-9.]+|万分之[{n.HAN}点0-9.]+|{_N}个(?:百分)?点(?!位)|(?<![0-9第])[一二两三四五六七八九]成[一二三四五六七八九半]?(?!本|交|立|功|果|员|为(?!止|限|顶|界|上限|封顶)|品|熟)|(?<=[方各付交打])(?:各?一半|各半))"),
    ("blank_rate", rf"(?:{_BLANK}[%‰]|百分之{_BLANK}|千分之{_BLANK}|万分之{_BLANK})"),
    (HOURS, rf"{_N}个?小时"),
    ("blank_hours", rf"{_BLANK}个?小时"),
    (COPIES, rf"{_N}份(?!额)"),
    ("blank_copies", rf"{_BLANK}份"),
    ("span", rf"{_MONEY}{n.DIGITS}[万千亿]?(?:元|圆)?(?:（不?含）)?(?:-|~|至|到){_MONEY}{n.DIGITS}[万千亿]?(?:元|圆)(?:（不?含[^）]{{0,3}}）)?"),
    (AMOUNT, rf"(?:(?!一块(?:是|儿|归|来|去|做|管|一起|的|，))(?<!另)(?<!这)(?<!那){_MONEY}{_N}(?:元|圆|块钱?)(?:整|正)?|{n.DIGITS}(?=（(?:人民币)?大写)|(?:RMB|CNY|[¥￥]){n.DIGITS}[十百千万亿]{{0,4}}|(?:人民币)?[一二两三四五六七八九]万[一二三四五六七八九](?:千|(?![一-鿿])|(?=的|以|为|就|，))|(?:人民币)?(?!万){_N}(?<=[万亿])(?!{_THING}|[一分粉像股步])){_ALIAS}"),
    ("blank_amount", rf"{_MONEY}{_BLANK}万?(?:元|圆)"),
    ("forever", r"(?<![年月]内)(?<!年)(?:长期|永久|始终|持续|一直|永远|无限期(?:地)?)(?:持续)?(?:有效|存续|遵守|保密|保守)|永久|无限期|终身|(?<![年月]内)(?<!内仍)(?<!内应)(?<!年)继续(?:遵守|承担|履行|负有)(?=[^，。；\n]{0,24}保密)|不设期限|无期限|没有(?:期限|时间)(?:的)?限制|不受(?:本)?(?:合同|协议|合约)?[^，。；\n]{0,10}(?:终止|期满|解除)[^，。；\n]{0,6}影响|不随[^，。；\n]{0,10}(?:终止|解除|期满|届满|结束)[^，。；\n]{0,4}(?:终止|失效|消灭|免除|结束)|不因[^，。；\n]{0,12}(?:终止|解除|期满|届满)[^，。；\n]{0,6}(?:终止|失效|消灭|免除)(?!，[^，。；\n]{0,14}年)"),
    ("first_month", r"(?:第一个(?:自然)?月|首个?(?:自然|完整)?月(?!的?[0-9一二三四五六七八九十]{1,3}[日号])|头一个月|前一个月(?=免|不))"),
    (MONTHS, rf"(?:{_N}个(?:自然|日历|完整)?月|(?<![0-9一二三四五六七八九十第每]){_N}年半|(?<![上下])半年|(?<!第)(?<!每)(?<![上下](?=半)){_N}年(?:[零又]?{_N}个月)?(?!度|级|期|代|[0-9])|{_N}个?季度|(?<![0-9一二三四五六七八九十年]){_N}月(?=期|止|有效))"),
    ("blank_months", rf"{_BLANK}(?:个月|年)"),
    (DAYS, rf"{_N}个?(?:银行|法定|自然|日历|连续)?(?:工作(?:日|天)|营业日|交易日|自然日|日历[日天]|自然礼拜|星期|礼拜|周(?!年|[一二三四五六日]|报|会|期|转)|日|天|号)"),
    ("blank_days", rf"{_BLANK}个?(?:工作日|工作天|自然日|日|天)"),
)  # fmt: skip
BEGINS = f"(?=[0-9{n.HAN}¥￥RC人_第首头前今年各没不无长设永始持继终一甲年])"
"""What a quantity can begin with: most places of a text are passed over by one look."""
TAGGED = compiled(f"{BEGINS}(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in PATTERNS)})")
_BLANKS = {"blank_rate": RATE, "blank_hours": HOURS, "blank_copies": COPIES, "blank_amount": AMOUNT, "blank_months": MONTHS, "blank_days": DAYS, "blank_date": DATE}  # fmt: skip
_SKIPPED = ("year_month", "month_day", "year")

_INSIDE = compiled(r"(?:[（(][^）)]{0,8}[）)])?(?:之|以)?(?:内|里头?)")
_BEFORE_IT = compiled(r"(?:[（(][^）)]{0,8}[）)])?(?:（含）)?(?:以|之)?前")
_DAY_ENDS = compiled(r"(?:（含[^）]{0,4}）)?(?:或)?(?:之前|以前|前|止|内|为限|截止)")
_AHEAD = compiled(
    r"(?:(?:到期|届满|期满|终止|截止|届期)之?日之?前第?|提前|提早|早|(?<![目之以日号])前)(?:至少|不少于)?(?:[一二两三0-9]+个月（即?)?$"
)
_EXCEEDS = compiled(
    r"(?:超过|超出|超|逾|满|满了|达到?|过|逾期|迟延|延迟|延期|拖欠|拖延|迟付|欠付|晚付|晚|欠款|连续|累计|持续|长达|多于|大于|>=?|≥)(?:了|达|满|超过|逾|付款)?第?$"
)
_LATER = compiled(r"(?:及|或)?以上|(?:的|仍|还|尚|也)?(?:仍未|未|没|不(?!含|作)|拒)|者")
_EVERY = compiled(r"(?:每(?:逾期|逾|迟延|延迟|拖延|延期|超|晚|拖|隔|停|迟)?|按)$")

_LESS = compiled(
    r"(?:不足|不够|低于|不到|少于|未达到?|未满|不满|小于|不及|没到|达不到|未能?达到|跌破|降至|扣到|扣至|减至|降到|未超过|[未不]逾|<=?|≤|(?<=[，。；：\n、算])[头前首])(?:约?定?的?目标的?|同期目标的?|人民币)?$"
)
_MORE = compiled(
    r"(?:到了|超过|超出|超|卖过|做过|冲过|高于|达到?|满|突破|大于|多于|逾|>=?|≥|自|从|以)(?:了|人民币)?$"
)
_LEAST = compiled(
    r"(?:不(?:得|应|可)?(?:低于|少于|小于)|至少|最少|最低|保底|起码|不低于|以上)(?:为|是|人民币|：|每月)*$"
)
_MOST = compiled(
    r"(?:不(?:得|应|可)?(?:高于|超过|超出|大于|多于)|至多|最多|最高|上限|封顶|以内)(?:为|是|人民币|：)*$"
)
_UNDER_AFTER = compiled(r"(?:（(?:不?含[^）]{0,6})）)?(?:及|或)?(?:以下|以内|之内|之下)")
_OVER_AFTER = compiled(r"(?:（(?:不?含[^）]{0,6})）)?(?:及|或)?(?:以上|之上|起(?!算)|开外)")
_CAP_AFTER = compiled(r"(?:为|作)?(?:为限|封顶|为上限|为最高|为顶|为界|为止|到顶|为封顶)")
_EACH_BEFORE = compiled(
    rf"每(?!个?(?:自然)?[月季周])(?:[一]|1|增加|超|超出|多|逾)?{_THING}[^，。；\n0-9]{{0,14}}$|按{_THING}[^，。；\n0-9]{{0,6}}$|单{_THING}[^，。；\n0-9]{{0,8}}$"
)
_EACH_AFTER = compiled(rf"(?:/|每|一)(?!个?(?:自然)?[月季周])(?:[1一])?{_THING}")
_DAILY = compiled(
    r"(?:(?:每|逾期|逾|迟延|延迟|拖延|延期|超|晚|拖|迟|欠|延|过)(?:了|期|付|款|交|还)*(?:一|1|个|满)*(?:日历|自然)?[日天](?!猫|内|前)|按[日天](?!猫)|[每日天]日|(?<=[的按，：。；以付费])日(?=$|[万千百0-9利按息])|日息|日利率|日费率|一天|(?<=\n)日)[^。；\n%‰|]{0,30}?$"
)
_CAPPED = compiled(
    r"(?:不(?:得|应|可)?(?:高于|超过|超出|大于|多于)|至多|最多|最高|上限|封顶)[^，。；\n0-9%‰]{0,14}$"
)
_FALLS_SHORT = compiled(
    r"(?:不足|不够|低于|不到|少于|未达到?|未满|不满|小于|没到|达不到|未能?达到|没做到|没完成|做不到|未完成|未达成|没达成|未实现|没有完成|没有达到)[^，。；\n0-9%‰]{0,16}$"
)
_NOT_REACHED = compiled(
    r"）?(?:的|都|也|都还)?(?:没|未|不)(?:有|能)?(?:做到|达到|完成|到)|[^，。；\n]{0,6}(?:都|也|还)?(?:完不成|达不到|做不到|没做到|没完成|未达到|未完成|没达到)"
)
_FROM = compiled(
    r"(?:自|从|起于|始于|开始于|由|(?:起|开始|起始|生效)(?:日期?|时间|日)?(?:为|[：|])|(?<=[，；：|、])起)(?:西元|公元)?$"
)
_FROM_AFTER = compiled(r"(?:（[^）]{0,8}）)?(?:起|开始|始|以后|之后|后)")
_UNTIL = compiled(
    r"(?:(?:(?<!起)止|截止|终止|结束|届满|到期)(?:日期?|时间|日)?(?:为|[：|])|至|到|止于|截止?(?:到|至|于)?|-|~|——|为止|延长至|顺延至|迄|(?<=[，；：|、])止|最后一[天日](?:是|为|：))(?:西元|公元|公历)?$"
)
_UNTIL_AFTER = compiled(r"(?:（[^）]{0,8}）)?(?:截?止|截至|终止|届满|结束|到期|为止|终)")


def quantities(text: str) -> list[Quantity]:
    """All quantities of a squeezed text in its order."""
    found = []
    foreign = [match.span() for match in _FOREIGN.finditer(text)]
    for match in TAGGED.finditer(text):
        kind = str(match.lastgroup)
        if kind in _SKIPPED or any(first <= match.start() < last for first, last in foreign):
            continue
        if kind == "this_year":
            years = set(re.findall("20[0-9]{2}(?=年)", text))
            if len(years) == 1:
                found.append(Quantity(DATE, n.iso_date(years.pop() + match[0][1:]), FROM, *match.span()))
            continue
        if kind == "span":
            found += _both_ends(text, *match.span())
            continue
        if kind in ("first_month", "forever"):
            value, relation = (1, ADVANCE) if kind == "first_month" else (UNLIMITED, UNLIMITED)
            found.append(Quantity(MONTHS, value, relation, *match.span(), kind))
            continue
        blank = kind in _BLANKS
        if quantity := _READ[_BLANKS.get(kind, kind)](text, match.start(), match.end(), blank):
            found.append(quantity)
    return found


_FOREIGN = compiled(r"(?<![^\n])[^\n一-鿿]*[A-Za-z]{4}[^\n一-鿿]*(?=\n|$)")
"""A line in another language: the Chinese text counts."""


def _both_ends(text: str, start: int, end: int) -> list[Quantity]:
    """20至50万元: two amounts; the first takes the unit of the second."""
    middle = next(re.finditer("[-~至到]", text[start:end])).start() + start
    unit = re.search("[万千亿]+(?=[元圆])", text[middle:end])
    first = re.sub(r"（[^）]*）|[元圆]", "", text[start:middle])
    if unit and not re.search("[万千亿]", first):
        first += unit[0]
    values = n.fen(first + "元"), n.fen(re.sub(r"（[^）]*）", "", text[middle + 1 : end]))
    if None in values:
        return []
    return [
        Quantity(AMOUNT, values[0], MORE, start, middle),
        Quantity(AMOUNT, values[1], LESS, middle + 1, end),
    ]


def _before(text: str, start: int) -> str:
    return text[max(0, start - 24) : start]


def _days(text: str, start: int, end: int, blank: bool) -> Quantity | None:
    word, before = text[start:end], _before(text, start)
    if not blank:
        if day := _day(text, start, end, before):
            return day
        if word.endswith("号"):
            return None
    if re.search("[周拜期]$", word) and re.search("(?:最后|第|[上下每本当前首])$", before):
        return None
    counted = None if blank else n.days(re.sub("银行|法定|日历(?=[日天])|自然(?=日)|连续", "", word))
    if counted is None and not blank:
        return None
    if _EVERY.search(before):
        relation = EVERY
    elif _AHEAD.search(before) or _BEFORE_IT.match(text, end):
        relation = ADVANCE
    elif _INSIDE.match(text, end):
        relation = WITHIN
    elif _EXCEEDS.search(before) or _LATER.match(text, end):
        relation = EXCEED
    else:
        relation = LASTING
    unit = n.WORKING if re.search("工作|营业|交易|银行(?=日)", word) else n.CALENDAR
    return Quantity(DAYS, counted[0] if counted else None, relation, start, end, unit)


def _day(text: str, start: int, end: int, before: str) -> Quantity | None:
    """次月10日前, 每月第5日, 5号: a day of the month, not a number of days."""
    match = re.fullmatch(rf"({_DAY_OF})([日号天])", text[start:end])
    value = n.number(match[1]) if match else None
    if match is None or value is None or not 1 <= value <= 31:
        return None
    monthly = re.search(r"月(?:度)?(?:份)?(?:的)?第?$", before) and not re.search(
        r"(?:[0-9一二三四五六七八九十]|个|年)月$|(?:终了|结束)后?的?$", before
    )
    if (
        monthly
        or match[2] == "号"
        or _LABELLED.search(before)
        or (_UNMARKED.search(before) and _BEFORE_IT.match(text, end))
    ):
        relation = (
            ADVANCE
            if _DAY_ENDS.match(text, end)
            or re.search(r"(?:迟于|晚于|最迟|最晚|至迟)[^，。；\n]{0,8}$", before)
            else ON
        )
        return Quantity(DAY, int(value), relation, start, end)
    return None


_LABELLED = compiled(
    r"(?:付款|支付|结算|出账|对账|账单|结账|打款)日期?(?:为|是|：|定[在为])(?:每个?月|次月)?第?$"
)
_UNMARKED = compiled(
    r"(?:每月|次月|当月|每季度?首月)[^，。；\n0-9]{0,12}$|(?:(?<!届满)(?<!期满)[甲乙]方(?:应当?|须|需|应该)?(?:于|在)?)$|(?:[，。：；\n表单账款费])(?:于|在)?$"
)


def _months(text: str, start: int, end: int, blank: bool) -> Quantity | None:
    word, before = text[start:end], _before(text, start)
    value = None if blank else months_in(word)
    if not blank and (value is None or not 0 < value <= 600):
        return None
    if re.search(r"每$|每隔$", before):
        relation = EVERY
    elif re.search(r"第$", before):
        return None
    elif re.search(
        r"(?:提前|提早|早|(?<![目之以日号])前|首|头|最初|起初)(?:至少|不少于|的)?$", before
    ) or _BEFORE_IT.match(text, end):
        relation = ADVANCE
    elif _INSIDE.match(text, end):
        relation = WITHIN
    else:
        relation = EXCEED if _EXCEEDS.search(before) else LASTING
    return Quantity(MONTHS, value, relation, start, end, "年" if word.endswith("年") else "月")


def months_in(word: str) -> int | None:
    """A duration in months: 6个月, 一年, 一年半, 两年零六个月, 半年, 两个季度."""
    word = re.sub("自然|日历|完整", "", word)
    if match := re.fullmatch(r"(.+)年半", word):
        years = n.number(match[1])
        return int(years * 12) + 6 if years is not None else None
    if match := re.fullmatch(r"(.+?年)[零又]?(.+个月)", word):
        parts = [n.months(part) for part in match.groups()]
        return None if None in parts else sum(part for part in parts if part is not None)
    return n.months(word)


def _hours(text: str, start: int, end: int, blank: bool) -> Quantity | None:
    value = None if blank else n.number(text[start:end].removesuffix("小时").removesuffix("个"))
    if not blank and (value is None or value != int(value)):
        return None
    relation = (
        EVERY if _EVERY.search(_before(text, start)) else (WITHIN if _INSIDE.match(text, end) else LASTING)
    )
    return Quantity(HOURS, None if value is None else int(value), relation, start, end)


ENGLISH_NEXT = compiled("[A-Za-z]{4}")
"""RMB 9.6 million: the Chinese text beside it says the same."""


def _amount(text: str, start: int, end: int, blank: bool) -> Quantity | None:
    value = None if blank else fen_in(text[start:end])
    if (value is None and not blank) or ENGLISH_NEXT.match(text, end):
        return None
    before = _before(text, start)
    relation = _measure(text, before, end)
    unit = ""
    if each := _EACH_BEFORE.search(before) or _EACH_AFTER.match(text, end):
        relation, unit = EACH, each[0]
    return Quantity(AMOUNT, value, relation, start, end, unit)


def fen_in(word: str) -> int | None:
    """An amount in fen; what stands in brackets after it is the same amount in words."""
    plain = re.split("[（(]", word)[0]
    return n.fen(plain)


def _measure(text: str, before: str, end: int) -> str:
    if _LEAST.search(before):
        return AT_LEAST
    if _MOST.search(before) or _CAP_AFTER.match(text, end):
        return AT_MOST
    if _LESS.search(before) or _UNDER_AFTER.match(text, end):
        return LESS
    if _MORE.search(before) and not re.search(r"[自从以]$", before) or _OVER_AFTER.match(text, end):
        return MORE
    return EQUAL


def _rate(text: str, start: int, end: int, blank: bool) -> Quantity | None:
    word, before = text[start:end], _before(text, start)
    value = None if blank else rate_in(word)
    if value is None and not blank:
        return None
    before = re.sub(r"（[^（）]*）", "", text[max(0, start - 40) : start]).rpartition("（")[2]
    relation = _measure(text, before, end)
    if relation == EQUAL:
        if _CAPPED.search(before):
            relation = AT_MOST
        elif _FALLS_SHORT.search(before) or _NOT_REACHED.match(text, end):
            relation = LESS
    daily = _DAILY.search(before) or re.match(r"(?:的?违约金)?(?:/|每|一)[日天]", text[end : end + 8])
    relation = EVERY if daily and relation == EQUAL else relation
    if relation == EQUAL and re.search("[%‰][-~至到]", word):
        relation = BETWEEN
    return Quantity(RATE, value, relation, start, end, "range" if re.search("[-~至到]", word) else "")


def rate_in(word: str) -> str | None:
    """A rate as a decimal string: 5%, 千分之三, 6个点, 七成, 六成五, 一半; of a range the last."""
    if "半" in word and "成" not in word:
        return "0.5"
    if match := re.fullmatch(r"(.)成(.)?", word):
        tenths, more = n.number(match[1]), Decimal(5) if match[2] == "半" else n.number(match[2] or "零")
        return n.plain(tenths / 10 + more / 100) if tenths is not None and more is not None else None
    return n.rate(re.split("[-~至到]", word)[-1])


def _ratio(text: str, start: int, end: int, _blank: bool) -> Quantity | None:
    both = n.ratio(text[start:end])
    return Quantity(RATIO, both, EQUAL, start, end) if both else None


def _window(text: str, start: int, end: int, _blank: bool) -> Quantity | None:
    parts = re.findall(_DAY_OF, re.sub(MONTH_OF, "", text[start:end]))
    values = [n.number(part) for part in parts]
    if len(values) != 2 or None in values:
        return None
    first, last = (int(value) for value in values if value is not None)
    return Quantity(WINDOW, [first, last], ON, start, end) if 1 <= first < last <= 31 else None


def _date(text: str, start: int, end: int, blank: bool) -> Quantity | None:
    value = None if blank else n.iso_date(text[start:end])
    if value is None and not blank:
        return None
    before = _before(text, start)
    relation = ON
    if _UNTIL.search(before) or _UNTIL_AFTER.match(text, end):
        relation = UNTIL
    elif (
        _FROM.search(before)
        or _FROM_AFTER.match(text, end)
        or re.match(r"(?:-|~|至|到)", text[end : end + 1])
    ):
        relation = FROM
    return Quantity(DATE, value, relation, start, end)


def _copies(text: str, start: int, end: int, blank: bool) -> Quantity | None:
    value = None if blank else n.number(text[start:end].removesuffix("份"))
    if not blank and (value is None or value != int(value)):
        return None
    return Quantity(COPIES, None if value is None else int(value), EQUAL, start, end)


_READ: Mapping[str, Callable[[str, int, int, bool], Quantity | None]] = {
    DATE: _date, WINDOW: _window, RATIO: _ratio, RATE: _rate, HOURS: _hours, COPIES: _copies, AMOUNT: _amount, MONTHS: _months, DAYS: _days,
}  # fmt: skip
