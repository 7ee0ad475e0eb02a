"""What becomes of a promotion, read from the brand's word and the clock: nothing has to be kept in step.

The brand's word is that on the promotion's offer (`catalog.StoreOffer`); a promotion has no second one.
"""

from dataclasses import dataclass
from datetime import datetime

from paidang.kit.clause import clause
from paidang.kit.sentence import say

PLANNED, SUDDEN, OWN = "planned", "sudden", "own"
LANES = {PLANNED: say("计划"), SUDDEN: say("突发"), OWN: say("自办")}

DRAFT, ASKED, BROKEN, APPROVED, DECLINED = "draft", "asked", "broken", "approved", "declined"
ON_SALE, ENDED, LAPSED, WITHDRAWN = "on_sale", "ended", "lapsed", "withdrawn"
STATES = {
    DRAFT: say("草案"),
    ASKED: say("等甲方"),
    BROKEN: say("会低于底价"),
    APPROVED: say("已批准"),
    DECLINED: say("甲方不参加"),
    ON_SALE: say("进行中"),
    ENDED: say("已结束"),
    LAPSED: say("过期，没有参加"),
    WITHDRAWN: say("已撤回"),
}
CHANGEABLE = (DRAFT, ASKED, BROKEN, DECLINED)
"""In these the agency may write other prices, units or times; the brand is asked anew."""
STANDING = (ASKED, APPROVED, ON_SALE)
"""In these a promotion wants goods and a place in the calendar."""
OVER = (ENDED, LAPSED, WITHDRAWN, DECLINED)

NO_WORD, WAITS, REFUSED, YES, NO, OUT, STOPPED = (
    "",
    "checked",
    "refused",
    "approved",
    "declined",
    "out",
    "ended",
)
"""The states of an offer, as `catalog.StoreOffer` has them; "" where there is no offer yet."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of a promotion's way so far. Moments are aware; it is on sale from `starts_at` until before `ends_at`."""

    word: str
    answer_by: datetime
    starts_at: datetime
    ends_at: datetime
    was_live: bool = False
    is_withdrawn: bool = False


@clause("OP-2-B-4")
def state_of(course: Course, at: datetime) -> str:
    """The state at a moment. Without the brand's word by the deadline there is no promotion."""
    if course.is_withdrawn:
        return WITHDRAWN
    if course.word == NO:
        return DECLINED
    if course.word == STOPPED:
        return ENDED if course.was_live else LAPSED
    if course.word == OUT:
        return ENDED if at >= course.ends_at else ON_SALE if at >= course.starts_at else APPROVED
    if course.word == YES:
        return LAPSED if at >= course.ends_at else APPROVED
    if at >= course.answer_by:
        return LAPSED
    return {NO_WORD: DRAFT, WAITS: ASKED, REFUSED: BROKEN}[course.word]
