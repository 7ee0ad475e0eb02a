"""Reads of staffing: seats with their holders, shifts, outside firms, figures of service, workload."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_terms_of
from paidang.duties.queries import list_assigned, list_open, list_standing
from paidang.kit.period import day_of
from paidang.staffing.models import Absence, Post, QualitySample, ScoreSheet, ServiceDay, Shift, Subcontractor
from paidang.staffing.rules import holding, shifts
from paidang.staffing.rules.roles import Seat, seats_of


@dataclass(frozen=True, slots=True)
class Held:
    """A seat with who holds it on a day: the person or firm, whether as cover, the posts and absences, latest first."""

    day: date
    seat: Seat
    holder: int
    is_cover: bool
    post: Post | None
    posts: list[Post]
    absences: list[Absence]

    @property
    def is_filled(self) -> bool:
        """Whether somebody answers for it: a firm with consent, a cover, or a person who is still there."""
        if self.post is None or self.is_cover:
            return self.post is not None
        if self.post.firm is not None:
            return self.post.firm.may_work_on(self.day)
        return self.post.person is not None and self.post.person.is_active

    @property
    def name(self) -> str:
        """Who answers for it now; "" where nobody does."""
        if not self.is_filled or self.post is None:
            return ""
        if self.is_cover:
            return next(one.cover.name for one in self.absences if one.cover_id == self.holder)
        return self.post.person.name if self.post.person else self.post.firm.name if self.post.firm else ""


def list_seats(contract: Contract, day: date) -> list[Seat]:
    """The roles to be filled by the terms that hold on a day."""
    named = get_terms_of(contract, day).read.stated("team.roles")
    return seats_of([str(one) for one in named] if isinstance(named, list) else None)


def list_posts(contract: Contract) -> dict[Seat, list[holding.Post]]:
    """All posts of each seat, as the rules know them."""
    found: dict[Seat, list[holding.Post]] = {}
    for role, side, person, since in Post.objects.filter(contract=contract).values_list(
        "role", "side", "person_id", "since"
    ):
        found.setdefault(Seat(role, side), []).append(holding.Post(person or 0, since))
    return found


def list_aways(contract: Contract) -> dict[Seat, list[holding.Away]]:
    """All absences of each seat, as the rules know them."""
    found: dict[Seat, list[holding.Away]] = {}
    for one in Absence.objects.filter(contract=contract):
        found.setdefault(Seat(one.role, one.side), []).append(
            holding.Away(one.since, one.until, one.cover_id)
        )
    return found


def list_held(contract: Contract, day: date) -> list[Held]:
    """Each seat with who holds it on a day."""
    posts = list(
        Post.objects.filter(contract=contract).select_related("person", "firm", "named_by").order_by("-since")
    )
    absences = list(
        Absence.objects.filter(contract=contract, until__gte=day).select_related("cover").order_by("since")
    )
    of_posts, of_aways = list_posts(contract), list_aways(contract)
    found = []
    for seat in list_seats(contract, day):
        own = [one for one in posts if (one.role, one.side) == (seat.role, seat.side)]
        holder, is_cover = holding.holder_on(of_posts.get(seat, []), of_aways.get(seat, []), day)
        now = next((one for one in own if one.since <= day), None)
        away = [one for one in absences if (one.role, one.side) == (seat.role, seat.side)]
        found.append(Held(day, seat, holder, is_cover, now, own, away))
    return found


def list_shifts(contract: Contract, first: date, last: date) -> list[Shift]:
    """The rota of some days, by day and hour."""
    found = Shift.objects.filter(contract=contract, dropped_at=None, day__gte=first, day__lte=last)
    return list(found.select_related("person", "firm").order_by("day", "from_hour", "role", "pk"))


def on_shift(
    contract: Contract, role: str, since: datetime, until: datetime, *, side: str = "", store: str = ""
) -> list[int] | None:
    """How many people are on shift for a role in each hour of a time: what promotions ask before a sale. `side`: of it alone;
    `store`: for it, or for all stores. None: nobody has put a shift of the role on any of these days, so that nothing is known.
    """
    found = Shift.objects.filter(
        contract=contract, role=role, dropped_at=None, day__gte=day_of(since), day__lte=day_of(until)
    )
    if side:
        found = found.filter(side=side)
    if store:
        found = found.filter(store__in=["", store])
    rows = list(found.values_list("day", "from_hour", "until_hour"))
    if not rows:
        return None
    return shifts.ready_by_hour((shifts.Shift(*row) for row in rows), since, until)


def list_firms(contract: Contract) -> list[Subcontractor]:
    """The outside firms that were asked for, the latest first."""
    found = Subcontractor.objects.filter(contract=contract).select_related(
        "asked_by", "answered_by", "withdrawn_by", "noted_by"
    )
    return list(found.order_by("-number"))


def roles_held(contract: Contract, firm: Subcontractor, day: date) -> list[Seat]:
    """The roles that stand to be a firm's on a day or later: what falls open when its consent ends that day."""
    posts = Post.objects.filter(contract=contract).order_by("since")
    latest: dict[Seat, Post] = {}
    found = set()
    for one in posts:
        seat = Seat(one.role, one.side)
        if one.since > day and one.firm_id == firm.pk:
            found.add(seat)
        if one.since <= day:
            latest[seat] = one
    found |= {seat for seat, one in latest.items() if one.firm_id == firm.pk}
    return sorted(found, key=lambda one: (one.role, one.side))


def count_shifts_from(contract: Contract, day: date) -> Counter[int]:
    """How many shifts of each firm (by its row) stand on the rota from a day on."""
    found = Shift.objects.filter(contract=contract, dropped_at=None, day__gte=day, firm__isnull=False)
    return Counter(found.values_list("firm_id", flat=True))


def list_service_days(contract: Contract, first: date, last: date) -> list[ServiceDay]:
    """The figures of some days, each day of a store as the latest file says, by day."""
    found = ServiceDay.objects.filter(contract=contract, day__gte=first, day__lte=last).order_by(
        "handed_in_at", "pk"
    )
    latest = {(one.day, one.store): one for one in found}
    return sorted(latest.values(), key=lambda one: (one.day, one.store))


def get_sheet(contract: Contract) -> ScoreSheet | None:
    """The score sheet that is used now."""
    return ScoreSheet.objects.filter(contract=contract).order_by("-number").first()


def list_samples(contract: Contract) -> list[QualitySample]:
    """The samples, the latest first, with their sheets."""
    return list(samples_of(contract).order_by("-number"))


def samples_of(contract: Contract) -> QuerySet[QualitySample]:
    """All samples, with their sheets and what came of them."""
    return QualitySample.objects.filter(contract=contract).select_related(
        "sheet", "sampled_by", "answer__answered_by", "answer__decided_by"
    )


def count_workload(org_id: int, contracts: Sequence[Contract], day: date) -> Counter[int]:
    """Open duties by person of one's own organisation, over all its contracts: given by hand, else by role.

    Only duties that are raised are counted; what contracts plan by themselves is not in.
    """
    ids = [one.pk for one in contracts]
    sides = {one.pk: one.side_of(org_id) for one in contracts}
    given, standing = list_assigned(ids), list_standing(ids, on=day)
    found: Counter[int] = Counter()
    for duty in list_open(ids):
        if duty.side != sides[duty.contract_id]:
            continue
        by_hand = given.get((duty.contract_id, duty.key, duty.side))
        person = by_hand.person if by_hand else standing.get((duty.contract_id, duty.side, duty.kind))
        if person and person.org_id == org_id:
            found[person.pk] += 1
    return found
