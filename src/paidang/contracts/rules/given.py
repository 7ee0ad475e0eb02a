"""What one side gave for one contract and may not serve another's goods (TC-6-1): paragraphs long enough to be somebody's own."""

import hashlib
from collections.abc import Iterable

from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say

OWN_CHARACTERS = 20
"""A shorter paragraph may be anybody's: a size, a slogan of the trade."""
SHOWN_CHARACTERS = 30


def marks_of(texts: Iterable[str]) -> dict[str, str]:
    """The digest of each paragraph that is somebody's own, whatever its spaces, with how it begins.

    >>> list(marks_of(["短句", "青瓷盖碗取龙泉山泉水洗泥，\\n", "青瓷盖碗取龙泉 山泉水洗泥，手拉坯，高温还原焰烧成。"]).values())
    ['青瓷盖碗取龙泉 山泉水洗泥，手拉坯，高温还原焰烧成。']
    """
    found = {}
    for text in texts:
        for line in text.splitlines():
            bare = "".join(line.split())
            if len(bare) >= OWN_CHARACTERS:
                found[hashlib.sha256(bare.encode()).hexdigest()] = line.strip()[:SHOWN_CHARACTERS]
    return found


@clause("TC-6-1", "OP-5-A")
def of_another(what: str, giver: str, code: str) -> Violation:
    """Why `what` may not be handed in: `giver` gave it under contract `code`, for that one's goods."""
    return Violation(
        "OF_ANOTHER_CONTRACT",
        say("“{what}”是{giver}在合同 {code} 下给的，只能用在那份合同上", what=what, giver=giver, code=code),
        "TC-6-1",
        {},
        say("请用自己的，或这份合同的对方给的。"),
    )
