"""Sold goods that have no factory price on the day of payment: among all lines, or among those that are staged."""

from datetime import date

from django.db import connection

from paidang.contracts.models import Contract

_UNPRICED = """
    with priced as (
        select sku, min(valid_from)::timestamp at time zone 'Asia/Shanghai' as since
        from catalog_factoryprice where contract_id = %(contract)s group by sku
    ), sold as (
        select sku, count(*) as lines from orders_orderline l left join priced p using (sku)
        where l.contract_id = %(contract)s and not l.gift and l.paid_at >= %(start)s::timestamp at time zone 'Asia/Shanghai'
          and (p.since is null or l.paid_at < p.since) group by sku
    )
    select count(*), coalesce(sum(lines), 0) from sold"""


def count_unpriced(contract: Contract, start: date) -> tuple[int, int]:
    """How many SKUs, and lines of them, were paid from `start` on while no factory price was in force; gifts are not in."""
    with connection.cursor() as cursor:
        cursor.execute(_UNPRICED, {"contract": contract.pk, "start": start})
        row = cursor.fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


_HELD = """
    select sku, count(*) from orders_orderline l where contract_id = %(contract)s and not gift and not exists (
        select from catalog_factoryprice p where p.contract_id = %(contract)s and p.sku = l.sku
          and p.valid_from <= (l.paid_at at time zone 'Asia/Shanghai')::date)
    group by sku order by 2 desc, 1"""


def list_unpriced(contract: Contract, most: int) -> list[tuple[str, int]]:
    """The goods with sold lines that no factory price is in force for, and how many of these wait; the most first."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD + " limit %(most)s", {"contract": contract.pk, "most": most})
        return [(str(sku), int(lines)) for sku, lines in cursor.fetchall()]


def has_unpriced_stage(contract: Contract) -> bool:
    """Whether any staged line was paid while no factory price was in force; gifts are not in."""
    sql = """select exists (select from stage_orderline s where not coalesce(gift, false) and not exists (
        select from catalog_factoryprice p where p.contract_id = %s and p.sku = s.sku
          and p.valid_from <= (s.paid_at at time zone 'Asia/Shanghai')::date))"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [contract.pk])
        return bool(cursor.fetchone()[0])
