"""Whether there are people enough for a promotion: packers on its days, customer service in its hours, by the rota."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.promotions.rules.pace import Pace


@dataclass(frozen=True, slots=True)
class Staff:
    """Packers by day, from its start until the last parcel is to leave; customer service by hour of the sale. None: no rota.

    `packer_hours`: hours of a person on these days; `pace`: what a person packs in one, None where nobody knows.
    """

    packers: Sequence[tuple[date, int]] | None = None
    service: Sequence[int] | None = None
    packer_hours: int | None = None
    pace: Pace | None = None

    @property
    def packing_days(self) -> int | None:
        """The days on which anybody packs."""
        return None if self.packers is None else sum(people > 0 for _day, people in self.packers)

    @property
    def idle_days(self) -> Sequence[date]:
        return [day for day, people in self.packers or () if not people]

    @property
    def unserved_hours(self) -> int:
        """Hours of the sale in which nobody answers buyers."""
        return sum(not people for people in self.service or ())


@clause("OP-4-B", "JD-3")
def can_pack(staff: Staff, a_day: int | None, backlog: int) -> int | None:
    """How many units the packers on shift can pack besides what waits already: by their hours and pace, else by the days on
    which anybody packs at what the warehouses pack a day. None where rota or pace is not known.
    """
    if staff.packer_hours is not None and staff.pace is not None:
        return max(0, staff.pace.packs(staff.packer_hours) - backlog)
    if staff.packing_days is None or a_day is None:
        return None
    return max(0, a_day * staff.packing_days - backlog)


def gaps(staff: Staff) -> list[Sentence]:
    """Where nobody is on shift, and what is not known."""
    found = []
    if staff.packers is None:
        found.append(say("没有排仓库的班"))
    elif staff.idle_days:
        days = [day.isoformat() for day in staff.idle_days[:5]]
        found.append(say("仓库这些天没人：{days}", days=days))
    if staff.service is None:
        found.append(say("没有排客服的班"))
    elif staff.unserved_hours:
        found.append(say("客服有 {hours} 个小时没人", hours=staff.unserved_hours))
    return found
