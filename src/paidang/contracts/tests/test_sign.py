"""Both sides sign the same document electronically: who, in which order, with which code, and what comes of it."""

from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from tests.at_once import at_once
from tests.cast import BEFORE, Party, accept_both, acting, decide_all, shanghai
from tests.reading import READING, TEXT, TEXT_SHA256
from tests.signing import Signer, authorise, digest_to_sign, enrol, sign

from paidang.contracts.actions import (
    UnableToSign,
    accept_contract,
    add_annex,
    add_signatory,
    end_signatory,
    record_paper_signature,
    set_seal,
    set_signing_order,
    share_contract,
    submit_version,
    upload_contract,
)
from paidang.contracts.models import Contract, Signatory, Signing, SigningDocument, TermsInForce
from paidang.contracts.queries import (
    find_signed_pdf,
    get_contract,
    get_living,
    get_room,
    get_signable,
    get_standing,
    list_planned,
)
from paidang.contracts.queries import standing as standing_queries
from paidang.contracts.tests.test_rules_signing import png
from paidang.duties.actions import Proof
from paidang.evidence.models import Entry, HeldHead
from paidang.evidence.queries import verify_chain
from paidang.kit.outcome import NotFound
from paidang.kit.period import EVER, day_of
from paidang.printing.contract_signed import check_seals
from paidang.printing.read_text import read_text
from paidang.team.actions import UnableToConfirm, set_legal_name

LATER = shanghai("2026-03-02 18:30")


@pytest.fixture
def ours(agency: Party) -> Signer:
    return authorise(agency)


@pytest.fixture
def theirs(brand: Party) -> Signer:
    return authorise(brand)


def refused(code: str, signer: Signer, contract: Contract, at=BEFORE, **other: str) -> None:
    """Signing is refused with this code, and leaves nothing behind."""
    with acting(signer.person):
        before = Entry.objects.count()
    with pytest.raises(UnableToSign) as caught:
        sign(signer, contract, at, **other)
    assert caught.value.code == code
    with acting(signer.person):
        assert Entry.objects.count() == before and not Signing.objects.exists()


def test_the_second_signature_brings_it_into_force(accepted_contract, brand, agency, ours, theirs):
    assert sign(ours, accepted_contract).state == "draft"
    with acting(brand.manager):
        assert not TermsInForce.objects.exists() and not HeldHead.objects.filter(document__contains="签署")
    contract = sign(theirs, accepted_contract, LATER)
    assert (contract.state, str(contract.signed_on), contract.in_force_at) == (
        "in_force",
        "2026-03-02",
        LATER,
    )
    with acting(brand.manager):
        first, second = Signing.objects.order_by("pk")
        assert (first.side, second.side) == ("b", "a")
        assert first.document_id == second.document_id
        entry = Entry.objects.get(chain_id=contract.chain_id, seq=first.entry_seq)
        assert (entry.hash, entry.facts["document_sha256"]) == (first.entry_hash, first.document.sha256)
        held = HeldHead.objects.filter(document=f"{contract.code} 签署文件")
        assert {head.holder for head in held} == {brand.org.pk, agency.org.pk}
        verdict = verify_chain(contract.chain_id)
        assert verdict.is_unaltered and verdict.is_complete


def test_the_signed_pdf_carries_both_signatures_over_what_both_signed(accepted_contract, brand, ours, theirs):
    with acting(brand.manager):
        set_seal(person=brand.manager, at=BEFORE, picture=png())
    sign(ours, accepted_contract)
    sign(theirs, accepted_contract, LATER)
    with acting(brand.manager):
        signed = find_signed_pdf(get_signable(get_contract(accepted_contract.code)))
        check = check_seals(bytes(signed.content))
        assert [seal.side for seal in check.seals] == ["b", "a"]
        assert all(seal.is_good for seal in check.seals) and check.is_verified
        document = SigningDocument.objects.get(kind="to_sign")
        assert check.document_sha256 == document.sha256
        assert bytes(signed.content).startswith(bytes(document.content))
        assert list(check.entries) == list(
            Signing.objects.order_by("pk").values_list("entry_hash", flat=True)
        )
        said = read_text(bytes(signed.content), "signed.pdf")
        assert "法定代表人" in said and brand.manager.name in said


