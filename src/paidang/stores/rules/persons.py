"""What of a platform's document is about persons: it is kept encrypted, and is in no file, no quarantine, no log."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from paidang.channels.link.documents import Receiver
from paidang.channels.persons import is_personal
from paidang.orders.rules.persons import MASK


def without_persons(body: Mapping[str, Any]) -> dict[str, Any]:
    """The document without the fields that are about persons, however deep they are."""
    return {name: _pared(value) for name, value in body.items() if not is_personal(name)}


def _pared(value: Any) -> Any:
    if isinstance(value, Mapping):
        return without_persons(value)
    if isinstance(value, list):
        return [_pared(each) for each in value]
    return value


def is_sealed(receiver: Receiver) -> bool:
    """Whether the platform gives the person as its own ciphertext, which nobody here can read: no phone has letters in it.

    >>> is_sealed(Receiver("AQqKLlk", "AQMjE5MzE=")), is_sealed(Receiver("王秋白", "13800130629转8"))
    (True, False)
    """
    return any(char.isascii() and char.isalpha() for char in receiver.phone)


def is_readable(receiver: Receiver) -> bool:
    """Whether a parcel finds its way by this: all of it is there, neither masked nor sealed by the platform.

    >>> is_readable(Receiver("王**", "*******2701", "上海市", "上海市", "杨浦区", "****"))
    False
    """
    texts = (receiver.name, receiver.phone, receiver.address)
    return all(texts) and not is_sealed(receiver) and not MASK.search("".join(texts))


def masked(receiver: Receiver) -> Receiver:
    """A receiver as somebody sees it who has no need of the whole: the place, not the door. Of what is sealed the place alone."""
    if is_sealed(receiver):
        return replace(receiver, name="", phone="", address="")
    return Receiver(
        name=receiver.name[:1] + "**" if receiver.name else "",
        phone=f"{receiver.phone[:3]}****{receiver.phone[-4:]}" if len(receiver.phone) >= 11 else "",
        province=receiver.province,
        city=receiver.city,
        district=receiver.district,
        address="****" if receiver.address else "",
    )
