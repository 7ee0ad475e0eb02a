"""What of a platform's document is about persons: it is kept encrypted, and is in no file, no quarantine, no log."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from paidang.channels.link.documents import Receiver

PERSONAL = re.compile(
    r"consignee|receiver|receipt_?name|buyer(?!_cod_fee)|customer_?(name|pin|tel|mobile|contact|account)|^pin$|open_?id|mobile|phone"
    r"|telephone|address|fullname|full_name|invoice|vat|taxpayer|nick|remark|memo|message|question|oaid|identity|id_?card|email",
    re.IGNORECASE,
)
"""Names of fields, of all platforms; no field that money is read from is among them (`test_rules_persons`)."""
STATES = re.compile(r"state|status", re.IGNORECASE)
"""A state's remark is the platform's own word, not a person's."""


def without_persons(body: Mapping[str, Any]) -> dict[str, Any]:
    """The document without the fields that are about persons, however deep they are."""
    return {name: _pared(value) for name, value in body.items() if not _is_personal(name)}


def _pared(value: Any) -> Any:
    if isinstance(value, Mapping):
        return without_persons(value)
    if isinstance(value, list):
        return [_pared(each) for each in value]
    return value


@lru_cache(maxsize=4096)
def _is_personal(name: str) -> bool:
    return bool(PERSONAL.search(name)) and not STATES.search(name)


def masked(receiver: Receiver) -> Receiver:
    """A receiver as somebody sees it who has no need of the whole: the place, not the door."""
    return Receiver(
        name=receiver.name[:1] + "**" if receiver.name else "",
        phone=f"{receiver.phone[:3]}****{receiver.phone[-4:]}" if len(receiver.phone) >= 11 else "",
        province=receiver.province,
        city=receiver.city,
        district=receiver.district,
        address="****" if receiver.address else "",
    )
