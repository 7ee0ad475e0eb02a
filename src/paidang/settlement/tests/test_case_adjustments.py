"""A refund of a sent month that a case rules on later: the statement stays, the next one adjusts the difference, once."""

import pytest
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.orders.actions import rule_refund
from paidang.orders.models import Refund
from paidang.settlement.models import Statement
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.basis import get_basis
from paidang.settlement.tests import month as m

RULED = shanghai("2026-04-15 10:00")


@kept
def returned(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    """March is sent with two refunds, each of one cup of 40.00, restocked and without a reason."""
    m.fill_march(contract_in_force, brand, agency)
    with acting(agency.manager):
        m.add_line(
            contract_in_force, "L9", done="2026-03-12 10:00", quantity=5
        )  # profit enough for any loss below
        for name, line in (("R1", "L1"), ("R2", "L2")):
            m.add_refund(contract_in_force, name, line, at="2026-03-28 10:00", amount=11_300)
    m.close(contract_in_force, agency)
    m.send(contract_in_force, agency)
    return contract_in_force


def rule(contract: Contract, party: Party, refund_id: str, *, cause: str, restocked: bool) -> None:
    """As a case does: the ruling, and the facts."""
    with acting(party.manager):
        rule_refund(contract.pk, refund_id, cause=cause, restocked=restocked, at=RULED)
        Refund.objects.filter(contract=contract, refund_id=refund_id).update(cause=cause, restocked=restocked)


def adjustments(contract: Contract, party: Party, month: str) -> list[tuple[str, int]]:
    with acting(party.finance):
        found = get_basis(contract, month).terms.get("adjustments") or []
        return [(one["id"], one["amount"]) for one in found]


@pytest.mark.parametrize(
    ("cause", "restocked", "expected"),
    [
        (
            "lost",
            False,
            [("after-sales-2026-03", -1_200)],
        ),  # 40.00 of cost stay, of which the agency bears 30 %
        ("quality", False, []),  # the brand answers for the cost as it did
        ("no_reason", True, []),
        ("no_reason", False, [("after-sales-2026-03", -1_200)]),
    ],
)
def test_the_next_statement_adjusts_what_the_true_cause_comes_to(
    returned, brand, agency, cause, restocked, expected
):
    with acting(agency.finance):
        sent = get_statement(returned, "2026-03")
        before = (sent.digest, sent.figures)
    rule(returned, brand, "R1", cause=cause, restocked=restocked)
    assert adjustments(returned, agency, "2026-04") == expected
    with acting(agency.finance):
        again = Statement.objects.get(pk=sent.pk)
        assert (again.digest, again.figures) == before


def test_once_adjusted_it_is_not_adjusted_again_and_a_second_case_adds_its_own(returned, brand, agency):
    rule(returned, brand, "R1", cause="lost", restocked=False)
    m.close(returned, agency, "2026-04", m.APRIL_CLOSED)
    m.send(returned, agency, "2026-04", shanghai("2026-05-07 10:00"))
    with acting(agency.finance):
        april = get_statement(returned, "2026-04")
        assert april.figures["adjustments"] == -1_200
    assert adjustments(returned, agency, "2026-05") == []
    rule(returned, brand, "R2", cause="lost", restocked=False)
    assert adjustments(returned, agency, "2026-05") == [("after-sales-2026-03", -1_200)]
