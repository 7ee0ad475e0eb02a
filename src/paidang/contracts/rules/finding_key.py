"""What a finding is known by beyond one reading: its code and the sentences concerned."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import cast

ENDS = "。；\n"


def finding_key(finding: Mapping[str, object], text: str) -> str:
    """The sha256 of a finding's code and of the whole sentences that it quotes, blanks left out.

    The same after another reading of the same text, and after changes elsewhere; another as soon as a word of the
    sentence changes. A finding that quotes nothing (the text is silent) is known by its code alone.
    """
    quotes = cast("Sequence[Mapping[str, object]]", finding["quotes"])
    sentences = [_sentence(text, int(str(quote["start"])), int(str(quote["end"]))) for quote in quotes]
    return hashlib.sha256("\n".join([str(finding["code"]), *sentences]).encode()).hexdigest()


def _sentence(text: str, start: int, end: int) -> str:
    first = max(text.rfind(mark, 0, start) for mark in ENDS) + 1
    stops = [at for mark in ENDS if (at := text.find(mark, max(end - 1, start))) >= 0]
    return re.sub(r"\s", "", text[first : min(stops, default=len(text))])
