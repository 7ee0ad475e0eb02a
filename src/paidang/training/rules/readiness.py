"""What is missing before the agency may leave: skills, criteria, the list of what is handed over (TC-3-5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.training.rules.curriculum import HEADINGS, SKILLS
from paidang.training.rules.ladder import ALONE, IS_ALONE, Words, state_of


@dataclass(frozen=True, slots=True)
class Counted:
    """How far the criteria and the list are."""

    criteria: int
    criteria_met: int
    items: int
    items_received: int


@clause("TC-3-5")
def missing(words: Mapping[str, Sequence[Words]], counted: Counted) -> list[Sentence]:
    """What still stands between the brand's team and working alone; nothing: the hand-over protocol opens.

    `words` are those of all who learn a skill. A skill nobody learns is missing, and so is an empty list of criteria.
    """
    found = [
        say("技能“{skill}”还没有人被双方说独立", skill=SKILLS[skill].word)
        for skill in SKILLS
        if not any(state_of(one) == IS_ALONE for one in words.get(skill, ()))
    ]
    if not counted.criteria:
        found.append(say("还没有约定独立的标准"))
    elif counted.criteria_met < counted.criteria:
        left = counted.criteria - counted.criteria_met
        found.append(say("还有 {count} 条独立的标准没有达到", count=left))
    if not counted.items:
        found.append(say("移交清单是空的"))
    elif counted.items_received < counted.items:
        left = counted.items - counted.items_received
        found.append(say("移交清单还有 {count} 件没有收讫", count=left))
    return found


def radar(words: Mapping[str, Sequence[Words]]) -> dict[str, Fraction]:
    """How ready the team is under each heading, 0 to 1: the best person of each skill, the mean of its skills."""
    found: dict[str, Fraction] = {}
    for heading in HEADINGS:
        best = [
            max((one.counts for one in words.get(key, ())), default=0)
            for key, skill in SKILLS.items()
            if skill.heading == heading
        ]
        found[heading] = Fraction(sum(best), ALONE * len(best))
    return found
