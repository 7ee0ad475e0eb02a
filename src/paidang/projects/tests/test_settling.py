"""Another day for a task: proposed by one side, agreed to by the other, and only then owed."""

from datetime import date, datetime

import pytest
from tests.cast import Party, acting

from paidang.kit.outcome import NotAllowed, NotFound
from paidang.projects.actions import UnableToRun, answer_day, propose_day, slip_task
from paidang.projects.models import DayProposal, Project
from paidang.projects.queries.projects import get_picture
from paidang.projects.tests.projects import AT, START, acts, duties, finish, number_of
from paidang.team.models import Person


def test_a_day_is_moved_by_both_words_and_nothing_else_moves_earlier(
    launch: Project, brand: Party, agency_operator: Person, agency_finance: Person, outsider_manager: Person
) -> None:
    code, manager = launch.contract.code, brand.manager
    home = number_of(launch, "home")

    def propose(
        person: Person, day: str, reason: str = "提前开业", task: int = home, at: datetime = AT
    ) -> None:
        due_on = date.fromisoformat(f"2026-{day}")
        with acting(person):
            propose_day(person=person, at=at, code=code, number=1, task=task, due_on=due_on, reason=reason)

    def answer(person: Person, day: str, agree: bool = True, reason: str = "") -> DayProposal:
        due_on = date.fromisoformat(f"2026-{day}")
        with acting(person):
            return answer_day(
                person=person,
                at=AT,
                code=code,
                number=1,
                task=home,
                due_on=due_on,
                agree=agree,
                reason=reason,
            )

    def owed() -> dict[int, date]:
        with acting(manager):
            return {number: span.due for number, span in get_picture(launch, START).agreed.items()}

    before, duty = owed(), f"project-day:1:{home}"
    with pytest.raises(UnableToRun, match="最早只能是"):
        propose(agency_operator, "03-10")
    for person, refusal in ((agency_finance, NotAllowed), (outsider_manager, NotFound)):
        with pytest.raises(refusal):
            propose(person, "03-27")
    for done in ("qualification", "application", "review", "plan"):
        finish(launch, manager, agency_operator, done)
    with pytest.raises(UnableToRun, match="没有写为什么改日子"):
        propose(agency_operator, "03-20", reason=" ")
    propose(agency_operator, "03-19")
    propose(agency_operator, "03-20")
    assert owed() == before and duties(manager, launch)[duty][0] == "a"
    with pytest.raises(UnableToRun, match="对方提的 2026-03-20 还没有答复"):
        propose(manager, "03-18")
    with pytest.raises(UnableToRun, match="自己提的要由对方同意"):
        answer(agency_operator, "03-20")
    with pytest.raises(UnableToRun, match="对方没有提这一天"):
        answer(manager, "03-19")
    with pytest.raises(UnableToRun, match="没有写不同意的理由"):
        answer(manager, "03-20", agree=False)
    answer(manager, "03-20")
    answer(manager, "03-20")
    assert owed() == before | {home: date(2026, 3, 20)} and before[home] > date(2026, 3, 20)
    assert duty not in duties(manager, launch)
    assert duties(agency_operator, launch)[f"project:1:{home}:deliver_task"] == ("b", "03-20")
    with pytest.raises(UnableToRun, match="已经答复过"):
        answer(manager, "03-20", agree=False, reason="x")
    with acting(agency_operator):
        slip_task(person=agency_operator, at=AT, code=code, number=1, task=home, days=2, reason="改头图")
    assert owed()[home] == date(2026, 3, 24)
    propose(manager, "04-20", reason="等新品")
    answer(agency_operator, "04-20", agree=False, reason="太晚")
    assert owed()[home] == date(2026, 3, 24)
    propose(manager, "04-13", reason="等新品")
    finish(launch, manager, agency_operator, "home")
    assert duty not in duties(agency_operator, launch)
    with pytest.raises(UnableToRun, match="已经做完"):
        answer(agency_operator, "04-13")
    with acting(agency_operator):
        told = [act for act in acts(launch.contract) if act.startswith("day")]
        assert told == [*["day_proposed"] * 2, "day_agreed", "day_proposed", "day_declined", "day_proposed"]
