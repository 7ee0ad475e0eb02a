"""Where timestamps come from: an RFC 3161 server, or this installation's own certificate and clock."""

from datetime import UTC, datetime

from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .identity import PlatformIdentity
from .pki import asn1, asn1_key

SECONDS_MAX = 15
"""For one answer of a server, from the first byte sent to the last received."""


def stamper(identity: PlatformIdentity) -> TimeStamper:
    """What stamps this identity's signatures."""
    if identity.tsa_url:
        return HTTPTimeStamper(identity.tsa_url, timeout=SECONDS_MAX)
    # pyHanko calls it a dummy because it asks nobody: what it issues is a whole RFC 3161 token by our own clock
    return DummyTimeStamper(
        asn1(identity.stamping.certificate),
        asn1_key(identity.stamping.key),
        certs_to_embed=SimpleCertificateStore.from_certs([asn1(each) for each in identity.stamping_chain]),
        fixed_dt=datetime.now(UTC),
    )
