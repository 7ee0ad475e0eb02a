"""Annexes and the order of signing: either side changes them while it is a draft; acceptance and the document cover them."""

import hashlib

import pytest
from django.db import DatabaseError, transaction
from tests.cast import BEFORE, accept_both, acting

from paidang.contracts.actions import UnableToAnnex, add_annex, remove_annex, set_signing_order
from paidang.contracts.models import Annex, Contract
from paidang.contracts.queries import get_contract, get_pdf_to_sign, get_signable, get_standing
from paidang.duties.actions import Proof
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.printing.read_text import read_text
from paidang.team.models import Person

PRICES = Proof("../价格表\u202e 2026.xlsx", b"prices")


def added(
    person: Person, contract: Contract, file: Proof = PRICES, kind="price_list", title="附件一 价格表"
) -> Annex:
    with acting(person):
        return add_annex(
            person=person, at=BEFORE, code=contract.code, kind=kind, title=title, file=file
        )  # fmt: skip


def digest_of_terms(person: Person, contract: Contract) -> str:
    with acting(person):
        return get_standing(get_contract(contract.code)).terms_sha256


def test_either_side_adds_and_removes_and_the_terms_digest_follows(
    draft_contract, agency_manager, brand_manager
):
    bare = digest_of_terms(agency_manager, draft_contract)
    annex = added(brand_manager, draft_contract)
    assert (annex.name, annex.size, annex.sha256) == (
        "价格表 2026.xlsx",
        6,
        hashlib.sha256(b"prices").hexdigest(),
    )
    with_prices = digest_of_terms(agency_manager, draft_contract)
    added(agency_manager, draft_contract, Proof("norms.pdf", b"norms"), "norms", "附件二 技术规范")
    with_both = digest_of_terms(agency_manager, draft_contract)
    assert len({bare, with_prices, with_both}) == 3
    with acting(agency_manager):
        for _click in range(2):
            remove_annex(person=agency_manager, at=BEFORE, code=draft_contract.code, annex_id=annex.pk)
        remove_annex(
            person=agency_manager, at=BEFORE, code=draft_contract.code, annex_id=Annex.objects.get(removed_at=None).pk
        )  # fmt: skip
        acts = (
            Entry.objects.filter(act__startswith="contract.annex")
            .order_by("seq")
            .values_list("act", flat=True)
        )
        assert list(acts) == ["contract.annex_added"] * 2 + ["contract.annex_removed"] * 2
    assert digest_of_terms(agency_manager, draft_contract) == bare


def test_the_same_file_twice_is_once(draft_contract, brand_manager):
    assert added(brand_manager, draft_contract).pk == added(brand_manager, draft_contract).pk
    with acting(brand_manager):
        assert Entry.objects.filter(act="contract.annex_added").count() == 1


def test_the_document_lists_each_annex_with_its_digest(accepted_contract, brand, agency):
    annex = added(brand.manager, accepted_contract, title="㛃𬭎䶮")
    accept_both(accepted_contract, brand=brand, agency=agency, at=BEFORE)
    with acting(brand.manager):
        pdf = get_pdf_to_sign(get_signable(get_contract(accepted_contract.code)))
        assert pdf == get_pdf_to_sign(get_signable(get_contract(accepted_contract.code)))
    said = "".join(read_text(pdf, "to-sign.pdf").replace("\u200b", "").split())
    assert "㛃𬭎䶮" in said and annex.sha256 in said and "U+" not in said


@pytest.mark.parametrize(
    ("file", "kind", "title", "code"),
    [
        (Proof("a", b""), "norms", "x", "ANNEX_SIZE"),
        (PRICES, "contract", "x", "ANNEX_KIND"),
        (PRICES, "norms", " ", "ANNEX_TITLE"),
    ],
)
def test_what_cannot_be_annexed(draft_contract, agency_manager, file, kind, title, code):
    with pytest.raises(UnableToAnnex) as caught:
        added(agency_manager, draft_contract, file, kind, title)
    assert caught.value.code == code
    with acting(agency_manager):
        assert not Annex.objects.exists()


def test_in_force_nothing_is_annexed_by_the_action_or_past_it(contract_in_force, agency_manager):
    with pytest.raises(UnableToAnnex, match="已经生效"):
        added(agency_manager, contract_in_force)
    with (
        acting(agency_manager),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Annex.objects.create(
            contract=contract_in_force, kind="norms", title="x", name="x", sha256="x", size=1, content=b"x",
            added_by=agency_manager, added_at=BEFORE,
        )  # fmt: skip


def test_who_may_not(draft_contract, agency_finance, brand_warehouse, outsider_manager):
    for person, refusal in (
        (agency_finance, NotAllowed),
        (brand_warehouse, NotAllowed),
        (outsider_manager, NotFound),
    ):
        with pytest.raises(refusal):
            added(person, draft_contract)


def test_the_order_is_part_of_what_is_accepted(accepted_contract, brand_manager, agency_operator):
    with acting(brand_manager):
        for _click in range(2):
            set_signing_order(person=brand_manager, at=BEFORE, code=accepted_contract.code, order="b")
        assert get_standing(get_contract(accepted_contract.code)).waits_for == ["a", "b"]
        assert Entry.objects.filter(act="contract.order_set").count() == 1
        with pytest.raises(UnableToAnnex, match="没有这种"):
            set_signing_order(person=brand_manager, at=BEFORE, code=accepted_contract.code, order="c")
    with acting(agency_operator), pytest.raises(NotAllowed):
        set_signing_order(person=agency_operator, at=BEFORE, code=accepted_contract.code, order="a")
