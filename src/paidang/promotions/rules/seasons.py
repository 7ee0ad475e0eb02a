"""The great sales of Tmall and JD. Of a year, only what a person read where the platform published it counts.

Fixed is no more than what a season's own name says (11.11 is on 11 November). Sign-up, presale and sale move from year
to year; they are entered with their source (`promotions.SeasonDates`) and are never guessed.
"""

from dataclasses import dataclass
from datetime import date

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

TMALL, JD = "tmall", "jd"


@dataclass(frozen=True, slots=True)
class Season:
    """One season of one platform; `day`: month and day that its name says, None where the name says none."""

    key: str
    channel: str
    word: Sentence
    day: tuple[int, int] | None


SEASONS = (
    Season("tmall_0308", TMALL, say("天猫 38 节"), (3, 8)),
    Season("tmall_0618", TMALL, say("天猫 618"), (6, 18)),
    Season("tmall_0909", TMALL, say("天猫 99 大促"), (9, 9)),
    Season("tmall_1111", TMALL, say("天猫双 11"), (11, 11)),
    Season("tmall_1212", TMALL, say("天猫双 12"), (12, 12)),
    Season("tmall_new_year", TMALL, say("天猫年货节"), None),
    Season("jd_0308", JD, say("京东 38 节"), (3, 8)),
    Season("jd_0618", JD, say("京东 618"), (6, 18)),
    Season("jd_1111", JD, say("京东 11.11"), (11, 11)),
    Season("jd_1212", JD, say("京东 12.12"), (12, 12)),
    Season("jd_new_year", JD, say("京东年货节"), None),
)
BY_KEY = {season.key: season for season in SEASONS}


@clause("JD-4")
def named_days(channel: str, since: date, until: date) -> list[tuple[Season, date]]:
    """The days that seasons of a platform are called after, from `since` to `until`, both in, in their order."""
    found = [
        (season, date(year, *season.day))
        for season in SEASONS
        if season.channel == channel and season.day
        for year in range(since.year, until.year + 1)
    ]
    return sorted(((one, day) for one, day in found if since <= day <= until), key=lambda one: one[1])
