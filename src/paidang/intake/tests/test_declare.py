"""Factory prices from a file or typed: each list asks for the brand's word, and what reaches into days past waits."""

from datetime import date

import pytest
from tests.cast import acting, shanghai

from paidang.catalog.actions import UnableToAttach, UnableToDeclare, attach_invoice
from paidang.catalog.models import FactoryPrice, PriceDeclaration, PriceInvoice
from paidang.catalog.queries import list_invoices
from paidang.catalog.rules.declaring import TRUTH, Price
from paidang.contracts.models import Contract
from paidang.duties.actions import Proof
from paidang.evidence.models import Entry
from paidang.evidence.rules.chain import text_digest
from paidang.intake import actions
from paidang.intake.actions import declare_price
from paidang.intake.tests.files import AT, hand_in, line, lines, table
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.team.models import Person

COSTS = "sku,factory_price,valid_from"
WORDS = "价格取自工厂 3 月报价单，真实无虚报。"


def in_force(contract: Contract, person: Person) -> dict[tuple[str, str], int]:
    with acting(person):
        found = FactoryPrice.objects.filter(contract=contract)
        return {(one.sku, one.valid_from.isoformat()): one.factory_price_fen for one in found}


def test_a_list_is_declared_under_the_words_that_were_typed(contract_in_force, brand_manager, agency_manager):
    hand_in(
        brand_manager,
        contract_in_force,
        table(COSTS, "QL-1,6000,2026-03-01"),
        "costs.csv",
        words=f" {WORDS}\n",
    )
    with acting(agency_manager):
        declaration = PriceDeclaration.objects.get()
        entry = Entry.objects.get(act="prices.declared")
        assert FactoryPrice.objects.get().declaration == declaration
    assert (declaration.words, declaration.declared_by_id, declaration.state) == (WORDS, brand_manager.pk, "")
    assert entry.facts == {
        "number": 1, "prices": 1, "past": 0, "words_sha256": text_digest(WORDS), "prices_sha256": declaration.sha256,
    }  # fmt: skip


def test_without_the_words_it_is_not_written(contract_in_force, brand_manager):
    with pytest.raises(UnableToDeclare) as refused:
        hand_in(brand_manager, contract_in_force, table(COSTS, "QL-1,6000,2026-03-01"), "costs.csv", words="")
    assert refused.value.code == "TRUTH_MISSING"
    assert in_force(contract_in_force, brand_manager) == {}


def test_the_worker_declares_under_the_words_of_who_started_it(contract_in_force, brand_manager):
    with acting(brand_manager):
        content = table(COSTS, "QL-1,6000,2026-03-01")
        file = actions.receive_file(
            person=brand_manager, at=AT, code=contract_in_force.code, name="costs.csv", content=content
        )
        actions.start_write(person=brand_manager, at=AT, import_id=file.pk, words=WORDS)
        actions.write_now(person=brand_manager, at=AT, import_id=file.pk)
        assert PriceDeclaration.objects.get().words == WORDS


def test_what_reaches_into_days_past_waits_and_the_file_says_so(
    contract_in_force, agency_operator, brand_manager
):
    hand_in(agency_operator, contract_in_force, lines(line("L1")))
    content = table(COSTS, "QL-1,6000,2026-03-01", "QL-9,100,2026-03-01")
    with acting(brand_manager):
        file = actions.receive_file(
            person=brand_manager, at=AT, code=contract_in_force.code, name="costs.csv", content=content
        )
        tried = actions.test_read(person=brand_manager, at=AT, import_id=file.pk)
        assert tried.counts["tables"]["costs"]["waiting"] == 1
        assert not PriceDeclaration.objects.exists()
        done = actions.write_now(person=brand_manager, at=AT, import_id=file.pk, words=TRUTH)
    assert any("乙方同意" in note for note in done.notes)
    assert in_force(contract_in_force, brand_manager) == {
        ("QL-9", "2026-03-01"): 100, ("QL-1", "2026-04-02"): 6000,
    }  # fmt: skip


def test_typed_twice_it_is_declared_once(contract_in_force, brand_finance):
    for _twice in range(2):
        with acting(brand_finance):
            done = declare_price(
                person=brand_finance, at=AT, code=contract_in_force.code, price=Price("QL-1", date(2026, 5, 1), 6000), words=TRUTH,
            )  # fmt: skip
    assert (done.unchanged, done.number) == (1, 0)
    with acting(brand_finance):
        assert PriceDeclaration.objects.count() == 1


def test_only_the_brand_declares(contract_in_force, agency_manager, brand_warehouse, outsider_manager):
    price = Price("QL-1", date(2026, 5, 1), 6000)
    for person, refusal in (
        (agency_manager, NotAllowed),
        (brand_warehouse, NotAllowed),
        (outsider_manager, NotFound),
    ):
        with acting(person), pytest.raises(refusal):
            declare_price(person=person, at=AT, code=contract_in_force.code, price=price, words=TRUTH)
    assert in_force(contract_in_force, agency_manager) == {}


def test_a_suppliers_invoice_stands_beside_its_price(
    contract_in_force, brand_finance, agency_finance, outsider_manager
):
    hand_in(brand_finance, contract_in_force, table(COSTS, "QL-1,6000,2026-03-01"), "costs.csv")
    about = {"code": contract_in_force.code, "sku": "QL-1", "valid_from": date(2026, 3, 1)}
    file = Proof("../发票.pdf", b"%PDF-1.7 invoice")
    for _twice in range(2):
        with acting(brand_finance):
            invoice = attach_invoice(person=brand_finance, at=AT, file=file, **about)
    with acting(agency_finance):
        assert PriceInvoice.objects.count() == 1
        ((key, (found,)),) = list_invoices(contract_in_force.pk).items()
        assert (key, found.sha256, "/" in found.file_name) == (("QL-1", date(2026, 3, 1)), file.sha256, False)
        assert Entry.objects.get(act="prices.invoice_attached").facts == {
            "invoice": invoice.pk, "file_sha256": file.sha256,
        }  # fmt: skip
        with pytest.raises(NotAllowed):
            attach_invoice(person=agency_finance, at=AT, file=file, **about)
    with acting(outsider_manager):
        assert list_invoices(contract_in_force.pk) == {}
    with acting(brand_finance):
        for wrong in ({**about, "sku": "QL-2"}, {**about, "valid_from": date(2026, 3, 2)}):
            with pytest.raises(UnableToAttach):
                attach_invoice(person=brand_finance, at=AT, file=file, **wrong)
        for content in (b"", b"x" * (10 * 2**20 + 1)):
            with pytest.raises(UnableToAttach):
                attach_invoice(person=brand_finance, at=AT, file=Proof("a.pdf", content), **about)


def test_after_the_end_of_a_day_it_is_past(contract_in_force, agency_operator, brand_finance):
    hand_in(agency_operator, contract_in_force, lines(line("L1")))  # sold on the 5th
    late = {"code": contract_in_force.code, "price": Price("QL-1", date(2026, 3, 5), 6000), "words": TRUTH}
    with acting(brand_finance):
        done = declare_price(person=brand_finance, at=shanghai("2026-03-05 23:59"), **late)
        assert (done.new, done.waiting) == (1, 0)
