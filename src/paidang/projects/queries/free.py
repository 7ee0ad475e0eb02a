"""What a contract gives free of charge."""

from datetime import date

from paidang.contracts.models import Contract
from paidang.contracts.queries.terms import get_terms_of

TERM = "free_of_charge"


def free_of(contract: Contract, day: date) -> tuple[frozenset[str], str]:
    """The services that the contract gives free on the day, and the clause that says so; none and "" where it is silent."""
    read = get_terms_of(contract, day).read
    stated = read.stated(TERM)
    services = frozenset(map(str, stated)) if isinstance(stated, list) else frozenset()
    return services, read.clause(TERM) if services else ""
