"""Scope: under which law, on which platforms, for which stores, exclusively or not."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.family_services import agency
from paidang.contracts.rules.reading.grammar import CLAUSE, SENTENCE
from paidang.contracts.rules.reading.parties import without_scan_blanks
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, Words, party, reader
from paidang.contracts.rules.reading.squeezed import Squeezed

PLATFORMS = {
    r"京东": "jd", r"淘宝商城|天猫": "tmall", r"微信|小程序|视频号": "wechat", r"人人商城": "renren_mall", r"拼多多": "pinduoduo",
    r"抖音|抖店": "douyin", r"快手": "kuaishou", r"小红书": "xiaohongshu", r"有赞": "youzan", r"微盟": "weimob", r"淘宝(?!商城|客)": "taobao",
    r"唯品会|苏宁|当当|1688|阿里巴巴|得物|美团|饿了么|亚马逊|独立站|蘑菇街": "other",
}  # fmt: skip
ONE = r"(?:京东|淘宝商城|淘宝(?!客)|天猫|微信(?!支付|红包|群|、|或|，|里)|人人商城|拼多多|抖音|抖店|快手|小红书|有赞|微盟|唯品会|苏宁易购|苏宁|当当网|当当|1688|阿里巴巴|得物|亚马逊|蘑菇街)"
AFTER_ONE = r"(?:（[A-Za-z ]+）)?(?:自营|商城|超市|开放平台|POP|（POP[^）]{0,6}）|小店|小程序|小商店|视频号(?:小店)?|公众(?:服务|订阅)?号|网|平台|店铺|旗舰店|国际|微商城|店)?"
RUN = re.compile(
    rf"(?P<q>{ONE}{AFTER_ONE}(?:(?:、|及|和|与|以及|，|/|\||或)?(?:在)?{ONE}{AFTER_ONE})*)(?=(?P<rest>{CLAUSE}{{0,6}}))"
)
TIED = re.compile(
    r"店|商城|平台|系统|开的|小程序|小商店|视频号|公众|渠道|上(?:开设|搭建|经营|销售)|开设|旗舰|直播|运营|自营|超市|账号|的$|网"
)
APART = re.compile(r"其他(?:[^，。；\n]{0,4})$|不在此限|不包括|除外|除$|引导|违反$|遵守$|等渠道由|自便")
STORE_END = r"(?:旗舰店|专营店|专卖店|官方店|小店|店铺|网店|商城|店)"
STORE_BEFORE = (
    r"(?:店铺?|旗舰店|小店|商城|微店|网店|账号|直播间|小程序|平台|开设(?:的|之)?|经营的|名为|名称为?|店名为?)"
)
NAMED_STORES = (
    re.compile(rf"(?P<q>(?:{ONE}{AFTER_ONE})?[^，。；：\n“”甲乙丙方]{{0,12}}{STORE_BEFORE}[^，。；\n“”]{{0,6}}“(?P<n>[^”\n]{{2,30}})”(?!牌|商标|品牌|系列|产品|商品))"),
    re.compile(rf"(?P<q>{ONE}{AFTER_ONE}\|(?P<n>[^|\n]{{2,24}}店)\|)"),
    re.compile(rf"(?P<q>“(?P<n>[^”\n]{{2,30}})”(?:（[^）]{{0,20}}）)?(?:{ONE}{AFTER_ONE})?(?:的)?(?:店铺|网店|旗舰店|专营店|专卖店|小店|直播间|商城))"),
    re.compile(r"(?P<q>(?:店铺名称?|店名|店铺全称)(?:：|为|是|\|(?=[^|\n]+\|?\n))(?:“)?(?P<n>[^，。；：\n”“|）_]{2,30}|_{2,}))"),
    re.compile(r"(?P<q>“(?P<n>[^”\n]{2,24}(?:旗舰店|专营店|专卖店|官方店|厂家店|企业店|直营店))”)"),
    re.compile(rf"(?P<q>(?:{ONE}{AFTER_ONE}(?:上)?(?:开设|开立|经营|运营)的)(?P<n>[^，。；：\n“”（）甲乙]{{2,16}}(?:旗舰店|专营店|专卖店))(?=（))"),
)  # fmt: skip
NOT_A_STORE = re.compile(
    r"^(?:店铺|甲方|乙方|合作店铺|本店|网店|标的店铺|目标店铺|运营店铺|授权店铺|平台)$|以下|简称|称"
)
BARS = r"(?:另行|再|自行或者?|自行及|同时|擅自|自行|也)?"


def platforms(squeezed: Squeezed) -> Iterator[Found]:
    """The platforms that the agreement is about: tied to a store, a mall or an operation; its title if nothing else."""
    title_end = max(squeezed.text.find("\n") + 1, squeezed.text.find("甲方", 0, 300))
    known: set[str] = set()
    for least in (title_end, 0):
        for match in RUN.finditer(squeezed.text, least):
            before = squeezed.text[max(0, match.start() - 12) : match.start()]
            if (
                not (
                    TIED.search(match["q"] + match["rest"])
                    or match["rest"].startswith("“")
                    or before.endswith("平台：")
                )
                or APART.search(before)
                or APART.search(match["rest"])
            ):
                continue
            found = sorted({value for word, value in PLATFORMS.items() if re.search(word, match["q"])})
            if found and not set(found) & known:
                start, end = match.span("q")
                yield Found("platform", found, start, end)
            known |= set(found)
        if known:
            return


def stores(squeezed: Squeezed) -> Iterator[Found]:
    """The stores by name."""
    known: set[str] = set()
    for pattern in NAMED_STORES:
        for match in pattern.finditer(squeezed.text):
            if not match["n"].strip("_"):
                yield Found("store.name", None, *match.span("q"))
                continue
            name = str(Words().read(match, squeezed))
            if name and name not in known and not NOT_A_STORE.search(match["n"]):
                known.add(name)
                yield Found("store.name", name, *match.span("q"))
        if known and pattern is not NAMED_STORES[0]:
            return


MADE = re.compile(r"订立|签订|达成|协商|签署|约定|制定|如下")


def laws(squeezed: Squeezed) -> Iterator[Found]:
    """根据《中华人民共和国民法典》《…》: each law by name where each stands, in one list where they are one run."""
    found = re.search(
        rf"(?:根据|依据|依照|按照|遵照){CLAUSE}{{0,8}}(?P<q>《[^》\n]{{2,30}}(?:法|法典|条例)》(?:[、，及和与以]*《[^》\n]{{2,30}}》)*)",
        squeezed.text,
    )
    if not found or not MADE.search(squeezed.text, found.start(), found.end() + 90):
        return
    for match in re.finditer(
        r"《(?P<n>[^》]*(?:法|法典|条例|办法|规定))》", squeezed.text[found.start("q") : found.end("q")]
    ):
        start = found.start("q") + match.start()
        end = found.start("q") + match.end()
        yield Found("law.basis", [without_scan_blanks(squeezed.quote(start, end)).strip("《》")], start, end)


def _scope(match: re.Match[str]) -> object:
    words = match["q"] + match.string[match.end() : match.end() + 24]
    if re.search(r"线上(?:或|和|及|、)线下|全渠道|任何渠道", words):
        return "all"
    if re.search(r"全网|(?:全部|所有|任何)(?:线上|电商|网络|平台)|线上(?:全|所有)", words):
        return "online"
    if re.search(rf"{ONE}|该平台|本平台|合作平台|上述[^，。；]{{0,4}}平台", words):
        return "platform"
    return None


def _barred(match: re.Match[str]) -> object:
    """Not at all, where no consent is spoken of before."""
    return (
        None
        if re.search(r"同意|许可|批准", match.string[max(0, match.start() - 30) : match.start()])
        else False
    )


OTHERS = r"(?:他人|第三方|第三人|其他(?:服务商|公司|方|人|机构|运营|主体|个人|单位|代运营|团队|任何)|别人|别家|其他家|另一家|其他[^，。；\n]{0,4}(?:店铺|机构|公司|平台)|任何(?:第三方|单位|公司))"
BOUND = rf"(?P<q>(?P<p>[甲乙]方)(?:在[^，。；\n]{{0,10}})?(?:均|也|亦)?(?:承诺|保证|同意)?(?:[^，。；\n甲乙]{{0,10}}?)(?:不得|不能|不可|不再|不会|不(?=找|请|聘))(?:就[^，。；将把\n]{{0,12}})?{BARS}(?:在[^，。；\n]{{0,16}}?)?{BARS}(?:[^，。；将把转\n]{{0,8}}?)(?<!转)(?:委托|授权|找|聘请|聘用|另聘|聘|允许|与){CLAUSE}{{0,16}}?{OTHERS}{CLAUSE}{{0,18}})"

GRANTS = rf"(?P<q>(?P<p>[甲乙]方)[^，。；\n甲乙]{{0,12}}(?:不再|不得|不)(?:向|给)(?:第三方|他人|任何第三方|第三人)授予{CLAUSE}{{0,14}}(?:经销权|代理权|经营权|运营权))"
ONLY = rf"(?P<q>(?P<p>[甲乙]方)[^，。；\n甲乙]{{0,12}}(?:只|仅)(?:与|同|和|由|委托)[甲乙]方(?:一家)?(?:合作|做|运营|代运营|经营){SENTENCE}{{0,30}})"
ENTRUSTS = rf"(?P<q>(?P<p>[甲乙]方)(?:均|也)?(?:不得|不能|不可)[^，。；\n]{{0,12}}(?:将|把)[^，。；\n]{{0,16}}(?:店|账号|平台|业务|产品)[^，。；\n]{{0,6}}(?:交由|交给|委托|授权)(?:给)?{OTHERS}{CLAUSE}{{0,12}})"


def _brand(match: re.Match[str]) -> object:
    """The party that entrusts; where it is the agency, it is a question of sub-contracting."""
    return party(match) if match["p"][0] != agency(match.string) else None


READERS: tuple[Reader, ...] = (
    reader("store.name", r"(?P<q>淘宝商城(?P<n>[^\n，。（为的]{2,12}))（名称", Words()),
    reader("exclusivity.bound", rf"(?P<q>(?:甲乙)?双方互为{CLAUSE}{{0,14}}独家{CLAUSE}{{0,8}})", "both", needs="不"),
    reader("exclusivity", rf"(?P<q>(?:甲乙)?双方互为{CLAUSE}{{0,14}}独家{CLAUSE}{{0,8}})", True),
    reader("exclusivity.scope", rf"(?P<q>(?:甲乙)?双方互为{CLAUSE}{{0,14}}独家{CLAUSE}{{0,8}})", lambda m: "online" if "线上" in m["q"] else None),
    reader("exclusivity", rf"(?P<q>非独家|不排他|不具有?排他性?|非排他性?|[甲乙]方(?:有权|可以?)(?:同时|另行|再)+(?:委托|授权|聘请){CLAUSE}{{0,6}}{OTHERS})", False),
    reader("exclusivity", r"(?P<q>排他性的[^，。]{0,10}|(?:为|是|系)独家(?:授权|委托|代理|合作|经营)|(?<!非)独家(?:经销|分销|委托|授权|代运营|运营|代理|合作|经营|服务|提供)[^，。]{0,10})", True),
    reader("exclusivity.bound", BOUND, party, needs="不"),
    reader("exclusivity", BOUND, True),
    reader("exclusivity.bound", ENTRUSTS, _brand, needs="不"),
    reader("exclusivity", ENTRUSTS, lambda m: True if _brand(m) else None),
    reader("exclusivity.bound", GRANTS, party, needs="不"),
    reader("exclusivity", GRANTS, True),
    reader("exclusivity.scope", GRANTS, _scope),
    reader("exclusivity.bound", ONLY, party, needs="不"),
    reader("exclusivity", ONLY, True),
    reader("exclusivity.scope", ONLY, _scope),
    reader("exclusivity.scope", BOUND, _scope),
    reader("other_brands.allowed", rf"(?P<q>[甲乙]方{CLAUSE}{{0,12}}(?:可以?|有权|可同时)(?:同时)?(?:继续)?(?:为|服务|代理|经营|承接|运营|做|帮|给|替){CLAUSE}{{0,8}}(?:其他|别的|别家|同类){CLAUSE}{{0,4}}(?:品牌|商家|客户|企业|公司|店铺|网店){CLAUSE}{{0,10}})", True),
    reader("other_brands.allowed", rf"(?P<q>(?:不(?:得)?限制|不禁止)[甲乙]方{CLAUSE}{{0,8}}(?:其他|同类){CLAUSE}{{0,4}}(?:品牌|商家|客户))", True),
    reader("other_brands.allowed", r"(?P<q>(?:不受排他限制|不受独家限制)[^。；\n]{0,20})", True),
    reader("other_brands.allowed", rf"(?P<q>(?:甲|乙)方{CLAUSE}{{0,12}}(?:不得|不能|不可){CLAUSE}{{0,12}}(?:为|服务|代理|经营|承接|运营|销售|接受){CLAUSE}{{0,10}}(?:(?:其他|竞争|同类|同品类|相同)(?:性|的|同类|品类)*[^，。；\n甲乙]{{0,4}}?(?:品牌|商家|客户)|竞品){CLAUSE}{{0,10}})", False),
    reader("offline_sales.allowed", rf"(?P<q>(?:[甲乙]方)?{CLAUSE}{{0,8}}不得(?:从事|进行|开展|在)?{CLAUSE}{{0,4}}线下{CLAUSE}{{0,8}}(?:销售|出售))", False),
    reader("offline_sales.allowed", r"(?P<q>[甲乙]方不得(?:再|在)?(?:线下)?(?:通过)?线下[^，。；（]{0,10}(?:销售|出售)[^，。；（]{0,14})", False),
    reader("offline_sales.exceptions", r"(?P<q>直接客户除外)", ["direct_customers"]),
    reader("subcontract.allowed", rf"(?P<q>[甲乙]方(?:未经|非经|未取得|未征得|未获得?)(?:事先)?{CLAUSE}{{0,4}}[甲乙]方{CLAUSE}{{0,6}}(?:同意|许可|批准)，(?:不得|不能|不可){SENTENCE}{{0,30}}?(?:转让|转委托|分包|转包|外包|转托|转授权?|转交|委托给|交由){CLAUSE}{{0,14}})", "with_consent", needs="转|分包|外包|委托|委由|交给|交由"),
    reader("subcontract.allowed", rf"(?P<q>(?:未经|非经){CLAUSE}{{0,2}}[甲乙]方{CLAUSE}{{0,6}}(?:同意|许可|批准)，(?:[甲乙]方)?(?:不得|不能|不可|不会){CLAUSE}{{0,20}}(?:委由|交给)(?:第三人|第三方|别人|他人){CLAUSE}{{0,8}})", "with_consent", needs="转|分包|外包|委托|委由|交给|交由"),
    reader("subcontract.allowed", rf"(?P<q>(?:未经|非经|未取得|未征得|未获得?){CLAUSE}{{0,6}}[甲乙]方{CLAUSE}{{0,6}}(?:同意|许可|批准)，{CLAUSE}{{0,4}}[甲乙]方{CLAUSE}{{0,4}}(?:不得|不能|不可){SENTENCE}{{0,30}}?(?:转让|转委托|分包|转包|外包|转托|转授权?|转交|委托其他|委托他人|委托给|交由){CLAUSE}{{0,14}})", "with_consent", needs="转|分包|外包|委托|委由|交给|交由"),
    reader("subcontract.allowed", rf"(?P<q>[甲乙]方{CLAUSE}{{0,20}}(?:转委托|分包|转包|外包|转托){CLAUSE}{{0,20}}(?:须|应|需|必须){CLAUSE}{{0,10}}同意)", "with_consent", needs="转|分包|外包|委托|委由|交给|交由"),
    reader("subcontract.allowed", rf"(?<!同意，)(?<!许可，)(?<!批准，)(?P<q>[甲乙]方(?:均)?(?:不得|不能|不可以?|不准)(?:私自|擅自|自行|以任何形式)?(?:将|把){CLAUSE}{{0,20}}?(?:转让|转委托|分包|转包|外包|转托|再转给别人|转给|转交|转授){CLAUSE}{{0,12}})", False, needs="转|分包|外包|委托|委由|交给|交由"),
    reader("subcontract.allowed", rf"(?<!同意，)(?<!许可，)(?<!批准，)(?P<q>[甲乙]方(?:均)?(?:不得|不能|不可以?)(?:擅自)?(?:转委托|分包|转包|外包|转托){CLAUSE}{{0,12}})", False, needs="转|分包|外包|委托|委由|交给|交由"),
    reader("subcontract.allowed", rf"(?P<q>(?:禁止|不得允许)[甲乙]方(?:将|把){CLAUSE}{{0,20}}?(?:转让|转委托|分包|转包|外包|转托|转授){CLAUSE}{{0,12}})", False, needs="转|分包|外包|委托|委由|交给|交由"),
    reader("subcontract.allowed", rf"(?P<q>[甲乙]方(?:可以?|有权)(?:自行)?(?:将|把)(?:部分|其|本){CLAUSE}{{0,10}}(?:委托|交由|外包)(?:给)?(?:第三方|他人|第三人){CLAUSE}{{0,10}})", True, needs="转|分包|外包|委托|委由|交给|交由"),
    reader("subcontract.allowed", rf"(?P<q>[甲乙]方(?:可以?|有权)(?:自行)?(?:将{CLAUSE}{{0,14}})?(?:转委托|分包|转包|外包){CLAUSE}{{0,12}})", True, needs="转|分包|外包|委托|委由|交给|交由"),
    reader("subcontract.allowed", r"(?P<q>(?:不得|禁止|不可)(?:转包|分包|转委托))", _barred, needs="转|分包|外包|委托|委由|交给|交由"),
    reader("free_of_charge", r"(?P<q>[^，。；\n]{2,40}(?:由|均由)[甲乙]方(?:免费|无偿)(?:承担|完成|提供|负责|做))", lambda m: _free(m), needs="免费|无偿"),
    reader("free_of_charge", rf"(?P<q>[甲乙]方(?:应|须|负责)?(?:无偿|免费)(?:为[甲乙]方)?(?:提供|负责|赠送|完成|承担|做){CLAUSE}{{2,40}})", lambda m: _free(m), needs="免费|无偿"),
    reader("free_of_charge", rf"(?P<q>{CLAUSE}{{2,24}}，?(?:不另行?收(?:取)?费|不收取?(?:任何)?费用?|免收费用|不另计费))(?=[，。；\n])", lambda m: None if re.search(r"服务费|佣金|期间|试", m["q"]) else _free(m), needs="费"),
)  # fmt: skip
FREE = {
    r"策划": "planning",
    r"图片(?:后期)?(?:处理|修饰|美化)|图片优化|修图|图片精修|精修": "image_processing",
    r"培训": "training",
    r"装修": "store_decoration",
    r"设计": "page_design",
}
SCANS: tuple[Scan, ...] = (platforms, stores, laws)


def _free(match: re.Match[str]) -> object:
    return sorted({value for word, value in FREE.items() if re.search(word, match["q"])}) or None
