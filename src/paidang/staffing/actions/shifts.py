"""The rota: who is ready for a role, on which days, between which hours."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.staffing.actions.recording import (
    UnableToStaff,
    colleague,
    consented,
    contract_for,
    role_words,
)
from paidang.staffing.models import Shift
from paidang.staffing.rules.roles import ROLES
from paidang.staffing.rules.shifts import DAYS_MAX, days_of
from paidang.team.models import Person


@clause("OP-4-B", "OP-4-B-5", "TC-5-2")
@transaction.atomic
def put_shifts(
    *, person: Person, at: datetime, code: str, role: str, first: date, last: date, weekdays: Sequence[int],
    from_hour: int, until_hour: int, person_id: int = 0, firm: int = 0, store: str = "",
) -> list[Shift]:  # fmt: skip
    """Put one colleague, or one place at an outside firm, on shift on the chosen weekdays of a span of days."""
    contract = contract_for(person, code, "plan_shifts")
    side = contract.side_of(person.org_id)
    days = days_of(first, last, weekdays)
    if role not in ROLES or side not in ROLES[role].sides or not 0 <= from_hour < until_hour <= 24:
        raise UnableToStaff(
            say("角色或钟点没有写对"), code="SHIFT_WRONG", remedy=say("从 0 点到 24 点，先早后晚。")
        )
    if first < day_of(at) or (last - first).days >= DAYS_MAX or not days:
        raise UnableToStaff(
            say("日子没有写对"), code="DAYS_WRONG", remedy=say("从今天起，一次最多 {most} 天。", most=DAYS_MAX)
        )  # fmt: skip
    to = colleague(person, person_id) if not firm else None
    at_firm = consented(contract, person, firm) if firm else None
    if to:
        _check_free(to, days, from_hour, until_hour)
    shifts = Shift.objects.bulk_create(
        Shift(
            contract=contract, role=role, side=side, store=store[:200], person=to, firm=at_firm, day=day,
            from_hour=from_hour, until_hour=until_hour, put_by=person, put_at=at,
        )
        for day in days
    )  # fmt: skip
    record(
        contract, person, at, "staffing.shifts_put",
        {**role_words(role), "count": len(days), "from": days[0].isoformat(), "until": days[-1].isoformat()},
    )  # fmt: skip
    return shifts


def _check_free(to: Person, days: Sequence[date], from_hour: int, until_hour: int) -> None:
    """UnableToStaff where the person stands ready somewhere else at one of these hours, under any contract."""
    taken = Shift.objects.filter(
        person=to, day__in=days, dropped_at=None, from_hour__lt=until_hour, until_hour__gt=from_hour
    ).first()
    if taken:
        raise UnableToStaff(
            say("{name} {day} 这几个钟点已经有班", name=to.name, day=taken.day.isoformat()), code="ON_SHIFT",
            remedy=say("请换人，或换钟点。"),
        )  # fmt: skip


@transaction.atomic
def drop_shift(*, person: Person, at: datetime, code: str, shift_id: int) -> Shift:
    """Take one shift of one's own side that has not come yet off the rota."""
    contract = contract_for(person, code, "plan_shifts")
    shift = Shift.objects.select_for_update().filter(contract=contract, pk=shift_id, dropped_at=None).first()
    if shift is None or shift.side != contract.side_of(person.org_id):
        raise NotFound(say("没有这个班"), remedy=say("请刷新页面。"))
    if shift.day < day_of(at):
        raise UnableToStaff(say("日子已经过去"), code="DAY_PAST")
    shift.dropped_at = at
    shift.save(update_fields=["dropped_at"])
    record(
        contract,
        person,
        at,
        "staffing.shift_dropped",
        {**role_words(shift.role), "day": shift.day.isoformat()},
    )
    return shift
