"""A settled month reckoned again by other terms: what a change would have been worth. Nothing is stored."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from paidang.contracts.models import Contract
from paidang.settlement.engines import settle_only
from paidang.settlement.models import Statement
from paidang.settlement.queries import only_sent, unpack_bundle
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms

OF_THE_MONTH = ("contract", "signed_on", "term")
"""What belongs to the contract that the month was settled under, whatever other terms are tried."""

Reckon = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]


def get_last_month(contract: Contract) -> Statement | None:
    """The latest month that these two parties have a statement of, under this or another of their contracts."""
    if not (contract.brand_id and contract.agency_id):
        return None
    both = Statement.objects.filter(contract__brand=contract.brand_id, contract__agency=contract.agency_id)
    sent = only_sent(both).select_related("contract")
    return sent.order_by("-month", "-sent_at").first()


@contextmanager
def reckon_again(statement: Statement) -> Iterator[Reckon]:
    """A function that settles the statement's own facts by other terms (SPEC §10); it gives None where they do not fit."""
    with TemporaryDirectory(prefix="paidang-what-if-") as temporary:
        bundle = Path(temporary) / "bundle"
        unpack_bundle(statement, bundle)

        def reckon(terms: Mapping[str, Any]) -> Mapping[str, Any] | None:
            own = {key: statement.terms[key] for key in OF_THE_MONTH if key in statement.terms}
            try:
                tried = read_terms(dict(terms) | own, statement.month)
                return settle_only(tried, bundle / "facts", statement.month)
            except BadInput:
                return None

        yield reckon
