"""What stands in a text but does not hold: struck out, only an example, or replaced by something later."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from paidang.contracts.rules.reading.sought import Sought
from paidang.kit.patterns import compiled

CHANGED = r"(?:降|升|增|减|顺延|延期|展期|推迟|提前|调整|变更|修改|修订|更改|提高|降低|上调|下调|延长|缩短|放宽|放长|收紧|增加|减少|改)"
OWN_NUMBER = compiled(r"[0-9.、（）()一二三四五六七八九十A-Za-z①-⑳]{1,8}")
FIGURE = r"(?:[0-9][0-9，,.]*(?:[%‰元万亿]|个点|个?月|天|日)|百分之|千分之|万分之|[一二三四五六七八九十百千万]+(?:元|成|个点|个月|[千百]元)|[一二三四五六七八九][四五六七八九三二一](?:分|开))"
FORMER = r"(?:(?:原|最初|起初|最早|先前|当初|前期)(?:的|来的)?(?:报价|口头|提出|要求|方案|约定|[^，。；（）\n]{0,6}报价)|报价(?:单|函|邮件|阶段)?(?:中|里|所列|上|写过|时)|(?<!申)报的(?:总价|价格|价钱|价|数)|旧[数价]|最早(?:写|提|报|说|想|定)|口头(?:说|谈|提|讲)[过的]|另外?一家(?:客户|品牌|店铺?|公司)|曾(?:经)?(?:适用|报|提|按|用|主张|要求|约定|试行|执行|考虑|采用|收取|[一二三四五六七八九][一二三四五六七八九]分)|[用试]过的|(?:洽谈|谈判|磋商|商谈|招投标|投标|招标|议价)(?:时|中|期间|阶段|过程中?)(?:曾|所|里)?|最初的|去年(?:的)?(?:合同|协议|约定|试)|旧(?:合同|协议)|上一?(?:年度?|期|份)(?:合同|协议)?(?:约定)?(?:为|是|按|的)|(?<!合)同行(?:业|业内)?(?:一般|通常|平均|推广|都|按)|同类(?:服务商|公司|机构)|同市场|别家|行业(?:内)?(?:通行|平均|惯例|常见|一般|行情)|市场(?:行情|通行)|此前[^，。；（）\n]{0,4}(?:按|以|用|约定)|较(?:此前|之前|上年|去年|原来))"
"""Words of what somebody asked, offered, tried or had before, or what others have: none of it holds here."""
NO_MORE = r"(?:已[^，。；\n]{0,10}(?:停止支付|停付|停收)|不再(?:适用|延用|采用|沿用|使用|有效|执行|具有|作数)|停止(?:适用|执行)|作废|废止|(?<!自动)失效|不算数|不算了|不作数|不照(?:那个|此)|以后不用|(?:未|没有?)(?:被|获|予以?)?(?:[甲乙]方)?(?:采纳|采用|接受|谈成|谈拢)|不作为(?:本?合同|本?协议)?(?:的)?(?:依据|约定)|与本(?:合同|协议)无关|已[^，。；\n]{0,12}履行完毕)"
STRUCK = compiled(r"~~.{1,200}?~~")
TICKED = compiled(r"[☑✓✔√■☒](?![\s　]*(?:[|\t]|$))")
"""A tick before an option; alone in a cell of a table it says whose column it is (`parts.ticks`)."""
NOT_TICKED = compiled(r"(?:^[ 　]*[□☐][^□☐☑✓✔√■☒\n]*|[□☐][ 　]?[^□☐☑✓✔√■☒；。，\s　]*)")
"""What a form offers and nobody ticked: a line that begins with an empty box, or the words after one."""
BEFORE = compiled(
    r"(?:变更|修改|调整|修订|更改|改动)(?:之)?前(?:的?(?:约定|条款|内容|标准))?|原(?:来的?)?(?:约定|条款|合同|协议|内容|规定|标准|条文|为)(?:约定|内容|条款)?|旧(?:约定|条款|标准)|原"
)
NOW = compiled(
    r"(?:变更|修改|调整|修订|更改|改动)(?:之)?后(?:的?(?:约定|条款|内容|标准))?|[现新](?:在的?)?(?:约定|条款|内容|规定|标准|条文|为|改为)|改为|变更为|修改为|调整为|现"
)
SMALLEST_COMPARISON = 2
NOT_HELD: tuple[re.Pattern[str], ...] = (
    # an example in brackets: （例如信用卡手续费1%）
    compiled(r"（(?:例如|比如|譬如|如)[^（）\n]*）"),
    # an example: 例如，某月净销售额为…。本例仅供说明
    compiled(r"(?=[例举以下示打比假设如若仅为供作说明兹现试且看计算结（演便方譬参案])(?<!（)(?:例如|举例(?:说明|来说)?|举个例子|(?:以|下)?示例(?:说明)?|(?<=[。；\n、.0-9])例(?=：)|举例言之|(?:兹|现|试|且)?举一?个?例(?:子)?|看一?个例子|计算示范|算法举例|(?:计算|结算)(?:示例|例子|举例)|（(?:示例|举例|例)）|演算(?=[。：])|为便于理解|(?:打个?)?比方(?:说|讲)?|参考案例|案例(?=：)|比如说?|试举一例|算例|试算|假设|假如某|设某|如某|若某|假定|(?:仅)?(?:为|供|作)说明(?:之用|用|目的)?(?=：)|说明(?:之用|示例)(?=：))(?:[：，]|[^，。；：\n]{0,8}(?:[0-9一二三四五六七八九十百]|某))[^\n]*?(?:。|(?=\n)|\Z)"),
    # an example by its month: 以净销售额30万元的月份为例，…
    compiled(r"(?<![^，。；\n])以[^，。；\n]{2,30}为例[^\n]*?(?:。|(?=\n)|\Z)"),
    # offered, tried or had before, or by others: 原报价18,000元; （洽谈时提出的10%未获采纳）
    compiled(rf"（[^（）\n]{{0,40}}?(?:{FORMER}|{NO_MORE})[^（）\n]*）"),
    compiled(rf"(?<![^，。；\n（])(?=[^，。；\n（）]{{0,60}}{FIGURE})[^，。；\n（）]{{0,30}}?{FORMER}(?:[^，。；\n（）]|(?<=[0-9])，(?=[0-9]))*(?:，[^，。；\n（）]{{0,20}}{NO_MORE}[^，。；\n（）]*)?"),
    # what an earlier supplement changed: 又于2026年2月10日签订补充协议（一），把月费由15,000元降为12,000元
    compiled(r"(?:又|已|曾|后)于[^，。；\n]{4,14}签(?:订|署)[^，。；\n]{0,24}补充协议[^。\n]*"),
    # 某店月净销售额为30万元的，提成就是9,000元，这只是示例
    compiled(r"(?<![^。\n])[^。\n]{0,200}[，；（](?:这|此|该|本款|上例|数字|数目|以上|上述)[^，。；\n]{0,6}(?:是|为|系|供|作)[^，。；\n]{0,8}(?:示例|例子|举例|打比方|比方|之例|演示|算例)"),
    # an advertisement that a web page put in
    compiled(r"(?<![^\n])[-=*]{2,}广告：[^\n。]{0,60}?(?:[-=*]{2,}|(?=\n)|\Z)"),
    # another agreement that has ended: 《店铺咨询协议》（其中顾问费为每月20,000元）
    compiled(r"(?:(?:签订|订立|签署|签|达成)的《[^》\n]{2,30}》（|(?<=》)（其中)[^（）\n]*）"),
    # the answer to who asks for an example
    compiled(r"(?<=\n)[^\n]{0,12}(?:举个?例(?:子)?|打个?比方)[^\n]{0,4}？\n[^\n]*"),
    # a paragraph under a heading that says it is an example
    compiled(r"(?<=示例\n)[^\n]*"),
    # the old value: 由8%调整为6.5%
    compiled(rf"(?:由|从)(?:原(?:来|先)?的?)?(?:[^，。；\n由从甲乙丙]|(?<=[0-9])，(?=[0-9])){{1,20}}?(?={CHANGED}(?:为|至|到|成))"),
    # the old wording: “甲方于次月20日前付款”修改为
    compiled(rf"“[^”\n]{{1,200}}”(?:的约定|一句|一款|条款)?，?(?:自[^，。；“”\n]{{2,16}}起，?)?(?={CHANGED}(?:为|至|成))"),
    # 第六条“乙方不得承接其他品牌”删去
    compiled(r"“[^”\n]{1,200}”(?:的约定|一句|一款|条款)?，?(?:自[^，。；“”\n]{2,16}起，?)?(?:同时|一并)?(?:删去|删除|取消|废止|作废|不再适用)"),
    # “…60日…”中的“60日”改为“30日”
    compiled(rf"“[^”\n]{{1,200}}”(?:中|之中)的?(?=“[^”\n]{{1,40}}”{CHANGED}(?:为|至|成))"),
    # 不是30%，而是20%
    compiled(r"(?:并)?不(?:是|再是|再按)[^，。；\n]{1,20}，(?:而是|改为|改按)"),
    # 原定于2026年9月14日到期，现延长至…
    compiled(r"(?<![^，。；\n])[^，。；\n]{0,10}原(?:定|约定)[^，。；\n]{0,24}，(?=现|改|经)"),
    # in brackets, what it was before: （主合同原为次月3日前）
    compiled(r"（[^（）\n]{0,12}原(?:为|定|系|是|约定)[^（）\n]*）"),
    # what applied before: 以前的订单仍按8%计算
    compiled(r"(?<![^，。；\n])[^，。；\n]{0,60}(?:以前|之前)[^，。；\n]{0,14}，?(?:仍|继续|照旧?)(?:按|适用|执行|以|照|原)[^，。；\n]{0,30}"),
    # what no longer applies: “按净销售额的9%计提”自2026年10月1日起停止适用
    compiled(r"(?<![^，。；\n])[^，。；\n]{0,80}(?:停止适用|不再适用|废止|停止执行)"),
    # what was done under the contract before: 依主合同已支付的保证金3万元
    compiled(r"(?:[甲乙丙]方)?(?:依|按照?|根据)(?:主|原)合同已(?:[^，。；\n]|(?<=[0-9])，(?=[0-9]{3})){2,40}"),
    # what is given up: 原合同的保证金不再收取
    compiled(r"(?<![^，。；\n])[^，。；\n]{0,80}(?:不再(?:收取|执行|适用|支付|缴纳)|(?:约定|条款|规定|限制)[^，。；\n]{0,16}(?:取消|删除|作废|废止))"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Words after which it is known that what was said since the last of some marks does not hold."""

    words: re.Pattern[str]
    marks: str
    needs: re.Pattern[str] | None = None
    """What must have been said since."""
    to_the_end: bool = False
    """Whether the rest of the sentence goes with it."""


