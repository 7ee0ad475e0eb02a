"""Other words that stand for a party beside its label: 厂里 for a factory, 我们 for whose hand wrote it."""

from collections import Counter
from collections.abc import Sequence

from paidang.contracts.rules.reading.parties import CALLED_BY_NAME, WORD_OF, PartyName
from paidang.contracts.rules.reading.squeezed import Squeezed, called
from paidang.kit.patterns import compiled

HOUSES = (
    (compiled(r"厂(?:$|（)"), ("厂里", "厂方", "我厂", "本厂", "厂子")),
    (compiled(r"合作社(?:$|（)"), ("社里", "合作社", "社方")),
    (compiled(r"(?:学院|学校|大学)(?:$|（)"), ("校方", "学校")),
    (compiled(r"工作室(?:$|（)"), ("工作室",)),
)
"""What the people of a house call it, where only one party's name says that it is one."""
ALONE = "(?:(?<![一-鿿])|(?<=[由向给归跟和在从到经与是把让问找且]))"
"""A house's word is a word of its own: 由厂里发货, not 甲方厂里."""
INSIDE, NOT_OF_ANOTHER = ("里", "方"), "(?<![方的家们])"
"""厂里 is nothing else wherever it stands, but 甲方厂里."""
COMPANY = compiled(r"公司(?:$|（)")
PIECE = compiled(r"[^，。；：\n]+")
FIRST_PERSON = compiled(r"我(?![司国市省方公]|们?(?:双方|两|俩|[和与跟及][甲乙]方))")
NAMED = compiled("[甲乙]方")
OTHER = {"甲方": "乙方", "乙方": "甲方"}
LEAST, MOST_AGAINST = 2, 0.2


def with_stand_ins(squeezed: Squeezed, parties: Sequence[PartyName]) -> Squeezed:
    """The text with the parties named where it uses such words."""
    houses = _houses(squeezed.text, parties)
    inside = {word: side for word, side in houses.items() if word.endswith(INSIDE)}
    squeezed = called(called(squeezed, houses, ALONE), inside, NOT_OF_ANOTHER)
    return called(squeezed, _first_person(squeezed.text))


def _houses(text: str, parties: Sequence[PartyName]) -> dict[str, str]:
    two = [party for party in parties if party.side in "ab" and party.name]
    if len(two) < len(OTHER):
        return {}
    words = {
        word: WORD_OF[own[0].side]
        for ending, ways in HOUSES
        if len(own := [party for party in two if ending.search(party.name or "")]) == 1
        for word in ways
        if word in text
    }
    companies = [party for party in two if COMPANY.search(party.name or "")]
    if len(companies) == 1 and any(CALLED_BY_NAME.fullmatch(party.name or "") for party in two):
        words["公司"] = WORD_OF[companies[0].side]
    return words


def _first_person(text: str) -> dict[str, str]:
    """Whom 我 and 我们 stand for: the party that is hardly ever named beside them."""
    if "我" not in text:
        return {}
    beside = Counter(
        named.pop()
        for piece in PIECE.findall(text)
        if FIRST_PERSON.search(piece) and len(named := set(NAMED.findall(piece))) == 1
    )
    for word, other in OTHER.items():
        if beside[other] >= LEAST and beside[word] <= MOST_AGAINST * beside[other]:
            return {"我们": word, "我": word}
    return {}
