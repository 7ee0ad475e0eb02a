"""What was read in a picture: its words, how much of the picture they cover, superlatives among them.

The reading is a library's (`studio.engines.reading`); it misses text that is small, faint, bent or drawn as an ornament, and
sees letters where there are rings. So what it finds is a hint for people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paidang.kit.clause import clause
from paidang.studio.rules.superlatives import Superlative, find_superlatives

SURE = 0.7
"""Below this score of 1 a line is a guess, and left out."""
LINES_MAX = 400
AGAIN_AFTER_HOURS = (1, 24)
"""How long after its first failed try, its second and so on a picture is tried again; behind the last, no more."""
TRIES_MAX = len(AGAIN_AFTER_HOURS) + 1
SIDE, TALL_MAX = 1280, 24_000
"""What is read of a tall picture: at most so wide, and no further down, in pixels."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its box: left, top, right, bottom in thousandths of width and height."""

    text: str
    box: tuple[int, int, int, int]


def lines_of(told: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The lines that count, of what the reader told. A single letter or digit of the Latin script does not: a ring is read as O.

    >>> lines_of([{"text": "O", "score": 0.99, "box": [1, 2, 3, 4]}, {"text": " 新 ", "score": 0.9, "box": [1, 2, 3, 4]}])
    [Line(text='新', box=(1, 2, 3, 4))]
    """
    found = []
    for one in told[:LINES_MAX]:
        text = " ".join(str(one["text"]).split())
        if one["score"] >= SURE and (len(text) > 1 or not text.isascii()) and text:
            left, top, right, bottom = one["box"]
            found.append(Line(text, (left, top, right, bottom)))
    return found


def size_to_read(width: int, height: int) -> tuple[int, int] | None:
    """How large a picture is read that is more than twice as high as wide; None for others: of those the proof is large enough.

    >>> size_to_read(750, 12_000), size_to_read(1500, 40_000), size_to_read(1600, 1600)
    ((750, 12000), (900, 24000), None)
    """
    if height <= 2 * width:
        return None
    to = min(width, SIDE, width * TALL_MAX // height)
    return max(1, to), max(1, height * to // width)


@clause("PH-1")
def text_permille(lines: Sequence[Line]) -> int:
    """How many thousandths of the picture lie in a box of text, each spot once.

    >>> text_permille([Line("上", (0, 0, 500, 500)), Line("下", (250, 250, 500, 750))])
    312
    """
    boxes = [line.box for line in lines]
    edges = sorted({x for left, _top, right, _bottom in boxes for x in (left, right)})
    covered = 0
    for since, until in zip(edges, edges[1:], strict=False):
        down = 0
        for top, bottom in sorted((b[1], b[3]) for b in boxes if b[0] <= since and until <= b[2]):
            covered += (until - since) * max(0, bottom - max(top, down))
            down = max(down, bottom)
    return covered // 1000


@clause("PH-2")
def superlatives_in(lines: Sequence[Line]) -> list[Superlative]:
    """Words of 广告法 第九条 in the picture, line by line."""
    return [found for line in lines for found in find_superlatives(line.text)]
