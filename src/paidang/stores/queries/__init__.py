"""Reads on connected stores: how they do, what they are owed, orders and cases as their platforms tell them."""

from paidang.stores.queries.links import (
    Credentials,
    Health,
    addresses_of,
    find_due,
    get_link,
    health_of,
    list_links,
    list_offers,
    lock_links,
    read_credentials,
)
from paidang.stores.queries.orders import (
    Told,
    list_links_of,
    list_picks,
    list_unread,
    list_waiting,
    told_of,
)
from paidang.stores.queries.receivers import list_receivers

__all__ = [
    "Credentials",
    "Health",
    "Told",
    "addresses_of",
    "find_due",
    "list_links_of",
    "get_link",
    "health_of",
    "list_links",
    "list_offers",
    "list_picks",
    "list_receivers",
    "list_unread",
    "list_waiting",
    "lock_links",
    "read_credentials",
    "told_of",
]
