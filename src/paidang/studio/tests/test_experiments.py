"""A page's changes by the orders of its product on its platform, and nothing else's."""

import pytest
from tests.cast import acting

from paidang.studio.actions import begin_page
from paidang.studio.queries.experiments import list_tried
from paidang.studio.rules.experiments import HEAD
from paidang.studio.tests.pictures import AT, FIRST, SECOND, gaiwan, published, sold

__all__ = ["gaiwan"]
pytestmark = pytest.mark.django_db


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
