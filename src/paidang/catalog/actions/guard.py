"""The one door that prices and offers pass on their way to a platform."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime

from django.db import transaction

from paidang.catalog.queries.guard import Shop, find_violations
from paidang.catalog.rules.offers import Offer
from paidang.contracts.models import Contract
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.team.models import Person


@clause("OP-2-A-2", "OP-3-D")
@transaction.atomic
def check_before_going_out(
    contract: Contract,
    shop: Shop,
    *,
    person: Person | None,
    at: datetime,
    since: date,
    until: date | None = None,
    prices: Mapping[str, int] | None = None,
    offer: Offer | None = None,
    without: int = 0,
) -> list[Violation]:
    """Say what forbids list prices (fen, by our SKU code or the platform's SKU id), or an offer, to go out; empty: nothing does.

    Call it before a price write or a promotion is signed, and send only where nothing comes back: a price counts from
    `since` until it is changed, an offer on its own days, each with the store's other offers. `without` is the number of
    the stored offer that is checked, so that it does not count twice. What was found is on record either way: let this
    transaction commit, also where you refuse. `person` None: a job does it in the agency's name.
    """
    found = find_violations(
        contract, shop, since=since, until=until, prices=prices, offer=offer, without=without
    )
    facts: dict[str, object] = {"store": shop.store, "asked_sha256": _digest(shop, since, prices, offer)}
    if found:
        first = found[0]
        facts |= {"count": len(found), "code": first.code, "sku": first.facts["sku"], "clause": first.clause}
    org_id = person.org_id if person else contract.agency_id
    assert org_id is not None, "a contract in force has both its parties"
    append(
        contract.chain_id,
        at=at,
        org_id=org_id,
        person_id=person.pk if person else None,
        act="guard.refused" if found else "guard.passed",
        subject=contract.code,
        facts=facts,
    )
    return found


def _digest(shop: Shop, since: date, prices: Mapping[str, int] | None, offer: Offer | None) -> str:
    """Names exactly what was asked."""
    asked = [shop.channel, shop.store, since.isoformat(), sorted((prices or {}).items()), _plain(offer)]
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()


def _plain(offer: Offer | None) -> list[str]:
    if offer is None:
        return []
    values = ((one.name, getattr(offer, one.name)) for one in fields(Offer) if one.name != "key")
    return [f"{name}={sorted(value) if isinstance(value, frozenset) else value}" for name, value in values]
