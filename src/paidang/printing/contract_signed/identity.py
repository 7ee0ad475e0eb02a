"""In whose name the platform signs: certificates of this installation's own making, or a licensed CA's (PKCS#12).

The installation's own: a root, a signing and a timestamping certificate, made once in a folder of its own, private keys
readable by the owner alone. It proves that this installation sealed the file, and nothing about who that is.
"""

import os
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from paidang.kit.sentence import say

from .model import IdentitySource, Trust, UnableToSeal

KEY_BITS = 3072
YEARS = 30
ROOT, SIGNING, STAMPING = "root", "signing", "stamping"
BEFORE = timedelta(days=3660)
"""Own certificates begin long ago: worlds made for demonstrations sign in the past. When it was, the timestamp says."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: PrivateKeyTypes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PlatformIdentity:
    """What signs and what stamps. `chain`: issuers of the signing certificate; without `tsa_url` `stamping` stamps."""

    signing: Keyed
    chain: Sequence[x509.Certificate]
    stamping: Keyed
    stamping_chain: Sequence[x509.Certificate]
    is_own: bool
    tsa_url: str = ""

    @property
    def top(self) -> x509.Certificate:
        """The last issuer above the signing certificate that is known here: what one compares and trusts."""
        return top_of(self.signing.certificate, self.chain)

    def check_valid(self, at: datetime) -> None:
        """UnableToSeal (CERTIFICATE_EXPIRED) where the signing certificate is not valid at that moment."""
        certificate = self.signing.certificate
        begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        if not begins <= at <= ends:
            raise UnableToSeal(
                say(
                    "签名证书的有效期是 {begins} 到 {ends}",
                    begins=f"{begins:%Y-%m-%d}",
                    ends=f"{ends:%Y-%m-%d}",
                ),
                code="CERTIFICATE_EXPIRED",
                remedy=say("请管理员换上有效的证书；没有签任何东西。"),
            )


def load(source: IdentitySource, at: datetime) -> PlatformIdentity:
    """See `load_identity`."""
    if not (source.folder / f"{STAMPING}.pem").exists():
        _make_own(source.folder, at)
    root = _read_certificate(source.folder / f"{ROOT}.pem")
    stamping = _read_keyed(source.folder, STAMPING)
    if source.p12 is None:
        signing, chain = _read_keyed(source.folder, SIGNING), [root]
    else:
        signing, chain = _read_p12(source.p12, _password(source))
    identity = PlatformIdentity(signing, chain, stamping, [root], source.p12 is None, source.tsa_url)
    identity.check_valid(at)
    return identity


def fingerprint(certificate: x509.Certificate) -> str:
    """The SHA-256 by which people compare a certificate: `3A:09:…`."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def trust_of(source: IdentitySource, at: datetime) -> Trust:
    """Whom this installation trusts: its own root and earlier ones beside it (`identity-2026`), and the licensed issuer
    that it is configured with. Makes nothing; what cannot be read is not trusted.
    """
    roots = sorted(source.folder.parent.glob(f"{source.folder.name}*/{ROOT}.pem"))
    licensed = []
    if source.p12 is not None:
        with suppress(UnableToSeal):
            licensed = [load(source, at).top.public_bytes(serialization.Encoding.PEM)]
    return Trust(own=[file.read_bytes() for file in roots], licensed=licensed)


