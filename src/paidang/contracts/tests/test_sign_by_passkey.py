"""Signing with a passkey: the device verifies its owner and signs the document's digest, and the entry keeps what proves it."""

import pytest
import webauthn
from tests.authenticator import Device
from tests.cast import BEFORE, Party, acting
from tests.signing import Signer, authorise, digest_to_sign, name_signatory, sign, sign_by
from webauthn.helpers import base64url_to_bytes

from paidang.contracts.actions import UnableToSign
from paidang.contracts.models import Signing
from paidang.contracts.queries import find_signed_pdf, get_contract, get_signable
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.printing.contract_signed import check_seals
from paidang.printing.read_text import read_text
from paidang.team.actions import Assertion, UnableToUsePasskey, add_passkey, remove_passkey
from paidang.team.models import Person
from paidang.team.queries import list_passkeys, passkey_handle
from paidang.team.rules.passkeys import Place, making, signing_challenge, using

HERE = Place("localhost", "http://localhost:8000")
NONCE = b"n" * 32


def give_passkey(person: Person, device: Device) -> Device:
    with acting(person):
        options = making(
            place=HERE, challenge=NONCE, handle=passkey_handle(person), account=person.email, name=person.name, has=()
        )  # fmt: skip
        add_passkey(
            person=person, at=BEFORE, name="手机", answer=device.make(options), place=HERE, challenge=NONCE
        )
    return device


@pytest.fixture
def device(brand: Party) -> Device:
    """The brand's manager may sign and has a passkey, and no phone."""
    name_signatory(brand)
    return give_passkey(brand.manager, Device())


@pytest.fixture
def ours(agency: Party) -> Signer:
    return authorise(agency)


def press(device: Device, person: Person, contract, *, over: str = "", **changed: object):
    """Sign what the page shows; the device signs the digest `over`, that of the document unless it is given."""
    with acting(person):
        document = digest_to_sign(contract)
    challenge = signing_challenge(nonce=NONCE, document_sha256=over or document)
    answer = device.use(using(place=HERE, challenge=challenge))
    assertion = Assertion(**{"answer": answer, "place": HERE, "challenge": challenge, **changed})  # type: ignore[arg-type]
    return sign_by(assertion, person, contract, document)


def entry_of(contract, person: Person) -> Entry:
    with acting(person):
        return Entry.objects.get(chain_id=contract.chain_id, act="contract.signed", org=person.org_id)


def nothing_signed(person: Person) -> bool:
    with acting(person):
        return not Signing.objects.exists()


def test_a_passkey_signs_and_the_chain_keeps_what_proves_it(accepted_contract, brand_manager, device):
    assert press(device, brand_manager, accepted_contract).signed_on is None
    with acting(brand_manager):
        signing = Signing.objects.get()
    facts = entry_of(accepted_contract, brand_manager).facts
    kept = facts["passkey"]
    assert (signing.proof, facts["proof"], kept["credential_id"]) == (
        "passkey",
        "passkey",
        device.credential_id,
    )
    # who has the entry proves it without us: the public key, what was signed, and the digest in it
    challenge = signing_challenge(nonce=NONCE, document_sha256=facts["document_sha256"])
    response = {
        "clientDataJSON": kept["client_data"], "authenticatorData": kept["authenticator_data"],
        "signature": kept["signature"],
    }  # fmt: skip
    number = kept["credential_id"]
    webauthn.verify_authentication_response(
        credential={"id": number, "rawId": number, "type": "public-key", "response": response},
        expected_challenge=challenge, expected_rp_id=HERE.host, expected_origin=HERE.origin,
        credential_public_key=base64url_to_bytes(kept["public_key"]), credential_current_sign_count=0,
        require_user_verification=True,
    )  # fmt: skip


def test_the_signed_pdf_says_who_was_known_by_what(accepted_contract, brand_manager, agency, device, ours):
    sign(ours, accepted_contract)
    press(device, brand_manager, accepted_contract)
    with acting(brand_manager):
        signed = find_signed_pdf(get_signable(get_contract(accepted_contract.code)))
        assert check_seals(bytes(signed.content)).is_verified
        said = read_text(bytes(signed.content), "signed.pdf").replace("\n", "")
        assert "通行密钥，设备验过本人" in said and "一次性验证码（TOTP）" in said
        verdict = verify_chain(accepted_contract.chain_id)
        assert verdict.is_unaltered and verdict.is_complete


def test_a_signature_over_another_document_signs_nothing(accepted_contract, brand_manager, device):
    with pytest.raises(UnableToSign) as refused:
        press(device, brand_manager, accepted_contract, over="ab" * 32)
    assert refused.value.code == "OTHER_DOCUMENT" and nothing_signed(brand_manager)
    with acting(brand_manager):
        challenge = signing_challenge(nonce=NONCE, document_sha256=digest_to_sign(accepted_contract))
    with pytest.raises(UnableToUsePasskey):  # the right challenge is claimed, another was signed
        press(device, brand_manager, accepted_contract, over="ab" * 32, challenge=challenge)
    assert nothing_signed(brand_manager)


def test_an_answer_from_the_door_signs_nothing(accepted_contract, brand_manager, device):
    with pytest.raises(UnableToSign):
        press(device, brand_manager, accepted_contract, challenge=NONCE)
    assert nothing_signed(brand_manager)


@pytest.mark.parametrize(
    ("name", "lie"),
    [("verifies", False), ("origin", "http://localhost:8001"), ("host", "evil.example")],
    ids=["nobody verified", "another origin", "a key of another name"],
)
def test_a_lie_signs_nothing(accepted_contract, brand_manager, device, name, lie):
    setattr(device, name, lie)
    with pytest.raises(UnableToUsePasskey) as refused:
        press(device, brand_manager, accepted_contract)
    assert refused.value.code == "PASSKEY_NOT_PROVEN" and nothing_signed(brand_manager)


def test_the_passkey_must_be_ones_own_and_still_there(accepted_contract, brand, device):
    other = give_passkey(brand.finance, Device())
    with pytest.raises(UnableToUsePasskey) as refused:
        press(other, brand.manager, accepted_contract)
    assert refused.value.code == "PASSKEY_UNKNOWN"
    with acting(brand.manager):
        [mine] = list_passkeys(brand.manager)
        remove_passkey(person=brand.manager, at=BEFORE, passkey_id=mine.pk)
    with pytest.raises(UnableToUsePasskey):
        press(device, brand.manager, accepted_contract)
    assert nothing_signed(brand.manager)


def test_a_passkey_gives_no_authority(accepted_contract, brand):
    device = give_passkey(brand.finance, Device())
    with pytest.raises(UnableToSign) as refused:
        press(device, brand.finance, accepted_contract)
    assert refused.value.code == "NO_SIGNATORY"


def test_twice_is_once_and_a_copy_is_seen(accepted_contract, brand_manager, device):
    first = press(device, brand_manager, accepted_contract)
    assert press(device, brand_manager, accepted_contract).contract == first.contract
    with acting(brand_manager):
        assert Signing.objects.count() == 1
