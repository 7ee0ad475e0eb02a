"""The clause library: one table per subject, all of them by their id."""

from paidang.contracts.rules.drafting.library import (
    amending,
    closing,
    ending,
    money,
    operation,
    rights,
    scope,
    settlement,
)
from paidang.contracts.rules.drafting.model import Clause

TABLES = (scope, operation, money, settlement, rights, ending, closing)
CLAUSES: dict[str, Clause] = {clause.id: clause for table in TABLES for clause in table.CLAUSES}
AMENDING: dict[str, Clause] = {clause.id: clause for clause in amending.CLAUSES}
"""What a supplementary agreement says in words of its own, before it borrows the library's."""
