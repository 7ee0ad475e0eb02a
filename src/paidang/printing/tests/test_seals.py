"""Sealing and checking: what was signed stands unaltered at the beginning, and whatever is done to the file shows."""

import hashlib
import io
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as some
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from tests.timestamps import timestamp_server

from paidang.printing.contract_signed import (
    IdentitySource,
    Trust,
    UnableToSeal,
    check_seals,
    finish_contract,
    load_identity,
    stamping,
)
from paidang.printing.contract_signed.identity import PlatformIdentity, fingerprint
from paidang.printing.contract_signed.pki import asn1, asn1_key

from .seal_case import AT, SIGNINGS, copied, document, evidence_for, folder, own_identity, own_trust, signed

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> PlatformIdentity:
    """Another installation."""
    return load_identity(IdentitySource(tmp_path_factory.mktemp("stranger") / "identity"), NOW)


# What a good file says


def test_the_document_stands_unaltered_at_the_beginning():
    assert signed().startswith(document())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_good_seal_for_each_signing(language):
    check = check_seals(signed(language), own_trust())
    assert check.is_verified and list(check.problems) == []
    assert [(seal.side, seal.name) for seal in check.seals] == [
        ("a", "青岚茶器 · 沈知夏"),
        ("b", "拾舟电商 · 林知秋"),
    ]
    assert [seal.covers for seal in check.seals] == ["later_signatures", "whole_file"]
    assert all(seal.trust == seal.stamp_trust == "installation" for seal in check.seals)
    assert all(check.document_sha256 in seal.reason for seal in check.seals)
    assert check.document_sha256 == hashlib.sha256(signed(language)[: check.document_bytes]).hexdigest()
    assert (check.code, list(check.entries)) == ("HT-0001", ["5" * 64, "6" * 64])


def test_whose_roots_one_does_not_know_is_unknown_with_its_fingerprint():
    seal = check_seals(signed()).seals[0]
    root = x509.load_pem_x509_certificate((folder() / "root.pem").read_bytes())
    assert (seal.trust, seal.fingerprint) == ("unknown", fingerprint(root))


def test_another_installation_is_not_ours(stranger):
    theirs = finish_contract(document(), evidence_for(document()), stranger)
    check = check_seals(theirs, own_trust())
    assert check.is_verified and {seal.trust for seal in check.seals} == {"unknown"}


def test_what_was_not_signed_is_not_sealed():
    with pytest.raises(UnableToSeal) as refused:
        finish_contract(document() + b"\n", evidence_for(document()), own_identity())
    assert refused.value.code == "DOCUMENT_CHANGED"


# What is done to it


def is_refused(pdf: bytes) -> bool:
    """Never verified, never a crash."""
    return not check_seals(pdf, own_trust()).is_verified


@settings(max_examples=30, deadline=None)
@given(some.data())
def test_a_flipped_byte_anywhere_shows(data):
    altered = bytearray(signed())
    altered[data.draw(some.integers(0, len(altered) - 1))] ^= data.draw(some.integers(1, 255))
    assert is_refused(bytes(altered))


def last_place() -> tuple[int, int]:
    """Where the last signature stands: the only part that nothing covers."""
    byte_range = list(PdfFileReader(io.BytesIO(signed())).embedded_signatures)[-1].byte_range
    return int(byte_range[1]), int(byte_range[2])


@settings(max_examples=30, deadline=None)
@given(some.data())
def test_also_where_no_signature_covers_it(data):
    begin, end = last_place()
    at = data.draw(some.integers(begin, end - 1))
    digit = data.draw(some.sampled_from("0123456789ABCDEFabcdef<>"))
    altered = bytearray(signed())
    altered[at] = ord(digit) if altered[at] != ord(digit) else ord("7" if digit != "7" else "8")
    assert is_refused(bytes(altered))


@settings(max_examples=12, deadline=None)
@given(some.integers(0, 10**6))
def test_a_cut_anywhere_shows(at):
    assert is_refused(signed()[: at % len(signed())])


@pytest.mark.parametrize("more", [b"\n", b"%comment\n", b"\0" * 100, b"%%EOF\n"])
def test_appended_bytes_show(more):
    assert is_refused(signed() + more)


@settings(max_examples=15, deadline=None)
@given(some.binary(max_size=300))
def test_any_bytes_get_an_answer(content):
    assert is_refused(content)
    assert is_refused(b"%PDF-1.7\n" + content)


def test_the_bare_document_is_no_signed_contract():
    assert is_refused(document())


