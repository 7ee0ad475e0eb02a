"""Closing a month: who may, when, what it takes in, what it refuses."""

import json

import pytest
from tests.cast import acting, shanghai

from paidang.kit.outcome import NotAllowed, NotFound
from paidang.settlement.actions import (
    FactsRefused,
    UnableToClose,
    close_month,
)
from paidang.settlement.models import BundleFile, Statement
from paidang.settlement.queries import get_file
from paidang.settlement.tests.month import (
    MARCH_CLOSED,
    acts,
    add_line,
    add_refund,
    close,
)


def test_it_settles_what_has_happened_and_keeps_the_bundle(march, agency):
    statement = close(march, agency)
    totals = statement.figures["totals"]
    assert (totals["gross_sales"], totals["cost"], totals["tax"]) == (33_900, 12_000, 3_900)
    assert (totals["logistics"], totals["profit"]) == (800, 17_200)
    assert statement.figures["amount_due"] == 5_160 + 800  # 30 % and the freight the agency paid
    assert statement.figures["held"] == [{"row_id": "L4", "reason": "no_factory_price"}]
    with acting(agency.manager):
        names = set(statement.files.values_list("name", flat=True))
        manifest = json.loads(bytes(get_file(statement, "manifest.json").content))
    assert {"terms.json", "statement.json", "rows.parquet", "statement.pdf", "statement.xlsx"} <= names
    assert manifest["digest"] == statement.digest
    assert acts(march, agency.manager) == ["statement.closed"]


@pytest.mark.parametrize("role", ["agency_operator"])
def test_it_refuses_a_role_that_may_not_close(march, agency, role):
    person = agency.people[role]
    with acting(person), pytest.raises(NotAllowed):
        close_month(person=person, at=MARCH_CLOSED, code=march.code, month="2026-03")
    with acting(agency.manager):
        assert not Statement.objects.exists()
    assert acts(march, agency.manager) == []


def test_it_refuses_the_outsider(march, outsider):
    with acting(outsider.manager), pytest.raises(NotFound):
        close_month(person=outsider.manager, at=MARCH_CLOSED, code=march.code, month="2026-03")


@pytest.mark.parametrize(
    ("month", "at", "code"),
    [
        ("2026-03", "2026-03-31 23:59", "MONTH_NOT_OVER"),
        ("2026-04", "2026-05-02 09:00", "NOT_ITS_TURN"),
        ("2026-3", "2026-05-02 09:00", "NOT_A_MONTH"),
    ],
)
def test_it_refuses_a_month_that_is_not_due(march, agency, month, at, code):
    with pytest.raises(UnableToClose) as refused:
        close(march, agency, month, shanghai(at))
    assert refused.value.code == code


def test_it_refuses_a_contract_that_is_not_in_force(draft_contract, agency):
    with pytest.raises(UnableToClose) as refused:
        close(draft_contract, agency)
    assert refused.value.code == "CONTRACT_NOT_IN_FORCE"


def test_it_computes_anew_until_sent(march, agency):
    first = close(march, agency)
    with acting(agency.manager):
        add_line(march, "L5", done="2026-03-28 10:00")
    second = close(march, agency, at=shanghai("2026-04-03 09:00"))
    assert second.version == 1 and second.digest != first.digest
    with acting(agency.manager):
        assert Statement.objects.count() == 1
        assert set(BundleFile.objects.values_list("statement_id", flat=True)) == {second.pk}


def test_it_names_bad_facts_by_their_ids_and_settles_nothing(march, agency):
    with acting(agency.manager):
        add_refund(march, "R9", "L2", at="2026-03-22 10:00", amount=99_900)
    with pytest.raises(FactsRefused) as refused:
        close(march, agency)
    (place,) = refused.value.places
    assert (place.table, place.row_id, place.column, refused.value.status) == ("refunds", "R9", "amount", 422)
    with acting(agency.manager):
        assert not Statement.objects.exists()