TOLD = (
    # 月费20,000元等条件，自本合同生效后均不再适用
    Told(compiled(NO_MORE), "，。；\n（）", compiled(FIGURE)),
    # 双方曾考虑过五五分成…，均未采纳
    Told(compiled(r"(?:未|没有?)(?:被|能|获|予以?)?(?:采纳|采用|接受|谈成|谈拢)"), "。；\n（）"),
    # an agreement before this one: 双方曾签过一份六个月的协议，月费六千元，该协议早已履行完毕
    Told(
        compiled(
            r"[和与跟]本(?:合同|协议|约定|次合作|合约)(?:无[关涉]|互不影响)|(?:该|上述|前述|那份|原|旧)(?:份|次|项)?(?:合同|协议|合作|约定|合约)[^，。；\n]{0,12}[已经][^，。；\n]{0,14}(?:终结|终止|到期|履行完毕|结束|解除|期满)"
        ),
        "。\n",
        compiled(
            r"《|曾|[前上]一(?:家|份|期)|此前|以前|另一(?:品牌|家|份)|(?:给|为|替)(?:其他|别的|别家)|签[过订了]|订立|旧|原(?:合同|协议)|[份个次](?:合同|协议|合约)"
        ),
        to_the_end=True,
    ),
)
LEADS_TO = compiled(r"(?:自|从|在)[^，。；\n]{2,16}?(?:起|后|之日)?(?:均|都|皆|一律)?")
"""What may stand between a comma and words that say that it holds no more."""
LONGEST_TOLD = 200


