"""Fees: set-up, monthly, quarterly, total, minimum; deposit; instalments; tax and invoices."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.grammar import (
    AGREEMENT,
    BUYER,
    CLAUSE,
    NO_OTHER_CLAUSE,
    SENTENCE,
    amount_of,
    days_of,
    kind_of,
)
from paidang.contracts.rules.reading.reader import BLANK, Found, Reader, Scan, in_sentences, party, reader
from paidang.contracts.rules.reading.squeezed import Squeezed

FEE = r"(?:(?:代)?运营服务费|服务费|托管费|维护费|运营费|基础费|管理费|月费|顾问费|固定费用?|底薪|基本费用?|基础费用|技术服务费|酬金|报酬|费用|佣金|咨询费)"
NOT_A_FEE = re.compile(
    r"保底|不足|不低于|不少于|至少|最低|保证金|押金|推广|广告|预算|罚|违约金|销售额|净额|货款|目标|成交额|额度|上限|超过|赔|快递|运费|平台|租金|工资标准"
)
BEFORE_AMOUNT = r"[^。；\n0-9一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾_]"
DONE = r"(?:签订|签署|签约|生效|订立)(?:之日)?(?:后|起|之日起|当日起)?(?:的)?"
FREE_TRIAL = (
    rf"(?P<q>(?<![前首头])(?P<m>[两二三四五六2-6]个月)免(?:收|除|费){CLAUSE}{{0,8}}(?:费|佣金))",
    rf"(?P<q>(?:(?:前|首|头)(?P<m>{n.NUMBER}个月)|首月(?:（[^）]{{0,12}}）)?){SENTENCE}{{0,14}}?(?:免|不收取?|不计){CLAUSE}{{0,8}}(?:费|佣金))",
    rf"(?P<q>(?:免除|免收|减免|不收取?){CLAUSE}{{0,8}}(?:前|首)(?P<m>{n.NUMBER}个月)(?:的)?{CLAUSE}{{0,8}}(?:费|佣金))",
    rf"(?P<q>(?:试用期|试运营期?|免费期)(?:为|：|共)?(?P<m>{n.NUMBER}个月)，?{CLAUSE}{{0,6}}(?:免|不收取?|不计)(?:{CLAUSE}{{0,6}}费)?)",
    rf"(?P<q>(?:前|首)(?P<m>{n.NUMBER}个月)(?:为|是|作为)?(?:免费)(?:试|服务|期){CLAUSE}{{0,8}})",
)


def _fee(match: re.Match[str]) -> object:
    after = match.string[match.end() : match.end() + 8]
    return (
        None
        if NOT_A_FEE.search(match["q"] + after)
        and "保底" in match["q"] + after
        or NOT_A_FEE.search(match["q"])
        else n.fen(match["a"])
    )


def _minimum(match: re.Match[str]) -> object:
    return n.fen(match["a"])


def _months(match: re.Match[str]) -> object:
    return n.months(match["m"]) if match["m"] else 1


SETUP_WORD = r"(?:一次性[^，。；0-9甲乙]{0,6}(?:服务费|费用?)|搭建费|建设费|开办费|入驻费|开店费|启动费|注册费|初装费|开通费|一次性(?:服务费|费用|建店费)|装修费|建店费|筹备费|前期费用)"
SETUP = rf"(?P<q>合同签订(?:后)?(?P<d>{n.DAYS})内)支付{n.AMOUNT}作为[^。；]{{0,60}}(?:注册|开通|建设)"
SETUP_DUE = rf"{SETUP_WORD}用?{SENTENCE}{{0,40}}?(?P<q>(?:[甲乙]方)?(?:应|须|需)?(?:于|在)?(?:本)?{AGREEMENT}?{DONE}(?P<d>{n.DAYS})(?:之)?内)"


SETUP_SIGNED = rf"(?P<q>(?:本)?{AGREEMENT}?{DONE}(?P<d>{n.DAYS})(?:之)?内){SENTENCE}{{0,30}}?(?:支付|付清|缴纳|交付|汇){CLAUSE}{{0,14}}?{SETUP_WORD}"


def _installments(match: re.Match[str]) -> object:
    """合同签订三个工作日内预付总费用50%…剩余50%在合同结束后三个工作日内付清。"""
    parts = []
    for share, days, trigger in ((match["s1"], match["d1"], "signing"), (match["s2"], match["d2"], "end")):
        value, deadline = n.rate(share), n.days(days)
        if value is None or deadline is None:
            return None
        parts.append({"share": value, "trigger": trigger, "days": deadline[0], "day_kind": deadline[1]})
    return parts


PART = re.compile(
    rf"(?P<when>[^，。；\n0-9]{{0,24}}?)(?P<d>{n.DAYS})(?:之)?内[^。；\n%]{{0,30}}?(?P<pay>付|支付|结清){CLAUSE}{{0,16}}?(?P<v>{n.RATE}|{n.AMOUNT})"
)
SHARE_FIRST = re.compile(
    rf"(?P<v>{n.RATE}|{n.AMOUNT})(?:（[^）]{{0,20}}）)?[，、]?(?P<when>[^。；\n0-9%]{{0,30}}?)(?P<d>{n.DAYS})(?:之)?内[^。；\n%0-9]{{0,10}}?(?P<pay>付|支付|结清)"
)
PARTS_APART = 90
TRIGGERS = (
    (r"签订|签约|签署|订立|生效", "signing"),
    (
        r"(?:合同|协议|合约|服务|合作|期限)[^，。；]{0,4}(?:到期|结束|届满|期满|终止|完毕)|(?:到期|期满|届满)后?$",
        "end",
    ),
    (r"每月", "monthly"),
    (r"每季", "quarterly"),
)


def installments(squeezed: Squeezed) -> Iterator[Found]:
    """分期支付: two or more parts near each other, each with its occasion, its days and its share or amount."""
    for pattern in (PART, SHARE_FIRST):
        found = list(_runs(pattern, squeezed))
        if found:
            yield from found
            return


def _runs(pattern: re.Pattern[str], squeezed: Squeezed) -> Iterator[Found]:
    run: list[re.Match[str]] = []
    for match in [*in_sentences(pattern, re.compile("内"), squeezed), None]:
        if match is not None and (not run or match.start() - run[-1].end() < PARTS_APART):
            if not re.search(r"违约|逾期|罚", squeezed.text[match.start() : match.end()]):
                run.append(match)
            continue
        if len(run) > 1:
            parts = [part for part in map(_part, run) if part]
            same = len({"share" in part for part in parts}) == 1
            if len(parts) == len(run) and same:
                yield Found("fee.installments", parts, run[0].start(), run[-1].end())
        run = [match] if match is not None else []


def _part(match: re.Match[str]) -> dict[str, object] | None:
    deadline = n.days(match["d"])
    if deadline is None:
        return None
    trigger = next((name for words, name in TRIGGERS if re.search(words, match["when"])), "other")
    rate = n.rate(match["v"]) if re.fullmatch(n.RATE, match["v"]) else None
    amount = None if rate is not None else n.fen(match["v"])
    if rate is None and amount is None:
        return None
    value: dict[str, object] = {"share": rate} if rate is not None else {"amount": amount}
    return {**value, "trigger": trigger, "days": deadline[0], "day_kind": deadline[1]}


TAX_WORD = re.compile(
    r"(?P<no>不含(?:[0-9.]+%)?(?:的)?(?:增值)?税|不包含(?:增值)?税|未含税|未税|税(?:费|金|点|款)[^。；，\n]{0,8}(?:由[甲乙]方)?(?:另行|另外|另)(?:承担|支付|付|计|加))"
    r"|(?P<yes>(?<!不)(?<!未)(?:包?含|已含|包括)(?:[0-9]+(?:\.[0-9]+)?%)?(?:的)?(?:增值)?税)"
)
NO_FEE_TAX = re.compile(
    r"(?:采购|销售|成交|进货|货)(?:额|款|价)[^。；，\n]{0,6}$|(?:售价|零售价|产品价|商品价)[^。；，\n]{0,8}$|如需?$"
)


GOODS_AFTER = re.compile(r"的?(?:采购|销售|进货|订货|供货|零售|出厂|成交)")


def tax_included(squeezed: Squeezed) -> Iterator[Found]:
    """Whether the fees include tax: the first place that says so of a fee."""
    for match in TAX_WORD.finditer(squeezed.text):
        before = squeezed.text[max(0, match.start() - 30) : match.start()]
        if NO_FEE_TAX.search(before) or GOODS_AFTER.match(squeezed.text, match.end()):
            continue
        clause = max(before.rfind(mark) for mark in "。；\n，")
        start = match.start() - (len(before) - clause - 1)
        yield Found("fee.tax_included", match["yes"] is not None, min(start, match.start()), match.end())
        return


INVOICES = r"(?:开具|开立|开出|出具|提供|开)"
NOT_BUYERS = rf"(?:(?!{BUYER})[^，。；\n])"
READERS: tuple[Reader, ...] = (
    reader("fee.setup", rf"(?P<q>支付(?P<a>{n.AMOUNT}))作为[^。；]{{0,60}}(?:注册|开通|建设)", amount_of),
    reader("fee.setup", rf"(?P<q>{SETUP_WORD}用?{BEFORE_AMOUNT}{{0,10}}(?P<a>{n.AMOUNT})(?:（[^）]{{2,24}}）)?)", _fee),
    reader("fee.setup.days", SETUP, days_of()),
    reader("fee.setup.days.day_kind", SETUP, kind_of()),
    reader("fee.setup.days", SETUP_DUE, days_of()),
    reader("fee.setup.days", SETUP_SIGNED, days_of()),
    reader("fee.setup.days.day_kind", SETUP_SIGNED, kind_of()),
    reader("fee.setup.days.day_kind", SETUP_DUE, kind_of()),
    reader("fee.fixed_total", rf"总费用(?:为|共)?(?P<q>(?P<a>{n.AMOUNT})(?:（[^）]{{2,20}}）)?)", amount_of),
    reader("fee.fixed_total", rf"(?P<q>(?:{AGREEMENT}总?(?:价款?|金额|价格|额)|总(?:价款?|金额|费用|服务费|额)|(?:服务费|费用|价款|[一-鿿]{{2,4}}费)(?:总额|总计|合计|共计)|(?:合计|共计)(?:总价|金额|费用)?){BEFORE_AMOUNT}{{0,10}}(?P<a>{n.AMOUNT})(?:（[^）]{{2,24}}）)?)", _fee),
    reader("fee.monthly", rf"(?P<q>{FEE}{BEFORE_AMOUNT}{{0,20}}?每个?月{BEFORE_AMOUNT}{{0,10}}(?P<a>{n.AMOUNT})(?:（[^）]{{2,24}}）)?)", _fee),
    reader("fee.monthly", rf"(?P<q>每个?月{BEFORE_AMOUNT}{{0,24}}?{FEE}{BEFORE_AMOUNT}{{0,10}}(?P<a>{n.AMOUNT})(?:（[^）]{{2,24}}）)?)", _fee),
    reader("fee.monthly", rf"(?P<q>{FEE}{BEFORE_AMOUNT}{{0,14}}?(?P<a>{n.AMOUNT})(?:（[^）]{{0,20}}）)?(?:/|每|一个|1个|一)个?月)", _fee),
    reader("fee.monthly", rf"(?P<q>(?:月度?|按月)(?:支付)?(?:固定|基础|基本)?{FEE}{BEFORE_AMOUNT}{{0,10}}(?P<a>{n.AMOUNT})(?:（[^）]{{2,24}}）)?)", _fee),
    reader("fee.monthly", rf"(?P<q>每个?(?:自然)?月的?(?:固定|基础|基本)?{FEE}(?:用)?(?:为|是|：)?(?P<a>{n.AMOUNT})(?:（[^）]{{2,24}}）)?)", _fee),
    reader("fee.monthly", rf"(?P<q>(?:固定|基础)?月费(?:用)?(?:为|是|：)?(?P<a>{n.AMOUNT})(?:（[^）]{{2,24}}）)?)", _fee),
    reader("fee.monthly", rf"(?P<q>每个?月(?:固定)?(?:给|付|支付|收取?){BEFORE_AMOUNT}{{0,10}}(?P<a>{n.AMOUNT})(?:（[^）]{{2,24}}）)?)", _fee),
    reader("fee.monthly", rf"(?P<q>每个?月{CLAUSE}{{0,16}}?{FEE}{CLAUSE}{{0,6}}?{n.BLANK_AMOUNT})", BLANK),
    reader("fee.monthly", rf"(?P<q>{FEE}(?:为)?每个?月{CLAUSE}{{0,6}}?{n.BLANK_AMOUNT}|{FEE}{CLAUSE}{{0,8}}?{n.BLANK_AMOUNT}/月)", BLANK),
    reader("fee.monthly", rf"(?P<q>(?:调整|变更|降|升|提高|降低|增加|减少|改)(?:为|至|到)每个?月(?P<a>{n.AMOUNT}))", lambda m: _fee(m) if re.search(FEE, m.string[max(0, m.start() - 40) : m.start()]) else None),
    reader("fee.quarterly", rf"(?P<q>(?:每个?季度?|季度){CLAUSE}{{0,4}}?{FEE}?{BEFORE_AMOUNT}{{0,10}}(?P<a>{n.AMOUNT})(?:（[^）]{{2,24}}）)?)", _fee),
    reader("fee.quarterly", rf"(?P<q>{FEE}{BEFORE_AMOUNT}{{0,14}}?(?P<a>{n.AMOUNT})(?:/|每)(?:个)?季度?)", _fee),
    reader("fee.minimum", rf"(?P<q>(?:不足|不够|低于|不到|少于|未达到?|未满)(?P<x>{n.AMOUNT}|{n.NUMBER})(?:的|者)?，?(?:该月|当月)?(?:佣金|服务费|提成)?(?:[甲乙]方)?(?:也|均|则|仍|都|一律|应)?(?:按|以|照)(?:照)?(?P<a>{n.AMOUNT}){CLAUSE}{{0,8}}(?:，保底)?)", _minimum),
    reader("fee.minimum", rf"(?P<q>(?:提成|佣金|服务费)(?:不足|不够|低于|不到)(?:{n.AMOUNT})的?，?[甲乙]方补足到?(?P<a>{n.AMOUNT}))", _minimum),
    reader("fee.minimum", rf"(?P<q>(?:保底|最低)(?:服务费|佣金|收费|费用?|月费|金额|提成|收入)?{BEFORE_AMOUNT}{{0,10}}(?P<a>{n.AMOUNT}))(?!{CLAUSE}{{0,6}}(?:销售|业绩|预算))", _minimum),
    reader("fee.minimum", rf"(?P<q>(?:服务费|佣金|提成)(?:每个?月)?(?:不低于|最低|不少于|至少)(?:为)?(?P<a>{n.AMOUNT}))", _minimum),
    *(reader("fee.free_months", pattern, _months, needs="免|不收|不计|试") for pattern in FREE_TRIAL),
    reader("deposit", rf"(?P<q>(?:[甲乙]方[^，。；\n]{{0,16}}?(?:支付|缴纳|交纳|缴交|缴存|给付|交付|交)[^，。；\n]{{0,6}})?(?<!平台)(?<!店铺)(?<!类目)(?:履约|合作|诚信|服务|品牌|信用|质量|经销)?(?:保证金|押金|定金)(?:（[^）]{{0,10}}）)?(?:的?(?:金额|数额|标准))?(?:为|共计?|计|：|(?:增加|提高|调整|降低|减少)(?:至|到|为))?(?P<a>{n.AMOUNT})(?:（[^）]{{2,20}}）)?)", amount_of, needs="保证金|押金|定金"),
    reader("deposit", rf"(?P<q>(?:支付|缴纳|交纳|缴存|交付|交)(?P<a>{n.AMOUNT})(?:（[^）]{{0,20}}）)?(?:作为|的)(?:履约|合作|诚信)?(?:保证金|押金|定金))", amount_of, needs="保证金|押金|定金"),
    reader("deposit", rf"(?P<q>(?:保证金|押金|定金)(?:：|，)?由?[甲乙]方(?:应|须)?(?:向[甲乙]方)?(?:缴纳|支付|交纳|交)(?P<a>{n.AMOUNT}))", amount_of, needs="保证金|押金|定金"),
    reader("deposit.payer", rf"(?P<q>(?<!平台)(?<!店铺)(?:保证金|押金|定金)(?:为|金额为)?(?:{n.AMOUNT})?(?:，|应)?由(?P<p>[甲乙]方){CLAUSE}{{0,8}}(?:缴纳|支付|交纳|交))", party, needs="保证金|押金|定金"),
    reader("deposit.payer", r"(?P<q>(?:保证金|押金|定金)(?:：|，)?由?(?P<p>[甲乙]方)(?:应|须)?(?:向[甲乙]方)?(?:缴纳|支付|交纳|交))", party, needs="保证金|押金|定金"),
    reader("deposit.payer", rf"(?P<q>(?P<p>[甲乙]方)(?:应|须|需|同意)?{SENTENCE}{{0,20}}?(?:向[甲乙]方)?{NO_OTHER_CLAUSE}{{0,10}}(?:支付|缴纳|交纳|缴交|缴存|给付|交付|付|交)(?:[甲乙]方)?{NO_OTHER_CLAUSE}{{0,24}}?(?<!平台)(?:保证金|押金|定金))(?={CLAUSE}{{0,12}}元|{CLAUSE}{{0,6}}[。，；])", party, needs="保证金|押金|定金"),
    reader("deposit.top_up_below", rf"(?:保证金|押金)[^。]{{0,40}}?(?P<q>(?:{CLAUSE}{{0,10}}?)(?:低于|不足|少于)(?P<a>{n.AMOUNT})(?:时|的|者)?)(?={SENTENCE}{{0,24}}补(?:足|缴|交|回))", amount_of),
    reader("deposit.top_up_below", rf"(?P<q>(?:保证金|押金){CLAUSE}{{0,6}}(?:扣减?|降|减少|减)至(?P<a>{n.AMOUNT})以下(?:时|的)?)", amount_of),
    reader("fee.installments", rf"(?P<q>合同签订(?:后)?(?P<d1>{n.DAYS})内(?:预)?付总费用(?:的)?(?P<s1>{n.RATE})[^。]{{0,30}}。?剩余(?:的)?(?P<s2>{n.RATE})在合同结束后(?P<d2>{n.DAYS})内付清)", _installments),
    reader("fee.invoice.party", rf"(?P<q>由?(?P<p>[甲乙]方)(?:应|须|需|负责|则)?(?:(?!{BUYER}|[甲乙]方)[^，。；\n]|[向为给在于][甲乙]方){{0,22}}?{INVOICES}{NOT_BUYERS}{{0,14}}(?:发票|收据))", party, needs="票|收据"),
    reader("fee.invoice.party", rf"(?P<q>(?:服务费|佣金|费用)(?:的)?发票{NOT_BUYERS}{{0,6}}由(?P<p>[甲乙]方)(?:负责)?{INVOICES})", party, needs="票|收据"),
    reader("fee.invoice.party", rf"(?P<q>(?P<p>[甲乙]方){NOT_BUYERS}{{0,14}}?开票)", party, needs="票|收据"),
    reader("fee.invoice.party", rf"(?P<q>收到(?P<p>[甲乙]方)(?:开具的?|提供的?|的)?{CLAUSE}{{0,10}}发票)", party, needs="票|收据"),
    reader("invoice.party", r"(?P<q>(?P<p>[甲乙]方)须?应?向消费者开具[^，。；]{0,8}发票)", party),
    reader("invoice.party", rf"(?P<q>{BUYER}{SENTENCE}{{0,12}}?(?:发票|开票){SENTENCE}{{0,8}}?由?(?P<p>[甲乙]方)(?:门店|财务|负责|向其|为其|去)*(?:出具|开具|提供|开立|开))", party),
    reader("invoice.party", rf"(?P<q>(?P<p>[甲乙]方){NO_OTHER_CLAUSE}{{0,20}}?(?:开具|提供|开立){CLAUSE}{{0,4}}{BUYER}{CLAUSE}{{0,6}}发票)", party),
    reader("invoice.party", rf"(?P<q>(?P<p>[甲乙]方)(?:负责|应|须)?(?:向|给|为){BUYER}(?:开具|提供|开){CLAUSE}{{0,8}}发票)", party),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (installments, tax_included)
