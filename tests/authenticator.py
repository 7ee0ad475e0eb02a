"""A passkey device in software, which signs as a real one does and lies where a test says so (WebAuthn level 2)."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
ES256 = -7


@dataclass(slots=True)
class Device:
    """One credential on one device. `counts` False is a device that syncs its keys and always says 0."""

    origin: str = "http://localhost:8000"
    host: str = "localhost"
    counts: bool = True
    verifies: bool = True
    used: int = 0
    handle: str = ""
    number: bytes = field(default_factory=lambda: secrets.token_bytes(20))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def credential_id(self) -> str:
        return bytes_to_base64url(self.number)

    def make(self, options: dict[str, Any]) -> str:
        """What `navigator.credentials.create` gives for these options, as JSON."""
        self.handle = options["user"]["id"]
        point = self.key.public_key().public_numbers()
        cose = {1: 2, 3: ES256, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        made = (
            self._state(WITH_KEY)
            + bytes(16)
            + len(self.number).to_bytes(2, "big")
            + self.number
            + encode_cbor(cose)
        )
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": made})
        return self._answer(
            {
                "clientDataJSON": self._client("webauthn.create", options),
                "attestationObject": bytes_to_base64url(attestation),
            }
        )

    def use(self, options: dict[str, Any]) -> str:
        """What `navigator.credentials.get` gives for these options, as JSON."""
        self.used += self.counts
        client, state = self._client("webauthn.get", options), self._state()
        signed = state + hashlib.sha256(base64url_to_bytes(client)).digest()
        return self._answer(
            {
                "clientDataJSON": client,
                "authenticatorData": bytes_to_base64url(state),
                "signature": bytes_to_base64url(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": self.handle,
            }
        )

    def _client(self, kind: str, options: dict[str, Any]) -> str:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return bytes_to_base64url(json.dumps(said).encode())

    def _state(self, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.used.to_bytes(4, "big")

    def _answer(self, response: dict[str, str]) -> str:
        number = self.credential_id
        return json.dumps(
            {
                "id": number, "rawId": number, "type": "public-key", "response": response,
                "clientExtensionResults": {},
            }
        )  # fmt: skip
