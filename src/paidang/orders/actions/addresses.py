"""Keeping an address by our own word: a new version, encrypted, in place of the one before, which stays in the history."""

import json
from dataclasses import asdict
from datetime import datetime

from django.db.models import Max

from paidang.channels.link.documents import Receiver
from paidang.contracts.models import Contract
from paidang.orders.actions.persons import keep_persons
from paidang.orders.models import OrderAddress
from paidang.orders.queries.addresses import owner_of
from paidang.orders.queries.sealed import ADDRESS, seal
from paidang.team.models import Person


def keep_address(
    contract: Contract,
    order_id: str,
    receiver: Receiver,
    *,
    person: Person,
    at: datetime,
    by_buyer: bool,
    reason: str = "",
    is_past: bool = False,
) -> OrderAddress:
    """Write a version; called with the order locked. `is_past`: what its platform said before the buyer changed it there."""
    versions = OrderAddress.objects.filter(contract=contract, order_id=order_id)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    if not is_past:
        versions.filter(replaced_at=None).update(replaced_at=at)
        keep_persons(contract.pk, {order_id: receiver}, by_us=True)
    text = json.dumps(asdict(receiver), ensure_ascii=False)
    return OrderAddress.objects.create(
        contract=contract, order_id=order_id, version=last + 1, by_buyer=by_buyer, reason=reason, by=person, at=at,
        sealed=seal(text, purpose=ADDRESS, owner=owner_of(contract.pk, order_id)), replaced_at=at if is_past else None,
    )  # fmt: skip
