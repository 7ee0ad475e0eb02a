"""What a page's changes came to in orders."""

from datetime import timedelta

from paidang.catalog.models import Sku
from paidang.kit.period import day_of
from paidang.orders.queries.sold import count_orders, known_days
from paidang.studio.models import Edition, Page
from paidang.studio.rules.experiments import WEEK, WEEKS_MAX, Published, Tried, changes_of, try_out

EDITIONS_MAX = 13
"""So many publications are looked at, the latest: a dozen changes."""


def list_tried(page: Page) -> list[Tried]:
    """The latest changes of a page, the newest first, by the orders of its product on its platform."""
    editions = Edition.objects.filter(page=page).exclude(published_at=None).order_by("-number")[:EDITIONS_MAX]
    published = [
        Published(one.number, day_of(one.published_at), one.content) for one in editions if one.published_at
    ]
    changes = changes_of(published)
    known = known_days(page.contract_id, page.channel) if changes else None
    if known is None:
        return [Tried(one, 0, None) for one in reversed(changes)]
    reach = timedelta(days=WEEK * WEEKS_MAX + 1)
    orders = count_orders(
        page.contract_id, skus_of(page), channel=page.channel, since=changes[0].on - reach, before=changes[-1].on + reach
    )  # fmt: skip
    return list(reversed(try_out(published, known, orders)))


def skus_of(page: Page) -> list[str]:
    """What a buyer can order on the page, by code; gifts are not in."""
    return list(Sku.objects.filter(product=page.product_id, is_gift=False).values_list("code", flat=True))
