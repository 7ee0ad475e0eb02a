"""Forgeries that bear the right names: whoever knows a signed contract knows every name in its certificates."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from paidang.printing.contract_signed import Trust, check_seals, finish_contract
from paidang.printing.contract_signed.identity import Keyed, PlatformIdentity, fingerprint

from .seal_case import document, evidence_for, own_identity, own_trust, signed
from .test_seals import sign_over


def twin(like: x509.Certificate, by: rsa.RSAPrivateKey | None) -> Keyed:
    """A certificate that says all that another says, under a key of the forger's own."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    builder = (
        x509.CertificateBuilder().subject_name(like.subject).issuer_name(like.issuer).public_key(key.public_key())
        .serial_number(like.serial_number).not_valid_before(like.not_valid_before_utc).not_valid_after(like.not_valid_after_utc)
    )  # fmt: skip
    for extension in like.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    return Keyed(builder.sign(by or key, hashes.SHA256()), key)


def forged_identity() -> PlatformIdentity:
    """Root, signing and timestamping certificates named as this installation's own."""
    ours = own_identity()
    root = twin(ours.top, None)
    assert isinstance(root.key, rsa.RSAPrivateKey)
    signing, stamping = (twin(each.certificate, root.key) for each in (ours.signing, ours.stamping))
    return PlatformIdentity(signing, [root.certificate], stamping, [root.certificate], is_own=True)


def test_a_root_of_the_same_name_is_not_ours():
    forged = finish_contract(document(), evidence_for(document()), forged_identity())
    seals = check_seals(forged, own_trust()).seals
    assert {(seal.trust, seal.stamp_trust) for seal in seals} == {("unknown", "unknown")}
    assert fingerprint(own_identity().top) not in {seal.fingerprint for seal in seals}


def test_a_signature_by_a_root_of_the_same_name_in_the_place_of_a_partys_shows():
    ends = [at + 6 for at in range(len(signed())) if signed().startswith(b"%%EOF\n", at)]
    check = check_seals(sign_over(signed()[: ends[-2]], "paidang-2-b", forged_identity()), own_trust())
    assert not check.is_verified and any("不同的签发者" in problem for problem in check.problems)


def test_who_holds_a_licensed_certificate_issues_none_under_it():
    """The holder makes a root of the certificate's name and key, and another's certificate under that."""
    root, holder = (
        _issue("某某电子认证 根", None),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
    )
    held = _issue("张三", root, key=holder)
    as_root = _issue("张三", None, key=holder)
    stranger = _issue("拍档运营有限公司", as_root)
    chain = [as_root.certificate, held.certificate, root.certificate]
    identity = PlatformIdentity(
        stranger, chain, own_identity().stamping, own_identity().stamping_chain, is_own=False
    )
    forged = finish_contract(document(), evidence_for(document()), identity)
    trust = Trust(own=own_trust().own, licensed=[root.certificate.public_bytes(serialization.Encoding.PEM)])
    assert {seal.trust for seal in check_seals(forged, trust).seals} == {"unknown"}


def _issue(name: str, by: Keyed | None, *, key: rsa.RSAPrivateKey | None = None) -> Keyed:
    key = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    like = own_identity().top
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(like.not_valid_before_utc).not_valid_after(like.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(by is None, None), critical=True)
        .add_extension(x509.KeyUsage(by is not None, False, False, False, False, by is None, False, False, False), critical=True)
    )  # fmt: skip
    signer = by.key if by else key
    assert isinstance(signer, rsa.RSAPrivateKey)
    return Keyed(builder.sign(signer, hashes.SHA256()), key)
