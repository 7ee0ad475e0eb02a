"""What a person typed, as it is kept."""

from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say

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
