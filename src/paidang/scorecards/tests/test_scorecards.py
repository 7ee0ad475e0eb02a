"""Figures from rows, targets that both sides agree, comments; for whom."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.contracts.actions import complete_duty
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_living, list_planned
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.kit.period import EVER, day_end_at
from paidang.scorecards.actions import (
    UnableToScore,
    answer_target,
    comment_month,
    propose_target,
)
from paidang.scorecards.models import Target
from paidang.scorecards.queries.figures import list_figures
from paidang.scorecards.queries.targets import comments_of, list_agreed
from paidang.scorecards.rules.figures import Figure, Place, add_up
from paidang.scorecards.rules.measures import (
    AGENCY_SHARE,
    APPROVALS,
    BREACHES,
    DUTIES_A,
    DUTIES_B,
    MARGIN,
    REFUND_RATE,
    RESPONSE,
    REVENUE,
    SHIPPED,
)
from paidang.scorecards.rules.targets import targets_in
from paidang.scorecards.tests.selling import JD, NOW, TMALL, figures_of, sold_in_spring
from paidang.team.models import Person


@kept
def sold(contract_in_force: Contract, agency: Party) -> Contract:
    return sold_in_spring(contract_in_force, agency)


def test_the_figures_of_a_month(sold: Contract, brand_manager: Person, outsider_manager: Person) -> None:
    with acting(brand_manager):
        sums = figures_of(sold)
    jd, tmall, whole, march = Place(sold.pk, *JD), Place(sold.pk, *TMALL), Place(sold.pk), "2026-03"
    expected = {
        (jd, REVENUE, march): Figure(25_000),
        (tmall, REVENUE, march): Figure(15_000),  # what was refunded in April of what was paid in March
        (whole, REVENUE, march): Figure(40_000),
        (Place(), REVENUE, march): Figure(40_000),
        (jd, REFUND_RATE, march): Figure(10_000, 35_000),
        (whole, REFUND_RATE, march): Figure(15_000, 55_000),
        (jd, SHIPPED, march): Figure(2, 3),  # neither what was refunded before, nor what has no time
        (whole, SHIPPED, march): Figure(3, 4),
        (tmall, SHIPPED, "2026-04"): Figure(0, 1),  # paid at 16:10 UTC of March 31st
        (jd, SHIPPED, "2026-05"): Figure(0, 0),  # 48 hours have not passed
        (jd, RESPONSE, march): Figure(3_400, 40),  # of a day the latest file
        (jd, BREACHES, march): Figure(1),
        (tmall, BREACHES, march): Figure(0),
        (whole, DUTIES_A, march): Figure(1, 2),  # the contract plans one more, which nobody did
        (whole, DUTIES_B, march): Figure(0, 2),
        (whole, AGENCY_SHARE, march): Figure(5_200),
        (whole, MARGIN, march): Figure(14_000, 40_000),
        (whole, APPROVALS, "2026-04"): Figure(1, 2),  # what else the brand owes is no approval
    }
    assert {key: sums.get(key) for key in expected} == expected
    assert not {
        (whole, AGENCY_SHARE, "2026-04"),
        (whole, MARGIN, "2026-04"),
        (whole, APPROVALS, march),
        (whole, DUTIES_B, "2026-05"),
        (jd, REVENUE, "2026-04"),
    } & set(sums)
    with acting(outsider_manager):
        assert figures_of(sold) == {}


def test_what_the_contract_plans_counts_whether_it_is_done_or_not(
    contract_in_force: Contract, brand_manager: Person
) -> None:
    with acting(brand_manager):
        contract = Contract.objects.get(pk=contract_in_force.pk)
        day = date(2026, 8, 20)
        planned = [one for one in list_planned(get_living(contract, day), EVER, on=day) if one.side == "a"]
        mine = planned[0]
        month = f"{mine.due_on:%Y-%m}"
        of_month = sum(f"{one.due_on:%Y-%m}" == month for one in planned)
        key, after = (Place(contract.pk), DUTIES_A, month), day_end_at(mine.due_on + timedelta(days=40))
        assert add_up(list_figures([contract], [month], after))[key] == Figure(0, of_month)
        at = day_end_at(mine.due_on)
        complete_duty(person=brand_manager, at=at, code=contract.code, key=mine.key, note="已办")
        assert add_up(list_figures([contract], [month], after))[key] == Figure(1, of_month)


def test_one_proposes_a_target_the_other_agrees(
    contract_in_force: Contract, brand_manager: Person, agency_manager: Person, agency_operator: Person, outsider_manager: Person
) -> None:  # fmt: skip
    code, at = contract_in_force.code, shanghai("2026-03-20 09:00")

    def propose(
        person: Person, value: int | None = 9_500, measure: str = SHIPPED, month: str = "2026-04"
    ) -> Target:
        with acting(person):
            return propose_target(
                person=person,
                at=at,
                code=code,
                measure=measure,
                value=value,
                from_month=month,
                note="双 11 前",
            )

    def answer(person: Person, number: int, agree: bool, when: datetime = at) -> Target:
        with acting(person):
            return answer_target(person=person, at=when, code=code, number=number, agree=agree)

    for person, refusal in ((agency_operator, NotAllowed), (outsider_manager, NotFound)):
        with pytest.raises(refusal):
            propose(person)
    for wrong in ({"value": None}, {"value": 10_001}, {"measure": "no_such"}, {"measure": BREACHES}, {"measure": AGENCY_SHARE},
                  {"month": "2026-02"}, {"month": "2026-13"}):  # fmt: skip
        with pytest.raises(UnableToScore):
            propose(brand_manager, **wrong)
    with acting(brand_manager):
        assert not Target.objects.exists() and not Duty.objects.filter(kind="answer_target").exists()
    propose(brand_manager, 9_000)
    propose(brand_manager, 9_500)  # in the place of one's own
    for refused in (lambda: answer(brand_manager, 2, True), lambda: propose(agency_manager), lambda: answer(agency_manager, 1, True)):  # fmt: skip
        with pytest.raises(UnableToScore):
            refused()
    with acting(agency_manager), pytest.raises(NotFound):
        answer_target(person=agency_manager, at=at, code=code, number=9, agree=True)
    with acting(agency_manager):
        open_duties = Duty.objects.filter(kind="answer_target", closed_at=None)
        assert [(one.side, one.facts) for one in open_duties] == [("b", {"number": 2})]
    may = shanghai("2026-05-02 09:00")
    for _ in range(2):
        assert (
            answer(agency_manager, 2, True, may).from_month == "2026-05"
        )  # no month is judged by what came after it
    propose(agency_manager, 9_900, month="2026-06")
    assert answer(brand_manager, 3, False).state == "declined"
    with acting(brand_manager):
        agreed = list_agreed([contract_in_force.pk])[contract_in_force.pk]
        assert [targets_in(month, agreed).get(SHIPPED) is not None for month in ("2026-04", "2026-05", "2026-07")] == [
            False, True, True,
        ]  # fmt: skip
        assert targets_in("2026-04", agreed)[BREACHES].clause == "OP-2-A-2"
        assert not Duty.objects.filter(kind="answer_target", closed_at=None).exists()
        acts = Entry.objects.filter(chain=contract_in_force.chain_id, act__startswith="scorecards.").order_by(
            "seq"
        )
        assert [act.partition("target_")[2] for act in acts.values_list("act", flat=True)] == [
            "proposed", "proposed", "agreed", "proposed", "declined",
        ]  # fmt: skip
        assert verify_chain(contract_in_force.chain_id).is_unaltered
        with pytest.raises(IntegrityError), transaction.atomic():  # answered by nobody
            Target.objects.filter(number=2).update(answered_by=None)


def test_each_side_has_one_comment_on_a_month(
    contract_in_force: Contract, brand_manager: Person, agency_manager: Person
) -> None:
    def say_it(person: Person, text: str, month: str = "2026-03") -> bool:
        with acting(person):
            return comment_month(person=person, at=NOW, code=contract_in_force.code, month=month, text=text)

    assert say_it(brand_manager, " 发货慢了。 ") and not say_it(brand_manager, "发货慢了。")
    assert say_it(agency_manager, "仓库换了人。") and say_it(agency_manager, "仓库换了人，已补齐。")
    for text, month in (("早了", "2026-06"), ("没有这个月", "2026-00"), ("长" * 2_001, "2026-03")):
        with pytest.raises(UnableToScore):
            say_it(brand_manager, text, month)
    with acting(agency_manager):
        said = comments_of(contract_in_force.pk, "2026-03")
        assert {side: row.text for side, row in said.items()} == {
            "a": "发货慢了。",
            "b": "仓库换了人，已补齐。",
        }
    assert say_it(brand_manager, "")
    with acting(agency_manager):
        assert set(comments_of(contract_in_force.pk, "2026-03")) == {"b"}
