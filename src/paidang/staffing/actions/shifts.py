"""The rota: who is ready for a role, on which days, between which hours."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import Sentence, say
from paidang.staffing.actions.recording import (
    UnableToStaff,
    colleague,
    consented,
    contract_for,
    role_words,
)
from paidang.staffing.models import Shift, Subcontractor
from paidang.staffing.queries import list_firms, list_shifts
from paidang.staffing.rules.roles import ROLES
from paidang.staffing.rules.rota import RotaRow, read_rota
from paidang.staffing.rules.shifts import DAYS_MAX, days_of
from paidang.staffing.rules.table import FileFault
from paidang.team.models import Person
from paidang.team.queries import list_people

FILE_BYTES_MAX = 2**20


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
    if (last - first).days >= DAYS_MAX:
        days = []
    to = colleague(person, person_id) if not firm else None
    at_firm = consented(contract, person, firm, max(days, default=last)) if firm else None
    asked = [
        Shift(
            contract=contract, role=role, side=side, store=store[:200], person=to, firm=at_firm, day=day,
            from_hour=from_hour, until_hour=until_hour, put_by=person, put_at=at,
        )
        for day in days
    ]  # fmt: skip
    return _put(contract, asked, person=person, at=at, role=role)


@clause("OP-4-B", "OP-4-B-5", "TC-5-2")
@transaction.atomic
def put_rota(*, person: Person, at: datetime, code: str, content: bytes) -> list[Shift]:
    """Put the shifts of a CSV on the rota, all rows or none; who is a colleague, or a firm with consent, by name.

    Returns the shifts that are new: one that stands already is left as it is.
    """
    contract = contract_for(person, code, "plan_shifts")
    if len(content) > FILE_BYTES_MAX:
        raise UnableToStaff(say("文件超过 1 MB"), code="FILE_NOT_TAKEN")
    try:
        rows = read_rota(content)
    except FileFault as fault:
        raise _file_wrong(fault.said) from None
    people, firms = _by_name(contract, person)
    known = {
        _key_of(one)
        for one in list_shifts(
            contract, min(row.shift.day for row in rows), max(row.shift.day for row in rows)
        )
    }
    made: list[Shift] = []
    for role in dict.fromkeys(row.role for row in rows):
        asked = [
            _shift_of(contract, row, people, firms, person=person, at=at) for row in rows if row.role == role
        ]
        if new := [one for one in asked if _key_of(one) not in known]:
            made += _put(contract, new, person=person, at=at, role=role)
    return made


def _put(
    contract: Contract, asked: Sequence[Shift], *, person: Person, at: datetime, role: str
) -> list[Shift]:
    """Keep shifts of one role, if each of them may be."""
    side, days = contract.side_of(person.org_id), sorted(one.day for one in asked)
    if (
        role not in ROLES
        or side not in ROLES[role].sides
        or not all(0 <= one.from_hour < one.until_hour <= 24 for one in asked)
    ):
        raise UnableToStaff(
            say("角色或钟点没有写对"), code="SHIFT_WRONG", remedy=say("从 0 点到 24 点，先早后晚。")
        )
    if not days or days[0] < day_of(at) or (days[-1] - days[0]).days >= DAYS_MAX:
        raise UnableToStaff(
            say("日子没有写对"), code="DAYS_WRONG", remedy=say("从今天起，一次最多 {most} 天。", most=DAYS_MAX)
        )  # fmt: skip
    _check_free(asked)
    shifts = Shift.objects.bulk_create(asked)
    record(
        contract, person, at, "staffing.shifts_put",
        {**role_words(role), "count": len(days), "from": days[0].isoformat(), "until": days[-1].isoformat()},
    )  # fmt: skip
    return shifts


def _by_name(contract: Contract, person: Person) -> tuple[dict[str, Person], dict[str, Subcontractor]]:
    """One's own colleagues and the firms with consent; a name that two of them have is none."""
    people = [one for one in list_people(person.org_id) if one.is_active]
    names = Counter(one.name for one in people)
    firms = {one.name: one for one in list_firms(contract) if one.consents}
    return {one.name: one for one in people if names[one.name] == 1}, firms


def _shift_of(
    contract: Contract,
    row: RotaRow,
    people: Mapping[str, Person],
    firms: Mapping[str, Subcontractor],
    *,
    person: Person,
    at: datetime,
) -> Shift:
    to = people.get(row.who)
    at_firm = None if to else firms.get(row.who)
    if to is None and at_firm is None:
        raise _file_wrong(
            say("第 {line} 行：没有叫“{who}”的同事或已获同意的外包", line=row.line, who=row.who[:40])
        )
    return Shift(
        contract=contract, role=row.role, side=contract.side_of(person.org_id), store=row.store, person=to,
        firm=consented(contract, person, at_firm.number, row.shift.day) if at_firm else None, day=row.shift.day,
        from_hour=row.shift.from_hour, until_hour=row.shift.until_hour, put_by=person, put_at=at,
    )  # fmt: skip


def _key_of(one: Shift) -> tuple[object, ...]:
    return (one.role, one.person_id, one.firm_id, one.day, one.from_hour, one.until_hour, one.store)


def _file_wrong(said: Sentence) -> UnableToStaff:
    return UnableToStaff(said, code="FILE_WRONG", remedy=say("改好后重新上传，一行也没有写入。"))


def _check_free(asked: Sequence[Shift]) -> None:
    """UnableToStaff where a person stands ready somewhere else at one of these hours, under any contract, or twice here."""
    to_people = [one for one in asked if one.person is not None]
    standing = Shift.objects.filter(
        person__in={one.person_id for one in to_people},
        day__in={one.day for one in to_people},
        dropped_at=None,
    )
    taken: dict[tuple[int | None, date], list[Shift]] = defaultdict(list)
    for one in standing:
        taken[one.person_id, one.day].append(one)
    for one in to_people:
        there = taken[one.person_id, one.day]
        if any(other.from_hour < one.until_hour and other.until_hour > one.from_hour for other in there):
            assert one.person is not None
            raise UnableToStaff(
                say("{name} {day} 这几个钟点已经有班", name=one.person.name, day=one.day.isoformat()), code="ON_SHIFT",
                remedy=say("请换人，或换钟点。"),
            )  # fmt: skip
        there.append(one)


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
