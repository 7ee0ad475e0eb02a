"""What bears a duty or a number and was not read as a term: shown as such, so that nothing stays hidden."""

from collections.abc import Iterable, Mapping
from typing import Any

from paidang.contracts.rules.reading.clauses import ClauseTree
from paidang.contracts.rules.reading.contacts import CONTACT
from paidang.contracts.rules.reading.model import Quote
from paidang.contracts.rules.reading.parties import LABEL_LINE
from paidang.contracts.rules.reading.squeezed import fold, squeeze
from paidang.kit.patterns import compiled

DUTY = compiled(
    r"(?<![相对供响反适])应(?![用对急聘]|收款)|须|必须|不得|禁止|负责|承担|有权|保证|承诺|赔偿|支付|提供|配合|确保|协助|享有|归[甲乙双]|视为"
)
NUMBER = compiled(
    r"[0-9]+(?:\.[0-9]+)?[%‰元万天日月年次份个小人件款张套]|[一二三四五六七八九十百千万两]+(?:元|天|日内|个月|年|次|份|个工作日)|百分之|千分之"
)
OWN_NUMBER = compiled(
    r"^\s*(?:第[^章条]{1,6}[章条]|[0-9.]{1,8}[、.)）]?|（[^）]{1,3}）|[一二三四五六七八九十]+、|[A-Z][、.])"
)
SIGNING = compiled(r"签字|盖章|签署日期|签订日期|法定代表人|授权代表|开户|账号|地址|电话|邮编|统一社会信用")
LEAST_CHARACTERS = 8


def unread_sentences(text: str, start: int, end: int, understood: Iterable[tuple[int, int]]) -> list[Quote]:
    """The sentences of text[start:end] with a duty or a number in which no place of `understood` lies.

    `understood` are the places (code points of `text`) of terms and findings. Headings, the lines that name the
    parties and the block of signatures are left out.
    """
    squeezed, tree = squeeze(text, start, end, {}), ClauseTree(text, start, end)
    known = sorted(understood)
    found: list[Quote] = []
    for first, last in squeezed.sentences:
        words = squeezed.text[first:last].strip("\n")
        begin, stop = squeezed.span(first, last - 1 if squeezed.text[last - 1] == "\n" else last)
        if _bears_something(words) and not any(a < stop and begin < b for a, b in known):
            found.append(Quote(begin, stop, text[begin:stop], tree.path(begin)))
    return found


def unread_of(text: str, document: Mapping[str, Any]) -> list[Quote]:
    """The unread sentences of one document of a reading (`ReadDocument.to_json`)."""
    places = [(term["start"], term["end"]) for term in document["terms"]]
    places += [(quote["start"], quote["end"]) for one in document["findings"] for quote in one["quotes"]]
    return unread_sentences(text, document["start"], document["end"], places)


def _bears_something(sentence: str) -> bool:
    bare = OWN_NUMBER.sub("", sentence)
    if len(bare) < LEAST_CHARACTERS or LABEL_LINE.match(fold(sentence)) or CONTACT.match(sentence):
        return False
    return bool(DUTY.search(bare) or NUMBER.search(bare)) and not SIGNING.search(bare)
