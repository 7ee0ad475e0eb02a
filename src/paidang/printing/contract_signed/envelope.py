"""The parts of a signature that no signature covers: they must be just what they have to be.

A PDF signature covers the file but its own place, and within that place only its signed attributes. What is left over
(version numbers, lists of certificates, padding) says nothing; altered it shows that somebody has been at the file.
"""

from collections.abc import Iterable

from asn1crypto import cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509

from .identity import is_issued_by
from .pki import from_asn1

ABSENT_OR_NULL = (b"", b"\x05\x00")


def is_whole(pdf: bytes, byte_range: list[int]) -> bool:
    """Whether the signature's place holds one DER structure in hexadecimal, then zeros, and nothing else."""
    begin, end = byte_range[0] + byte_range[1], byte_range[2]
    place = pdf[begin:end]
    if byte_range[0] != 0 or place[:1] != b"<" or place[-1:] != b">":
        return False
    raw = bytes.fromhex(place[1:-1].decode("ascii"))
    length = der_length(raw)
    return not any(raw[length:]) and place[1:-1] in (raw.hex().encode(), raw.hex().upper().encode())


def der_length(raw: bytes) -> int:
    """How many bytes the DER structure at the beginning takes."""
    if raw[1] < 0x80:
        return 2 + raw[1]
    octets = raw[1] & 0x7F
    return 2 + octets + int.from_bytes(raw[2 : 2 + octets])


def is_plain(envelope: cms.ContentInfo, *, content: str, version: str) -> bool:
    """Whether the CMS structure is canonical and its unsigned parts are the only ones that fit the signed."""
    data = envelope["content"]
    if len(data["signer_infos"]) != 1 or len(data["digest_algorithms"]) != 1:
        return False
    signer = data["signer_infos"][0]
    digests = (data["digest_algorithms"][0], signer["digest_algorithm"])
    return (
        _encoded_anew(envelope) == envelope.dump()
        and envelope["content_type"].native == "signed_data"
        and data["version"].native == version
        and data["encap_content_info"]["content_type"].native == content
        and data["crls"].native is None
        and _names_its_certificate(signer, data["certificates"])
        and digests[0]["algorithm"].native == digests[1]["algorithm"].native
        and all(each["parameters"].dump() in ABSENT_OR_NULL for each in digests)
    )


def _encoded_anew(envelope: cms.ContentInfo) -> bytes:
    """The structure in DER, whatever it was read from."""
    copy = envelope.copy()
    _untouched(copy)
    encoded: bytes = copy.dump(force=True)
    return encoded


def _untouched(node: core.Asn1Value) -> None:
    """Tell asn1crypto that nothing was changed: a default it filled in itself counts as a change, and each level above
    one encodes all below it twice, which takes 2^17 steps for a timestamp's digest algorithm.
    """
    if isinstance(node, core.Choice):
        node = node.chosen
    if isinstance(node, core.Sequence | core.SequenceOf):
        for child in [node[name] for name in node] if isinstance(node, core.Sequence) else node:
            _untouched(child)
        node._mutated = False


def _names_its_certificate(signer: cms.SignerInfo, certificates: cms.CertificateSet) -> bool:
    """By issuer and number to the letter (names are otherwise compared without case), or by its key's identifier."""
    named = signer["sid"].chosen.dump()
    if signer["sid"].name == "subject_key_identifier":
        return bool(signer["version"].native == "v3")
    exact = (
        cms.IssuerAndSerialNumber(
            {"issuer": choice.chosen.issuer, "serial_number": choice.chosen.serial_number}
        ).dump()
        for choice in certificates
    )
    return signer["version"].native == "v1" and named in exact


def stamp_of(envelope: cms.ContentInfo) -> cms.ContentInfo | None:
    """The one timestamp, None where there is none or something else besides."""
    attributes = envelope["content"]["signer_infos"][0]["unsigned_attrs"]
    if len(attributes) != 1 or attributes[0]["type"].native != "signature_time_stamp_token":
        return None
    values = attributes[0]["values"]
    return values[0] if len(values) == 1 else None


def certificates_of(*envelopes: cms.ContentInfo) -> list[asn1_x509.Certificate]:
    """All certificates that come along."""
    return [choice.chosen for each in envelopes for choice in each["content"]["certificates"]]


def are_issued(certificates: Iterable[asn1_x509.Certificate], known: Iterable[x509.Certificate]) -> bool:
    """Whether each is signed by another that comes along, by one that is known or by itself.

    One whose issuer is not there at all (a chain without its root) passes, unless another version of it comes along.
    """
    ours = [from_asn1(each) for each in certificates]
    issuers = [*ours, *known]
    for one in ours:
        above = [each for each in issuers if each.subject == one.issuer]
        versions = [each for each in ours if each.subject == one.subject and each != one]
        if not any(is_issued_by(one, issuer) for issuer in above) and (above or versions):
            return False
    return True
