"""What the parties may and must not: exclusivity, other brands, sub-contracting, selling offline."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading import topics as t
from paidang.contracts.rules.reading.family_services import agency
from paidang.contracts.rules.reading.mentions import BOTH
from paidang.contracts.rules.reading.parts import Parts
from paidang.contracts.rules.reading.permissions import NOT, Act, Ruled, ruled
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled
from paidang.kit.sides import other_side

OTHERS = r"(?:外部(?:的)?(?:团队|公司|机构|人员|单位)|外面的?(?:人|团队|公司)|他人|旁人|第[三二]方|第三[人者]|其他(?:服务商|公司|人|机构|运营|主体|个人|单位|代运营|团队|任何|网络)|其它|另外的?(?:服务商|机构)|[第另][二一]家[^，。；]{0,6}(?:服务商|公司|代运营|机构)|别的(?:公司|团队|机构|人|服务商|单位|个人)|另外的(?:公司|团队|人)|[甲乙]方(?:以|之)?外的?(?:其他|任何)*(?:第三[方人]|机构|公司|人|主体|服务商|单位|团队|组织|个人|一方)|别人|别家|其他家|另一家|第[二三]家|外人|托管商|外单位|任何(?:单位|公司|机构)|专业(?:机构|公司|团队|人员))"
BRANDS = r"(?:(?:其他|其它|别的|别家|同类|同品类|竞争性?|相同|同业|同行)(?:的|同类|竞争性?|品类|类似)*[^，。；\n甲乙]{0,6}?(?:品牌|牌子|商家|商户|客户|公司|企业|店铺?|网店|产品|商品|品|厂家|委托|单)|别家|(?<=第[二三])家[^，。；]{0,6}店|别人家|竞品|竞争对手|竞争品牌)"
SUBCONTRACT = Act(
    "subcontract",
    compiled(
        rf"转包|分包|转委[托任]|外包|转托|假手|使第三人|再包给|转手|复委[任托]|层层包|(?:转由|转交|转给|转让|转授|再转|包给|委由|交由|交给|委托|委任)(?:给|予|于)?[^，。；\n]{{0,12}}?{OTHERS}|(?:转让|委托)[^，。；\n]{{0,8}}给{OTHERS}|包出去"
    ),
    compiled(
        r"个人信息|商标|债权|审计|快递公司|样品|样机|密码|肖像|授权转|再授权|授权转授|股权|另行授权|主张"
    ),
    compiled(r"个人信息|信息|保存|导出|下载|复制|姓名|聊天"),
)
ENTRUST = Act(
    "entrust",
    compiled(
        rf"(?:委托|委任|授权|找|请|聘用?|引入|交|交由|交给|许可|允许|同意|让|与|和|同|授予)[^，。；\n]{{0,16}}?{OTHERS}|向{OTHERS}授予|另(?:行)?(?:找|聘|请|交|委|觅|寻|雇|授权)|再(?:找|叫)[^，。；\n]{{0,4}}(?:人|家)|(?:找|叫)别[人家]|叫第二家"
    ),
    compiled(
        r"商标|图片|审计|快递(?!公司)|违法|个人信息|披露|泄露|透露|转|分包|外包|拍摄|第三方(?:费用|平台)|发货|刷单|监护人|检测|鉴定|密码|子账号"
    ),
)
SERVE = Act(
    "serve",
    compiled(
        rf"(?:代管|操盘|手[上头里]|第[二三](?=家)|服务|代理|经营|运营|营运|做|承接|接|帮|给|替|为|兼营|经销|上架|销售|卖|接受|合作|代播|受托)[^，。；\n]{{0,12}}?{BRANDS}"
    ),
    compiled(
        r"商标|图片|促销|泄露|透露|诋毁|引导|使用|广告|不正当|顾问组|安排|本项目|项目组|派到|[运营客服]{2}人员"
    ),
)
OFFLINE = Act(
    "offline",
    compiled(
        r"(?:线下|实体(?:店|渠道|通路|门店)?|门店|门市|市集|集市|菜市场|摆摊|柜台|专柜|展会|商超|地面店?|档口|批发市场)[^，。；\n]{0,10}?(?:销售|出售|售卖|零售|卖|渠道|供货|通路|门店|摆摊|经营)|(?:摆摊|赶集)|(?:销售|卖|流|转)[^，。；\n]{0,6}(?:线下|实体|门店|档口)"
    ),
    compiled(r"活动|培训|推广|引导|诱导|交易|线上(?:或|和|及|、)线下|线上、线下"),
)
ONLY = compiled(
    r"(?:只|仅|唯一)(?:能|可|得|会)?(?:找|与|跟|和|同|由|委托|交给?|给|授权|让)[甲乙]方(?:一家)?|互为[^，。；\n]{0,14}(?:独家|唯一)|唯一的?(?:服务商|运营商|合作|代理|经销|运营方|受托)|(?<!非)(?<!无)(?<!不构成)(?<!不享有)(?<!要求)独家(?!权|占有|优惠|供货|福利|价|款|新品|首发|折扣)|(?<!非)(?<!不具有)(?<!不具备)(?<!不具)排他(?:性)?[的地]|独家(?=[^，。；\n]{0,4}权)"
)
NOT_ONLY = compiled(
    r"非独家|不(?:作|做)?排他|不(?:具有?|具备|构成|享有)[^，。；\n]{0,6}(?:排他|独家)|非排他|无独家"
)
KEEPS_TO = compiled(r"订货的客户|直接客户|老客户|团购客户|企业客户|大客户|直接签约|原有[^，。；]{0,4}客户")
EXCEPT = compiled(r"除外|不受此限|不在此限|例外|不受前[项款]|不适用")
LIMITS = compiled(r"但|惟|不过|除此|其余|其他部分|此外|而")
SHORTEST = 8
"""A heading is shorter than what a sentence needs to say."""
PLATFORMS = compiled(
    rf"{t.PLATFORM}|上述[^，。；]{{0,4}}平台|(?:该|本|合作|此[一二两三]?|[两三]个?)平台|独立站|(?:前述|上述|该|两|其)店铺?"
)


def permissions(parts: Parts) -> Iterator[Found]:
    """What is barred, free or bound to consent."""
    side = agency(parts)
    said: list[Ruled] = []
    for each in ruled((SUBCONTRACT, SERVE, OFFLINE), parts):
        if any(_only_limits(parts, each, before) for before in said):
            continue
        said.append(each)
        if each.act == "subcontract" and each.side in (side, ""):
            value = {"barred": False, "free": True, "consent": "with_consent"}[each.answer]
            yield Found("subcontract.allowed", value, each.start, each.end)
        elif each.act == "serve" and each.side in (side, "") and each.answer != "consent":
            yield Found("other_brands.allowed", each.answer == "free", each.start, each.end)
        elif each.act == "offline":
            yield Found("offline_sales.allowed", each.answer == "free", each.start, each.end)
            yield from _exceptions(parts, each)
    yield from _exclusivity(parts, side)


def _only_limits(parts: Parts, rule: Ruled, before: Ruled) -> bool:
    """经同意可转包；除此以外不得; 可以服务其他品牌，但不得…: what holds was said before in the sentence."""
    between = parts.text[before.end : rule.start]
    return (
        rule.act == before.act
        and rule.answer == "barred"
        and before.answer in ("free", "consent")
        and 0 <= len(between) < SHORTEST
        and not re.search(r"[。\n]", between)
        and LIMITS.search(parts.text, before.end, rule.end) is not None
    )


def _exceptions(parts: Parts, rule: Ruled) -> Iterator[Found]:
    """直接客户除外: in the sentence or the one after."""
    stop = parts.text.find("\n", rule.end)
    tail = parts.text[rule.start : stop if stop >= 0 else None]
    if (keeps := KEEPS_TO.search(tail)) and (exempt := EXCEPT.search(tail, keeps.end())):
        begin = max(tail.rfind(mark, 0, keeps.start()) for mark in "，。；（") + 1
        yield Found(
            "offline_sales.exceptions", ["direct_customers"], rule.start + begin, rule.start + exempt.end()
        )


def _exclusivity(parts: Parts, side: str) -> Iterator[Found]:
    if apart := parts.squeezed.first(NOT_ONLY):
        part = parts.all[parts.index(apart.start())]
        yield Found("exclusivity", False, part.start, part.end)
    entrusting = [each for each in ruled((ENTRUST,), parts) if _entrusts(parts, each, side)]
    barred = [each for each in entrusting if each.side in ("a", "b") and _is_barred(parts, each)]
    for match in parts.squeezed.matches(ONLY):
        part = parts.all[parts.index(match.start())]
        words = parts.words(part)
        if NOT_ONLY.search(words) or not (part.mentions or part.carried or len(words) > SHORTEST):
            continue
        bound = (
            BOTH if "互为" in words else other_side(side) if match[0][0] in "只仅唯" and not barred else ""
        )
        yield from _exclusive(words, part.start, part.end, bound)
        break
    for each in entrusting:
        if each in barred:
            words = parts.text[each.start : parts.all[parts.sentence(parts.index(each.start))[1]].end]
            yield from _exclusive(words, each.start, each.end, each.side)
        elif each.answer == "free" and "其他平台" not in parts.text[each.start : each.end]:
            yield Found("exclusivity", False, each.start, each.end)


def _entrusts(parts: Parts, rule: Ruled, side: str) -> bool:
    """Whether it speaks of whom the brand may entrust."""
    return rule.side not in (side, "", BOTH) or "另行授权" in parts.text[rule.start : rule.end]


def _is_barred(parts: Parts, rule: Ruled) -> bool:
    return rule.answer == "barred" or (
        rule.answer == "consent" and NOT.search(parts.text, rule.start, rule.end) is not None
    )


def _exclusive(words: str, start: int, end: int, bound: str) -> Iterator[Found]:
    yield Found("exclusivity", True, start, end)
    if bound in ("a", "b", BOTH):
        yield Found("exclusivity.bound", bound, start, end)
    scope = next((value for value, said in SCOPES if said.search(words)), None)
    if scope:
        yield Found(
            "exclusivity.scope", scope, start, max(end, start + len(words)) if scope == "platform" else end
        )


SCOPES = (
    ("all", compiled(r"线上(?:、|或|和|及|与)线下|全渠道|(?<!线上)任何渠道|各种渠道|一切渠道")),
    (
        "online",
        compiled(
            r"全网|线上各|各(?:线上|电商|网络)?平台|一切线上|(?:全部|所有|任何)(?:的)?(?:线上|电商|网络|平台)|线上(?:全|所有|渠道|销售|独家)|网络上|网上|互联网"
        ),
    ),
    ("platform", PLATFORMS),
)
PART_SCANS = (permissions,)
