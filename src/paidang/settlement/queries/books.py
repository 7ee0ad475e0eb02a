"""What settlement knows of a contract whose terms are to change: the months that are sent, the loss that is carried."""

from collections.abc import Mapping

from paidang.contracts.models import Contract
from paidang.contracts.rules.amendment_checks import Books
from paidang.settlement.queries import get_open_month, only_sent
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms


def get_books(contract: Contract) -> Books:
    """As they stand now; ask while the contract is locked, so that no statement is sent in between."""
    sent = only_sent(contract.statements).order_by("-month").first()
    carried = sent.figures["carried_out"] if sent else 0
    return Books(get_open_month(contract), carried_fen=carried, fault_of=_fault_of)


def _fault_of(terms: Mapping[str, object]) -> str:
    """Why no statement could be computed by these terms; empty if one could."""
    try:
        read_terms(dict(terms))
    except BadInput as refused:
        return refused.errors[0].reason
    return ""
