"""Checks on the text itself: blanks, lost and garbled text, typos, page furniture, names left over from elsewhere."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.model import BLANK, ERROR, NOTE, WARNING, DocumentText, Finding, Quote
from paidang.contracts.rules.reading.vocabulary import label
from paidang.kit.patterns import compiled

TYPOS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (compiled(r"(?<![计记列归并纳转划进投算录加])(?P<q>入当月净销售额)"), "入", "如"),
    (
        compiled(
            r"(?<![加进注转汇打计存列并投植流纳引导买收输介移编归算接])(?P<q>入甲方|入乙方)(?=对|未|在|不|更换|逾期|拒绝|没有|违反|要求|需要|变更|提出|发现|认为)"
        ),
        "入",
        "如",
    ),
    (compiled(r"(?P<q>收储商品)"), "收储", "售出"),
    (compiled(r"(?P<q>不得再其他场合)"), "再", "在"),
    (compiled(r"(?P<q>有有权)"), "有有权", "有权"),
    (compiled(r"(?P<q>甲方双方(?:商定|约定|同意)?)"), "甲方双方", "甲乙双方"),
    (compiled(r"(?P<q>共同指定[^，。；]{0,8}(?:计划|规范|制度))"), "指定", "制定"),
    (compiled(r"(?P<q>品牌商店)(?=[，。；])"), "商店", "商品"),
    (compiled(r"(?P<q>具体同等法律效力)"), "具体", "具有"),
)
GARBLED = compiled(
    r"(?:延期的?)?(?:锟斤拷|烫烫烫|屯屯屯)+|�|(?P<r>自动延期(?!的|至|后|，|。|；|、|一|二|两|三|四|五|六|半|[0-9]|次|期|相|叁|贰|壹)[^，。；\n]{1,6})"
)
LOST_OBJECT = compiled(r"负责(?:等|的(?=店铺申请)|、)[^，。；\n]{0,14}")
BROKEN_LIST = compiled(
    r"(?P<q>[^，。；\n]{0,16}、)(?:[。；]|\n(?=[0-9一二三四五六七八九十]{1,2}[、.]|第|（[一二三0-9]))"
)
FURNITURE = compiled(
    r"(?<![^\n])[^\n]*(?:http:///|admin@)[^\n]*|(?<=[^\n])1电子信箱：|下载来源[^\n]*|第[0-9]+页共[0-9]+页|更多范本[^\n]*|(?<![^\n])(?:您的位置|当前位置|您现在的位置)：[^\n]*|(?<![^\n])[（【]?本站提示：[^\n]*|(?<![^\n])(?:上一篇|下一篇)：[^\n]*|(?:微信扫一扫|扫码下载|免费下载本?(?:合同|协议|范本))[^\n]*|(?<![^\n])(?:上一页|下一页|首页)[ 　\[\]0-9|/]*(?:上一页|下一页|尾页|[0-9])[^\n]{0,12}(?=\n)|(?<![^\n])[（【]?(?:相关(?:文章|范本|阅读|推荐)|推荐阅读|热门推荐|猜你喜欢)[^\n]*|(?<![^\n])版权声明：[^\n]*|(?<![^\n])(?:作者|来源)：[^\n]{0,30}(?:阅读|更新时间|浏览)[^\n]*|(?:由(?:用户|网友)上传|联系站长|联系本站)[^\n]*"
)
STORE_NAME = compiled(
    r"(?:对|为|将|就|^|(?<=[，。；\n-]))(?P<q>(?P<n>[一-鿿]{2,6}?)(?:专卖店|专营店|旗舰店))"
)
GENERIC = (
    "该",
    "本",
    "其",
    "此",
    "甲方",
    "乙方",
    "自营",
    "官方",
    "品牌",
    "店铺",
    "天猫",
    "京东",
    "淘宝",
    "上述",
)
SHOP = compiled(
    r"(?:由|对|为|将|就|向|给|与|经|和|把|抄送|报送|送|请|提交|通知|告知|维护|保证|保障|确保|提升|管理|推广|装修)(?P<q>(?P<n>[一-鿿]{2,10}?)(?:专卖店|专营店|旗舰店)(?:(?:店长|负责人|经理|总监|运营)(?:[一-鿿]{2,3}?(?=审|批|确|同|签|核|处|负|[，。；、]))?)?(?:[一-鿿](?:小姐|先生|女士))?)"
)
PERSON_OF = compiled(
    r"(?:由|经|向|给|与|和|至)(?P<q>“?(?P<n>[一-鿿]{2,10}?(?:馆|坊|铺|工作室|房|屋|店(?!铺)))”?的?(?:[一-鿿]{1,2}(?:店长|经理|总监|小姐|先生|女士)|(?:店长|经理|总监|主管|主理人)[一-鿿]{2,3}(?=负责|审|确认|批|定|签|，|。|；)))"
)
NO_NAME = compiled(
    r"保证|确保|维护|提升|开设|经营|运营|入驻|店铺|平台|[甲乙丙]方|名下|京东|天猫|淘宝|抖音|快手|拼多多|品牌|开立|授权|该|本|其|官方|一家|申请|注册|建立|打造|搭建|提供|负责|的|上述"
)
EMPTY = compiled(r"_{2,}|（\s*）(?=[元%年月日]|\n)")
SIGNING = compiled(r"盖章|签字|签名|签章|（章）|代表|日期|签署|签订")
BLANK_FIELD = {
    "fee": "费用",
    "party": "双方名称",
    "term": "合作期限",
    "account": "收款账户",
    "store": "店铺名称",
}


def check_text(document: DocumentText) -> Iterator[Finding]:
    """All findings on the text of one agreement."""
    yield from _blanks(document)
    yield from _garbled(document)
    yield from _lost(document)
    yield from _typos(document)
    yield from _furniture(document)
    yield from _left_over(document)
    yield from _same_names(document)


def _blanks(document: DocumentText) -> Iterator[Finding]:
    """One finding for blanks that stand together: both parties' names, both dates, the account; one for each fee."""
    for family, words in BLANK_FIELD.items():
        places: list[Quote] = []
        for name, terms in document.terms.items():
            if name.startswith(f"{family}."):
                places += [
                    term.place for term in terms if term.status == BLANK and "姨奶奶" not in term.place.quote
                ]
        quotes = sorted(set(places), key=lambda place: (place.start, place.end))
        for together in [[quote] for quote in quotes] if family == "fee" else [quotes] if quotes else []:
            yield Finding("blank_field", ERROR, f"{words}没有填写。请由双方填好再签。", None, together)
    named = tuple(f"{family}." for family in BLANK_FIELD)
    for name, terms in document.terms.items():
        for term in terms:
            if term.status == BLANK and not name.startswith(named) and "姨奶奶" not in term.place.quote:
                yield Finding(
                    "blank_field", ERROR, f"{label(name)}没有填写。请由双方填好再签。", None, [term.place]
                )
    yield from _other_blanks(document)


