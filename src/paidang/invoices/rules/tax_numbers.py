"""A taxpayer's number, checked by its own check characters: nothing is looked up.

18 characters: the unified social credit code (GB 32100) or a person's identity number (GB 11643); 15: a region and an
organisation's code (GB 11714); 20: an identity number and two digits. A number of the right shape with a wrong check
character was mistyped.
"""

import re
from datetime import date

_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = [pow(3, at, 31) for at in range(17)]
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PERSON_CHECK = "10X98765432"


def bare_number(text: str) -> str:
    """As it is printed: upper case, without blanks and hyphens.

    >>> bare_number(" 9153 0000-7785 9986x2 ")
    '9153000077859986X2'
    """
    return re.sub(r"[\s\u3000-]", "", text).upper()


def is_tax_number(text: str) -> bool:
    """Whether a bare number has one of the shapes and its check characters hold."""
    if len(text) == 18:
        return _is_credit_code(text) or _is_person(text)
    if len(text) == 15:
        return text[:6].isdecimal() and (_is_organisation(text[6:]) or text.isdecimal())
    return len(text) == 20 and _is_person(text[:18]) and text[18:].isdecimal()


def _is_credit_code(text: str) -> bool:
    if not all(char in _CODE for char in text) or not text[2:8].isdecimal():
        return False
    total = sum(_CODE.index(char) * weight for char, weight in zip(text, _CODE_WEIGHTS, strict=False))
    return _CODE.index(text[17]) == (31 - total % 31) % 31


def _is_organisation(text: str) -> bool:
    if not all(char in _ORGANISATION for char in text):
        return False
    total = sum(
        _ORGANISATION.index(char) * weight
        for char, weight in zip(text[:8], _ORGANISATION_WEIGHTS, strict=True)
    )
    return text[8] == "0123456789X0"[11 - total % 11]


def _is_person(text: str) -> bool:
    if not (text.isascii() and text[:17].isdecimal() and _is_day(text[6:14])):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _PERSON_WEIGHTS, strict=True))
    return text[17] == _PERSON_CHECK[total % 11]


def _is_day(text: str) -> bool:
    """A day of birth, of the last century or this one."""
    try:
        return text[:2] in ("19", "20") and bool(date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}"))
    except ValueError:
        return False
