"""Where disputes go: arbitration by a named body, a court by a party's seat or by its name, else negotiation."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.grammar import CLAUSE
from paidang.contracts.rules.reading.parties import without_scan_blanks
from paidang.contracts.rules.reading.reader import Found, Scan, in_sentences
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.kit.patterns import compiled

PLACE = compiled(
    r"(?P<p>[甲乙]方)(?:公司|单位|企业|厂)?(?:主要)?(?:住所地?|所在地?|户籍地|注册地|经常居住地|居住地|营业地|工商注册地|经营地|当地|住址|本地)"
)
COURT = compiled(
    r"(?P<q>(?:[^，。；\n]{0,10}?(?:向|由|提交|提请|诉至|至|到|去|交由|交|在|依法向))?(?P<n>[一-鿿（）]{0,40}?)(?:的|有管辖权的?|基层|提起)*(?P<court>(?:中级|高级)?人民法院|互联网法院|知识产权法院|海事法院|法院)(?P<after>[^，。；\n]{0,10}))"
)
TRIBUNAL = compiled(
    r"(?P<q>(?:[^，。；\n]{0,6}?(?:向|由|提交|提请|至|到|交由|交|递交))?(?P<n>[一-鿿（）]{2,26}?仲裁(?:委员会|院|中心))(?P<after>[^，。；\n]{0,8}))"
)
LEAD = compiled(
    r"^.*(?:合同履行地|合同签订地|履行地|签订地|提交给?|提付|提请|诉至|交由|依法向|均?应?向|(?<![自理])由|递交|起诉至|选择|约定|同意以?|选定|管辖法院为|以|应|可以?|至|到|去)(?=[一-鿿]{2})"
)
UNNAMED = compiled(
    r"(?:有管辖权|当地|具有管辖权|人民|相关|各自所在地|一方|任何一方|守约方所在地|签订地|履行地)(?:的)?"
)
TALK = compiled(
    r"争议|纠纷|分歧|涉讼|诉讼|起诉|管辖|官司|解决|裁决|打官司|告|谈不[拢成好来]|协商不成|扯皮|闹"
)
QUARREL = compiled(r"矛盾|争议|纠纷|分歧")
AGREED = compiled(
    rf"(?:争议|纠纷|分歧|未尽事宜|问题)?{CLAUSE}{{0,16}}(?:双方)?(?:友好)?协商(?:一致)?解决|[^，。；\n]{{0,12}}商量着(?:办|解决)"
)


def disputes(squeezed: Squeezed) -> Iterator[Found]:
    """Every forum that is named; two of them are a conflict."""
    text = squeezed.text
    tribunal = next(
        (
            m
            for m in in_sentences(TRIBUNAL, compiled("仲裁"), squeezed)
            if not re.search(r"劳动|不得|不能", m["q"])
        ),
        None,
    )
    if tribunal:
        name = LEAD.sub("", tribunal["n"])
        start = tribunal.end("n") - len(name)
        yield Found("dispute.forum", "arbitration", *tribunal.span("q"))
        yield Found(
            "dispute.place", _as_written(squeezed, start, tribunal.end("n")), start, tribunal.end("n")
        )
    court = _court(squeezed)
    if court and not (tribunal and _same_sentence(text, tribunal.start(), court.start())):
        yield Found("dispute.forum", "court", *court.span("q"))
        yield from _court_place(squeezed, court)
    agreed = None if tribunal or court else squeezed.first(AGREED)
    if agreed and QUARREL.search(text, max(0, agreed.start() - 30), agreed.end()):
        yield Found("dispute.forum", "negotiation", *agreed.span())


def _court(squeezed: Squeezed) -> re.Match[str] | None:
    for match in in_sentences(COURT, compiled("法院"), squeezed):
        around = squeezed.text[max(0, match.start() - 60) : match.end() + 20]
        titled = re.search(r"《[^》]*$", squeezed.text[max(0, match.start() - 30) : match.end("court")])
        if not titled and TALK.search(around) and not re.search(r"判决|生效|执行|查封|冻结|强制", match["q"]):
            return match
    return None


def _same_sentence(text: str, one: int, other: int) -> bool:
    return not re.search(r"[。；\n]", text[min(one, other) : max(one, other)])


def _court_place(squeezed: Squeezed, match: re.Match[str]) -> Iterator[Found]:
    seats = list(PLACE.finditer(match["q"]))
    if seats:
        start = match.start("q") + seats[-1].start()
        yield Found("dispute.place", "a" if seats[-1]["p"] == "甲方" else "b", start, match.end("court"))
        return
    named = LEAD.sub("", match["n"])
    named = re.sub(r"^.*(?:所在地|管辖)的", "", named)
    if len(named) >= 2 and not UNNAMED.fullmatch(named):
        start = match.end("n") - len(named)
        yield Found(
            "dispute.place", _as_written(squeezed, start, match.end("court")), start, match.end("court")
        )


def _as_written(squeezed: Squeezed, start: int, end: int) -> str:
    return without_scan_blanks(squeezed.quote(start, end))


SCANS: tuple[Scan, ...] = (disputes,)
