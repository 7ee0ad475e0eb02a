"""What takes a while to reckon: anew after each change, of many rows some seconds old, never shown to others."""

from datetime import UTC, datetime

from django.core.cache import cache
from tests.cast import acting

from paidang.contracts.queries.kept import AGING_ROWS, AGING_S, aging_s, kept
from paidang.evidence.actions import append

AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def test_many_rows_may_be_old_but_not_after_the_acts_that_matter(contract_in_force, agency, outsider):
    cache.clear()
    contract, made = contract_in_force, []

    def ask(rows: int, party=agency) -> int:
        def make() -> int:
            made.append(rows)
            return len(made)

        with acting(party.manager):
            return kept([contract.pk], ("test", rows), make, rows=lambda _: rows, acts=["prices.retail_set"])

    def happens(act: str) -> None:
        with acting(agency.manager):
            append(
                contract.chain_id, at=AT, org_id=agency.manager.org_id, person_id=agency.manager.pk, act=act,
                subject=contract.code, facts={},
            )  # fmt: skip

    few, many = 10, AGING_ROWS
    assert (ask(few), ask(few), ask(many), ask(many)) == (1, 1, 2, 2)
    happens("stock.counted")
    assert (ask(few), ask(many)) == (3, 2)
    happens("prices.retail_set")
    assert (ask(few), ask(many)) == (4, 5)
    assert ask(many, outsider) == 6


def test_what_nothing_else_changes_is_kept_until_one_of_its_acts(contract_in_force, agency):
    cache.clear()
    contract, made = contract_in_force, []

    def ask() -> int:
        with acting(agency.manager):
            return kept(
                [contract.pk], ("alone",), lambda: made.append(1) or len(made), acts=["orders.unpacked"], alone=True
            )  # fmt: skip

    found = [ask()]
    for act in ("stock.counted", "orders.unpacked"):
        with acting(agency.manager):
            append(
                contract.chain_id, at=AT, org_id=agency.manager.org_id, person_id=agency.manager.pk, act=act,
                subject=contract.code, facts={},
            )  # fmt: skip
        found.append(ask())
    assert found == [1, 1, 2]


def test_how_old_grows_with_the_rows():
    assert [aging_s(rows) for rows in (0, AGING_ROWS - 1, AGING_ROWS, 1_000_000)] == [0, 0, AGING_S, 300]
