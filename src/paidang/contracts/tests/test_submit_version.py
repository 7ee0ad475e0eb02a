"""Handing in the next version of a draft's text."""

import hashlib

import pytest
from tests.cast import acting, decide_all, shanghai
from tests.reading import TEXT

from paidang.contracts.actions import UnableToAccept, UnableToRevise, accept_contract, submit_version
from paidang.contracts.models import Contract, ContractText
from paidang.contracts.queries import get_standing, list_versions
from paidang.contracts.rules.reading import read_contract
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound

NOW = shanghai("2026-03-05 10:00")
NEW = TEXT.replace("7:3", "6:4")


def submit(person, contract, text=NEW, document=0):
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    reading = read_contract(text, name="第二稿.txt", sha256=sha256).to_json()
    with acting(person):
        return submit_version(
            person=person, at=NOW, code=contract.code, file_name="第二稿.txt", sha256=sha256, text=text, reading=reading,
            document=document,
        )  # fmt: skip


def test_both_sides_look_at_the_new_version_and_the_old_one_stays(
    draft_contract, brand_manager, agency_manager
):
    assert submit(brand_manager, draft_contract).number == 2
    with acting(agency_manager):
        contract = Contract.objects.get(pk=draft_contract.pk)
        assert get_standing(contract).text.text == NEW
        assert get_standing(contract, version=1).text.text == TEXT
        assert [one.number for one in list_versions(contract)] == [1, 2]
        entry = Entry.objects.filter(act="contract.revised").get()
        assert (entry.facts["number"], entry.person) == (2, brand_manager.pk)
        with pytest.raises(NotFound):
            get_standing(contract, version=3)


def test_the_same_text_again_is_no_new_version(draft_contract, brand_manager):
    assert submit(brand_manager, draft_contract).pk == submit(brand_manager, draft_contract).pk
    assert (
        submit(brand_manager, draft_contract, text=TEXT).number == 3
    )  # back to the old words is a version of its own


def test_a_word_given_for_a_page_of_the_old_version_does_not_count(draft_contract, brand, agency):
    contract = draft_contract
    decide_all(contract, brand=brand, agency=agency, at=NOW)
    with acting(agency.manager):
        seen = get_standing(Contract.objects.get(pk=contract.pk)).terms_sha256
    submit(
        brand.manager, contract, text=TEXT + "\n乙方每周整理一次样品柜。\n"
    )  # the same terms in other words
    with acting(agency.manager), pytest.raises(UnableToAccept) as refused:
        accept_contract(person=agency.manager, at=NOW, code=contract.code, terms_sha256=seen)
    assert refused.value.code == "TERMS_CHANGED"


def test_in_force_there_is_no_next_version(contract_in_force, agency_manager):
    with pytest.raises(UnableToRevise):
        submit(agency_manager, contract_in_force)
    with acting(agency_manager):
        assert ContractText.objects.filter(contract=contract_in_force).count() == 1


@pytest.mark.parametrize("document", [-1, 7])
def test_a_text_without_the_agreement_meant_is_refused(draft_contract, agency_manager, document):
    with pytest.raises(UnableToRevise):
        submit(agency_manager, draft_contract, document=document)


def test_who_may_not(draft_contract, brand_warehouse, outsider_manager):
    with pytest.raises(NotAllowed):
        submit(brand_warehouse, draft_contract)
    with pytest.raises(NotFound):
        submit(outsider_manager, draft_contract)
