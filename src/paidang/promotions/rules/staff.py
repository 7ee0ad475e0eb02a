"""Whether there are people enough for a promotion: packers on its days, customer service in its hours, by the rota."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.promotions.rules.inquiries import Inquiries
from paidang.promotions.rules.pace import Pace


@dataclass(frozen=True, slots=True)
class Staff:
    """Packers by day, from its start until the last parcel is to leave; customer service by hour of the sale. None: no rota.

    `packer_hours`: hours of a person on these days; `pace`: what a person packs in one, `inquiries`: what buyers ask and
    how long it takes; None where nobody knows, `unknown` says what of it.
    """

    packers: Sequence[tuple[date, int]] | None = None
    service: Sequence[int] | None = None
    packer_hours: int | None = None
    pace: Pace | None = None
    inquiries: Inquiries | None = None
    unknown: Sequence[Sentence] = ()

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

    @property
    def service_hours(self) -> int:
        """Hours of a person of customer service during the sale."""
        return sum(self.service or ())


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


@clause("OP-4-B-5", "JD-3")
def can_serve(staff: Staff) -> int | None:
    """Of how many units customer service on shift can answer the inquiries; None where rota, inquiries or minutes are not known."""
    if staff.service is None or staff.inquiries is None:
        return None
    return staff.inquiries.units_in(staff.service_hours)


def shortages(staff: Staff, units: int, packed: int | None, served: int | None) -> list[Sentence]:
    """What there are too few people for."""
    found = []
    if packed is not None and units > packed:
        found.append(say("要发 {units:,} 件，排班只发得出 {packed:,} 件", units=units, packed=packed))
    if served is not None and units > served and staff.inquiries:
        found.append(
            say(
                "约有 {asked:,} 个咨询，要 {minutes:,} 人分钟；客服排了 {have:,} 人分钟，只接得住 {served:,} 件",
                asked=staff.inquiries.of(units),
                minutes=staff.inquiries.minutes_for(units),
                have=staff.service_hours * 60,
                served=served,
            )  # fmt: skip
        )
    return found


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
    if staff.service is not None:
        found += staff.unknown
    return found
