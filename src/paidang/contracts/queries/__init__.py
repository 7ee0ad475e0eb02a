"""Reads of this slice, by noun."""

from paidang.contracts.queries.negotiation import Negotiation, get_negotiation
from paidang.contracts.queries.standing import (
    Standing,
    digest,
    get_contract,
    get_standing,
    get_terms,
    list_accepted_findings,
    list_contracts,
    list_planned,
    list_stated,
    list_versions,
)

__all__ = [
    "Negotiation",
    "Standing",
    "digest",
    "get_contract",
    "get_negotiation",
    "get_standing",
    "get_terms",
    "list_accepted_findings",
    "list_contracts",
    "list_planned",
    "list_stated",
    "list_versions",
]