def test_a_later_release_that_compiles_other_terms_loses_no_signature(
    accepted_contract, brand, ours, theirs, monkeypatch
):
    sign(ours, accepted_contract)
    sign(theirs, accepted_contract, LATER)
    compiled = standing_queries.fingerprint_of
    monkeypatch.setattr(
        standing_queries, "fingerprint_of", lambda *args: {**compiled(*args), "a term of tomorrow": 1}
    )
    with acting(brand.manager):
        signable = get_signable(get_contract(accepted_contract.code))
        assert not signable.standing.waits_for and find_signed_pdf(signable)
        assert set(get_room(signable).signings) == {"a", "b"}


def test_the_terms_in_force_have_the_day_of_the_last_signature(accepted_contract, brand, ours, theirs):
    """The text says 2026-03-01; signed on Friday 2026-03-06, three days later is Monday."""
    sign(ours, accepted_contract)
    sign(theirs, accepted_contract, shanghai("2026-03-06 09:00"))
    with acting(brand.manager):
        contract = get_contract(accepted_contract.code)
        assert TermsInForce.objects.get().terms["signed_on"] == "2026-03-06"
        assert get_standing(contract).compiled.terms["signed_on"] == "2026-03-06"
        assert not get_standing(contract).waits_for, "what was accepted is still what holds"
        planned = list_planned(get_living(contract, day_of(LATER)), EVER, on=day_of(LATER))
        assert [str(each.due_on) for each in planned if each.kind == "pay_agreed"] == ["2026-03-09"]


def test_a_double_click_and_a_second_person_of_the_same_side_sign_once(accepted_contract, agency, ours):
    for _click in range(2):
        sign(ours, accepted_contract, document_sha256=(digest := digest_of(ours, accepted_contract)))
    with acting(agency.manager):
        add_signatory(person=agency.manager, at=BEFORE, person_id=agency.finance.pk, ground="legal")
        assert Signing.objects.count() == Entry.objects.filter(act="contract.signed").count() == 1
    with pytest.raises(UnableToSign, match=f"{agency.manager.name} 已代表本单位签署"):
        sign(enrol(agency.finance), accepted_contract, document_sha256=digest)


def digest_of(signer: Signer, contract: Contract) -> str:
    with acting(signer.person):
        return digest_to_sign(contract)


@pytest.mark.parametrize(("code", "reason"), [("000000", "CODE_WRONG"), ("", "CODE_WRONG")])
def test_a_wrong_code_signs_nothing(accepted_contract, ours, code, reason):
    with pytest.raises(UnableToConfirm) as caught:
        sign(ours, accepted_contract, one_time_code=code)
    assert caught.value.code == reason
    with acting(ours.person):
        assert not Signing.objects.exists() and not SigningDocument.objects.exists()


def test_a_code_signs_one_contract(accepted_contract, brand, agency, ours):
    sign(ours, accepted_contract)
    other = accepted_once_more(brand, agency)
    with pytest.raises(UnableToConfirm) as caught:
        sign(ours, other)
    assert caught.value.code == "CODE_USED"


def accepted_once_more(brand: Party, agency: Party) -> Contract:
    with acting(agency.manager):
        contract = upload_contract(
            person=agency.manager, at=BEFORE, file_name="c.txt", sha256=TEXT_SHA256, text=TEXT, reading=READING, document=0,
            party_a="brand",
        )  # fmt: skip
        share_contract(person=agency.manager, at=BEFORE, code=contract.code, counterparty_code=brand.org.code)
    decide_all(contract, brand=brand, agency=agency, at=BEFORE)
    accept_both(contract, brand=brand, agency=agency, at=BEFORE)
    return contract


