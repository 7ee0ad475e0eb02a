"""Worlds that the tests of the API begin with."""

from tests.cast import Party, acting
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.settlement.actions import close_month, send_statement
from paidang.settlement.models import Statement
from paidang.settlement.tests.month import MARCH_CLOSED, MARCH_SENT, fill_march


@kept
def filled(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    """A contract with the facts of March 2026, of which nothing is closed."""
    fill_march(contract_in_force, brand, agency)
    return contract_in_force


@kept
def sent(filled: Contract, agency: Party) -> Statement:
    """March closed and sent."""
    with acting(agency.finance):
        closed = close_month(person=agency.finance, at=MARCH_CLOSED, code=filled.code, month="2026-03")
        return send_statement(
            person=agency.finance, at=MARCH_SENT, code=filled.code, month="2026-03", digest=closed.digest
        )