def test_a_stripped_signature_shows():
    ends = [at + 6 for at in range(len(signed())) if signed().startswith(b"%%EOF\n", at)]
    for end in ends[:-1]:
        assert is_refused(signed()[:end])
    one_left = check_seals(signed()[: ends[-2]])
    assert one_left.seals and any("缺一个签名" in problem for problem in one_left.problems)


def test_another_document_at_the_beginning_shows():
    other = document().replace(b"2026", b"2027", 1)
    assert other != document()
    assert is_refused(other + signed()[len(document()) :])


def append(change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The signed file with an update of somebody's own, as a PDF editor would write it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed()))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_page_replaced_later_shows():
    def swap(writer: IncrementalPdfFileWriter) -> None:
        kids = writer.root["/Pages"]["/Kids"]
        kids[0]["/Contents"] = kids[len(kids) - 1].raw_get("/Contents")
        writer.update_container(kids[0])

    assert is_refused(append(swap))


def test_what_the_file_says_of_itself_cannot_be_changed_later():
    def retell(writer: IncrementalPdfFileWriter) -> None:
        from pyhanko.pdf_utils import generic

        about = writer.root["/PieceInfo"]["/Paidang"]
        told = json.loads(str(about["/Private"])) | {"code": "HT-9999"}
        about[generic.pdf_name("/Private")] = generic.pdf_string(json.dumps(told))
        writer.update_root()

    assert is_refused(append(retell))


def sign_over(pdf: bytes, name: str, identity: PlatformIdentity) -> bytes:
    """A further signature by somebody else, covering the whole file."""
    signer = signers.SimpleSigner(
        asn1(identity.signing.certificate), asn1_key(identity.signing.key), signers_store(identity)
    )
    meta = signers.PdfSignatureMetadata(
        field_name=name, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    stamps = stamping.stamper(identity)
    return signers.PdfSigner(meta, signer, timestamper=stamps).sign_pdf(writer).getvalue()


def signers_store(identity: PlatformIdentity):
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    return SimpleCertificateStore.from_certs([asn1(each) for each in identity.chain])


def test_a_strangers_signature_on_top_shows(stranger):
    check = check_seals(sign_over(signed(), "Signature9", stranger), own_trust())
    assert not check.is_verified and any("多了一个签名" in problem for problem in check.problems)


def test_a_strangers_signature_in_the_place_of_a_partys_shows(stranger):
    ends = [at + 6 for at in range(len(signed())) if signed().startswith(b"%%EOF\n", at)]
    check = check_seals(sign_over(signed()[: ends[-2]], "paidang-2-b", stranger), own_trust())
    assert not check.is_verified and any("不同的签发者" in problem for problem in check.problems)


# In whose name


def test_own_certificates_are_made_once_with_keys_for_the_owner_alone(tmp_path):
    source = IdentitySource(tmp_path / "var" / "identity")
    first, second = load_identity(source, NOW), load_identity(source, NOW)
    assert first.signing.certificate == second.signing.certificate
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in source.folder.glob("*.key")} == {
        "signing.key": "0o600",
        "stamping.key": "0o600",
    }
    assert oct(source.folder.stat().st_mode & 0o777) == "0o700"
    assert [each.name for each in source.folder.parent.iterdir()] == ["identity"]


def test_of_two_processes_that_make_them_at_once_one_wins(tmp_path):
    source, found = IdentitySource(tmp_path / "identity"), []
    threads = [
        threading.Thread(target=lambda: found.append(load_identity(source, NOW).signing.certificate))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 3 and len(set(found)) == 1


def test_no_key_and_no_password_is_ever_printed(tmp_path):
    source = replace(copied(tmp_path / "identity"), password="tops3cret")
    assert "tops3cret" not in repr(source)
    assert "PrivateKey" not in repr(load_identity(source, NOW))


@cache
def key_of(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def licensed(folder: Path, password: bytes, *, days: int = 365) -> tuple[Path, bytes]:
    """A PKCS#12 file as a licensed CA hands it out, and its root."""

    def make(
        name: str, by: tuple[x509.Name, rsa.RSAPrivateKey] | None
    ) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
        key = key_of(name)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(by[0] if by else subject)
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=400)).not_valid_after(NOW + timedelta(days=days))
            .add_extension(x509.BasicConstraints(by is None, None), critical=True)
            .add_extension(x509.KeyUsage(by is not None, False, False, False, False, by is None, False, False, False), critical=True)
        )  # fmt: skip
        return builder.sign(by[1] if by else key, hashes.SHA256()), key

    root, root_key = make("某某电子认证 根", None)
    certificate, key = make("拍档运营有限公司", (root.subject, root_key))
    secret = serialization.BestAvailableEncryption(password)
    file = folder / "licensed.p12"
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, certificate, [root], secret))
    return file, root.public_bytes(serialization.Encoding.PEM)