def test_only_a_signatory_signs(accepted_contract, agency, ours):
    refused("NO_SIGNATORY", enrol(agency.finance), accepted_contract)
    with acting(agency.manager):
        end_signatory(person=agency.manager, at=BEFORE, signatory_id=Signatory.objects.get().pk)
    refused("NO_SIGNATORY", ours, accepted_contract)


def test_an_expired_letter_signs_nothing(accepted_contract, agency, ours):
    with acting(agency.manager):
        add_signatory(
            person=agency.manager, at=BEFORE, person_id=agency.manager.pk, ground="letter", title="项目经理",
            letter=Proof("授权委托书.pdf", b"%PDF letter"), until=BEFORE.date(),
        )  # fmt: skip
    refused("AUTHORITY_EXPIRED", ours, accepted_contract, shanghai("2026-03-02 00:01"))
    assert sign(ours, accepted_contract, shanghai("2026-03-01 23:00")).state == "draft"


def test_the_other_side_sees_the_letter_behind_a_signature_and_no_other(accepted_contract, brand, agency):
    signer = authorise(agency)
    letter = Proof("授权委托书.pdf", b"%PDF letter")
    with acting(agency.manager):
        for person in (agency.manager, agency.finance):
            add_signatory(
                person=agency.manager, at=BEFORE, person_id=person.pk, ground="letter", letter=letter, until=LATER.date()
            )  # fmt: skip
    with acting(brand.manager):
        assert not Signatory.objects.exists()
    sign(signer, accepted_contract)
    with acting(brand.manager):
        assert [bytes(row.letter) for row in Signatory.objects.all()] == [letter.content]


def test_an_outsider_signs_nothing(accepted_contract, outsider, ours):
    with pytest.raises(NotFound):
        sign(authorise(outsider), accepted_contract, document_sha256="0" * 64)


def test_before_both_have_accepted_there_is_nothing_to_sign(draft_contract, brand, agency, ours):
    refused("NOT_ACCEPTED", ours, draft_contract, document_sha256="0" * 64)
    decide_all(draft_contract, brand=brand, agency=agency, at=BEFORE)
    with acting(agency.manager):
        seen = get_standing(get_contract(draft_contract.code)).terms_sha256
        accept_contract(person=agency.manager, at=BEFORE, code=draft_contract.code, terms_sha256=seen)
    refused("NOT_ACCEPTED", ours, draft_contract, document_sha256="0" * 64)


def test_what_changed_since_the_page_was_opened_is_not_signed(accepted_contract, ours):
    refused("DOCUMENT_CHANGED", ours, accepted_contract, document_sha256="0" * 64)


def test_the_agreed_order_is_held(draft_contract, brand, agency, ours, theirs):
    with acting(brand.manager):
        set_signing_order(person=brand.manager, at=BEFORE, code=draft_contract.code, order="a")
    decide_all(draft_contract, brand=brand, agency=agency, at=BEFORE)
    accept_both(draft_contract, brand=brand, agency=agency, at=BEFORE)
    refused("NOT_YOUR_TURN", ours, draft_contract)
    sign(theirs, draft_contract)
    assert sign(ours, draft_contract).state == "in_force"


@pytest.mark.parametrize(
    ("side", "remedy"), [("agency", "改本单位全称"), ("brand", "请对方改")], ids=["own", "other"]
)
def test_a_name_that_is_not_the_registered_one_stops_both(
    accepted_contract, brand, agency, ours, side, remedy
):
    party = {"brand": brand, "agency": agency}[side]
    with acting(party.manager):
        set_legal_name(person=party.manager, at=BEFORE, legal_name="云山茶业有限公司")
    with pytest.raises(UnableToSign, match="登记的全称是“云山茶业有限公司”") as caught:
        sign(ours, accepted_contract)
    assert caught.value.code == "PARTY_NAME_DIFFERS" and remedy in caught.value.remedy


