"""A settled month reckoned again by other terms: what a change would have been worth. Nothing is stored."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from paidang.contracts.models import Contract
from paidang.settlement.engines import DEFAULT_ENGINE, Job, load_engine
from paidang.settlement.models import CONFIRMED, QUESTIONED, SENT, Statement
from paidang.settlement.queries import unpack_bundle
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
    sent = both.filter(state__in=[SENT, QUESTIONED, CONFIRMED]).select_related("contract")
    return sent.order_by("-month", "-sent_at").first()


@contextmanager
def reckon_again(statement: Statement) -> Iterator[Reckon]:
    """A function that settles the statement's own facts by other terms (SPEC §10); it gives None where they do not fit."""
    with TemporaryDirectory(prefix="paidang-what-if-") as temporary:
        bundle = Path(temporary) / "bundle"
        unpack_bundle(statement, bundle)
        settle = load_engine(DEFAULT_ENGINE)

        def reckon(terms: Mapping[str, Any]) -> Mapping[str, Any] | None:
            own = {key: statement.terms[key] for key in OF_THE_MONTH if key in statement.terms}
            with TemporaryDirectory(dir=temporary) as out:
                try:
                    job = Job(
                        read_terms(dict(terms) | own, statement.month),
                        bundle / "facts",
                        statement.month,
                        Path(out),
                        keeps_facts=False,
                        keeps_rows=False,
                    )
                    return settle(job).statement
                except BadInput:
                    return None

        yield reckon
