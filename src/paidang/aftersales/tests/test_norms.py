"""The service norms of a contract: one side proposes and may think better of it, the other answers."""

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import acting, shanghai

from paidang.aftersales.actions import UnableToServe
from paidang.aftersales.actions.norms import answer_norms, propose_norms
from paidang.aftersales.models import ServiceNorm
from paidang.aftersales.queries.cases import norm_on
from paidang.aftersales.rules.clocks import NORM_ACTS
from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.kit.period import day_of
from paidang.team.models import Person

AT = shanghai("2026-03-07 10:00")


def propose(person: Person, contract: Contract, text: str, **more: Any) -> ServiceNorm:
    asked = {"figures": dict.fromkeys(NORM_ACTS, 60), "from_day": day_of(AT)} | more
    with acting(person):
        return propose_norms(person=person, at=AT, code=contract.code, text=text, **asked)


def open_duties() -> list[tuple[str, int]]:
    found = Duty.objects.filter(kind="answer_service_norms", closed_at=None)
    return [(duty.side, duty.facts["number"]) for duty in found]


def test_one_proposes_and_may_think_better_of_it_the_other_answers(
    contract_in_force: Contract, agency_manager: Person, brand_manager: Person
) -> None:
    first = propose(agency_manager, contract_in_force, "一小时内答复")
    with pytest.raises(UnableToServe) as refused:
        propose(brand_manager, contract_in_force, "半小时内答复")
    assert refused.value.code == "NORMS_WAIT"
    second = propose(agency_manager, contract_in_force, "两小时内答复")
    with acting(agency_manager):
        assert open_duties() == [("a", 2)]
        with pytest.raises(UnableToServe) as refused:
            answer_norms(person=agency_manager, at=AT, code=contract_in_force.code, number=2, agrees=True)
        assert refused.value.code == "OWN_PROPOSAL"
    later = AT + timedelta(days=2)
    with acting(brand_manager):
        with pytest.raises(UnableToServe) as refused:
            answer_norms(person=brand_manager, at=later, code=contract_in_force.code, number=1, agrees=True)
        assert refused.value.code == "WRONG_STATE"
        answer_norms(person=brand_manager, at=later, code=contract_in_force.code, number=2, agrees=True)
        assert open_duties() == [] and norm_on(contract_in_force.pk, day_of(AT)) is None
        assert norm_on(contract_in_force.pk, day_of(later)) == second
        first.refresh_from_db()
        assert first.agreed is False and first.answered_by == agency_manager
