"""Prices and approvals: who sets prices, below which nothing is sold, what needs whose consent, in which form."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.grammar import CLAUSE, CONSENT
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, party, reader
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.kit.patterns import compiled

PRICE = r"(?:卖多少钱|到手价|零售价|销售价|售价|定价|标价|价格|单价|吊牌价|直播价|商品价)(?:格)?"
ASKS = compiled(
    rf"(?:(?:未|须|需|应|应当|必须|先|事先|方案|后)?(?:报|经|获|取得|征得|获得|得到|报|报请|提交|由|提前|须|需)[^。；\n]{{0,26}}?[甲乙]方[^，。；\n]{{0,14}}?{CONSENT}|先(?:在[^，。；\n]{{0,8}})?问过?[甲乙]方|要[甲乙]方先?(?:书面)?{CONSENT}|先[^，。；\n]{{0,8}}(?:问过|(?:跟|和|同|向|给)(?=[甲乙]方(?:讲|说|商量|打招呼|沟通|报备|请示)))[甲乙]方|以[甲乙]方[^，。；\n]{{0,6}}{CONSENT}为(?:前提|条件|准)|(?:提呈|呈报|报请|送)[甲乙]方[^，。；\n]{{0,6}}{CONSENT}|[甲乙]方{CONSENT}了?(?:后|的)?(?:再|方可|才)|[甲乙]方(?:没有?|未)(?:回复|答复|表示|说)?[^，。；\n]{{0,4}}(?:同意|答应|点头|批准|认可|回复)[^，。；\n]{{0,4}}，[甲乙]方(?:不得|不能|不可|别)|(?:请示|报备|申请)[甲乙]方，[^，。；\n]{{0,4}}{CONSENT}|先[^，。；\n]{{0,10}}问(?:一声|一下|过|问)?，[甲乙]方|按(?:照)?[甲乙]方(?:书面)?(?:批复|核准|批准|同意|核定|审定|审批)的?(?:额度|金额|数额|上限|限额)|[甲乙]方[^，。；\n]{{0,8}}(?:回|答|说|点头|应)[^，。；\n]{{0,8}}(?:才|再|方)(?:能|可|可以)?[^，。；\n]{{0,6}}|(?:送|呈|报|提交)[甲乙]方[^，。；]{{0,4}}(?:核定|核示|定夺)|(?:送|给|让|请|由)[甲乙]方(?:先|看一眼|看看|过一遍)*(?:批|看|审)|(?:呈请|送请)[甲乙]方[^，。；\n]{{0,6}}{CONSENT}|[甲乙]方(?:先)?批了?(?:后|的)?(?:再|方可|才)|先(?:送|给)[甲乙]方|先经[甲乙]方核定|[甲乙]方说(?:行|可以|好|没问题)了?(?:后|的)?(?:再|方可|才)|给[甲乙]方(?:过目|看过|审)|(?:必须|须|需|要|应)(?:经|由|有)?[甲乙]方(?:书面)?(?:签字|签名|点头)|(?:经|由)[^，。；\n]{{2,24}}{CONSENT}(?:以|之)?后(?:方可|方能|才能|再|才可)|[甲乙]方[^，。；\n]{{0,8}}{CONSENT}的(?:预算|方案|计划))"
)
MAY_ASK = compiled(rf"{CONSENT}|[甲乙]方(?:批|核定|核示)|批复|先|批了|看一眼|签[字名]")
NOT_ASKING = compiled(
    rf"(?:无[须需]|不必|毋[须需]|不需要?|不用)[^，。；\n]{{0,8}}[甲乙]方[^，。；\n]{{0,8}}{CONSENT}|确认(?:数量|订单|发货)|转委托|转包|分包|转让|外包|转授|第三方使用|违约|解除|通知后|提出(?:续签|终止)|个人信息|肖像|商业秘密|保密|另行授权|质量[^，。；]{{0,4}}确认|账单|结算|对账|收货|签收|披露|泄露|注册商标|股权|子账号|代理人|续签|变更本|法定代表|自己(?:批准|审批|决定|同意)"
)
WANTS = (
    ("promotion", compiled(r"促销|报名(?!费)|聚划算|百亿补贴|店铺券|活动(?!页|会场页)|满减|打折|秒杀|大促|优惠券|折扣|档期|折价券|发券|优惠(?!价)|赠送|聚划算")),
    ("pricing", compiled(r"让价|调价|改(?:动)?(?:标价|售价|价)|优惠价|降价|涨价|定价|(?:调整|变更|修改|改动|更改|变动)[^，。；\n]{0,8}价|价格?[^，。；\n]{0,6}(?:调整|变更|变动|修改|改动)|售价的|低于[^，。；]{0,8}价")),
    ("marketing", compiled(r"投(?:放)?[^，。；、\n]{0,6}广告|(?:投流|推广|广告|投放)[^。；\n]{0,40}(?:要|想|需要?)?(?:多花|超过|超出)(?:的)?[^，。；\n]{0,4}(?:，|先|得|须|应)|打广告|做推广|(?:花|用)[^，。；]{0,6}(?:超|逾)[^。；]{0,30}投|(?:推广|广告|投放|营销|投流)[^，。；\n]{0,8}(?:高于|超过|企划|预算|方案|计划|提案|费用?超|支出)|(?:投流|推广|广告)[^。；\n]{0,14}超过[^。；\n]{0,8}先问|投放(?:广告|推广)|消耗|预算|(?:推广|投放)(?:须|需|应)|(?:投流|推广|广告|投放)[^。；\n]{0,40}(?:多充|多投|再充|加钱|追加|加投)|(?:广告|推广)[^，。；\n]{0,16}(?:额度|投放)|每次投(?:之?前|放)|推广的钱|投放款|投放[^，。；]{0,4}(?:逾|超)|每个?[月周][^，。；]{0,4}投(?:流|放|多少)|投流计划|再[投充]|才[投充]|投放[^，。；\n]{0,4}推广|付费推广|超过要先问|广告投放(?:须|需|应)")),
    ("publication", compiled(r"(?:对外)?(?:发布|公布|刊登|发表)|(?:首页|页面|详情页|设计稿|文案|图片|视频|成片|素材|样片|主图)[^。；\n]{0,30}(?:使用|上线|上架|发布|投放|发出|才发|再发)|成片[^，。；]{0,4}须")),
)  # fmt: skip
ANY_FORM = compiled(
    r"形式不拘|方式不限|皆可|不拘形式|形式不限|不限形式|均可|都行|都可以|任何(?:形式|方式)|口头|微信|电话|即时通讯|钉钉|聊天|群里|说一声|打个?招呼|语音"
)
COUNTS_AS_WRITTEN = compiled(
    r"算(?:作)?书面|视[为同]书面|书面（|书面形式（|书面[^，。；]{0,4}[（(]?(?:含|包括)|等书面"
)
WRITTEN = compiled(r"书面|邮件|函件|盖章文件")
FORM_AFTER = compiled(
    r"(?:[甲乙]方)?(?:的)?(?:同意|批准|确认|答应|审批|许可|答复)?(?:的)?(?:形式|方式)?(?:可以?(?:是|用|通过|以)?|须|应|要|必须|用|以|为|：)*(?:书面|口头|微信|电话|短信|邮件|任何|打电话|发微信|不限|不拘)[^。\n]{0,30}"
)
"""The form of a consent in the sentence after: 口头、微信、短信都可以."""
THIRD = compiled("模特|摄影棚|第三方|差旅|样品")
BEYOND, ADVERTISED, BEYOND_WITHIN = (
    compiled("超过|超出|要多花|多花|高于|高出|超支"),
    compiled("推广|投流|投放|广告"),
    60,
)
"""每月不超过8,000元；需要超过的，先报甲方批准: more than was said of advertising in the sentence before."""
LIKE_PROMOTIONS = compiled(r"(?:降价|优惠价|让价)[^，。；\n]{0,16}(?:等|之类|一类)(?:的)?(?:促销|活动|优惠)")
"""降价、秒杀、满赠等促销: a lower price is one of the promotions."""
PRICES = compiled(r"调价|改价|涨价|定价|(?:调整|变更|修改|改动|更改|变动)[^，。；\n]{0,8}价")
DECIDED = compiled(r"[^，。；\n]*由[甲乙]方[^，。；\n]{0,4}(?:决定|确定|制定|定)[^，。；\n]*，")
VOUCHED = compiled(r"[^，。；\n]*(?:凭证|为[凭据证])[^，。；\n]*")
EXAMPLE_LIMIT = 130


def approvals(squeezed: Squeezed) -> Iterator[Found]:
    """What needs consent before it is done, and in which form consent is given."""
    text = squeezed.text
    known: list[list[str]] = []
    forms: list[tuple[bool, Found]] = []
    for start, end in squeezed.sentences_with(MAY_ASK):
        sentence = text[start:end]
        for match in ASKS.finditer(sentence):
            around = sentence[max(0, match.start() - 70) : match.end() + 40]
            around = VOUCHED.sub("", DECIDED.sub("", around))
            if NOT_ASKING.search(around) or "视为" in match[0]:
                continue
            values = [value for value, words in WANTS if words.search(around)]
            if (
                not values
                and BEYOND.search(around)
                and not THIRD.search(around)
                and ADVERTISED.search(text, max(0, start - BEYOND_WITHIN), start)
            ):
                values = ["marketing"]
            if "publication" in values and "promotion" in values and not re.search(r"公布|发布|页面", around):
                values.remove("publication")
            values = _settled(values, around)
            after = FORM_AFTER.match(text, end)
            asked = around + (after[0] if after else "")
            first = start + max(0, match.start() - 40)
            first = _clause_start(text, first, start, start + match.start())
            last = min(start + match.end() + 14, end)
            if values and not any(set(values) <= set(others) for others in known):
                known.append(values)
                yield Found("approval.required_for", values, first, last)
            form = (
                "any"
                if ANY_FORM.search(asked) and not ("书面" in asked and COUNTS_AS_WRITTEN.search(asked))
                else ("written" if WRITTEN.search(match[0]) or WRITTEN.search(asked) else "")
            )
            if values and form:
                of_sales = values != ["marketing"]
                told = (ANY_FORM if form == "any" else WRITTEN).search(text, first)
                place = (first, last)
                if told and told.start() >= last:
                    place = after.span() if after and told.start() >= end else (first, end - 1)
                forms.append((of_sales, Found("approval.form", form, *place)))
            break
    yield from (found for of_sales, found in sorted(forms, key=lambda form: not form[0])[:1])


def _settled(values: list[str], around: str) -> list[str]:
    """A promotion that has a price is a promotion; a budget for promotion is marketing."""
    if "marketing" in values and "promotion" in values and not re.search(r"促销|大促|满减", around):
        values.remove("promotion")
    if (
        "pricing" in values
        and "promotion" in values
        and LIKE_PROMOTIONS.search(around)
        and not PRICES.search(around)
    ):
        values.remove("pricing")
    return sorted(values)


def _clause_start(text: str, first: int, sentence: int, match: int) -> int:
    marks = [text.rfind(mark, sentence, match) for mark in "，"]
    cut = [mark + 1 for mark in marks if first <= mark < match - 12]
    return max([sentence, *(cut if cut else [])]) if match - sentence > EXAMPLE_LIMIT else sentence


def _floor(match: re.Match[str]) -> object:
    """A floor under the price in the store; not under what is paid back, scored or bought for."""
    return None if re.search(r"退款|实付|评分|预算|客单价|采购|保底|服务费|薪", match["q"]) else True


READERS: tuple[Reader, ...] = (
    reader("price.floor", r"(?P<q>不(?:得)?以?低于[^，。；]{0,16}最低(?:零售|限)?价[^，。；]{0,10}?(?:出售|销售))", True),
    reader("price.floor", rf"(?P<q>(?:{PRICE}|最低|标|卖){CLAUSE}{{0,14}}?(?:不得|不能|不应|不可以?|不准|不许|禁止){CLAUSE}{{0,4}}?(?:低于|低过|击穿|跌破|突破|少于|比){CLAUSE}{{0,22}})", _floor),
    reader("price.floor", rf"(?P<q>(?:不得|不能|不可以?|不应|禁止|不准|不许)(?:擅自)?(?:以)?(?:低于|低过|击穿|跌破|突破|比){CLAUSE}{{0,20}}?价{CLAUSE}{{0,10}})(?=[，。；\n])", _floor),
    reader("price.floor", r"(?P<q>(?:遵守|执行|维护)[^，。；\n]{0,10}(?:最低(?:零售|限|销售)?价|底价|控价|限价)[^，。；\n]{0,8})", _floor),
    reader("price.floor", r"(?P<q>(?:红线价|底线价|控价线?|价格红线|破价)[^，。；\n]{0,6}(?:，[甲乙]方)?(?:不得|不能|不可)(?:击穿|跌破|突破|低于|触碰)[^，。；\n]{0,6})", True),
    reader("pricing.set_by", rf"(?P<q>{PRICE}[^，。；\n]{{0,6}}由[甲乙]方[^，。；\n]{{0,4}}(?:提|建议|拟)[^，。；\n]{{0,6}}，[^，。；\n]{{0,4}}(?P<p>[甲乙]方)[^，。；\n]{{0,6}}(?:决定|确定|拍板|敲定|核定|定))", party),
    reader("pricing.set_by", r"(?P<q>卖多少钱?，(?:都|均)?(?:由|听)?(?P<p>[甲乙]方)[^，。；\n]{0,6}(?:说了算|定|拍板|决定))", party),
    reader("pricing.set_by", r"(?P<q>按照?(?P<p>[甲乙]方)(?:书面)?(?:核定|规定|确定|制定|定)的(?:[^，。；\n]{0,4}价格?|价目表)[^，。；\n]{0,4}(?:销售|出售|上架|卖))", party),
    reader("approval.required_for", r"(?P<q>经[甲乙]方(?:书面)?同意后可?(?:方可)?执行[^，。；]{0,6}(?:促销|活动)[^，。；]{0,4})", ["promotion"]),
    reader("approval.required_for", r"(?P<q>[^，。；]{0,10}推广提案给[甲乙]方，在获得[甲乙]方的批准)", ["marketing"]),
    reader("approval.required_for", r"(?P<q>经[甲乙]方书面确认后方(?:能|可)对外(?:公布|发布))", ["publication"]),
    reader("approval.form", r"(?P<q>经[甲乙]方书面(?:确认|同意|批准)后方(?:能|可)[^，。；]{0,8})", "written"),
)  # fmt: skip
SCANS: tuple[Scan, ...] = (approvals,)