def _told(squeezed: Sought) -> Iterator[tuple[int, int]]:
    text = squeezed.text
    for each in TOLD:
        for match in squeezed.matches(each.words):
            start = _since(text, match.start(), each.marks)
            if text[start - 1 : start] == "，" and LEADS_TO.fullmatch(text, start, match.start()):
                start = _since(text, start - 1, each.marks)
            if match.start() - start > LONGEST_TOLD or text[start - 1 : start] == "（":
                continue
            if each.needs is None or each.needs.search(text, start, match.start()):
                ends = compiled("[。\n]|$").search(text, match.end()) if each.to_the_end else None
                yield start, ends.start() if ends else match.end()


FOR_SHOW = compiled(
    r"示例|举例|样表|样张|样式|样子|范例|举个样|示意|不作数|不作结算依据|仅供|收费参考|平台公[示告布]|虚拟|编的|草案|预算"
)
SHOWN_BELOW = compiled(r"(?![^\n]*(?:合同|协议))[^\n|。]{2,60}\n(?:[^\n|]*\|[^\n]*(?:\n|\Z))+")


def _for_show(squeezed: Sought) -> Iterator[tuple[int, int]]:
    """A form filled in for show: 结算单样式（举例，不作数） and the rows below it."""
    for match in squeezed.matches(FOR_SHOW):
        start = squeezed.text.rfind("\n", 0, match.start()) + 1
        if start and (shown := SHOWN_BELOW.match(squeezed.text, start)):
            yield shown.span()


