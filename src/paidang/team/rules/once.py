"""One-time keys of programs: what makes a request the same again."""

import hashlib
from collections.abc import Iterable

KEY_CHARACTERS = 200


def request_digest(parts: Iterable[bytes]) -> str:
    """The sha256 of a request's parts, each with its length: no two lists of parts come to the same bytes."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
