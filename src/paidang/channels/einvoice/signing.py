"""How calls to the service are signed: HMAC-SHA256 over method, path, time, a number used once, and the body's digest."""

import hashlib
import hmac
from collections.abc import Mapping

KEY, TIME, NONCE, SIGNATURE = "x-app-key", "x-timestamp", "x-nonce", "x-signature"
SKEW_S_MAX = 300
PATH = "/einvoice/v1/invoices"


def signature(secret: str, method: str, path: str, timestamp: str, nonce: str, body: bytes) -> str:
    """The signature as lower-case hex.

    >>> signature("secret", "POST", "/v1/invoices", "1772676000", "n1", b"{}")[:16]
    '861f64d51fc0f328'
    """
    text = "\n".join((method, path, timestamp, nonce, hashlib.sha256(body).hexdigest()))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_signed(secret: str, method: str, path: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a call's headers, by lower-case name, carry the signature over what came."""
    made = signature(secret, method, path, headers.get(TIME, ""), headers.get(NONCE, ""), body)
    return hmac.compare_digest(made.encode(), headers.get(SIGNATURE, "").encode())
