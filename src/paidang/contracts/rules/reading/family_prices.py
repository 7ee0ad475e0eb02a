"""Prices and approvals: who sets prices, below which nothing is sold, what needs whose consent, in which form."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading import numbers as n
from paidang.contracts.rules.reading.grammar import CLAUSE, CONSENT, NO_OTHER_CLAUSE, amount_of, rate_of
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, party, reader
from paidang.contracts.rules.reading.squeezed import Squeezed

PRICE = r"(?:卖多少钱|到手价|零售价|销售价|售价|定价|标价|价格|单价|吊牌价|直播价|商品价)(?:格)?"
SETS = r"(?:拍板|制定|确定|决定|定价|定夺|订定|核定|拟定|设定|负责|定|掌握|把控|自主)"
ASKS = re.compile(
    rf"(?:(?:未|须|需|应|应当|必须|先|事先|方案|后)?(?:报|经|取得|征得|获得|得到|报|报请|提交|由|提前|须|需)[^。；\n]{{0,26}}?[甲乙]方[^，。；\n]{{0,14}}?{CONSENT}|先(?:在[^，。；\n]{{0,8}})?问过?[甲乙]方|要[甲乙]方先?同意|先[^，。；\n]{{0,4}}问过[甲乙]方|以[甲乙]方[^，。；\n]{{0,6}}{CONSENT}为(?:前提|条件|准)|(?:提呈|呈报|报请|送)[甲乙]方[^，。；\n]{{0,6}}{CONSENT}|[甲乙]方{CONSENT}了?(?:后|的)?(?:再|方可|才)|(?:经|由)[^，。；\n]{{2,24}}{CONSENT}后(?:方可|方能|才能|再|才可)|[甲乙]方[^，。；\n]{{0,8}}{CONSENT}的(?:预算|方案|计划))"
)
NOT_ASKING = re.compile(
    r"转委托|转包|分包|转让|外包|转授|第三方使用|违约|解除|通知后|提出(?:续签|终止)|个人信息|肖像|商业秘密|保密|另行授权|质量[^，。；]{0,4}确认|账单|结算|对账|收货|签收|披露|泄露|注册商标|股权|子账号|代理人|续签|变更本|法定代表"
)
WANTS = (
    ("promotion", re.compile(r"促销|活动(?!页|会场页)|满减|打折|秒杀|大促|优惠券|折扣|优惠(?!价)|赠送|聚划算")),
    ("pricing", re.compile(r"调价|改价|优惠价|降价|涨价|定价|(?:调整|变更|修改|改动|更改|变动)[^，。；\n]{0,8}价|价格?[^，。；\n]{0,6}(?:调整|变更|变动|修改|改动)|售价的|低于[^，。；]{0,8}价")),
    ("marketing", re.compile(r"(?:推广|广告|投放|营销|投流)[^，。；\n]{0,8}(?:高于|超过|企划|预算|方案|计划|提案|费用?超|支出)|消耗|预算|(?:推广|投放)(?:须|需|应)|投放[^，。；\n]{0,4}推广|付费推广|超过要先问|广告投放(?:须|需|应)")),
    ("publication", re.compile(r"(?:对外)?(?:发布|公布|刊登|发表)|(?:首页|页面|详情页|设计稿|文案|图片|视频|成片|素材|样片|主图)[^。；\n]{0,30}(?:使用|上线|上架|发布|投放)|成片[^，。；]{0,4}须")),
)  # fmt: skip
ANY_FORM = re.compile(r"均可|都行|都可以|任何(?:形式|方式)|口头|微信|电话|即时通讯|钉钉|聊天")
WRITTEN = re.compile(r"书面")
DECIDED = re.compile(r"[^，。；\n]*由[甲乙]方[^，。；\n]{0,4}(?:决定|确定|制定|定)[^，。；\n]*，")
EXAMPLE_LIMIT = 130


def approvals(squeezed: Squeezed) -> Iterator[Found]:
    """What needs consent before it is done, and in which form consent is given."""
    text = squeezed.text
    known: list[list[str]] = []
    formed: set[str] = set()
    for start, end in squeezed.sentences:
        sentence = text[start:end]
        for match in ASKS.finditer(sentence):
            around = sentence[max(0, match.start() - 70) : match.end() + 40]
            around = DECIDED.sub("", around)
            if NOT_ASKING.search(around) or "视为" in match[0]:
                continue
            values = [value for value, words in WANTS if words.search(around)]
            if "publication" in values and "promotion" in values and not re.search(r"公布|发布|页面", around):
                values.remove("publication")
            values = _settled(values, around)
            first = start + max(0, match.start() - 40)
            first = _clause_start(text, first, start, start + match.start())
            last = min(start + match.end() + 14, end)
            if values and values not in known:
                known.append(values)
                yield Found("approval.required_for", values, first, last)
            form = (
                "any"
                if ANY_FORM.search(around)
                else ("written" if WRITTEN.search(match[0]) or re.search(r"书面", around) else "")
            )
            if values and form and form not in formed and not formed:
                formed.add(form)
                yield Found("approval.form", form, first, last)
            break


def _settled(values: list[str], around: str) -> list[str]:
    """A promotion that has a price is a promotion; a budget for promotion is marketing."""
    if "marketing" in values and "promotion" in values and not re.search(r"促销|大促|满减", around):
        values.remove("promotion")
    return sorted(values)


def _clause_start(text: str, first: int, sentence: int, match: int) -> int:
    marks = [text.rfind(mark, sentence, match) for mark in "，"]
    cut = [mark + 1 for mark in marks if first <= mark < match - 12]
    return max([sentence, *(cut if cut else [])]) if match - sentence > EXAMPLE_LIMIT else sentence


READERS: tuple[Reader, ...] = (
    reader("pricing.set_by", r"(?P<q>(?P<p>[甲乙]方)(?:制定|确定)[^，。；]{0,16}零售价格?)", party),
    reader("pricing.set_by", rf"(?P<q>{PRICE}{NO_OTHER_CLAUSE}{{0,8}}?(?:均|应|须|统一)?由(?P<p>[甲乙]方){NO_OTHER_CLAUSE}{{0,14}}?{SETS})", party),
    reader("pricing.set_by", rf"(?P<q>{PRICE}(?P<p>[甲乙]方)(?:自己|来|说了|自行)?(?:定|算|决定))", party),
    reader("pricing.set_by", rf"(?P<q>(?P<p>[甲乙]方)(?:负责|有权|自行|自主|统一)*(?:{NO_OTHER_CLAUSE}{{0,14}}?、)?(?:商品|产品)?(?:的)?定价(?!权归|不得|方案))", party),
    reader("pricing.set_by", rf"(?P<q>(?P<p>[甲乙]方)(?:负责|有权|自行|自主|统一)*(?:制定|确定|决定|设定){CLAUSE}{{0,12}}{PRICE})", party),
    reader("pricing.set_by", rf"(?P<q>(?:卖多少钱|{PRICE})由(?P<p>[甲乙]方)说了算)", party),
    reader("pricing.set_by", r"(?P<q>(?:店铺|商品|产品)?(?:的)?定价(?:[、及和与][^，。；\n甲乙]{1,12})?(?:均|应|都)?由(?P<p>[甲乙]方)(?:团队|自己|自行)?(?:负责|承担|自理|决定|确定|完成))", party),
    reader("pricing.set_by", r"(?P<q>(?:零售)?定价权(?:归|属于?|由)(?P<p>[甲乙]方)(?:保留|享有|所有|行使)?)", party),
    reader("pricing.set_by", rf"(?P<q>(?P<p>[甲乙]方)(?:享有|拥有|保留){CLAUSE}{{0,8}}(?:售价|定价|价格){CLAUSE}{{0,6}}(?:决定权|定价权|权))", party),
    reader("pricing.set_by", r"(?P<q>定价权(?:归|属于?)(?P<p>[甲乙]方))", party),
    reader("price.floor", r"(?P<q>不(?:得)?以?低于[^，。；]{0,16}最低(?:零售|限)?价[^，。；]{0,10}?(?:出售|销售))", True),
    reader("price.floor", rf"(?P<q>(?:{PRICE}|最低|标|卖){CLAUSE}{{0,14}}?(?:不得|不能|不应|不可以?|不准|禁止){CLAUSE}{{0,4}}?低于{CLAUSE}{{0,22}})", True),
    reader("price.floor", rf"(?P<q>(?:不得|不能|不可以?|不应|禁止)(?:擅自)?(?:以)?低于{CLAUSE}{{0,20}}?价{CLAUSE}{{0,10}})(?=[，。；\n])", True),
    reader("approval.required_for", r"(?P<q>经[甲乙]方(?:书面)?同意后可?(?:方可)?执行[^，。；]{0,6}(?:促销|活动)[^，。；]{0,4})", ["promotion"]),
    reader("approval.required_for", r"(?P<q>[^，。；]{0,10}推广提案给[甲乙]方，在获得[甲乙]方的批准)", ["marketing"]),
    reader("approval.required_for", r"(?P<q>经[甲乙]方书面确认后方(?:能|可)对外(?:公布|发布))", ["publication"]),
    reader("approval.form", r"(?P<q>经[甲乙]方书面(?:确认|同意|批准)后方(?:能|可)[^，。；]{0,8})", "written"),
    reader("kpi.sales_target", rf"(?P<q>(?:销售|采购|进货|业绩|成交|GMV){CLAUSE}{{0,8}}?(?:目标|任务|指标)(?:额|金额|为|是|：|不低于|不少于|定为)*(?P<a>{n.AMOUNT}))", amount_of),
    reader("kpi.sales_target", rf"(?P<q>(?:承诺|保证|确保|力争)[^，。；\n]{{0,16}}(?:销售额|成交额|业绩|GMV)(?:达到|不低于|不少于|完成)(?P<a>{n.AMOUNT}))", amount_of),
    reader("kpi.min_ratio", rf"(?P<q>(?:低于|不足|未达到?|达不到|不到){CLAUSE}{{0,14}}?(?:目标|任务|指标)(?:（[^）]*）)?{CLAUSE}{{0,4}}?(?P<r>[0-9.]+%|百分之[一二三四五六七八九十]+))", rate_of),
    reader("kpi.min_ratio", rf"(?P<q>(?:完成率|达成率|完成{CLAUSE}{{0,6}}){CLAUSE}{{0,6}}?(?:低于|不足|未达到?|达不到|不到)(?P<r>[0-9.]+%|百分之[一二三四五六七八九十]+))", rate_of),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (approvals,)
