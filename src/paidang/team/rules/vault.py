"""What only the running installation may read again: keys from its secret key, texts under them (AES-256-GCM)."""

import base64
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Unreadable(ValueError):
    """Not encrypted under this key, for this owner, or altered since."""


def key_for(purpose: str, *, secret_key: str) -> bytes:
    """A key of 32 bytes for one purpose; it says nothing about the others or about the secret key."""
    return hmac.digest(secret_key.encode(), b"paidang:" + purpose.encode(), "sha256")


def encrypt(text: str, *, key: bytes, owner: str, nonce: bytes) -> str:
    """The text under the key, bound to its owner: copied to another's row it cannot be read. A nonce is used once."""
    sealed = AESGCM(key).encrypt(nonce, text.encode(), owner.encode())
    return base64.b64encode(nonce + sealed).decode()


def decrypt(sealed: str, *, key: bytes, owner: str) -> str:
    """The text again, or Unreadable."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], owner.encode()).decode()
    except (InvalidTag, ValueError):
        raise Unreadable("not readable with this installation's key") from None


def keyed_hash(text: str, *, key: bytes, owner: str) -> str:
    """A hash that cannot be guessed at without the key."""
    return hmac.digest(key, f"{owner}:{text}".encode(), "sha256").hex()
