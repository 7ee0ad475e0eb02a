"""What a contract's warehouses packed in the last weeks: learned from packed parcels, by whom and when."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from paidang.contracts.models import Contract
from paidang.contracts.queries.kept import kept
from paidang.kit.period import day_of, day_start_at
from paidang.promotions.queries.promotions import list_capacities
from paidang.promotions.rules.pace import LEARN_WEEKS, Pace, Packed, pace_of

OF_WEEKS = """from orders_parcel
    where contract_id = %(contract)s and packed_at >= %(since)s and packed_at < %(before)s and unpacked_at is null"""
_PACKED = f"""
    with hours as (
        select packed_by_id, date_bin('1 hour', packed_at, %(since)s) as hour, count(*) as parcels {OF_WEEKS} group by 1, 2
    )
    select coalesce((select sum(l.quantity) from orders_parcelline l where l.parcel_id in (select id {OF_WEEKS})), 0)::bigint,
           coalesce(sum(parcels), 0)::bigint, count(*), count(distinct date_bin('1 day', hour, %(since)s))
    from hours"""
TAKEN_APART = ("orders.unpacked",)
"""What happens to a parcel that was packed before today and still counts, so that it does no more."""


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

    return kept([contract.pk], ("promotions.packed", before), load, acts=TAKEN_APART, alone=True)


def load_pace(contract: Contract, at: datetime) -> Pace | None:
    """What counts for a check: the slowest that somebody set of a warehouse, else what was learned."""
    said = [one.units_an_hour for one in list_capacities(contract) if one.units_an_hour is not None]
    return pace_of(min(said, default=None), load_packed(contract, at))
