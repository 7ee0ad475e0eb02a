"""Points that platforms take, by store and year, and what they lead to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say


@dataclass(frozen=True, slots=True)
class Threshold:
    """From so many points in a year on, what the platform does."""

    points: int
    follows: Sentence


NOT_CHECKED = say("平台的通行规则，未与平台现行规则核对；以平台后台为准")
THRESHOLDS: dict[str, tuple[Threshold, ...]] = {
    "taobao": (
        Threshold(12, say("店铺屏蔽、限制发布商品 7 天")),
        Threshold(24, say("店铺屏蔽、限制发布商品 14 天，或下架全部商品")),
        Threshold(36, say("关闭店铺 21 天，或清退")),
        Threshold(48, say("查封账户，终止服务")),
    ),
    "jd": (
        Threshold(25, say("限制参加活动")),
        Threshold(50, say("店铺降权、限制发布商品")),
        Threshold(75, say("店铺停业整顿")),
        Threshold(100, say("终止合作，清退店铺")),
    ),
    "wechat": (
        Threshold(12, say("限制发布商品、参加活动")),
        Threshold(24, say("暂停店铺服务")),
        Threshold(48, say("清退店铺")),
    ),
}
"""By platform. Points are counted from 1 January to 31 December and then begin anew; a platform that is not named has none."""

OPEN, APPEALED, UPHELD, REDUCED, LIFTED = "open", "appealed", "upheld", "reduced", "lifted"
OUTCOMES: dict[str, Sentence] = {
    OPEN: say("已收到，没申诉"),
    APPEALED: say("已申诉，等平台"),
    UPHELD: say("维持"),
    REDUCED: say("减轻"),
    LIFTED: say("撤销"),
}
FAULTS: dict[str, Sentence] = {
    "": say("没说"),
    "a": say("甲方"),
    "b": say("乙方"),
    "none": say("都没有过错"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The points of a store in a year, the threshold it has reached, and the next one."""

    points: int
    reached: Threshold | None
    following: Threshold | None

    @property
    def is_near(self) -> bool:
        """Whether the next threshold is no more than a quarter of it away."""
        return (
            self.following is not None and self.following.points - self.points <= self.following.points // 4
        )


@clause("TC-3-1")
def standing_of(channel: str, taken: Iterable[tuple[date, int, str]], year: int) -> Standing:
    """Where a store stands in a year by what was taken: day, points and outcome of each penalty; what is lifted does not count.

    >>> standing_of("jd", [(date(2026, 3, 1), 20, "open"), (date(2026, 4, 1), 9, "lifted")], 2026).points
    20
    """
    points = sum(each for day, each, outcome in taken if day.year == year and outcome != LIFTED)
    thresholds = THRESHOLDS.get(channel, ())
    reached = [one for one in thresholds if one.points <= points]
    ahead = [one for one in thresholds if one.points > points]
    return Standing(points, reached[-1] if reached else None, ahead[0] if ahead else None)


def agreed_fault(brand_says: str, agency_says: str) -> str:
    """Whose fault it is, once both say the same; "" until then."""
    return brand_says if brand_says == agency_says else ""
