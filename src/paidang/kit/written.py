"""What a person typed, as it is kept."""

from collections.abc import Iterable
from typing import TypeVar

from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say

Other = TypeVar("Other", int, None)
A_SENTENCE = say("请写一两句话，对方看得到。")


def written(
    text: str,
    what: str,
    most: int = 1000,
    *,
    unable: type[UnableTo],
    is_needed: bool = True,
    remedy: str = A_SENTENCE,
) -> str:
    """What a person wrote, bare; `unable` where nothing is written that has to be, or more than `most` characters.

    >>> written(" 有货。 ", "说明", unable=UnableTo)
    '有货。'
    """
    text = text.replace("\r\n", "\n").strip()
    if is_needed and not text:
        raise unable(say("没有写{what}", what=what), code="WORDS_MISSING", remedy=remedy)
    if len(text) > most:
        raise unable(
            say("{what}有 {count} 字，最多 {most} 字", what=what, count=len(text), most=most), code="TOO_LONG"
        )
    return text


def whole_in(
    text: str,
    otherwise: Other = 0,  # type: ignore[assignment]
    *,
    digits: int = 18,
) -> int | Other:
    """The whole number that a text writes in digits; `otherwise` for any other text, and for more than `digits` of them.

    Numbers that a page sent and gets back: of rows, of pages. 18 digits fit into a column of the database.

    >>> whole_in(" 42 "), whole_in("-1"), whole_in("1" * 19), whole_in("", None)
    (42, 0, 0, None)
    """
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= digits else otherwise


def wholes_in(texts: Iterable[str]) -> list[int]:
    """Those of the texts that are whole numbers, as `whole_in` reads them.

    >>> wholes_in(["3", "x", "12"])
    [3, 12]
    """
    found = (whole_in(text, None) for text in texts)
    return [number for number in found if number is not None]
