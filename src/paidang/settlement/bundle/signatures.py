"""Signatures of a bundle: each side's Ed25519 key over the digest, in a file of its own (ADR 0014).

They stand beside the manifest, not in it: the digest is what is signed, so nothing that it covers can hold them, and
a side may add its signature after the other. Keys are PEM files as `openssl genpkey -algorithm ed25519` writes them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from paidang.kit.sentence import say
from paidang.settlement.bundle.canonical import NotCanonical, canonical_json, read_canonical
from paidang.settlement.bundle.compare_rows import Difference

FOLDER = "signatures"
PURPOSE = "paidang bundle 1"  # so that no signature made for anything else can stand for one of a bundle


class BadKey(ValueError):
    """A file that is no Ed25519 key in PEM, or one with a password; its message says so for people."""

    def __init__(self, path: Path) -> None:
        super().__init__(say("不是无密码的 Ed25519 密钥（PEM）"))
        self.path = path


@dataclass(frozen=True, slots=True)
class Signature:
    """One file of `signatures/`: whose key, and what it made of the digest; both as hex."""

    public_key: str
    signature: str

    @property
    def file(self) -> str:
        """Its name within the bundle: one file per key."""
        return f"{FOLDER}/{fingerprint(self.public_key)}.json"

    @property
    def is_written_one_way(self) -> bool:
        """Whether both are in small digits without blanks, so that no touched file reads as the same signature."""
        return all(bytes.fromhex(text).hex() == text for text in (self.public_key, self.signature))

    def as_bytes(self) -> bytes:
        return canonical_json({"public_key": self.public_key, "signature": self.signature})

    def is_of(self, digest: str) -> bool:
        """Whether the key made it, of this digest."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(self.signature), _message(digest))
        except (InvalidSignature, ValueError):
            return False
        return True


def fingerprint(public_key: str) -> str:
    """The first 16 hex digits of the SHA-256 of a public key: short enough to be compared by eye."""
    return sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def read_private_key(key: Path) -> Any:
    """The private key in a PEM file; raises BadKey."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return _load(key, lambda data: load_pem_private_key(data, password=None), Ed25519PrivateKey)


def sign_digest(digest: str, private_key: Any) -> Signature:
    """Sign a bundle's digest."""
    return Signature(_as_hex(private_key.public_key()), private_key.sign(_message(digest)).hex())


def read_public_key(key: Path) -> str:
    """The public key in a PEM file, as hex; raises BadKey."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    return _as_hex(_load(key, load_pem_public_key, Ed25519PublicKey))


def write_signature(folder: Path, signature: Signature) -> None:
    """Put a signature into a bundle, in the place of an earlier one by the same key."""
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / signature.file).write_bytes(signature.as_bytes())


def read_signatures(folder: Path) -> Iterator[tuple[str, Signature | None]]:
    """Each file of `signatures/` by its name within the bundle; None where it is no signature, byte for byte."""
    if not (folder / FOLDER).is_dir():
        return
    for path in sorted((folder / FOLDER).iterdir()):
        name = f"{FOLDER}/{path.name}"
        try:
            found = Signature(**read_canonical(path))
            yield name, found if found.file == name and found.is_written_one_way else None
        except (NotCanonical, OSError, TypeError, ValueError):
            yield name, None


@dataclass(frozen=True, slots=True)
class Signatures:
    """What a bundle's signatures are worth: who signed it, and which of them are not as they should be."""

    signed_by: tuple[str, ...]
    differences: tuple[Difference, ...]


def check_signatures(folder: Path, digest: str, signers: Sequence[str]) -> Signatures:
    """Check every signature of a bundle, and that each of `signers`, public keys as hex, has made one."""
    good: set[str] = set()
    differences: list[Difference] = []
    for name, signature in read_signatures(folder):
        if signature is None:
            differences.append(Difference(name, reason=say("不是签名文件")))
        elif not signature.is_of(digest):
            differences.append(Difference(name, reason=say("签名与本包的摘要不符")))
        else:
            good.add(signature.public_key)
    for signer in signers:
        if signer not in good:
            differences.append(
                Difference(FOLDER, expected=fingerprint(signer), reason=say("没有这把公钥的签名"))
            )
    return Signatures(tuple(sorted(map(fingerprint, good))), tuple(differences))


def _message(digest: str) -> bytes:
    return canonical_json({"digest": digest, "purpose": PURPOSE})


def _load(path: Path, load: Any, kind: type) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        key = load(path.read_bytes())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, kind):
        raise BadKey(path)
    return key


def _as_hex(public_key: Any) -> str:
    return bytes(public_key.public_bytes_raw()).hex()
