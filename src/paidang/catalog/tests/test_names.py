"""What a SKU is called where no product names it."""

from datetime import timedelta

from tests.cast import acting
from tests.goods import AT, JD

from paidang.catalog.actions import ListingRow, put_listings
from paidang.catalog.queries.names import titles_of


def test_a_sku_of_no_product_is_called_as_it_was_last_listed_alone(priced, agency, outsider):
    rows = [
        ListingRow("1001", "10", "青瓷盖碗 新款", 16800, "CUP"),
        ListingRow("1007", "16", "布袋（赠）", 0, "BAG", is_gift=True),
        ListingRow("1008", "17", "三只布袋", 0, "BAG", quantity=3, is_gift=True),
        ListingRow("1009", "18", "茶具套装", 30000, "BAG", is_gift=True),
        ListingRow("1009", "18", "茶具套装", 30000, "POT"),
    ]
    with acting(agency.manager):
        put_listings(person=agency.manager, at=AT + timedelta(days=1), code=priced.code, shop=JD, rows=rows)
        assert titles_of(priced, ["CUP", "POT", "BAG", "NONE"]) == {
            "CUP": "盖碗",
            "POT": "公道杯",
            "BAG": "布袋（赠）",
        }
    with acting(outsider.manager):
        assert titles_of(priced, ["CUP", "BAG"]) == {}
