"""Goods with floors, listed in a store: what the tests of prices and offers begin with."""

from datetime import date, timedelta

from paidang.catalog.actions import ListingRow, put_listings
from paidang.catalog.models import FactoryPrice, RetailPrice
from paidang.catalog.queries.guard import Shop
from paidang.contracts.models import Contract
from paidang.orders.models import OrderLine
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

AT = shanghai("2026-04-20 10:00")
DAY, LATER, END = date(2026, 4, 20), date(2026, 5, 1), date(2026, 5, 31)
JD = Shop("jd", "京东旗舰店")


@kept
def priced(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    """CUP lists at 168.00, floor 118.00 and from May 122.40; POT lists at 59.00, floor 39.00; a set of both at 210.00."""
    contract = contract_in_force
    with acting(brand.manager):
        for sku, day, fen in (
            ("CUP", date(2026, 3, 1), 11800),
            ("CUP", LATER, 12240),
            ("POT", date(2026, 3, 1), 3900),
        ):
            RetailPrice.objects.create(
                contract=contract,
                sku=sku,
                valid_from=day,
                min_retail_price_fen=fen,
                declared_by=brand.manager,
                declared_at=AT,
            )
        for sku in ("CUP", "POT"):
            FactoryPrice.objects.create(
                contract=contract, sku=sku, valid_from=date(2026, 3, 1), factory_price_fen=2000,
                declared_by=brand.manager, declared_at=AT,
            )  # fmt: skip
    rows = [
        ListingRow("1001", "10", "青瓷盖碗", 16800, "CUP", barcode="690001", product="盖碗"),
        ListingRow("1002", "11", "公道杯", 5900, "POT", barcode="690002", product="公道杯"),
        ListingRow("1003", "12", "两件套", 21000, "CUP"),
        ListingRow("1003", "12", "两件套", 21000, "POT"),
        ListingRow("1004", "13", "谁的", 100),
        ListingRow("1005", "14", "没见过", 100, "NEW"),
        ListingRow("1006", "15", "撞码", 100, "POT", barcode="690001"),
        ListingRow("1007", "16", "赠品", 0, "BAG", is_gift=True),
    ]
    with acting(agency.manager):
        put = put_listings(person=agency.manager, at=AT, code=contract.code, shop=JD, rows=rows)
        assert (put.listings, put.problems) == (7, 3)
    return contract


def sell_daily(contract: Contract, *, until: date, days: int, units: int = 10, fen: int = 16800) -> None:
    """So many CUPs a day at JD, in one order at noon, on the days before `until`."""
    for n in range(days):
        sell(contract, f"{until - timedelta(days=n + 1)} 12:00", units=units, fen=fen)


def sell(contract: Contract, at: str, *, units: int, fen: int = 16800) -> None:
    """CUPs in one order at JD, paid at a moment in Shanghai."""
    OrderLine.objects.create(
        contract=contract, line_id=at, order_id=at, channel=JD.channel, store=JD.store, sku="CUP", quantity=units,
        unit_price_fen=fen, merchant_discount_fen=0, platform_discount_fen=0, paid_at=shanghai(at),
    )  # fmt: skip
