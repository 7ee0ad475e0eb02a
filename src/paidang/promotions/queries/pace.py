"""What a contract's warehouses packed in the last weeks: learned from packed parcels, by whom and when."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from paidang.contracts.models import Contract
from paidang.contracts.queries.kept import kept
from paidang.kit.period import day_of, day_start_at
from paidang.promotions.queries.promotions import list_capacities
from paidang.promotions.rules.pace import LEARN_WEEKS, Pace, Packed, pace_of

_PACKED = """
    with packed as (
        select p.id, p.packed_by_id as person, date_bin('1 hour', p.packed_at, %(since)s) as hour
        from orders_parcel p
        where p.contract_id = %(contract)s and p.packed_at >= %(since)s and p.packed_at < %(before)s and p.unpacked_at is null
    )
    select coalesce((select sum(l.quantity) from orders_parcelline l join packed on packed.id = l.parcel_id), 0)::bigint,
           count(*), count(distinct (person, hour)), count(distinct date_bin('1 day', hour, %(since)s))
    from packed"""


def load_packed(contract: Contract, at: datetime) -> Packed:
    """The whole days of the last LEARN_WEEKS."""
    before = day_start_at(day_of(at))
    asked: dict[str, Any] = {
        "contract": contract.pk,
        "since": before - timedelta(weeks=LEARN_WEEKS),
        "before": before,
    }

    def load() -> Packed:
        with connection.cursor() as cursor:
            cursor.execute(_PACKED, asked)
            return Packed(*cursor.fetchone())

    return kept([contract.pk], ("promotions.packed", before), load)


def load_pace(contract: Contract, at: datetime) -> Pace | None:
    """What counts for a check: the slowest that somebody set of a warehouse, else what was learned."""
    said = [one.units_an_hour for one in list_capacities(contract) if one.units_an_hour is not None]
    return pace_of(min(said, default=None), load_packed(contract, at))
