"""What each platform wants of a picture, as data, and what a picture lacks of it: pixels, ratio, weight, colour, white edge.

The figures are those that sellers are commonly told; none was read from a platform's rule book by us, and platforms change
them by category. So a finding is a hint for people and blocks nothing: `SOURCE` says so on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from paidang.kit.clause import clause
from paidang.kit.media import JPEG, PNG, WEBP
from paidang.kit.outcome import Violation
from paidang.kit.sentence import Sentence, say

SOURCE = say("平台的通行要求，未与平台规则逐条核对；类目另有规定的从其规定。")
MB = 2**20
WHITE_EDGE_PERMILLE = 950
"""A white ground: at least so much of the outermost pixels is white; a shadow may touch the edge."""
MENDED = frozenset({"WRONG_FORMAT", "NOT_RGB", "TOO_HEAVY"})
"""Findings about the original that its rendition no longer has."""
TEXT_PERMILLE_MAX = {"main": 200}
"""So much of a picture of this kind may be text, the same for every platform; other kinds are free."""
FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WebP"}


@dataclass(frozen=True, slots=True)
class Picture:
    """What was measured of a picture, upright. `edge_white_permille`: how much of its edge is white; `text_permille`: how much
    of it is text, None while nobody has read it (`rules.reading`)."""

    media: str
    width: int
    height: int
    size_bytes: int
    edge_white_permille: int = 0
    mode: str = "RGB"
    text_permille: int | None = None

    @property
    def is_rgb(self) -> bool:
        return self.mode not in ("CMYK", "YCCK")


@dataclass(frozen=True, slots=True)
class SizeRule:
    """One platform's wish for one use. `width`, `height`: what goes out; `ratio`: width to height; None: free.

    `kinds`: the shots that it is about.
    """

    key: str
    channel: str
    name: Sentence
    kinds: frozenset[str]
    width: int
    height: int | None
    bytes_max: int
    formats: tuple[str, ...] = (JPEG, PNG)
    white_edge: bool = False

    @property
    def ratio(self) -> tuple[int, int] | None:
        return (self.width, self.height) if self.height else None


_SQUARE = frozenset({"main", "detail", "scene", "size", "package", "label", "worn", "use"})
_LONG = frozenset({"detail", "scene", "size", "package", "label", "worn", "use"})
_MAIN, _WHITE, _TALL = frozenset({"main"}), frozenset({"white"}), frozenset({"main", "worn"})

RULES: tuple[SizeRule, ...] = (
    SizeRule("jd-main", "jd", say("京东主图 800 × 800"), _SQUARE, 800, 800, 1 * MB),
    SizeRule("jd-white", "jd", say("京东白底图 800 × 800"), _WHITE, 800, 800, 1 * MB, white_edge=True),
    SizeRule("jd-detail", "jd", say("京东详情宽 750"), _LONG, 750, None, 3 * MB),
    SizeRule("tmall-main", "tmall", say("天猫主图 800 × 800"), _SQUARE, 800, 800, 3 * MB),
    SizeRule("tmall-tall", "tmall", say("天猫 3:4 主图 750 × 1000"), _TALL, 750, 1000, 3 * MB),
    SizeRule("tmall-white", "tmall", say("天猫白底图 800 × 800"), _WHITE, 800, 800, 3 * MB, white_edge=True),
    SizeRule("tmall-detail", "tmall", say("天猫详情宽 790"), _LONG, 790, None, 3 * MB),
    SizeRule("douyin-main", "douyin", say("抖店主图 600 × 600"), _MAIN, 600, 600, 5 * MB),
    SizeRule("pinduoduo-main", "pinduoduo", say("拼多多主图 750 × 750"), _MAIN, 750, 750, 3 * MB),
)
BY_KEY = {rule.key: rule for rule in RULES}
PLATFORMS: dict[str, Sentence] = {
    "jd": say("京东"),
    "tmall": say("天猫"),
    "douyin": say("抖店"),
    "pinduoduo": say("拼多多"),
}


def rules_for(kind: str) -> list[SizeRule]:
    """The wishes that concern a kind of shot."""
    return [rule for rule in RULES if kind in rule.kinds]


@clause("PH-1")
def check(picture: Picture, rule: SizeRule) -> list[Violation]:
    """What keeps the original from being turned into what the platform wants, the gravest first; empty: nothing.

    A rendition is made smaller, never larger, so the original must have the pixels; its shape must be right, since
    nobody cuts a picture unasked.

    >>> check(Picture(JPEG, 1600, 1600, 900_000), BY_KEY["jd-main"])
    []
    """
    found: list[Violation] = []
    if picture.width < rule.width or (rule.height and picture.height < rule.height):
        found.append(
            Violation(
                "TOO_FEW_PIXELS",
                say("{width} × {height} 像素，不够", width=picture.width, height=picture.height),
            )
        )
    if rule.ratio and not is_shaped(picture.width, picture.height, rule.ratio):
        found.append(
            Violation(
                "WRONG_RATIO", say("长宽比不是 {width}:{height}", width=rule.width, height=rule.height or 0)
            )
        )
    if rule.white_edge and picture.edge_white_permille < WHITE_EDGE_PERMILLE:
        found.append(
            Violation(
                "EDGE_NOT_WHITE", say("边缘只有 {percent}% 是白的", percent=picture.edge_white_permille // 10)
            )
        )
    if picture.media not in rule.formats:
        format_ = FORMATS.get(picture.media, picture.media)
        found.append(Violation("WRONG_FORMAT", say("原图是 {format}，发出的转成 JPEG", format=format_)))
    if not picture.is_rgb:
        found.append(Violation("NOT_RGB", say("印刷用的 CMYK 颜色，发出的转成 sRGB，请核对颜色")))
    if picture.size_bytes > rule.bytes_max:
        found.append(Violation("TOO_HEAVY", say("原图超过 {most} MB，发出的压小", most=rule.bytes_max // MB)))
    return found


def in_the_way(found: Sequence[Violation]) -> list[Violation]:
    """Those that drawing the picture anew does not mend: without them there is a rendition."""
    return [one for one in found if one.code not in MENDED]


@clause("PH-1")
def too_much_text(picture: Picture, kind: str) -> list[Violation]:
    """Whether more of the picture is text than platforms take; words printed on the goods count as well.

    >>> [str(found.message) for found in too_much_text(Picture(JPEG, 800, 800, 9, text_permille=201), "main")]
    ['文字占画面 20%，主图不宜超过 20%']
    """
    most, share = TEXT_PERMILLE_MAX.get(kind), picture.text_permille
    if most is None or share is None or share <= most:
        return []
    words = say("文字占画面 {percent}%，主图不宜超过 {most}%", percent=share // 10, most=most // 10)
    return [Violation("TOO_MUCH_TEXT", words)]


def is_shaped(width: int, height: int, ratio: tuple[int, int]) -> bool:
    """Whether the sides are in that ratio, to within a hundredth: a pixel more or less changes nothing."""
    left, right = width * ratio[1], height * ratio[0]
    return abs(left - right) * 100 <= max(left, right)


def failing(picture: Picture, kind: str) -> list[str]:
    """The channels none of whose wishes for this kind the picture meets: there it can stand nowhere."""
    meets = {
        channel: not too_much_text(picture, kind)
        and any(not in_the_way(check(picture, rule)) for rule in rules_for(kind) if rule.channel == channel)
        for channel in {rule.channel for rule in rules_for(kind)}
    }
    return sorted(channel for channel, is_met in meets.items() if not is_met)


def target(picture: Picture, rule: SizeRule) -> tuple[int, int]:
    """Width and height of the rendition: never larger than the original, the shape kept."""
    width = min(rule.width, picture.width)
    height = max(1, round(picture.height * width / picture.width))
    return width, height
