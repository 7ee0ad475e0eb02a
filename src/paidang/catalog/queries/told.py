"""What is reckoned from all goods and prices of a contract, kept until somebody does something with these."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import connection

from paidang.catalog.models import Listing
from paidang.contracts.models import Contract
from paidang.contracts.queries.kept import kept
from paidang.evidence.rules.wording import acts_of

ACTS = tuple(acts_of("prices"))
ROWS_A_LISTING = 10
"""The worst price of a listing is reckoned from its offers and floors: as much as so many rows."""
T = TypeVar("T")


def told_at(contract: Contract) -> tuple[datetime | None, datetime | None]:
    """When a retail and when a factory price was last put there: they come by file too, which is no act on prices."""
    sql = """select (select max(declared_at) from catalog_retailprice where contract_id = %(contract)s),
        (select max(declared_at) from catalog_factoryprice where contract_id = %(contract)s)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"contract": contract.pk})
        retail, factory = cursor.fetchone()
        return retail, factory


def kept_of_goods(contract: Contract, asked: tuple[object, ...], make: Callable[[], T]) -> T:
    """`make`'s answer, made anew after whatever was done with the contract's goods, prices and offers; of many goods not for
    other things that happen."""
    listings = Listing.objects.filter(contract=contract)
    return kept(
        [contract.pk],
        (*asked, told_at(contract)),
        make,
        rows=lambda _: listings.count() * ROWS_A_LISTING,
        acts=ACTS,
    )
