"""What of a platform's document is about persons: it is kept encrypted, and is in no file, no quarantine, no log."""

from collections.abc import Mapping
from typing import Any

from paidang.channels.link.documents import Receiver
from paidang.channels.persons import is_personal


def without_persons(body: Mapping[str, Any]) -> dict[str, Any]:
    """The document without the fields that are about persons, however deep they are."""
    return {name: _pared(value) for name, value in body.items() if not is_personal(name)}


def _pared(value: Any) -> Any:
    if isinstance(value, Mapping):
        return without_persons(value)
    if isinstance(value, list):
        return [_pared(each) for each in value]
    return value


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
