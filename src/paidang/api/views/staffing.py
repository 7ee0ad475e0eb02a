"""The team of a contract: who holds which role, covers, the rota, sub-contractors with the brand's written word."""

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from paidang.api.views.files import Csv
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import (
    Asked,
    Code,
    Day,
    Digest,
    Done,
    Id,
    Moment,
    Named,
    Number,
    Row,
    Shape,
    Side,
    word_of,
)
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.staffing import actions
from paidang.staffing.actions.shifts import FILE_BYTES_MAX
from paidang.staffing.models import WORDS_MAX, Subcontractor
from paidang.staffing.models import Shift as ShiftRow
from paidang.staffing.queries import list_firms, list_held, list_shifts
from paidang.staffing.rules.roles import ROLES
from paidang.staffing.rules.shifts import DAYS_MAX

router = Router(tags=["team"])
NAME, PLAN = ["name_team"], ["plan_shifts"]
LATE = "CONTRACT_NOT_IN_FORCE"
WORDY = ("WORDS_MISSING", "TOO_LONG", LATE)
ROLE_WORDS = {key: one.word for key, one in ROLES.items()}
Role = Annotated[str, Field(max_length=20, description=", ".join(ROLES))]
Words = Annotated[str, Field(max_length=WORDS_MAX)]
Hour = Annotated[int, Field(ge=0, le=24)]


class AbsenceOut(Shape):
    """Days on which somebody covers; both are in."""

    since: date
    until: date
    cover: Named


class SeatOut(Shape):
    """A role of one side and who answers for it today: a person or a firm, or nobody."""

    role: str
    role_word = word_of("role", ROLE_WORDS)
    side: Side
    is_filled: bool
    is_cover: bool
    name: str
    since: date | None
    taken_over: bool
    absences: list[AbsenceOut]


class FirmOut(Shape):
    """A sub-contractor; `sha256` is of name and scope, and what the brand's word is about."""

    number: int
    name: str
    scope: str
    sha256: str
    asked_by: Named
    asked_at: Moment
    consents: bool | None
    answered_by: Named
    answered_at: Moment | None
    reason: str
    ends_on: date | None = Field(description="from this day on the consent is withdrawn")
    withdrawn_by: Named
    withdrawn_at: Moment | None
    withdrawn_reason: str
    noted_at: Moment | None = Field(description="when the agency said that it knows")


class TeamOut(Shape):
    """The team today."""

    seats: list[SeatOut]
    firms: list[FirmOut]


class ShiftOut(Shape):
    """One person, or a place at a firm, from an hour to another of a day."""

    id: int
    day: date
    role: str
    role_word = word_of("role", ROLE_WORDS)
    side: Side
    store: str
    who: str
    from_hour: int
    until_hour: int


class Shifts(Shape):
    """The rota of some days, by day and hour."""

    items: list[ShiftOut]


class PostIn(Asked):
    role: Role
    since: date | None = Field(None, description="today without it")
    person_id: Annotated[int, Field(ge=0)] = Field(0, description="a colleague, or")
    firm: Annotated[int, Field(ge=0)] = Field(0, description="the number of a sub-contractor with consent")
    words: Words = Field("", description="what whoever held it hands over")


class AwayIn(Asked):
    role: Role
    since: date
    until: date
    cover_id: Row


class ShiftsIn(Asked):
    role: Role
    first: date
    last: date
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(
        min_length=1, max_length=7, description="1 Monday to 7 Sunday"
    )
    from_hour: Hour
    until_hour: Hour
    person_id: Annotated[int, Field(ge=0)] = 0
    firm: Annotated[int, Field(ge=0)] = 0
    store: str = Field("", max_length=200)


class FirmIn(Asked):
    name: str = Field(min_length=1, max_length=100)
    scope: Words


class ConsentIn(Asked):
    consents: bool
    sha256: Digest
    reason: Words = ""


class WithdrawalIn(Asked):
    ends_on: date | None = Field(None, description="today without it")
    reason: Words


class Days(Shape):
    """Which days; both are in."""

    first: Annotated[Day | None, Field(description="today without it")] = None
    last: Annotated[Day | None, Field(description="a week without it")] = None


def _firm(one: Subcontractor) -> FirmOut:
    return FirmOut.from_orm(one)


def _shift(one: ShiftRow) -> ShiftOut:
    name = one.person.name if one.person else one.firm.name if one.firm else ""
    same = ("day", "role", "side", "store", "from_hour", "until_hour")
    return ShiftOut(id=one.pk, who=name, **{each: getattr(one, each) for each in same})


def team_out(code: str) -> TeamOut:
    """The team as it is answered."""
    contract, today = get_contract(code), day_of(timezone.now())
    seats = [
        SeatOut(
            role=one.seat.role, side=one.seat.side, is_filled=one.is_filled, is_cover=one.is_cover, name=one.name,
            since=one.post.since if one.post else None, taken_over=bool(one.post and one.post.taken_at),
            absences=[AbsenceOut.from_orm(each) for each in one.absences],
        )
        for one in list_held(contract, today)
    ]  # fmt: skip
    return TeamOut(seats=seats, firms=[_firm(one) for one in list_firms(contract)])


@reads(router, "/contracts/{code}/team", TeamOut)
def get_team_of_contract(request: HttpRequest, code: Code) -> TeamOut:
    """Who holds which role today, who covers, and the sub-contractors."""
    return team_out(code)


