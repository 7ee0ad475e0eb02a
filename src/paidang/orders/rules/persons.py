"""What orders are found and compared by of who gets the goods. Pure; hashing is `queries.sealed`."""

import re
from dataclasses import dataclass

from paidang.channels.link.documents import Receiver
from paidang.kit.sentence import Sentence, say
from paidang.orders.rules.working import ADDRESS_CHARS, PHONE_CHARS, PLACE_CHARS

MASK = re.compile(r"[*＊×]")
DIGITS = re.compile(r"\D+")
PHONE_DIGITS_MIN = 7


@dataclass(frozen=True, slots=True)
class Keys:
    """The texts that are hashed: each empty where it is not known in full. `same`: person and address together."""

    name: str = ""
    phone: str = ""
    last_four: str = ""
    same: str = ""


def keys_of(receiver: Receiver) -> Keys:
    """What a receiver is found by. Masked as platforms give it, the end of a phone still is; two masked people are never one.

    >>> keys_of(Receiver("王*茶", "138****5678")).last_four
    '5678'
    """
    name, phone = receiver.name.strip(), DIGITS.sub("", receiver.phone)
    digits = receiver.phone.strip()[-4:]
    is_whole = not MASK.search(receiver.name + receiver.phone + receiver.address)
    place = (receiver.province, receiver.city, receiver.district, receiver.address)
    return Keys(
        name=name,
        phone=phone if is_whole and len(phone) >= PHONE_DIGITS_MIN else "",
        last_four=digits if digits.isascii() and digits.isdecimal() and len(digits) == 4 else "",
        same="\n".join([name, phone, *(each.strip() for each in place)])
        if is_whole and receiver.address and (name or phone)
        else "",
    )


def wrong_with_address(receiver: Receiver) -> list[Sentence]:
    """What is missing or too long in an address that somebody typed."""
    fields = (
        (say("收货人"), receiver.name, PLACE_CHARS),
        (say("电话"), receiver.phone, PHONE_CHARS),
        (say("省"), receiver.province, PLACE_CHARS),
        (say("市"), receiver.city, PLACE_CHARS),
        (say("详细地址"), receiver.address, ADDRESS_CHARS),
    )
    found: list[Sentence] = [
        say("缺{field}", field=field) for field, text, _most in fields if not text.strip()
    ]
    found += [
        say("{field}太长，最多 {most} 字", field=field, most=most)
        for field, text, most in fields
        if len(text) > most
    ]
    return found
