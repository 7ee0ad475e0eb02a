"""What is said of a contract's time without a number: that it begins with the signing, whether it renews by itself."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.frames import Frames
from paidang.contracts.rules.reading.quantities import DAYS
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled

SIGNING = compiled(
    r"[自从]?(?:本?(?:合同|协议|合约|契约|约定|补充协议))?(?:经?(?:甲乙)?(?:双方|各方|三方)(?:当事人)?)?(?:正式)?(?:签订|签署|签约|订立|签字|签名|盖章)(?:并?(?:加盖公章|盖章))?(?:之)?(?:日|时|当日|当天|那天)(?:算|往后)?起?(?<=[起算后])(?:计算|起?算|开始)?"
)
TAKES_EFFECT = compiled(r"(?:正式)?(?:生效|成立)")
RENEWS = r"(?:延期|延续|续期|续约|顺延|续展|续签|展期|延长|延展|接着(?:再)?[做干]|往下接|往后延|展延|再(?:走|做|干|合作)(?=[一二三半两0-9])|延(?=[0-9一二三半两]+个?[年月])|再续|续(?=[0-9一二三半两]|下去))"
NO = r"(?:不会自己(?:往下|再)?|不因[^，。；\n]{1,20}而发生|不(?:发生|产生|作|得|予|会|再|能|设|含|设置|设定|约定|存在|适用|采用|实行|安排)?|并[不无]|无|没有|未(?:约定|设))"
BY_ITSELF = compiled(
    rf"(?<!不)(?<!不[作得予会再设含])(?<!并[不无])(?<!没有)(?<!无)(?<!未设)(?<!不设置)(?<!不设定)(?<![不未]约定)(?<!不存在)(?<![不而]发生)(?<!不产生)(?<!不适用)(?<!不采用)(?<!不实行)(?<!不安排)(?:自动|即自动|自行|自己)(?:再|接着|往后|往下)?{RENEWS}"
)
UNLESS_OBJECTED = compiled(
    rf"(?:未|没有?|没(?=提|讲|表|说)|没人|无人|都没|均未|无异议|没说|没话)[^。；\n]{{0,30}}?(?:，|的|就)[^，。；\n]{{0,16}}?(?<!不){RENEWS}[^，。；\n]{{0,10}}|(?:否则|不然)[^，。；\n]{{0,10}}(?<!不){RENEWS}[^，。；\n]{{0,10}}"
)
ENDING = "(?:期满|到期|届满|届期|满期)"
NOT_BY_ITSELF = compiled(
    rf"不会自己(?:往下|再)?续|{NO}自动{RENEWS}?|{NO}(?:自动)?{RENEWS}"
    rf"|{ENDING}[^，。；\n]{{0,10}}?(?:未|没有?|不)[^，。；\n]{{0,6}}(?:另|再|续)[^，。；\n]{{0,8}}?(?:的|者)，[^，。；\n]{{0,8}}?(?:终止|结束|失效|消灭)"
    rf"|{ENDING}，除[^，。；\n]{{2,14}}外，[^，。；\n]{{0,6}}(?:终止|结束|失效|消灭)"
    rf"|(?:期满|到期|届满|届期|满期)[^，。；\n]{{0,8}}?(?:即告|即行|自然|自动|自行|即|就|便)?(?:终止|结束|失效|消灭|即止|为止|完结|散|拉倒|作罢)(?:[，；。][^，。；\n]{{0,12}}(?:续|合作)[^，。；\n]{{0,6}}[，]?[^，。；\n]{{0,14}}(?:另|重新|再)[^，。；\n]{{0,8}})?"
    r"|没(?:另)?签[^，。；\n]{0,4}(?:到此为止|结束|算了|散)"
    r"|(?:接着做|接着干|再做|再干|续签|续约|续期|(?<![继持连陆不])续|继续合作|继续采购|再合作|还要合作|延长)(?:的)?[^。；\n]{0,12}?(?:另签|另订|另行|重新|再签|另外签|再谈|再商量|书面)[^，。；\n]{0,12}"
)
OTHER_DELAY = compiled(
    "付款(?:期限|时间|日期?)?(?:也|亦|则|应)?(?:相应)?(?:顺延|延期|延后)|付款期限|结算单|账单|不可抗力|发票|交付|上线|工期|验收"
)
NEGATED = compiled(f"{NO}自动|[^，。；\n]{{0,10}}，{NO}自动")
GARBLED = compiled("自动延期姨奶奶")
RENEWAL = compiled(r"续|延长|顺延|展期|延期|合作")


def start_event(frames: Frames) -> Iterator[Found]:
    """自签订之日起一年: the term begins with the signing."""
    for match in frames.squeezed.matches(SIGNING):
        if TAKES_EFFECT.match(frames.text, match.end()) or not match[0].startswith(
            ("自", "从", "本", "合", "协", "双", "签", "经")
        ):
            continue
        context = frames.outline.context(*match.span())
        deadline = any(
            q.kind == DAYS and context.clause[0] <= q.start < context.clause[1] for q in frames.quantities
        )
        inside = frames.spots.inside
        of_term = any(inside("term", *span) for span in (context.sentence, *context.heads[:1]))
        whole = re.match(
            r"[0-9.、（）一二三四五六七八九十①-⑳⑴-⒇]*本?(?:合同|协议|合约)自",
            frames.text[context.clause[0] : context.clause[1]],
        )
        other = any(inside(topic, *context.clause) for topic in ("pay", "training", "launch", "handover"))
        if (of_term or whole) and not deadline and not other:
            end = context.clause[1]
            while frames.text[end - 1] in "，。；：\n":
                end -= 1
            yield Found("term.start_event", "signing", match.start(), max(match.end(), end))
            return


def renewal(frames: Frames) -> Iterator[Found]:
    """Whether the contract renews by itself: what the first place says that speaks of it."""
    text = frames.text
    found = [
        (m.start(), m.end(), True)
        for pattern in (BY_ITSELF, UNLESS_OBJECTED)
        for m in frames.squeezed.matches(pattern)
        if not NOT_BY_ITSELF.search(m[0])
        and not OTHER_DELAY.search(text, *frames.outline.context(*m.span()).sentence)
    ]
    if not found:
        found = [
            (m.start(), m.end(), False)
            for m in frames.squeezed.matches(NOT_BY_ITSELF)
            if RENEWAL.search(text, *frames.outline.context(*m.span()).sentence) or _ends_itself(m[0])
        ]
    found = [each for each in found if not any(_within(other, each) for other in found)]
    for start, end, value in sorted(found, key=lambda each: (not NEGATED.match(text, each[0]), each[0])):
        if not frames.spots.inside("secret", *frames.outline.context(start, end).clause):
            yield Found("renewal.auto", value, start, end)
            return


def _within(inner: tuple[int, int, bool], outer: tuple[int, int, bool]) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def garbled_renewal(frames: Frames) -> Iterator[Found]:
    """自动延期姨奶奶: by how long is said in words that are none."""
    for match in frames.squeezed.matches(GARBLED):
        yield Found("renewal.months", None, *match.span())


def _ends_itself(words: str) -> bool:
    return re.match("期满|到期|届满|届期", words) is not None
