"""What waiting factory prices for days past would mean for what no statement has settled yet, reckoned now."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from paidang.catalog.models import PriceDeclaration
from paidang.contracts.models import Contract
from paidang.kit.period import month_of
from paidang.settlement.engines import settle_only
from paidang.settlement.engines.repricing import reprice
from paidang.settlement.queries.basis import get_basis
from paidang.settlement.queries.repriced import as_repriced
from paidang.settlement.queries.snapshot import export_snapshot
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms


def get_open_worth(contract: Contract, declaration: PriceDeclaration, at: datetime) -> int | None:
    """By how much the agency's components change on all facts known and unsettled by the end of the month of `at`.

    They are settled as one month, as they are and at the declared prices. None where the facts are refused.
    """
    month = month_of(at)
    basis = get_basis(contract, month)
    with TemporaryDirectory(prefix="paidang-past-worth-") as temporary:
        facts = Path(temporary)
        export_snapshot(contract, facts, term=basis.term, replaced=None)
        try:
            terms = read_terms(basis.terms, month)
            as_it_is = settle_only(terms, facts, month)
            reprice(facts, as_repriced(list(declaration.past.order_by("sku", "since"))), releases_held=True)
            as_declared = settle_only(terms, facts, month)
        except BadInput:
            return None
    return _earned(as_declared) - _earned(as_it_is)


def _earned(statement: dict[str, Any]) -> int:
    return sum(int(component["amount"]) for component in statement["components"])