def test_a_licensed_certificate_signs_and_is_told_apart(tmp_path):
    file, root = licensed(tmp_path, b"geheim")
    (tmp_path / "password").write_text("geheim\n")
    source = replace(copied(tmp_path / "identity"), p12=file, password_file=tmp_path / "password")
    identity = load_identity(source, NOW)
    pdf = finish_contract(document(), evidence_for(document()), identity)
    check = check_seals(pdf, Trust(licensed=[root]))
    assert check.is_verified
    assert {(seal.trust, seal.issuer, seal.subject) for seal in check.seals} == {
        ("licensed", "某某电子认证 根", "拍档运营有限公司")
    }


@pytest.mark.parametrize(
    ("password", "days", "code"),
    [("wrong", 365, "PASSWORD_WRONG"), ("geheim", -5, "CERTIFICATE_EXPIRED")],
)
def test_what_is_wrong_with_a_certificate_is_said_in_a_line(tmp_path, password, days, code):
    file, _root = licensed(tmp_path, b"geheim", days=days)
    with pytest.raises(UnableToSeal) as refused:
        load_identity(replace(copied(tmp_path / "identity"), p12=file, password=password), NOW)
    assert refused.value.code == code
    assert "\n" not in str(refused.value) and password not in str(refused.value)


@pytest.mark.parametrize("content", [None, b"", b"not a certificate"])
def test_a_file_that_is_none_is_said_in_a_line(tmp_path, content):
    file = tmp_path / "x.p12"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UnableToSeal) as refused:
        load_identity(replace(copied(tmp_path / "identity"), p12=file), NOW)
    assert refused.value.code == "IDENTITY_UNREADABLE" and "x.p12" in str(refused.value)


def test_an_own_key_that_was_damaged_is_said_in_a_line(tmp_path):
    source = copied(tmp_path / "identity")
    (source.folder / "signing.key").write_text("damaged")
    with pytest.raises(UnableToSeal) as refused:
        load_identity(source, NOW)
    assert refused.value.code == "IDENTITY_UNREADABLE"


# A timestamp server


def test_a_timestamp_server_stamps(stranger):
    own_stamper = stamping.stamper(stranger)
    with timestamp_server(
        lambda body: own_stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
    ) as url:
        pdf = finish_contract(document(), evidence_for(document()), replace(own_identity(), tsa_url=url))
    stamp_root = stranger.top.public_bytes(serialization.Encoding.PEM)
    check = check_seals(pdf, Trust(own=own_trust().own, licensed=[stamp_root]))
    assert check.is_verified
    assert [(seal.trust, seal.stamp_trust) for seal in check.seals] == [("installation", "licensed")] * 2


@pytest.mark.parametrize("reply", [b"", b"nonsense", b"\x30\x03\x02\x01\x02"])
def test_an_answer_that_is_no_timestamp_refuses_the_signing(reply):
    with timestamp_server(lambda body: reply) as url, pytest.raises(UnableToSeal) as refused:
        finish_contract(document(), evidence_for(document()), replace(own_identity(), tsa_url=url))
    assert refused.value.code == "TIMESTAMP_FAILED"


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(stamping, "SECONDS_MAX", 0.5)
    began = datetime.now(UTC)
    with timestamp_server(lambda body: None) as url, pytest.raises(UnableToSeal) as refused:
        finish_contract(document(), evidence_for(document()), replace(own_identity(), tsa_url=url))
    assert refused.value.code == "TIMESTAMP_FAILED"
    assert datetime.now(UTC) - began < timedelta(seconds=100)


def test_no_server_at_all_refuses_the_signing():
    with pytest.raises(UnableToSeal) as refused:
        finish_contract(
            document(), evidence_for(document()), replace(own_identity(), tsa_url="http://127.0.0.1:9/")
        )
    assert refused.value.code == "TIMESTAMP_FAILED"


def test_an_expired_certificate_seals_nothing():
    late = replace(evidence_for(document()), finished_at=AT + timedelta(days=40 * 366))
    with pytest.raises(UnableToSeal) as refused:
        finish_contract(document(), late, own_identity())
    assert refused.value.code == "CERTIFICATE_EXPIRED"


def test_many_signings_are_sealed_in_their_order():
    evidence = replace(evidence_for(document()), signings=(*SIGNINGS, replace(SIGNINGS[0], person="秦越")))
    check = check_seals(finish_contract(document(), evidence, own_identity()), own_trust())
    assert check.is_verified and [seal.side for seal in check.seals] == ["a", "b", "a"]
