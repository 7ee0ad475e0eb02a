"""People in entries of evidence, which name them by number: their names where the reader may see them."""

from collections.abc import Mapping

PEOPLE = frozenset({"to", "who", "cover", "present"})
"""Facts that are people."""


def called(value: object, people: Mapping[int, str], lang: str = "zh") -> object:
    """Persons and firms in words: `person:12`, a bare number of older entries, or several of them; anything else as it is.

    `people` are the names that the reader may see; of anybody else only the side is told, by the entry itself.

    >>> called(["person:1", "person:2"], {1: "林一舟"}), called("firm:3", {}, "en")
    ('林一舟、一位同事', 'sub-contractor 3')
    """
    chinese = lang.startswith("zh")
    if isinstance(value, list):
        return ("、" if chinese else ", ").join(str(called(one, people, lang)) for one in value)
    if isinstance(value, int):
        return people.get(value, value)
    if not isinstance(value, str):
        return value
    kind, _sign, number = value.partition(":")
    if not number.isdecimal() or kind not in ("person", "firm"):
        return value
    if kind == "firm":
        return f"外包 {number}" if chinese else f"sub-contractor {number}"
    return people.get(int(number)) or ("一位同事" if chinese else "a colleague")


def with_names(facts: Mapping[str, object], people: Mapping[int, str], lang: str) -> dict[str, object]:
    """An entry's facts, those that are people by name."""
    return {key: called(value, people, lang) if key in PEOPLE else value for key, value in facts.items()}
