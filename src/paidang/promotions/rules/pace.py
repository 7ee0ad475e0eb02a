"""How many units a person packs in an hour: as somebody set it, else learned from what was packed in the last weeks."""

from dataclasses import dataclass

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

LEARN_WEEKS = 4
LEAST_HOURS = 8
"""With fewer hours of a person than one working day nothing is learned."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed in the last weeks: units and parcels, on so many days, in so many hours of a person.

    An hour of a person is a clock hour in which that person packed at least one parcel.
    """

    units: int
    parcels: int
    person_hours: int
    days: int

    @property
    def a_day(self) -> int | None:
        """Units on a day on which anything was packed; None where nothing was."""
        return self.units // self.days if self.days else None


@dataclass(frozen=True, slots=True)
class Pace:
    """Units of a person in an hour as a ratio, `units` in `hours`, and where it comes from."""

    units: int
    hours: int
    words: Sentence

    def packs(self, person_hours: int) -> int:
        """Whole units in so many hours of a person."""
        return self.units * person_hours // self.hours


@clause("OP-4-B", "JD-3")
def pace_of(set_units: int | None, packed: Packed) -> Pace | None:
    """What somebody set counts; else what was learned, None where too little was packed to tell."""
    if set_units is not None:
        return Pace(set_units, 1, say("按每人每小时 {units} 件，“核对用的”里一方写的", units=set_units))
    if packed.person_hours < LEAST_HOURS or not packed.units:
        return None
    tenths = packed.units * 10 // packed.person_hours
    return Pace(
        packed.units, packed.person_hours,
        say(
            "按每人每小时 {units} 件：近 {weeks} 周 {hours:,} 个人时装了 {packed:,} 件",
            units=f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}", weeks=LEARN_WEEKS,
            hours=packed.person_hours, packed=packed.units,
        ),
    )  # fmt: skip
