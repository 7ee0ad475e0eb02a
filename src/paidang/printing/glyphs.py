"""What the print font can show. A character without a glyph is replaced where all can see it, never dropped.

typst says nothing when the font lacks a character, so a rare character in a name would vanish from a statement.
"""

import logging
import unicodedata
from functools import lru_cache
from typing import Any

from noto_cjk_sans_otc import FONT_PATH

logger = logging.getLogger(__name__)

FONT_FAMILY = "Noto Sans CJK SC"
_FACE_IN_COLLECTION = 2  # the simplified Chinese face of the collection
_SPACES = {"\t", "\n", "\r"}
# Controls, direction marks, lone surrogates and private characters could hide or reorder text: shown by their code.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Every code point that the print font has a glyph for."""
    from fontTools.ttLib import TTFont  # loading takes 0.3 s: only when something is printed

    with TTFont(str(FONT_PATH), fontNumber=_FACE_IN_COLLECTION, lazy=True) as font:
        return frozenset(font.getBestCmap())


def visible(character: str) -> str:
    """How a character that cannot be printed stands in the text: its code point."""
    return f"〔U+{ord(character):04X}〕"


def printable(text: str, missing: set[str]) -> str:
    """Return the text as it can be printed, and add to `missing` each character that had to be replaced."""
    glyphs = covered()
    shown = []
    for character in text:
        if character in _SPACES:
            shown.append(" ")
        elif ord(character) in glyphs and unicodedata.category(character) not in _UNSEEN:
            shown.append(character)
        else:
            missing.add(character)
            shown.append(visible(character))
    return "".join(shown)


def printable_data(data: Any, missing: set[str]) -> Any:
    """The same for every string in nested lists, tuples and dictionaries; keys are ours and stay."""
    if isinstance(data, str):
        return printable(data, missing)
    if isinstance(data, dict):
        return {key: printable_data(value, missing) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [printable_data(value, missing) for value in data]
    return data


def report(missing: set[str], document: str) -> list[str]:
    """Log what was replaced and return it as codes, in order, for the note that the document prints."""
    codes = [f"U+{ord(character):04X}" for character in sorted(missing)]
    if codes:
        logger.warning("%s: no glyph for %s", document, ", ".join(codes))
    return codes
