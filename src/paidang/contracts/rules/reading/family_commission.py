"""Commission, rebates and shares: rates, tiers, what they are counted on."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.grammar import CLAUSE
from paidang.contracts.rules.reading.reader import BLANK, Found, Reader, Scan, in_sentences, listed, reader
from paidang.contracts.rules.reading.squeezed import Squeezed

SALES = r"(?:核销(?:总|金)?额|净?销售(?:净)?额|成交(?:总|净)?额|成交金额|货款|营业额|流水|GMV|实收(?:货款|金额)?|交易额|交易金额|(?:月度)?净额|销售款|回款|销售收入|销售业绩|销售总额|结算金额|实付金额|支付金额|(?:净|毛)?利润|毛利|净收入)"
EARNED = r"(?:服务报酬|提成|佣金|抽成|服务费|奖励|返点|分佣|分成|激励|酬金|报酬)"
NET = re.compile(
    r"没有退款的|退款的[^，。；\n]{0,8}扣回|-[^，。；\n]{0,8}(?:退款|退货)|净(?:销售|成交)?额|销售净额|净成交|(?<!不)(?<!未)(?:减去?|扣除|扣减|剔除|去掉|减除|不含|冲减|扣)[^，。；\n]{0,14}(?:退款|退货)|(?:退款|退货)(?![^，。；\n]{0,12}不再?[扣冲影])[^，。；\n]{0,14}(?:扣除|扣减|冲减|剔除|不计|减去|冲抵|冲销|除外|不算)"
)
HAS_RATE = re.compile(r"[%‰点]|[百千万]分之|_")
GROSS = re.compile(
    rf"[^。；\n]{{0,30}}{SALES}[^。；\n]{{0,30}}(?:退款|退货)[^，。；\n]{{0,10}}不(?:再|予|往回)?(?:扣减|扣除|冲减|影响|扣)[^。；\n]{{0,6}}"
)
NO_COMMISSION = re.compile(
    r"违约金|滞纳金|罚|税率|增值税|达人|主播|带货|平台(?:扣点|佣金|收取|技术服务费)|扣点(?:为|是|率)|通常|左右|目标|完成率|KPI|完成[^，。；]{0,4}(?:率|的)|预付|总费用|首付|尾款|保证金|逾期|欠款|欠付|预算|转化率|应答率|差评|赔|折|上限|累计不超过|合同总价|加收|运费险|余款|剩余|支付至"
)
MONEY = rf"(?:人民币)?[¥￥]?(?:{n.DIGITS}[十百千万亿]{{0,4}}|[{n.HAN}]{{1,18}})(?:元|圆|块)?"
UNDER = r"(?:不足|不满|不超过|低于|未达到?|未满|小于|以下)"
BETWEEN = rf"(?P<lo>{MONEY}(?=[^，。；\n]{{0,8}}(?:至|到|-|~))|{MONEY}(?<=[万元圆块]))(?:（不?含）|以上|及)*(?:，|、)?(?:(?:至|到|-|~|但|且|，)+{UNDER}?|{UNDER})(?P<hi>{MONEY})"
SYMBOLIC = rf"(?P<lo2>{MONEY})(?:<|≤)=?[^，。；\n0-9<≤]{{0,10}}(?:<|≤)=?(?P<hi2>{MONEY})"
INCLUSIVE = r"(?:（不?含[^）]{0,12}）|（含）)?"
TIER = re.compile(
    rf"(?:{SYMBOLIC}|{BETWEEN}|(?P<word>逾|不超过|不足|低于|不满|少于|未达到?|未满|小于|不高于|超过|超出|高于|达到|满|大于|≥|>=?|≤|<=?|在)?(?<![（0-9.])(?P<one>{MONEY})(?![）、.])(?P<after>（不?含(?:本数)?）|（含）)?(?P<tail>以上|以下|以内|及以上|及以下|之内|起)?){INCLUSIVE}(?P<mid>[^。；\n0-9%]{{0,36}}?)(?P<r>{n.RATE})"
)
RATES: tuple[re.Pattern[str], ...] = (
    re.compile(
        rf"(?P<q>{SALES}(?:（[^）]*）)?(?:的|按|以|乘以?|计|x|×|\*|X)*[^。；，\n0-9%_一二三四五六七八九十百千万]{{0,8}}(?P<r>{n.RATE}|_{{2,}}%))"
    ),
    re.compile(
        rf"(?P<q>{EARNED}(?:的)?(?:比例|费率|率|点数|标准)?[^。；，\n0-9%_一二三四五六七八九十百千万]{{0,14}}(?P<r>{n.RATE}|_{{2,}}%))"
    ),
    re.compile(rf"(?P<q>(?:超过|超出|超额)(?:的)?部分[^。；，\n0-9%]{{0,8}}(?P<r>{n.RATE}))"),
    re.compile(
        rf"(?P<q>{EARNED}[^。；\n0-9%]{{0,30}}(?:基数|基础|依据)[^。；\n0-9%]{{0,10}}(?P<r>{n.RATE}))"
    ),
    re.compile(rf"(?P<q>(?P<r>{n.RATE}|_{{2,}}%)(?:的)?(?:比例)?[^。；，\n0-9]{{0,10}}{EARNED})"),
    re.compile(rf"(?P<q>(?:货款|销售|卖)[^。；\n]{{0,12}}(?:给|提|抽)(?P<r>{n.RATE}))"),
    re.compile(rf"(?P<q>[^|\n]{{1,20}}\|[^|\n]{{1,30}}\|(?P<r>{n.RATE})\|)"),
)
NET_MEANS = re.compile(
    r"(?P<q>净(?:销售|成交)?额”?，?(?:是|系|均)?指[^。；\n]{4,70}?(?:扣除|减去?|扣减)[^。；\n]{0,16}退[^。；，\n]{0,10})"
)
LONG = 40
ABOVE_TARGET = re.compile(
    rf"[^。；\n]{{0,24}}{SALES}[^。；\n]{{0,24}}就(?:超过|超出)的?部分[^。；\n]{{0,14}}(?:计提|提成|支付)"
)
EXCESS = re.compile(
    rf"(?P<q>(?:超过|超出|超额|高于|达到)[^。；，\n]{{0,6}}?(?P<a>{n.AMOUNT}(?:/月)?)(?:以上)?(?:的|后|时|（[^）]*）)*，?[^。；\n]{{0,16}}?(?:超过|超出|超额|该|增量)的?部分，?[^。；\n0-9%]{{0,14}}(?P<r>{n.RATE})[^，。；\n]{{0,8}})|(?P<z>(?:超过|超出|高于)(?P<a2>{n.AMOUNT})(?:以上)?的?部分[^。；\n0-9%]{{0,14}}(?P<r2>{n.RATE})[^，。；\n]{{0,8}})|(?P<y>(?P<a3>{n.AMOUNT})以上的?(?:超额|超出)?部分[^。；，\n0-9%]{{0,14}}(?P<r3>{n.RATE})[^，。；\n]{{0,8}})"
)


def commissions(squeezed: Squeezed) -> Iterator[Found]:
    """Tiers first; then what is earned above an amount; then rates on sales; at last what they are counted on."""
    text = squeezed.text
    spans: list[tuple[int, int]] = []
    earning: tuple[int, int] | None = None
    for found in _tiers(squeezed):
        spans.append((found.start, found.end))
        if found.term == "fee.commission.tiers":
            earning = earning or (found.start, found.end)
        yield found
    excess = _excess(squeezed, spans)
    if excess:
        yield from excess
        return
    seen: set[object] = set()
    for pattern in RATES:
        for match in in_sentences(pattern, HAS_RATE, squeezed):
            start, end = match.span("q")
            if any(first <= start < last or first < end <= last for first, last in spans):
                continue
            value = _commission(text, match)
            if value is None or value in seen:
                continue
            if value == "" and seen:
                continue
            seen.add(value)
            spans.append((start, end))
            earning = earning or (start, end)
            yield Found("fee.commission.rate", value or None, start, end)
    if earning:
        yield from _base(text, earning)
    elif above := ABOVE_TARGET.search(text):
        yield Found("fee.commission.base", "excess_over_target", *above.span())


def _commission(text: str, match: re.Match[str]) -> object:
    """The rate; an empty string for a blank; None where it is a rate of something else."""
    begin = max(text.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
    stop = min(
        (place for mark in "。；\n" if (place := text.find(mark, match.end())) >= 0), default=len(text)
    )
    around = text[max(begin, match.start() - 26) : min(stop, match.end() + 12)]
    around = re.sub(r"达人带货佣金|退款[^，。；]{0,10}", "", around) if "店铺" in around else around
    if match["q"].count("|") > 2:
        head = text[max(0, match.start() - 300) : match.start()]
        return (
            n.rate(match["r"])
            if re.search(r"(?:服务费|佣金|提成|抽成|扣点)(?:费)?(?:率|比例)?[|\n]", head)
            else None
        )
    if NO_COMMISSION.search(around) or re.search(r"返利|[甲乙]方(?:得|占|分得|享有)", around):
        return None
    if not re.search(rf"{EARNED}|点|运营费|费率|[提计收给付]|托管费", text[begin:stop]):
        return None
    return "" if "_" in match["r"] else n.rate(match["r"])


def _excess(squeezed: Squeezed, spans: list[tuple[int, int]]) -> list[Found]:
    text = squeezed.text
    for match in in_sentences(EXCESS, HAS_RATE, squeezed):
        if any(first <= match.start() < last for first, last in spans):
            continue
        around = text[max(0, match.start() - 40) : match.end()]
        rate, amount = (
            n.rate(match["r"] or match["r2"] or match["r3"]),
            n.fen((match["a"] or match["a2"] or match["a3"]).removesuffix("/月")),
        )
        if (
            rate is None
            or amount is None
            or re.search(r"违约|逾期|预算|罚", around)
            or not re.search(EARNED + "|" + SALES, around)
        ):
            continue
        span = match.span()
        begin = max(text.rfind(mark, 0, match.start()) for mark in "，。；：\n") + 1
        above = next(group for group in ("a", "a2", "a3") if match[group])
        return [
            Found("fee.commission.rate", rate, *span),
            Found("fee.commission.base", "excess_over_target", *span),
            Found("fee.commission.threshold", amount, begin, match.end(above)),
        ]
    return []


def _base(text: str, earning: tuple[int, int]) -> Iterator[Found]:
    """Sales less refunds are net sales; the quotation is where the text says what is taken off."""
    begin = max(0, earning[0] - 90)
    near = text[begin : earning[1] + 4]
    profit = re.search(
        rf"(?P<q>{CLAUSE}{{0,8}}(?:(?:净|毛)?利润|毛利){CLAUSE}{{0,14}})",
        text[max(0, earning[0] - 20) : earning[1]],
    )
    if profit and not re.search(r"不是利润|不按利润|利润的[^，。；]{0,6}点，是货款", text):
        start = max(0, earning[0] - 20)
        yield Found("fee.commission.base", "profit", start + profit.start(), start + profit.end())
        return
    whole = GROSS.search(text)
    if whole:
        yield Found("fee.commission.base", "gross_sales", *whole.span())
        return
    defined = NET_MEANS.search(text) if earning[1] - earning[0] > LONG else None
    if defined:
        yield Found("fee.commission.base", "net_sales", *defined.span("q"))
        return
    match = NET.search(near)
    if match:
        first = begin + match.start()
        start = max(text.rfind(mark, 0, first) for mark in "，。；\n") + 1
        yield Found(
            "fee.commission.base",
            "net_sales",
            min(start, first),
            max(begin + match.end(), min(earning[1], first + 60)),
        )
        return
    match = NET.search(text)
    if match:
        start = max(text.rfind(mark, 0, match.start()) for mark in "，。；\n") + 1
        yield Found("fee.commission.base", "net_sales", start, match.end())
        return
    if re.search(SALES, near):
        yield Found("fee.commission.base", "gross_sales", *earning)


def _tiers(squeezed: Squeezed) -> Iterator[Found]:
    """Runs of tiers, each beginning where the one before ends."""
    run: list[tuple[Decimal, Decimal | None, str, int, int]] = []
    text = squeezed.text
    for match in [*in_sentences(TIER, HAS_RATE, squeezed), None]:
        tier = _tier(text, match) if match else None
        if tier and run and tier[3] - run[-1][4] < 60:
            run.append(tier)
            continue
        if tier is None and match is not None and not (run and match.start() - run[-1][4] >= 60):
            continue
        yield from _tier_terms(text, run)
        run = [tier] if tier else []


def _tier(text: str, match: re.Match[str]) -> tuple[Decimal, Decimal | None, str, int, int] | None:
    rate = n.rate(match["r"])
    if rate is None:
        return None
    between = [match["lo"] or match["lo2"], match["hi"] or match["hi2"]]
    if between[0]:
        low, high = _yuan(between[0], between[1]), _yuan(between[1])
        return (
            (low, high, rate, match.start(), match.end())
            if low is not None and high is not None and low < high
            else None
        )
    one = _yuan(match["one"])
    if one is None or one < 100:
        return None
    word, tail = match["word"] or "", match["tail"] or ""
    if word in (
        "不超过",
        "不足",
        "低于",
        "不满",
        "少于",
        "未达",
        "未达到",
        "未满",
        "小于",
        "不高于",
        "≤",
        "<",
        "<=",
    ) or tail in ("以下", "以内", "及以下", "之内"):
        return Decimal(0), one, rate, match.start(), match.end()
    if word or tail:
        return one, None, rate, match.start(), match.end()
    return None


def _yuan(text: str, unit_of: str = "") -> Decimal | None:
    """An amount in yuan; 20至50万元: the first takes the unit of the second."""
    bare = re.sub(r"人民币|[¥￥元圆块]", "", text)
    unit = re.search(r"[万千百亿]+$", re.sub(r"[元圆块]", "", unit_of))
    if unit and not re.search(r"[万亿千]|元|圆", text) and re.fullmatch(n.DIGITS, bare):
        bare += unit[0]
    return n.number(bare)


def _tier_terms(text: str, run: list[tuple[Decimal, Decimal | None, str, int, int]]) -> Iterator[Found]:
    ordered = sorted(run, key=lambda tier: tier[0])
    if len(ordered) < 2 or any(
        left[1] is not None and left[1] != right[0] for left, right in pairwise(ordered)
    ):
        return
    value: list[dict[str, object]] = []
    for index, (low, high, rate, _, _) in enumerate(ordered):
        following = ordered[index + 1][0] if index + 1 < len(ordered) else high
        value.append(
            {
                "from": int(low * 100),
                "to": int(following * 100) if following is not None else None,
                "rate": rate,
            }
        )
    start, end = run[0][3], run[-1][4]
    if (
        re.search(r"（万元）|单位：万元|/万元", text[max(0, start - 120) : start])
        and "元" not in text[start:end]
    ):
        value = [
            {
                **tier,
                "from": int(str(tier["from"])) * 10**4,
                "to": tier["to"] and int(str(tier["to"])) * 10**4,
            }
            for tier in value
        ]
    around = text[max(0, start - 120) : end + 10]
    if re.search(r"违约|逾期|罚", text[start:end]):
        return
    kind = "fee.rebate.tiers" if re.search(r"返利|返点|返还|返[0-9]", around) else "fee.commission.tiers"
    yield Found(kind, value, start, end)
    whole = re.search(
        r"不(?:作|做|再|进行)?(?:分段|分档|累进)|乘以全部|全部[^，。；]{0,6}(?:按该档|适用)|以?全额(?:计|按)?",
        around,
    )
    marginal = re.search(r"(?<!不作)(?<!不)(?:分段|累进)|分级累进|分档累计|超额累进|的部分", around)
    if kind == "fee.commission.tiers" and (whole or marginal):
        mode = whole or marginal
        assert mode
        base = max(0, start - 120)
        yield Found(
            "fee.commission.tier_mode",
            "whole" if whole else "marginal",
            base + mode.start(),
            base + mode.end(),
        )


def _share(side: int) -> Callable[[re.Match[str]], object]:
    def value(match: re.Match[str]) -> object:
        both = n.ratio(match["r"])
        if both is None:
            return None
        turned = re.search(
            r"乙方(?:和|与|、|：|:)甲方[^，。；\n]{0,14}$",
            match.string[max(0, match.start() - 24) : match.start("r")],
        )
        return both[1 - side if turned else side]

    return value


def _said(group: str) -> Callable[[re.Match[str]], object]:
    return lambda match: n.rate(match[group])


FORMULA = {
    r"出厂价|出厂成本|成本|进货价|供货价|采购价|结算价": "factory_price",
    r"税": "tax",
    r"物流|运费|快递": "logistics",
    r"平台(?:收取的?[^，。；]{0,6}费用|扣点|扣费|佣金|服务费|费用|手续费|技术服务费)|扣点": "platform_fees",
    r"推广|营销|广告": "marketing",
}
RATIO = rf"(?P<q>(?:按照?|以)(?P<r>{n.DIGITS}[:：]{n.DIGITS})(?:的)?比例分配)"
RATIO_2 = rf"(?P<q>(?:按照?|以|为|各方)?(?P<r>(?:{n.DIGITS}%?(?:[:：比/]){n.DIGITS}%?|[一二三四五六七八九][比:：][一二三四五六七八九]))(?:的)?(?:比例)?(?:进行)?(?:分成|分配|分账|分享|分润|结算))"
RATIO_3 = r"(?P<q>(?P<r>[一二三四五六七八九][一二三四五六七八九])(?:分成|分账|开|分配|分))"
RATIO_4 = r"(?P<q>(?P<r>甲方?(?:占|得|分|分得|享)?[一二三四五六七八九]成?[，、；]?乙方?(?:占|得|分|分得|享)?[一二三四五六七八九]成?))"
BOTH = rf"(?P<q>甲方(?:(?!承担|负担|分担)[^，。；\n]){{0,10}}?(?P<ra>{n.RATE}){CLAUSE}{{0,8}}(?:，|、|；)?(?:归)?乙方{CLAUSE}{{0,10}}?(?P<rb>{n.RATE}))"
BOTH_TURNED = rf"(?P<q>乙方(?:得|占|分得|享有|提取|享)?{CLAUSE}{{0,4}}?(?P<rb>{n.RATE}){CLAUSE}{{0,8}}(?:，|、|；)甲方(?:得|占|分得|享有|提取|享)?{CLAUSE}{{0,4}}?(?P<ra>{n.RATE}))"
READERS: tuple[Reader, ...] = (
    *(reader(f"fee.share.{side}", pattern, _said(f"r{side}")) for pattern in (BOTH, BOTH_TURNED) for side in "ab"),
    *(reader(f"fee.share.{side}", pattern, _share(index)) for pattern in (RATIO, RATIO_2, RATIO_3, RATIO_4) for index, side in enumerate("ab")),
    reader("fee.share.formula", r"(?P<q>(?:收益|利润|毛利)(?:=|为|：)?[^。；，\n]{0,12}(?:销售价|销售额|售价|收入|款|额)-（?[^。；，\n]{2,60}）?)(?=[，。；\n])", listed(FORMULA)),
    reader("fee.share.formula", r"(?P<q>(?:收益|利润|毛利)(?:（[^）]*）)?(?:=|为|是指|指|：|按|系)[^。；\n]{0,24}?(?:减去?|扣除|扣减)[^。；\n]{2,70}?)(?=[。；\n]|后的)", listed(FORMULA)),
    reader("fee.share.formula", r"(?:利润|收益)”?(?:系|是)?指(?P<q>[^。；\n]{0,30}(?:减去|扣除)(?:下列|以下)[^。：\n]{0,10}：[^。\n]{4,200})", listed(FORMULA)),
    reader("fee.share.formula", r"(?P<q>(?:扣除|减去|扣减)[^。；\n]{2,60}?(?:后的?)(?:净)?(?:收益|利润|余额))", listed(FORMULA)),
    reader("fee.commission.rate", rf"(?P<q>(?:提成|佣金|抽成|服务费)(?:的)?(?:比例|费率|率)[^。\n]{{0,30}}(?:调整|变更|修改|改)(?:为|至|成)(?P<r>{n.RATE}))", _said("r")),
    reader("fee.commission.rate", r"(?P<q>按(?:月?销售额|货款)的?_{2,}%支付(?:提成|佣金))", BLANK),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (commissions,)