def _other_blanks(document: DocumentText) -> Iterator[Finding]:
    """Blanks that are no term's, one for each line, and not in the block of signatures."""
    known = [term.place for terms in document.terms.values() for term in terms if term.status == BLANK]
    last = -1
    for match in document.squeezed.matches(EMPTY):
        start = document.text.rfind("\n", 0, match.start()) + 1
        stop = document.text.find("\n", match.end())
        line = document.text[start : stop if stop >= 0 else len(document.text)]
        place = document.quote(*match.span())
        taken = any(each.start < place.end and place.start < each.end for each in known)
        if start == last or taken or SIGNING.search(line):
            continue
        last = start
        around = document.quote(max(start, match.start() - 14), min(match.end() + 4, len(document.text)))
        yield Finding("blank_field", ERROR, "这里没有填写。请由双方填好再签。", None, [around])


def _garbled(document: DocumentText) -> Iterator[Finding]:
    for match in document.squeezed.matches(GARBLED):
        yield Finding(
            "garbled_text",
            ERROR,
            f"“{match[0]}”读不通，延期多久无法确定。请改成写明期数与时长的文字。",
            None,
            [document.quote(*match.span())],
        )


def _lost(document: DocumentText) -> Iterator[Finding]:
    quotes = [document.quote(*match.span()) for match in document.squeezed.matches(LOST_OBJECT)]
    quotes += [document.quote(*match.span("q")) for match in document.squeezed.matches(BROKEN_LIST)]
    if quotes:
        yield Finding("text_lost", ERROR, "这里缺了字：负责的是什么没有写出。请对照原稿补上。", None, quotes)


def _typos(document: DocumentText) -> Iterator[Finding]:
    for pattern, wrong, right in TYPOS:
        for match in document.squeezed.matches(pattern):
            yield Finding(
                "typo",
                NOTE,
                f"“{match['q']}”疑为笔误：{wrong} → {right}。",
                None,
                [document.quote(*match.span("q"))],
            )


def _furniture(document: DocumentText) -> Iterator[Finding]:
    for match in document.squeezed.matches(FURNITURE):
        yield Finding(
            "page_furniture",
            NOTE,
            "网页的页眉或页脚混进了正文，与约定无关，请删去。",
            None,
            [document.quote(*match.span())],
        )


def _left_over(document: DocumentText) -> Iterator[Finding]:
    """A store or a person that is nobody in this contract: left over from the contract it was copied from."""
    known = "".join(
        str(value)
        for term in ("store.name", "party.a.name", "party.b.name")
        for value in document.values(term)
        if value
    )
    for match in (
        *document.squeezed.matches(STORE_NAME),
        *document.squeezed.matches(SHOP),
        *document.squeezed.matches(PERSON_OF),
    ):
        if match.re is not PERSON_OF and NO_NAME.search(match["n"]):
            continue
        if match["n"] not in known and not match["n"].endswith(GENERIC) and match["n"] not in GENERIC:
            yield Finding(
                "leftover_name",
                WARNING,
                f"“{match['q']}”不是本合同的任何一方或店铺，像是从别的合同带来的。",
                None,
                [document.quote(*match.span("q"))],
            )
    names_blank = all(
        value is None for value in document.values("party.a.name") + document.values("party.b.name")
    )
    if names_blank:
        for term in document.terms.get("team.project_manager.name", ()):
            yield Finding(
                "leftover_name",
                WARNING,
                f"双方都还没写名称，却写着{term.value}：请核对是不是本项目的人。",
                None,
                [term.place],
            )


def _same_names(document: DocumentText) -> Iterator[Finding]:
    first, second = ([str(v) for v in document.values(f"party.{side}.name") if v] for side in "ab")
    if first and second and re.sub(r"[0-9\s]", "", first[0]) == re.sub(r"[0-9\s]", "", second[0]):
        yield Finding(
            "same_party_names",
            WARNING,
            f"甲乙双方的名称几乎相同：{first[0]}、{second[0]}。",
            None,
            document.places("party.b.name")[:1],
        )
