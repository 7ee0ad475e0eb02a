"""What is kept encrypted with the installation's key, and the hashes by which it is found: by which key, bound to whom."""

import secrets

from django.conf import settings

from paidang.team.rules import vault

ADDRESS, FOUND_BY = "order-address", "order-person"
HASH_CHARS = 32


def seal(text: str, *, purpose: str, owner: str) -> str:
    """The text encrypted for one purpose, bound to its owner."""
    return vault.encrypt(text, key=_key(purpose), owner=owner, nonce=secrets.token_bytes(vault.NONCE_BYTES))


def unseal(sealed: str, *, purpose: str, owner: str) -> str:
    """The text again; vault.Unreadable where the installation's key is another one now."""
    return vault.decrypt(sealed, key=_key(purpose), owner=owner)


def found_by(contract_id: int, what: str, text: str) -> str:
    """The keyed hash by which something about a person is found in one contract; empty for nothing."""
    if not text:
        return ""
    return vault.keyed_hash(text, key=_key(FOUND_BY), owner=f"{contract_id}:{what}")[:HASH_CHARS]


def _key(purpose: str) -> bytes:
    return vault.key_for(purpose, secret_key=settings.SECRET_KEY)
