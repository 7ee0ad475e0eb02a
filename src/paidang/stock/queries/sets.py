"""Sets as orders name them: by a code of the seller's of which nothing is counted itself, in a store that lists it so."""

from paidang.catalog.queries.floors import names_own

WITH_SETS = """with listed as (
        select distinct on (channel, store, seller_code) id, channel, store, seller_code from catalog_listing l
        where contract_id = %(contract)s and seller_code <> '' and problem = ''
          and not exists (select from stock_stocklevel k where k.contract_id = l.contract_id and k.sku = l.seller_code)
        order by channel, store, seller_code, told_at desc, id desc
    ), sets as (
        select l.channel, l.store, l.seller_code as code, s.code as sku, p.quantity as units from listed l
        join catalog_listingpart p on p.listing_id = l.id join catalog_sku s on s.id = p.sku_id
        where s.code <> l.seller_code or p.quantity > 1
    ),"""
"""The beginning of a query: `sets` has a row for each part, with its `units` in one set, by channel, store and code."""
OF_LINE = "s.code = l.sku and s.channel = l.channel and s.store = l.store"
"""The parts `s` of what an order line `l` sells."""


def has_sets(contract_id: int) -> bool:
    """Whether the contract has any; most have none, and their queries then ask nothing of them."""
    return names_own(contract_id)