def _since(text: str, place: int, marks: str) -> int:
    """Where the piece of a sentence begins that ends here; the comma of a number is none."""
    while place:
        place -= 1
        number = (
            text[place] == "，"
            and text[place - 1 : place].isdigit()
            and text[place + 1 : place + 4].isdigit()
        )
        if text[place] in marks and not number:
            return place + 1
    return 0


def struck(line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line that are struck out."""
    return (match.span() for match in STRUCK.finditer(line))


def _with_number(text: str, start: int) -> int:
    """Where a paragraph begins that holds nothing else: its number goes with it."""
    line = text.rfind("\n", 0, start) + 1
    return line if OWN_NUMBER.fullmatch(text, line, start) else start


def not_ticked(line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line that a form offers and nobody ticked, and the ticks themselves; boxes alone say nothing."""
    if TICKED.search(line) or NOT_TICKED.match(line):
        yield from (match.span() for pattern in (TICKED, NOT_TICKED) for match in pattern.finditer(line))


def _former_cells(text: str) -> Iterator[tuple[int, int]]:
    """The cells of |变更前|变更后| that tell what held before: of a table whose head has a column for each."""
    former: list[int] = []
    for line in re.finditer(r"[^\n]+", text):
        cells = list(re.finditer(r"[^|]*(?:\||$)", line[0]))
        words = [cell[0].rstrip("|") for cell in cells]
        if len(words) < SMALLEST_COMPARISON or "|" not in line[0]:
            former = []
        elif any(NOW.fullmatch(word) for word in words):
            former = [number for number, word in enumerate(words) if BEFORE.fullmatch(word)]
        for number in former:
            if number < len(cells) and not BEFORE.fullmatch(words[number]):
                start = line.start() + cells[number].start()
                yield start, start + len(words[number])


def not_held(squeezed: Sought) -> list[tuple[int, int]]:
    """The parts of a squeezed text that are no terms, in order and apart from each other."""
    spans = sorted(
        (_with_number(squeezed.text, match.start()), match.end())
        for pattern in NOT_HELD
        for match in squeezed.matches(pattern)
    )
    spans = sorted(
        [
            *spans,
            *(
                (_with_number(squeezed.text, start), end)
                for start, end in (*_told(squeezed), *_for_show(squeezed))
            ),
        ]
    )
    if squeezed.text.count("|") > SMALLEST_COMPARISON:
        spans = sorted([*spans, *_former_cells(squeezed.text)])
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        elif end > start:
            apart.append((start, end))
    return apart
