"""A set that an order names by the seller's code holds, sends and takes back its parts, as often as each is in it."""

import pytest
from tests.cast import acting

from paidang.catalog.models import Listing, ListingPart, Sku
from paidang.intake.tests.goods import COUNTED, HOUSE, back, books, declare, order, refund, sell
from paidang.stock.models import Reservation
from paidang.stock.queries.listing import find_stock
from paidang.stores.queries.places import sets_with


@pytest.fixture
def boxed(contract_in_force, brand):
    """Ten of QL-1 and nine of QL-2 are there; BOX is two of the one and one of the other, sold beside QL-1 alone."""
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,10", f"{HOUSE},QL-2,9")
    with acting(brand.manager):
        skus = {
            code: Sku.objects.get_or_create(contract=contract_in_force, code=code)[0]
            for code in ("QL-1", "QL-2")
        }
        for name, code, parts in (("71", "BOX", {"QL-1": 2, "QL-2": 1}), ("11", "QL-1", {"QL-1": 1})):
            listing = Listing.objects.create(
                contract=contract_in_force, channel="jd", store="青岚京东旗舰店", platform_sku=name, title=code,
                seller_code=code, told_at=COUNTED,
            )  # fmt: skip
            for sku, n in parts.items():
                ListingPart.objects.create(
                    contract=contract_in_force, listing=listing, sku=skus[sku], quantity=n
                )
    return contract_in_force


def test_a_set_follows_its_parts_from_payment_to_return(boxed, brand, agency):
    operator = agency.people["agency_operator"]
    sell(operator, boxed, order("L1", 2, sku="BOX"), order("L2", 1))
    assert (books(brand, boxed), books(brand, boxed, "QL-2")) == ((10, 5, 0), (9, 2, 0))
    with acting(brand.manager):
        [found] = sets_with(boxed.pk, "QL-2")
        # of five QL-1 each place has its share, three and two; a set takes two of them
        assert (found.units, dict(found.parts)) == (1, {"QL-1": 2, "QL-2": 1})
        assert sets_with(boxed.pk, "QL-3") == []
        sold = {sku: find_stock(boxed.pk, sku).sold for sku in ("QL-1", "QL-2")}
        assert sold == {"QL-1": 5, "QL-2": 2}, "what sells in sets counts for how long the parts last"
    sell(operator, boxed, order("L1", 2, sku="BOX", shipped="03-22 09:00"), order("L2", 1))
    assert (books(brand, boxed), books(brand, boxed, "QL-2")) == ((6, 1, 0), (7, 0, 0))
    refund(operator, boxed, back("L1", 1))
    assert (books(brand, boxed), books(brand, boxed, "QL-2")) == ((8, 1, 0), (8, 0, 0))


def test_a_set_is_short_by_what_its_scarcest_part_lacks(boxed, brand, agency):
    sell(agency.people["agency_operator"], boxed, order("L1", 6, sku="BOX"))
    assert (books(brand, boxed), books(brand, boxed, "QL-2")) == ((10, 10, 0), (9, 6, 0))
    with acting(brand.manager):
        short = {one.sku: one.short for one in Reservation.objects.filter(contract=boxed)}
    assert short == {"QL-1": 2, "QL-2": 0}
