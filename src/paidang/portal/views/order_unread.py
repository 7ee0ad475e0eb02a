"""What a search among orders finds that is in no list yet."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from paidang.contracts.models import Contract
from paidang.orders.queries.matching import Wanted
from paidang.portal.templatetags.paidang import worded
from paidang.stores.queries import list_unread
from paidang.stores.rules.wording import ORDER_STATES


def unread_found(wanted: Wanted, contracts: Mapping[int, Contract]) -> list[dict[str, Any]]:
    """What a search finds among orders that are held since nobody knows their goods: they are in no list yet."""
    return [
        {
            "order": one,
            "state": worded(ORDER_STATES[one.state]),
            "url": f"{reverse('portal:imports')}?"
            + urlencode(
                {"view": "quarantine", "contract": contracts[one.contract_id].code, "store": one.store}
            ),
        }
        for one in list_unread(wanted.contract_ids, wanted.text)
    ]
