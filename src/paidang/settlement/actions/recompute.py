"""Recomputing a statement from its bundle alone, for either side."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.settlement.actions.recording import record
from paidang.settlement.bundle import VerifyResult, read_manifest, verify_folder
from paidang.settlement.queries import get_statement, unpack_bundle
from paidang.settlement.queries.rows import get_breakdown
from paidang.team.models import Person

DIFFERENCES_KEPT = 20


@transaction.atomic
def recompute(
    *, person: Person, at: datetime, code: str, month: str, version: int | None = None
) -> VerifyResult:
    """Recompute a statement from its bundle alone, and put the verdict on record: rows, rules, the first differences."""
    statement = get_statement(get_contract(code), month, version)
    with TemporaryDirectory() as temporary:
        folder, previous = Path(temporary) / "bundle", Path(temporary) / "previous"
        unpack_bundle(statement, folder)
        if statement.previous:
            unpack_bundle(statement.previous, previous)
        result = verify_folder(folder, previous=previous if statement.previous else None)
        rules = read_manifest(folder).rules
    differences = [str(difference) for difference in result.differences]
    record(
        statement,
        person,
        at,
        "statement.recomputed" if result.is_verified else "statement.recomputed_differs",
        {
            "rules": rules,
            "rows": get_breakdown(statement).rows,
            "differences": differences[:DIFFERENCES_KEPT],
            "count": len(differences),
        },
    )
    return result
