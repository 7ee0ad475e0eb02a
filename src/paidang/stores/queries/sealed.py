"""What is kept encrypted with the installation's key: by which key, bound to whom."""

import secrets

from django.conf import settings

from paidang.team.rules import vault

CREDENTIALS, DOCUMENT, PERSONS = "store-credentials", "store-document", "store-persons"


def seal(text: str, *, purpose: str, owner: str) -> str:
    """The text encrypted for one purpose, bound to its owner."""
    return vault.encrypt(text, key=_key(purpose), owner=owner, nonce=secrets.token_bytes(vault.NONCE_BYTES))


def unseal(sealed: str, *, purpose: str, owner: str) -> str:
    """The text again; vault.Unreadable where the installation's key is another one now."""
    return vault.decrypt(sealed, key=_key(purpose), owner=owner)


def _key(purpose: str) -> bytes:
    return vault.key_for(purpose, secret_key=settings.SECRET_KEY)


def link_owner(link_id: int) -> str:
    """What a store's secrets and documents are bound to."""
    return f"store:{link_id}"
