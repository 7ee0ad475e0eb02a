"""The sandbox's WeChat Pay: one merchant, whose payments and bills both versions tell (`sandbox_pay_v2`, `sandbox_pay_v3`)."""

import gzip
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from paidang.channels.sandbox.http import Answer
from paidang.channels.wechat.pay_signing import read_private_key
from paidang.kit.period import SHANGHAI

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

SERIAL_NO = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
"""Of the merchant's certificate."""
PLATFORM_SERIAL_NO = "3A7C19E05D2B48F6A1C3D5E7F9081B2D4F6A8C0E"
API_KEY, APIV3_KEY = "PaidangSandboxKeyPaidangSandbox0", "PaidangSandboxApiV3KeyPaidang032"
KEY_FILE = Path(__file__).with_name("sandbox_key.pem")


@cache
def key() -> "RSAPrivateKey":
    """The merchant's key, which is the platform's too."""
    return read_private_key(KEY_FILE.read_text())


class Bills(Protocol):
    """The bill of a day as text, of a kind or of the account; None: nothing moved."""

    def __call__(self, day: date, kind: str, *, is_fund: bool) -> str | None: ...


def day_in(text: str, pattern: str) -> date | None:
    """The day that a call names."""
    try:
        return datetime.strptime(text, pattern).replace(tzinfo=SHANGHAI).date()
    except ValueError:
        return None


def text_of(bill: str, packed: str) -> Answer:
    """A bill as it goes out."""
    if packed == "GZIP":
        return Answer(gzip.compress(bill.encode(), mtime=0), content_type="application/gzip")
    return Answer(bill.encode(), content_type="text/plain;charset=utf-8")