def top_of(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> x509.Certificate:
    """The last issuer above a certificate among others; itself, if its issuer is not there. A name proves no issuer."""
    for _ in others:
        above = next((each for each in others if is_issued_by(certificate, each)), certificate)
        if above == certificate:
            break
        certificate = above
    return certificate


def is_issued_by(one: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's key has signed the certificate; of one that signed itself, it is the issuer."""
    try:
        one.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def name_of(certificate: x509.Certificate) -> str:
    """Whose certificate it is, in a line: its common name and organisation."""
    wanted = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    found = [str(each.value) for oid in wanted for each in certificate.subject.get_attributes_for_oid(oid)]
    return ", ".join(found) or certificate.subject.rfc4514_string()


# A licensed CA's


def _password(source: IdentitySource) -> str:
    if source.password_file is None:
        return source.password
    try:
        return source.password_file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(source.password_file, getattr(error, "strerror", "") or "UTF-8") from None


def _read_p12(file: Path, password: str) -> tuple[Keyed, list[x509.Certificate]]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error.strerror or "") from None
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError as error:
        if "password" in str(error).lower():
            raise UnableToSeal(
                say("签名证书 {file} 的密码不对", file=file.name),
                code="PASSWORD_WRONG",
                remedy=say("请核对 PAIDANG_SIGNING_PASSWORD 或 PAIDANG_SIGNING_PASSWORD_FILE。"),
            ) from None
        raise _unreadable(file, say("不是 PKCS#12 文件")) from None
    if key is None or certificate is None:
        raise _unreadable(file, say("里面没有私钥或证书"))
    return Keyed(certificate, key), list(others)


def _unreadable(file: Path, why: str) -> UnableToSeal:
    return UnableToSeal(
        say("签名证书 {file} 读不了：{why}", file=file.name, why=why),
        code="IDENTITY_UNREADABLE",
        remedy=say("请管理员按运行手册检查签名证书的设置。"),
    )


# The installation's own


def _make_own(folder: Path, at: datetime) -> None:
    """Make all three in a folder beside it and put that in place at once: of two processes one wins, both then read it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f"{folder.name}-{secrets.token_hex(4)}")
    beside.mkdir(mode=0o700)
    root = _issue("拍档安装根证书", at, None, is_ca=True)
    made = {
        ROOT: root,
        SIGNING: _issue("拍档合同签名", at, root),
        STAMPING: _issue("拍档时间戳", at, root, stamps=True),
    }
    for name, keyed in made.items():
        pem = keyed.certificate.public_bytes(serialization.Encoding.PEM)
        (beside / f"{name}.pem").write_bytes(pem)
        if name != ROOT:  # nothing more is ever issued under this root: its key is not kept
            _write_key(beside / f"{name}.key", keyed.key)
    try:
        beside.rename(folder)
    except OSError:
        shutil.rmtree(beside)
        if not (folder / f"{STAMPING}.pem").exists():
            raise


def _write_key(file: Path, key: PrivateKeyTypes) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)


def _issue(name: str, at: datetime, by: Keyed | None, *, is_ca: bool = False, stamps: bool = False) -> Keyed:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Paidang installation"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{name} {secrets.token_hex(4)}"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=not is_ca, content_commitment=not (is_ca or stamps), key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=is_ca, crl_sign=is_ca, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at.astimezone(UTC) - BEFORE)
        .not_valid_after(at.astimezone(UTC) + timedelta(days=366 * YEARS))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=0 if is_ca else None), critical=True)
        .add_extension(usage, critical=True)
    )
    if stamps:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    signer = by.key if by else key
    assert isinstance(signer, rsa.RSAPrivateKey)
    return Keyed(builder.sign(signer, hashes.SHA256()), key)


def _read_certificate(file: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except OSError as error:
        raise _unreadable(file, error.strerror or "") from None
    except ValueError:
        raise _unreadable(file, say("不是证书")) from None


def _read_keyed(folder: Path, name: str) -> Keyed:
    certificate, file = _read_certificate(folder / f"{name}.pem"), folder / f"{name}.key"
    try:
        return Keyed(certificate, _key_of(file.read_bytes()))
    except OSError as error:
        raise _unreadable(file, error.strerror or "") from None
    except ValueError:
        raise _unreadable(file, say("不是私钥")) from None


@lru_cache(maxsize=8)
def _key_of(pem: bytes) -> PrivateKeyTypes:
    """Each loading checks that the key is one, which takes a tenth of a second: once is enough."""
    return serialization.load_pem_private_key(pem, None)
