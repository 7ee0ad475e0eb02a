"""What stands and is changed, and what the opening waits for."""

import pytest
from tests.cast import Party, acting

from paidang.kit.outcome import NotFound
from paidang.projects.actions import UnableToRun, add_task, set_before_opening
from paidang.projects.models import Project
from paidang.projects.queries.projects import get_standing_of
from paidang.projects.rules.templates import TEMPLATES
from paidang.projects.tests.projects import (
    AT,
    acts,
    answer,
    duties,
    finish,
    give_all_papers,
    number_of,
    publish,
    submit,
)
from paidang.team.models import Person


def test_what_stands_stands_on_until_a_change_of_it_is_confirmed_and_published(
    launch: Project, brand: Party, agency_operator: Person
) -> None:
    key, number = "home", number_of(launch, "home")
    for done in ("qualification", "application", "review", "plan", key):
        finish(launch, brand.manager, agency_operator, done)
    with pytest.raises(UnableToRun, match="没有写改了什么"):
        submit(launch, agency_operator, key, link="https://a.example/2")
    submit(launch, agency_operator, key, words="换冬款")
    with pytest.raises(UnableToRun, match="缺甲方对“首页装修”第 2 版"):
        publish(launch, agency_operator, key)
    answers = f"project:1:{number}:answer_delivery"
    assert duties(brand.manager, launch)[answers] == (
        "a",
        "04-02",
    )  # as agreed, however early the rest was done

    def standing() -> tuple[bool, str, int]:
        with acting(agency_operator):
            one = get_standing_of(launch, number)
            assert one.stands is not None and one.task.done_at == AT
            return one.is_done, one.state, one.stands.version

    assert standing() == (True, "submitted", 1)
    answer(launch, brand.manager, key, agree=False, reason="还是秋款")
    assert standing() == (True, "returned", 1)
    assert not [key for key in duties(agency_operator, launch) if key.startswith(f"project:1:{number}:")]
    submit(launch, agency_operator, key, words="换头图")
    answer(launch, brand.manager, key)
    assert standing() == (True, "confirmed", 1)
    publish(launch, agency_operator, key)
    assert standing() == (True, "published", 3)
    with acting(agency_operator):
        told = ["changed", "returned", "changed", "confirmed", "published"]
        assert acts(launch.contract)[-5:] == told


def test_the_opening_waits_for_what_was_added_before_it(
    launch: Project, brand: Party, agency_operator: Person, outsider_manager: Person
) -> None:
    code, opening = launch.contract.code, number_of(launch, "opening")

    def add(person: Person, title: str, *after: int, before: bool | None = None) -> int:
        with acting(person):
            made = add_task(
                person=person, at=AT, code=code, number=1, title=title, phase="open", side="a", days=1, after=after,
                before_opening=before,
            )  # fmt: skip
        return made.number

    def mark(person: Person, task: int, is_before: bool) -> None:
        with acting(person):
            set_before_opening(person=person, at=AT, code=code, number=1, task=task, is_before=is_before)

    gifts = add(brand.manager, "开业礼品")
    thanks = add(brand.manager, "开业后致谢", opening)
    add(brand.manager, "海报", before=False)
    with pytest.raises(UnableToRun, match="开业等不了“晚会”"):
        add(brand.manager, "晚会", thanks, before=True)
    with pytest.raises(UnableToRun, match="开业等不了“开业后致谢”"):
        mark(brand.manager, thanks, True)
    with pytest.raises(UnableToRun, match="是模板里的事"):
        mark(brand.manager, 1, False)
    give_all_papers(launch, brand.manager, agency_operator)
    for task in TEMPLATES["tmall"][:-1]:
        finish(launch, brand.manager, agency_operator, task.key)
    submit(launch, agency_operator, "opening")
    answer(launch, brand.manager, "opening")
    with pytest.raises(UnableToRun, match="前面还有没做完的：开业礼品（轮到甲方）"):
        publish(launch, agency_operator, "opening")
    with pytest.raises(UnableToRun, match="由甲方来定"):
        mark(agency_operator, gifts, False)
    with pytest.raises(NotFound):
        mark(outsider_manager, gifts, False)
    mark(brand.manager, gifts, False)
    mark(brand.manager, gifts, False)
    publish(launch, agency_operator, "opening")
    with pytest.raises(UnableToRun, match="开业等不了"):
        mark(agency_operator, gifts, True)
    with acting(agency_operator):
        assert acts(launch.contract).count("not_waited_for") == 1