def test_a_change_voids_acceptance_and_signature(accepted_contract, brand, agency, ours, theirs):
    sign(ours, accepted_contract)
    with acting(brand.manager):
        add_annex(
            person=brand.manager, at=LATER, code=accepted_contract.code, kind="price_list", title="附件一 价格表",
            file=Proof("价格表.xlsx", b"prices"),
        )  # fmt: skip
        assert get_standing(get_contract(accepted_contract.code)).waits_for == ["a", "b"]
    with pytest.raises(UnableToSign) as caught:
        sign(theirs, accepted_contract, LATER, document_sha256="0" * 64)
    assert caught.value.code == "NOT_ACCEPTED"


def test_the_same_text_handed_in_again_does_not_bring_a_signature_back(
    accepted_contract, brand, agency, ours, theirs
):
    sign(ours, accepted_contract)
    with acting(brand.manager):
        for text, sha256 in ((TEXT + "附注\n", "1" * 64), (TEXT, TEXT_SHA256)):
            submit_version(
                person=brand.manager, at=LATER, code=accepted_contract.code, file_name="v.txt", sha256=sha256, text=text,
                reading=READING, document=0,
            )  # fmt: skip
    assert sign(theirs, accepted_contract, LATER).state == "draft"
    assert sign(ours, accepted_contract, LATER).state == "in_force"


def test_while_a_paper_waits_nobody_signs_electronically(accepted_contract, agency, ours, theirs):
    with acting(agency.manager):
        record_paper_signature(
            person=agency.manager, at=BEFORE, code=accepted_contract.code, signed_on=BEFORE.date(),
            scan=Proof("scan.pdf", b"%PDF-1.7"),
        )  # fmt: skip
    refused("PAPER_WAITS", theirs, accepted_contract)


def test_without_a_second_factor_nothing_is_signed(accepted_contract, agency):
    with acting(agency.manager):
        add_signatory(person=agency.manager, at=BEFORE, person_id=agency.manager.pk, ground="legal")
        set_seal(person=agency.manager, at=BEFORE, picture=None)
    with pytest.raises(UnableToConfirm) as caught:
        sign(Signer(agency.manager, "JBSWY3DPEHPK3PXP" * 2), accepted_contract)
    assert caught.value.code == "SECOND_FACTOR_MISSING"


@pytest.mark.parametrize("table", ["contracts_signing", "contracts_signingdocument"])
@pytest.mark.parametrize("sql", ["update {} set id = id", "delete from {}"])
def test_what_was_signed_is_never_changed(accepted_contract, ours, table, sql):
    sign(ours, accepted_contract)
    with (
        acting(ours.person),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))


def test_one_side_cannot_write_the_other_sides_signature(accepted_contract, brand, ours):
    sign(ours, accepted_contract)
    with acting(ours.person), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        signing = Signing.objects.get()
        signing.pk, signing.side = None, "a"
        signing.save(force_insert=True)


def test_a_day_of_signing_stays(contract_in_force, brand):
    with acting(brand.manager), pytest.raises(DatabaseError, match="signed once"), transaction.atomic():
        Contract.objects.filter(pk=contract_in_force.pk).update(signed_on="2026-01-01")


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_people_of_one_side_at_once_sign_once(accepted_contract, agency, ours):
    with acting(agency.manager):
        add_signatory(person=agency.manager, at=BEFORE, person_id=agency.finance.pk, ground="legal")
        digest = digest_to_sign(accepted_contract)
    colleague = enrol(agency.finance)

    def run(signer: Signer) -> str:
        sign(signer, accepted_contract, document_sha256=digest)
        return "signed"

    assert sorted(at_once(partial(run, ours), partial(run, colleague))) == ["SIDE_HAS_SIGNED", "signed"]
    with acting(agency.manager):
        assert Signing.objects.count() == 1
