"""Scope: under which law, on which platforms, for which stores, exclusively or not."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.grammar import CLAUSE
from paidang.contracts.rules.reading.parties import without_scan_blanks
from paidang.contracts.rules.reading.reader import Found, Reader, Scan, Words, reader
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.kit.patterns import compiled

PLATFORMS = {
    r"京东": "jd", r"淘宝商城|天猫": "tmall", r"微信|小程序|视频号": "wechat", r"人人商城": "renren_mall", r"拼多多": "pinduoduo",
    r"抖音|抖店": "douyin", r"快手": "kuaishou", r"小红书": "xiaohongshu", r"有赞": "youzan", r"微盟": "weimob", r"淘宝(?!商城|客)": "taobao",
    r"唯品会|苏宁|当当|1688|阿里巴巴|得物|美团|饿了么|亚马逊|独立站|蘑菇街|(?i:shopee|lazada|tiktok|shopify)|虾皮|官网商城|官方商城|官方网站|自建": "other",
}  # fmt: skip
ONE = r"(?:京东|淘宝商城|淘宝(?!客)|天猫|微信(?!支付|红包|群|、|或|，|里)|人人商城|拼多多|抖音|抖店|快手|小红书|有赞|微盟|视频号|唯品会|苏宁易购|苏宁|当当网|当当|1688|阿里巴巴|得物|亚马逊|蘑菇街|(?i:shopee|lazada|tiktok)|虾皮|独立站|自建[^，。；\n]{0,6}(?:商城|网站|官网)|官网商城)"
AFTER_ONE = r"(?:（[A-Za-z ]+）)?(?:来客)?(?:商家号|企业号|来客|自营|商城|超市|开放平台|POP|（POP[^）]{0,6}）|小店|小程序|小商店|视频号(?:小店)?|公众(?:服务|订阅)?号|网|平台|店铺|旗舰店|国际|微商城|[Cc]店|店)?"
NAME_OF_ONE = r"(?:上?开设?的|的)?“[^”\n]{2,30}”(?:（[^）\n]{0,20}）)?"
"""What a store is called, between two lines of a list of stores."""
ITEM = r"(?:[甲乙丙丁一二三四0-9①-⑳][.、）]?|（[甲乙丙丁一二三四0-9]）)"
RUN = compiled(
    rf"(?P<q>{ONE}{AFTER_ONE}(?:(?:、|及|和|与|以及|，|/|\||或)?(?:在)?{ONE}{AFTER_ONE}|{NAME_OF_ONE}[；、]\n{ITEM}(?:在)?{ONE}{AFTER_ONE}(?=(?:上?开设?的|的)?“))*)(?=(?P<rest>{CLAUSE}{{0,6}}))"
)
TIED = compiled(
    r"设立|注册|创办|店|商城|平台|系统|上[卖售销]|开的|小程序|小商店|视频号|公众|渠道|上开|上(?:开设|搭建|经营|销售)|开设|旗舰|直播|运营|自营|超市|账号|的$|网"
)
APART = compiled(
    r"^(?:要求|规定|处罚|公布|公告|判定)|其他(?:[^，。；\n]{0,4})$|不在此限|不包括|除外|除$|引导|违反$|遵守$|等渠道由|自便|不在本|范围之?[内外]|规则"
)
ELSEWHERE = compiled(
    r"[^。；，\n]{0,16}，?(?:没有关联|无关|不在此[列限]|不受|不限|不适用|除外|不归|另行|与本合同无关)"
)
STORE_BEFORE = (
    r"(?:店铺?|旗舰店|小店|商城|微店|网店|账号|直播间|小程序|平台|开设(?:的|之)?|经营的|名为|名称为?|店名为?)"
)
NAMED_STORES = (
    compiled(rf"(?P<q>(?:{ONE}{AFTER_ONE})?(?<!项目)[^，。；：\n“”甲乙丙方]{{0,12}}(?<!项目){STORE_BEFORE}(?:(?!规定|不[说写得]|说|写|报名|参加|推出|标注)[^，。；\n“”]){{0,6}}“(?P<n>[^”\n]{{2,30}})”(?!牌|商标|品牌|系列|产品|商品))"),
    compiled(rf"(?P<q>{ONE}{AFTER_ONE}\|(?P<n>[^|\n]{{2,24}})(?=\|))"),
    compiled(rf"(?P<q>“(?P<n>[^”\n]{{2,30}})”(?:（[^）]{{0,20}}）)?(?:{ONE}{AFTER_ONE})?(?:的)?(?:店铺|网店|旗舰店|专营店|专卖店|小店|直播间|商城))"),
    compiled(rf"(?P<q>{ONE}{AFTER_ONE}(?:上|里)?(?:开有|设有|上?有|开设?|设立|注册|经营|运营)?(?:的|了)?(?:叫)?“(?P<n>[^”\n]{{2,30}})”)"),
    compiled(r"(?P<q>“(?P<n>[^”\n]{2,24}(?:旗舰店|专营店|专卖店|官方店|厂家店|企业店|直营店|小铺|铺))”)"),
    compiled(r"(?P<q>(?:店铺名称?|店名|(?:商城|小程序|网店|小店)(?:的)?名称|店铺全称)(?:：|为|是|叫|\|(?=[^|\n]+\|?\n))(?:“)?(?P<n>[^，。；：\n”“|）_]{2,30}|_{2,}))"),
    compiled(rf"(?P<q>(?:{ONE}{AFTER_ONE}(?:上)?(?:开设|开立|经营|运营)的)(?P<n>[^，。；：\n“”（）甲乙]{{2,16}}(?:旗舰店|专营店|专卖店))(?=（))"),
)  # fmt: skip
ENOUGH = 5
"""Names in quotation marks are looked for in all these ways; the rest only where they find none."""
CLOSED = compiled("(?:报名|活动|会场|大促|节)|[^，。；\n]{0,12}(?:注销|关闭|关停|停业|停用)")
NOT_A_STORE = compiled(
    r"^(?:秒杀|百亿补贴|聚划算|双|618|11)|^(?:店铺|甲方|乙方|合作店铺|本店|网店|标的店铺|目标店铺|运营店铺|授权店铺|平台)$|以下|简称|称"
)


def platforms(squeezed: Squeezed) -> Iterator[Found]:
    """The platforms that the agreement is about, each set of them once: where a store is opened on them, if anywhere."""
    named = list(_named_platforms(squeezed))
    known: set[str] = set()
    for values, place in named:
        if known.isdisjoint(values):
            known.update(values)
            opened = (at for same, at in named if same == values and OPENED.match(squeezed.text, at[1]))
            yield Found("platform", values, *next(opened, place))


def _named_platforms(squeezed: Squeezed) -> Iterator[tuple[list[str], tuple[int, int]]]:
    """Where platforms are tied to a store, a mall or an operation; in the title if nowhere else."""
    title_end = max(squeezed.text.find("\n") + 1, squeezed.text.find("甲方", 0, 300))
    known = False
    for least in (title_end, 0):
        for match in RUN.finditer(squeezed.text, least):
            before = squeezed.text[max(0, match.start() - 12) : match.start()]
            if (
                not (
                    TIED.search(match["q"] + match["rest"])
                    or re.match(r"[上里]?的?“", match["rest"])
                    or re.search(r"平台(?:[：|]|为|是|有|包括|限于)?$|开在$|限于$|平台名称：$", before)
                )
                or APART.search(before)
                or APART.search(match["rest"])
                or ELSEWHERE.match(squeezed.text, match.end())
            ):
                continue
            found = sorted({value for word, value in PLATFORMS.items() if re.search(word, match["q"])})
            if found:
                known = True
                yield found, match.span("q")
        if known:
            return


def stores(squeezed: Squeezed) -> Iterator[Found]:
    """The stores by name."""
    known: set[str] = set()
    for pattern in NAMED_STORES:
        for match in squeezed.matches(pattern):
            if not match["n"].strip("_"):
                yield Found("store.name", None, *match.span("q"))
                continue
            name = str(Words().read(match, squeezed))
            if "|" in match["q"] and not (name.endswith("店") or _in_table_of_stores(squeezed.text, match)):
                continue
            if (
                name
                and name not in known
                and not NOT_A_STORE.search(match["n"])
                and not CLOSED.match(squeezed.text, match.end())
            ):
                known.add(name)
                yield Found("store.name", name, *match.span("q"))
        if known and pattern in NAMED_STORES[ENOUGH:]:
            return


def _in_table_of_stores(text: str, row: re.Match[str]) -> bool:
    """Whether the column of a cell is headed 店铺名称."""
    return (
        re.search(
            r"店铺名[^\n]*\n(?:[^\n]*\|[^\n]*\n)*$",
            text[max(0, row.start() - 300) : text.rfind("\n", 0, row.start()) + 1],
        )
        is not None
    )


OPENED = compiled(
    r"[上里]?(?:所)?(?:开放?平台)?(?:开设|开立|设立|设有|开有|注册|经营|开|设)的?(?:店铺)?[，“]?|(?:店铺)?“"
)
MADE = compiled(
    r"商定|写在|说好|规矩|立此|特立|订约|立约|自愿|约定如下|规矩办|依据|订立|签订|达成|协商|签署|约定|制定|如下|议定|订|遵守"
)


def laws(squeezed: Squeezed) -> Iterator[Found]:
    """根据《中华人民共和国民法典》《…》: each law by name where each stands, in one list where they are one run."""
    found = re.search(
        rf"(?:根据|依据|依照|按照|遵照|依|遵循|照|按|法律依据(?:写|为|是|：)|以(?=[^，。；\n]{{0,50}}为(?:据|依据|准)))(?:{CLAUSE}{{0,8}}?)(?P<q>《[^》\n]{{2,30}}(?:法|法典|条例)》(?:[、，及和与以]*《[^》\n]{{2,30}}》)*)",
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


READERS: tuple[Reader, ...] = (
    reader("store.name", r"(?P<q>淘宝商城(?P<n>[^\n，。（为的]{2,12}))（名称", Words()),
)
SCANS: tuple[Scan, ...] = (platforms, stores, laws)
