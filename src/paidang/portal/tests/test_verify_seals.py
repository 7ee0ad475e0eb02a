"""Verifying a signed contract's PDF without an account, and what a party of it learns besides."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import acting, come_in, shanghai

from paidang.evidence.actions import append
from paidang.evidence.models import Entry
from paidang.printing.contract_signed import IdentitySource, finish_contract
from paidang.printing.tests.seal_case import document, evidence_for, folder, own_identity, signed
from paidang.printing.tests.test_forged_seals import forged_identity

AT = shanghai("2026-11-20 10:00")


@pytest.fixture
def ours(settings):
    """This installation's identity is the one that sealed."""
    own_identity()
    settings.SIGNING = IdentitySource(folder())


def upload(client, content: bytes):
    return client.post("/verify", {"bundle": SimpleUploadedFile("合同.pdf", content, "application/pdf")})


def test_anybody_gets_the_verdict_on_each_seal(client, db, ours):
    answer = upload(client, signed())
    page = answer.content.decode()
    assert answer.status_code == 200 and answer.context["seals"]["verified"]
    for said in ("验过了", "青岚茶器 · 沈知夏", "拾舟电商 · 林知秋", "本套拍档自己签发", "HT-0001"):
        assert said in page
    assert "存证里" not in page  # a stranger is told nothing about what is on record


def test_an_issuer_that_is_not_ours_is_said(client, db, settings, tmp_path):
    settings.SIGNING = IdentitySource(Path(tmp_path) / "identity")
    page = upload(client, signed()).content.decode()
    assert "签发者不是本套拍档认识的" in page and "验过了" not in page and "st ok" not in page
    assert not (tmp_path / "identity").exists()


@pytest.mark.parametrize(
    "altered",
    [lambda: signed()[:-7], lambda: signed() + b"x", document, lambda: b"%PDF-1.7 nonsense"],
    ids=["cut", "appended", "not sealed", "nonsense"],
)
def test_an_altered_file_is_not_verified(client, db, ours, altered):
    answer = upload(client, altered())
    assert answer.status_code == 200
    assert not answer.context["seals"]["verified"]
    assert "st bad" in answer.content.decode()


def test_in_english(client, db, ours):
    client.cookies["django_language"] = "en"
    page = upload(client, document()).content.decode()
    assert "Not an undamaged contract PDF" in page


@pytest.fixture
def on_record(contract_in_force, brand, ours):
    """A contract whose signings are entries of its chain, and its PDF."""
    evidence = evidence_for(document())
    with acting(brand.manager):
        entries = [
            append(
                contract_in_force.chain_id, at=AT, org_id=brand.org.pk, person_id=brand.manager.pk,
                act="contract.signed", subject=contract_in_force.code,
                facts={"document_sha256": evidence.document_sha256, "side": signing.side},
            )
            for signing in evidence.signings
        ]  # fmt: skip
    signings = [
        replace(signing, entry_seq=entry.seq, entry_hash=entry.hash)
        for signing, entry in zip(evidence.signings, entries, strict=True)
    ]
    return contract_in_force, finish_contract(
        document(), replace(evidence, signings=signings), own_identity()
    )


def test_a_party_learns_that_it_is_the_one_on_record(client, on_record, brand, agency):
    contract, pdf = on_record
    for party in (brand, agency):
        come_in(client, party.manager)
        assert upload(client, pdf).context["seals"]["contract"] == contract
        assert "就是存证里的那一份" in upload(client, pdf).content.decode()
        assert "存证里没有这一份" in upload(client, signed()).content.decode()
        client.post("/signout")


def test_what_a_stranger_has_sealed_anew_is_not_the_one_on_record(client, on_record, brand):
    """The document, its digest and the entries are in the file for all to copy; the evidence page may say anything."""
    contract, _pdf = on_record
    with acting(brand.manager):
        entries = list(
            Entry.objects.filter(chain_id=contract.chain_id, act="contract.signed").order_by("seq")
        )
    evidence = evidence_for(document())
    signings = [
        replace(signing, person="别人", entry_hash=entry.hash)
        for signing, entry in zip(evidence.signings, entries, strict=True)
    ]
    forged = finish_contract(document(), replace(evidence, signings=signings), forged_identity())
    come_in(client, brand.manager)
    seals = upload(client, forged).context["seals"]
    assert not seals["known"] and not seals["contract"]


def test_who_is_no_party_learns_nothing(client, on_record, outsider):
    _contract, pdf = on_record
    come_in(client, outsider.manager)
    answer = upload(client, pdf)
    assert answer.context["seals"]["verified"] and answer.context["seals"]["contract"] is None
