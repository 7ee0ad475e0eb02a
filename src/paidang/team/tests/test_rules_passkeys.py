"""Where passkeys can be used, what a device answers, and what is no proof."""

import json
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authenticator import Device
from webauthn.helpers import bytes_to_base64url

from paidang.team.rules.passkeys import (
    NotProven,
    Place,
    is_copied,
    making,
    own_name_of,
    place_of,
    read_claim,
    read_made,
    read_used,
    using,
)

HERE = Place("localhost", "http://localhost:8000")
HANDLE = b"h" * 32


@pytest.mark.parametrize(
    ("scheme", "host", "place"),
    [
        ("http", "localhost:8000", HERE),
        ("http", "LocalHost", Place("localhost", "http://localhost")),
        ("https", "paidang.example", Place("paidang.example", "https://paidang.example")),
        ("https", "paidang.example:8443", Place("paidang.example", "https://paidang.example:8443")),
        pytest.param("http", "paidang.example", None, id="a name without TLS"),
        pytest.param("http", "127.0.0.1:8000", None, id="this machine by its address"),
        pytest.param("https", "192.0.2.7", None, id="an address with TLS"),
        pytest.param("http", "[::1]:8000", None, id="an address of IPv6"),
    ],
)
def test_a_place_has_a_name_and_a_safe_way_to_it(scheme, host, place):
    assert place_of(scheme=scheme, host=host) == place


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8000", "http://localhost:8000"),
        ("127.0.0.1", "http://localhost"),
        ("[::1]:8000", "http://localhost:8000"),
        ("192.0.2.7:8000", ""),
        ("paidang.example", ""),
        ("localhost:8000", ""),
    ],
)
def test_this_machine_has_a_name_of_its_own(host, own):
    assert own_name_of(scheme="http", host=host) == own


@given(st.ip_addresses(), st.integers(1, 65535), st.sampled_from(["http", "https"]))
def test_no_address_is_a_place(address, port, scheme):
    host = f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"
    assert place_of(scheme=scheme, host=host) is None


def made(device: Device, place: Place = HERE, challenge: bytes = b"c" * 32):
    options = making(place=place, challenge=challenge, handle=HANDLE, account="a@b.example", name="A", has=())
    return read_made(device.make(options), place=place, challenge=challenge)


def used(device: Device, key: bytes, *, challenge: bytes | None = None, place: Place = HERE) -> int:
    """What is read of an answer to a challenge; `challenge` is another one that was expected."""
    asked = secrets.token_bytes(32)
    answer = device.use(using(place=place, challenge=asked))
    return read_used(answer, place=place, challenge=challenge or asked, public_key=key)


def test_what_is_asked_for_is_discoverable_verified_and_not_there_yet():
    asked = making(
        place=HERE, challenge=b"c" * 32, handle=HANDLE, account="a@b.example", name="A", has=["AAEC"]
    )
    assert asked["rp"]["id"] == "localhost"
    assert asked["user"]["id"] == bytes_to_base64url(HANDLE)
    assert asked["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert [each["id"] for each in asked["excludeCredentials"]] == ["AAEC"]
    assert asked["attestation"] == "none"
    request = using(place=HERE, challenge=b"c" * 32)
    assert request["userVerification"] == "required"
    assert request["allowCredentials"] == []


def test_a_device_makes_a_key_and_proves_it_has_it():
    device = Device()
    key = made(device)
    assert key.credential_id == device.credential_id
    assert [used(device, key.public_key) for _ in range(3)] == [1, 2, 3]


LIES = {
    "another site": {"origin": "http://localhost.evil.example"},
    "another port": {"origin": "http://localhost:8001"},
    "a key of another name": {"host": "evil.example"},
    "nobody verified": {"verifies": False},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_is_no_proof(lie):
    with pytest.raises(NotProven):
        made(Device(**lie))
    device = Device()
    key = made(device)
    for name, value in lie.items():
        setattr(device, name, value)
    with pytest.raises(NotProven):
        used(device, key.public_key)


def test_another_challenge_another_key_and_an_altered_answer_are_no_proof():
    device, other = Device(), Device()
    key = made(device)
    with pytest.raises(NotProven):
        used(device, key.public_key, challenge=b"x" * 32)
    with pytest.raises(NotProven):
        used(device, made(other).public_key)
    asked = secrets.token_bytes(32)
    answer = json.loads(device.use(using(place=HERE, challenge=asked)))
    answer["response"]["signature"] = answer["response"]["signature"][:-4] + "AAAA"
    with pytest.raises(NotProven):
        read_used(json.dumps(answer), place=HERE, challenge=asked, public_key=key.public_key)


@given(st.one_of(st.text(), st.binary().map(repr), st.from_regex(r'\{"id": ?.{0,5}\}')))
def test_nonsense_is_no_proof(answer):
    with pytest.raises(NotProven):
        read_made(answer, place=HERE, challenge=b"c")
    with pytest.raises(NotProven):
        read_claim(answer)
    with pytest.raises(NotProven):
        read_used(answer, place=HERE, challenge=b"c", public_key=b"")


@pytest.mark.parametrize(
    "answer", ["null", "[]", '{"id": 1, "response": {"userHandle": "x"}}', '{"id": "x", "response": {}}']
)
def test_an_answer_that_names_nobody_claims_nothing(answer):
    with pytest.raises(NotProven):
        read_claim(answer)


@pytest.mark.parametrize(
    ("before", "now", "copied"), [(0, 0, False), (0, 1, False), (1, 2, False), (1, 1, True), (5, 4, True), (1, 0, True)]
)  # fmt: skip
def test_a_counter_that_does_not_rise_is_a_copy_unless_it_never_counts(before, now, copied):
    assert is_copied(before=before, now=now) is copied
