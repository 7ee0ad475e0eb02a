"""A page's changes by the orders of its product on its platform, and nothing else's."""

from datetime import timedelta

import pytest
from tests.cast import acting, shanghai

from paidang.orders.models import OrderLine
from paidang.studio.actions import begin_page
from paidang.studio.models import Edition, Page
from paidang.studio.queries.experiments import list_tried
from paidang.studio.rules.experiments import HEAD
from paidang.studio.rules.page import Shown, content_of, page_digest
from paidang.studio.tests.pictures import AT, gaiwan

__all__ = ["gaiwan"]
pytestmark = pytest.mark.django_db
FIRST, SECOND = shanghai("2026-02-01 10:00"), shanghai("2026-03-03 15:00")


def published(page: Page, number: int, letter: str, at) -> None:
    content = content_of(page.product.title, page.channel, {"main": [Shown(1, number, letter * 64)]})
    Edition.objects.create(
        contract=page.contract, page=page, number=number, content=content, sha256=page_digest(content),
        submitted_by=page.begun_by, submitted_at=at, agreed=True, answered_by=page.begun_by, answered_at=at,
        published_by=page.begun_by, published_at=at,
    )  # fmt: skip


def sold(
    contract, day: int, orders: int, *, sku: str = "QL-1", channel: str = "jd", gift: bool = False
) -> None:
    """Orders of two lines each at noon, so many days after the second publication's day."""
    OrderLine.objects.bulk_create(
        OrderLine(
            contract=contract, line_id=f"{sku}{channel}{gift}{day}-{n}-{half}", order_id=f"{sku}{channel}{gift}{day}-{n}",
            channel=channel, store="青岚京东旗舰店", sku=sku, quantity=3, unit_price_fen=12_900,
            merchant_discount_fen=3 * 12_900 * gift, platform_discount_fen=0, gift=gift,
            paid_at=SECOND.replace(hour=12) + timedelta(days=day),
        )
        for n in range(orders)
        for half in range(2)
    )  # fmt: skip


def test_orders_before_and_after_a_change_of_the_first_picture(gaiwan, agency, brand, outsider):
    lin, contract = agency.manager, gaiwan.contract
    with acting(lin):
        page = begin_page(person=lin, at=AT, code=contract.code, product_id=gaiwan.pk, channel="jd")
        published(page, 1, "a", FIRST)
        assert list_tried(page) == []
        published(page, 2, "b", SECOND)
        assert [(one.change.what, one.difference) for one in list_tried(page)] == [((HEAD,), None)]
        for day in range(-16, 17):
            sold(contract, day, 5 if day < 0 else 12)
        for other in ({"sku": "QL-2"}, {"channel": "tmall"}, {"gift": True}):
            sold(contract, -3, 40, **other)
        [tried] = list_tried(page)
        assert tried.weeks == 2, "the first and the latest day that are known may be half days"
        assert (tried.difference.before, tried.difference.after) == (14 * 5, 14 * 12)
    with acting(brand.manager):
        assert list_tried(page) == [tried]
    with acting(outsider.manager):
        assert list_tried(page) == []
