"""Packing without a wave: nobody scans, so a set that stock does not have whole in one warehouse is asked about."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.fulfilment.queries.sets import list_not_whole
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.orders import actions
from paidang.orders.actions import UnableToPack
from paidang.orders.models import Parcel
from paidang.orders.rules.packing import Packed
from paidang.team.models import Person


@clause("OP-3-E-2")
@transaction.atomic
def pack_by_hand(
    *,
    person: Person,
    at: datetime,
    code: str,
    lines: Sequence[Packed],
    parcel_code: str = "",
    weight_g: int | None = None,
    is_together: bool = False,
) -> Parcel:
    """`orders.actions.pack_parcel`, unless half of a set would go in; `is_together`: somebody has brought all its parts here."""
    wanted = {line.line_id for line in lines}
    parcel = actions.pack_parcel(
        person=person, at=at, code=code, lines=lines, parcel_code=parcel_code, weight_g=weight_g
    )
    broken = list_not_whole(get_contract(code).pk, {line.order_id for line in lines})
    if why := [one.why for one in broken if one.line_id in wanted and not is_together]:
        raise UnableToPack(
            why[0],
            code="SET_NOT_WHOLE",
            remedy=say("货已凑到一起的，勾上“套装的货都在这里”再装；还没有的，先装别的。"),
        )
    return parcel
