"""Reads of this slice, by noun."""

from paidang.contracts.queries.life import (
    Living,
    get_living,
    get_notice,
    get_notice_file,
    get_terms,
    list_entries_of,
    list_files,
    list_notices,
    list_planned,
    living_of,
    served,
)
from paidang.contracts.queries.negotiation import Negotiation, get_negotiation
from paidang.contracts.queries.standing import (
    Standing,
    count_open_findings,
    digest,
    get_contract,
    get_standing,
    list_accepted_findings,
    list_contracts,
    list_standings,
    list_stated,
    list_versions,
)

__all__ = [
    "Living",
    "Negotiation",
    "Standing",
    "count_open_findings",
    "digest",
    "get_contract",
    "get_living",
    "get_negotiation",
    "get_notice",
    "get_notice_file",
    "get_standing",
    "get_terms",
    "list_accepted_findings",
    "list_contracts",
    "list_entries_of",
    "list_files",
    "list_notices",
    "list_planned",
    "list_standings",
    "list_stated",
    "list_versions",
    "living_of",
    "served",
]