@acts(
    router, "/contracts/{code}/team", TeamOut, verbs=NAME, act=actions.name_post,
    errors=("ROLE_WRONG", "DAY_PAST", "NAMED", "NO_CONSENT", *WORDY),
)  # fmt: skip
def fill_role(request: HttpRequest, code: Code, body: PostIn) -> TeamOut:
    """Give a role of one's own side to a colleague or a firm; they say themselves, on the page, that they have taken over."""
    told = who(request, code)
    actions.name_post(**told, **body.model_dump() | {"since": body.since or day_of(told["at"])})
    return team_out(code)


@acts(
    router, "/contracts/{code}/team/away", TeamOut, verbs=NAME, act=actions.say_away,
    errors=("ROLE_WRONG", "DAYS_WRONG", "COVER_WRONG", LATE),
)  # fmt: skip
def cover_role(request: HttpRequest, code: Code, body: AwayIn) -> TeamOut:
    """Who holds a role is away for some days; a colleague covers and gets its duties meanwhile."""
    actions.say_away(**who(request, code), **body.model_dump())
    return team_out(code)


@acts(router, "/contracts/{code}/sub-contractors", FirmOut, verbs=NAME, act=actions.ask_consent, errors=WORDY)
def ask_for_consent(request: HttpRequest, code: Code, body: FirmIn) -> FirmOut:
    """The agency asks for the brand's consent to give part of its work outside."""
    return _firm(actions.ask_consent(**who(request, code), **body.model_dump()))


@acts(
    router, "/contracts/{code}/sub-contractors/{number}/answer", FirmOut, verbs=NAME, act=actions.answer_consent,
    errors=("WRONG_STATE", *WORDY),
)  # fmt: skip
def answer_consent_asked(request: HttpRequest, code: Code, number: Number, body: ConsentIn) -> FirmOut:
    """The brand's written word on exactly this name and scope; a refusal says why."""
    return _firm(actions.answer_consent(**who(request, code, number=number), **body.model_dump()))


@acts(
    router, "/contracts/{code}/sub-contractors/{number}/withdrawal", FirmOut, verbs=NAME, act=actions.withdraw_consent,
    errors=("WRONG_STATE", "DAY_PAST", *WORDY),
)  # fmt: skip
def withdraw_consent_given(request: HttpRequest, code: Code, number: Number, body: WithdrawalIn) -> FirmOut:
    """The brand takes its consent back from a day on; the firm's shifts fall away, its roles are open."""
    told = who(request, code, number=number)
    return _firm(
        actions.withdraw_consent(**told, ends_on=body.ends_on or day_of(told["at"]), reason=body.reason)
    )


@acts(
    router, "/contracts/{code}/sub-contractors/{number}/withdrawal/noted", FirmOut, verbs=NAME, act=actions.note_withdrawal,
    errors=("WRONG_STATE", LATE),
)  # fmt: skip
def note_withdrawal_told(request: HttpRequest, code: Code, number: Number) -> FirmOut:
    """The agency says that it knows of the withdrawal."""
    return _firm(actions.note_withdrawal(**who(request, code, number=number)))


@reads(router, "/contracts/{code}/shifts", Shifts)
def list_all_shifts(request: HttpRequest, code: Code, days: Query[Days]) -> Shifts:
    """The rota of some days, two months at most."""
    first = days.first or day_of(timezone.now())
    last = min(days.last or first + timedelta(days=6), first + timedelta(days=DAYS_MAX))
    return Shifts(items=[_shift(one) for one in list_shifts(get_contract(code), first, last)])


@acts(
    router, "/contracts/{code}/shifts", Shifts, verbs=PLAN, act=actions.put_shifts,
    errors=("SHIFT_WRONG", "DAYS_WRONG", "ON_SHIFT", "NO_CONSENT", LATE),
)  # fmt: skip
def put_some_shifts(request: HttpRequest, code: Code, body: ShiftsIn) -> Shifts:
    """Put a colleague, or a place at a firm, on shift on the chosen weekdays of a span of days."""
    made = actions.put_shifts(**who(request, code), **body.model_dump())
    return Shifts(items=[_shift(one) for one in made])


@acts(
    router, "/contracts/{code}/shifts/file", Done, verbs=PLAN, act=actions.put_rota,
    errors=("FILE_NOT_TAKEN", "FILE_WRONG", "SHIFT_WRONG", "DAYS_WRONG", "ON_SHIFT", "NO_CONSENT", LATE),
)  # fmt: skip
def import_rota(request: HttpRequest, code: Code, file: Csv) -> Done:
    """The rota from a CSV, all rows or none. `count`: shifts that are new."""
    made = actions.put_rota(**who(request, code), content=file.read(FILE_BYTES_MAX + 1))
    return Done(count=len(made))


@acts(
    router, "/contracts/{code}/shifts/{shift_id}/drop", ShiftOut, verbs=PLAN, act=actions.drop_shift,
    errors=("DAY_PAST", LATE),
)  # fmt: skip
def drop_one_shift(request: HttpRequest, code: Code, shift_id: Id) -> ShiftOut:
    """Take a shift of one's own side that has not come yet off the rota."""
    return _shift(actions.drop_shift(**who(request, code, shift_id=shift_id)))
