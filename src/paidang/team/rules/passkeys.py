"""Passkeys by WebAuthn level 2: what is asked of a browser, and whether what it answers holds.

Pure: challenge, place and key come in. A passkey is always discoverable and always verifies its owner (PIN, finger,
face): having it and being known by it are two factors.
"""

import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers import structs as asked
from webauthn.helpers.exceptions import WebAuthnException

CHALLENGE_BYTES = 32
WAITS = timedelta(minutes=10)
"""How long a challenge may be answered."""
NAME_CHARACTERS = 80
ID_CHARACTERS = 1364
"""A credential's number is at most 1023 bytes, in base64url."""
OWN_MACHINE = "localhost"


class NotProven(ValueError):
    """The answer is malformed, or is not that of this challenge, this place, this key or a verified owner."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passkey is good: the name that it is bound to, and the exact address that the browser shows."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a browser made: the credential's number (base64url), its public key, and how often it was used."""

    credential_id: str
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Which credential an answer claims to be, and whose (its user handle, base64url)."""

    credential_id: str
    handle: str


def place_of(*, scheme: str, host: str) -> Place | None:
    """The place of a request; None where no browser makes passkeys: at a bare IP address, or without TLS.

    `host` as it stands in the address, with the port. `localhost` needs no TLS.
    """
    name = _without_port(host)
    if _is_address(name) or (scheme != "https" and name != OWN_MACHINE):
        return None
    return Place(name, f"{scheme}://{host.lower()}")


def own_name_of(*, scheme: str, host: str) -> str:
    """The same place by the name `localhost`, where it was asked for by an address of this machine; else nothing."""
    name = _without_port(host)
    if not _is_address(name) or not ipaddress.ip_address(name.strip("[]")).is_loopback:
        return ""
    return f"{scheme}://{OWN_MACHINE}{host[len(name) :]}"


def _without_port(host: str) -> str:
    name = host.lower()
    return name[: name.index("]") + 1] if name.startswith("[") else name.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


# Making one


def making(
    *, place: Place, challenge: bytes, handle: bytes, account: str, name: str, has: Sequence[str]
) -> dict[str, Any]:
    """What to ask a browser for, as `PublicKeyCredential.parseCreationOptionsFromJSON` takes it.

    `handle` is who it is for, `has` are the credentials they have already: no device gets a second one.
    """
    return options_to_json_dict(
        webauthn.generate_registration_options(
            rp_id=place.host, rp_name="拍档 Paidang", user_id=handle, user_name=account, user_display_name=name,
            challenge=challenge,
            exclude_credentials=[asked.PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in has],
            authenticator_selection=asked.AuthenticatorSelectionCriteria(
                resident_key=asked.ResidentKeyRequirement.REQUIRED,
                user_verification=asked.UserVerificationRequirement.REQUIRED,
            ),
        )
    )  # fmt: skip


def read_made(answer: str, *, place: Place, challenge: bytes) -> NewKey:
    """The key that the browser made for this challenge, or NotProven. Who built the device is not asked."""
    try:
        made = webauthn.verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=place.host,
            expected_origin=place.origin, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError) as error:
        raise NotProven(str(error)) from error
    return NewKey(bytes_to_base64url(made.credential_id), made.credential_public_key, made.sign_count)


# Using one


def using(*, place: Place, challenge: bytes) -> dict[str, Any]:
    """What to ask a browser for, as `parseRequestOptionsFromJSON` takes it: any passkey of this place."""
    return options_to_json_dict(
        webauthn.generate_authentication_options(
            rp_id=place.host, challenge=challenge, user_verification=asked.UserVerificationRequirement.REQUIRED
        )
    )  # fmt: skip


def read_claim(answer: str) -> Claim:
    """Which credential the answer says it is. Nothing is proven yet."""
    try:
        claimed = json.loads(answer)
        claim = Claim(claimed["id"], claimed["response"]["userHandle"])
    except (ValueError, KeyError, TypeError):
        raise NotProven("no answer of a passkey") from None
    if not (isinstance(claim.credential_id, str) and isinstance(claim.handle, str)):
        raise NotProven("no answer of a passkey")
    return claim


def signing_challenge(*, nonce: bytes, document_sha256: str) -> bytes:
    """What is given a passkey that is to sign a document: the digest itself, behind what makes each time another one."""
    return nonce + bytes.fromhex(document_sha256)


def is_over(challenge: bytes, document_sha256: str) -> bool:
    """Whether a challenge is one for signing just this document."""
    return challenge[CHALLENGE_BYTES:].hex() == document_sha256 and len(challenge) == 2 * CHALLENGE_BYTES


def read_assertion(answer: str, *, public_key: bytes) -> dict[str, str]:
    """What of an answer proves for good, with the public key alone, what was signed: all base64url."""
    said = json.loads(answer)
    names = {
        "client_data": "clientDataJSON",
        "authenticator_data": "authenticatorData",
        "signature": "signature",
    }
    kept = {ours: str(said["response"][theirs]) for ours, theirs in names.items()}
    return {"credential_id": str(said["id"]), "public_key": bytes_to_base64url(public_key), **kept}


def read_used(answer: str, *, place: Place, challenge: bytes, public_key: bytes) -> int:
    """How often the passkey says it was used, once it is proven to have signed this challenge here; or NotProven."""
    try:
        used = webauthn.verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=place.host, expected_origin=place.origin,
            credential_public_key=public_key, credential_current_sign_count=0, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError) as error:
        raise NotProven(str(error)) from error
    return used.new_sign_count


def is_copied(*, before: int, now: int) -> bool:
    """Whether a counter shows that the passkey exists twice: it must rise, unless the device does not count at all."""
    return (before > 0 or now > 0) and now <= before
