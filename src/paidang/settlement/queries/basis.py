"""What a month is settled by: the terms in force with the loss and the adjustments brought in, and the statement it follows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from paidang.contracts.models import Contract, TermsInForce
from paidang.contracts.queries import get_terms
from paidang.kit.period import Period, term_period
from paidang.settlement.models import Statement
from paidang.settlement.queries import get_previous
from paidang.settlement.queries.adjusting import list_agreed_adjustments
from paidang.settlement.queries.reimbursed import list_reimbursements
from paidang.settlement.queries.repriced import list_adjustments
from paidang.settlement.queries.reruled import list_case_adjustments
from paidang.settlement.rules.figure_clauses import figure_clauses
from paidang.settlement.rules.trying import carried_on


@dataclass(frozen=True, slots=True)
class Basis:
    """`terms` is the content of terms.json (SPEC §10); `term` is when the contract's orders were paid."""

    in_force: TermsInForce
    previous: Statement | None
    terms: dict[str, Any]
    term: Period


def get_basis(contract: Contract, month: str) -> Basis:
    """The basis of a month's statement, closed or only tried."""
    in_force, previous = get_terms(contract, month), get_previous(contract, month)
    term = in_force.terms["term"]
    terms = carried_on(in_force.terms, previous.figures["carried_out"] if previous else 0)
    clause = figure_clauses(in_force.terms, in_force.sources)["cost"]
    adjustments = list_adjustments(contract, month, clause=clause)
    adjustments += list_case_adjustments(contract, month, clause=clause)
    adjustments += list_reimbursements(contract, month)
    adjustments += list_agreed_adjustments(contract, month)
    if adjustments:
        terms["adjustments"] = adjustments
    return Basis(
        in_force=in_force,
        previous=previous,
        terms=terms,
        term=term_period(date.fromisoformat(term["start"]), date.fromisoformat(term["end"])),
    )
