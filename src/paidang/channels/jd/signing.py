"""JD JOS signatures: MD5 over secret, sorted names and values, secret. The JSON of the business parameters is signed as sent.

Software in use spells the text to be signed in three manners; we sign in the first, the sandbox admits all of them.
"""

import hashlib
import hmac
from collections.abc import Mapping

SIGN = "sign"


def sign(
    params: Mapping[str, str], secret: str, *, encoding: str = "utf-8", skips_blank: bool = False
) -> str:
    """The signature of a call's parameters, `sign` itself left out; names are sorted by code unit.

    >>> sign({"method": "jingdong.seller.shop.get", "v": "2.0"}, "s")
    '289F6CD5E6A0F07FE339788164CB1110'
    """
    signed = "".join(
        name + params[name]
        for name in sorted(params)
        if name != SIGN and not (skips_blank and not params[name].strip())
    )
    return hashlib.md5((secret + signed + secret).encode(encoding), usedforsecurity=False).hexdigest().upper()


def is_signed(params: Mapping[str, str], secret: str) -> bool:
    """Whether the parameters carry their signature: in UTF-8, in UTF-8 without blank values (Java), or in Latin-1 (jd-sdk)."""
    given = params.get(SIGN, "").upper().encode()
    return any(
        hmac.compare_digest(given, sign(params, secret, encoding=encoding, skips_blank=skips).encode())
        for encoding, skips in (("utf-8", False), ("utf-8", True), ("latin-1", False))
        if _can_be_spelt(params, encoding)
    )


def _can_be_spelt(params: Mapping[str, str], encoding: str) -> bool:
    try:
        "".join((*params, *params.values())).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
