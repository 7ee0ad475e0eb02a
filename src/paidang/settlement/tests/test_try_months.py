"""The last months tried otherwise: nothing changed gives what was settled; a share, a price, a loss that is carried."""

from decimal import Decimal

import pytest
from tests.cast import acting
from tests.worlds import kept

from paidang.evidence.models import Entry
from paidang.settlement.models import Statement
from paidang.settlement.queries.try_months import Prices, list_last_months, months_at_hand
from paidang.settlement.tests.month import APRIL_CLOSED, add_line, add_refund, close, fill_march, send


@kept
def two_months(contract_in_force, brand, agency):
    """March sent; April sent with new lines, and with goods back that March had settled."""
    contract = contract_in_force
    fill_march(contract, brand, agency)
    close(contract, agency)
    send(contract, agency)
    with acting(agency.manager):
        add_line(contract, "A1", done="2026-04-10 10:00", paid="2026-04-03 10:00", quantity=3)
        add_refund(contract, "R1", "L1", at="2026-04-05 10:00", amount=11_300)
    close(contract, agency, "2026-04", APRIL_CLOSED)
    send(contract, agency, "2026-04", APRIL_CLOSED)
    return contract


def reckon(contract, person, tried=None, prices=None):
    with acting(person), months_at_hand(list_last_months(contract)) as months:
        return [one.figures for one in months.statements], months.reckon(tried or {}, prices or Prices())


def test_what_changes_nothing_comes_to_what_was_settled(two_months, agency):
    old, new = reckon(two_months, agency.manager)
    assert len(old) == 2
    for was, now in zip(old, new, strict=True):
        assert {key: was[key] for key in now} == now


def test_prices_that_change_by_nothing_change_nothing(two_months, agency):
    old, new = reckon(two_months, agency.manager, prices=Prices({"CUP": 4_000}))
    assert [one["totals"] for one in new] == [one["totals"] for one in old]


def test_another_share_divides_the_same_profit_otherwise(two_months, brand):
    old, new = reckon(two_months, brand.manager, {"components.0.b": "0.5"})
    for was, now in zip(old, new, strict=True):
        assert now["totals"] == was["totals"]
        assert now["share_b"] == round(was["totals"]["profit"] / 2)


@pytest.mark.parametrize("prices", [Prices({"CUP": 5_000}), Prices(percent=Decimal(25))])
def test_another_price_holds_for_all_these_months_and_what_comes_back(two_months, agency, prices):
    old, new = reckon(two_months, agency.manager, prices=prices)
    assert old[0]["totals"]["cost"] and old[1]["totals"]["cost"]
    assert [one["totals"]["cost"] * 4 for one in new] == [one["totals"]["cost"] * 5 for one in old]


def test_a_loss_that_arises_is_carried_into_the_next_month(two_months, agency):
    _old, new = reckon(two_months, agency.manager, prices=Prices({"CUP": 100_000}))
    assert new[0]["carried_out"] < 0 and new[1]["carried_in"] == new[0]["carried_out"]
    assert [one["share_b"] for one in new] == [0, 0]


def test_terms_that_do_not_fit_leave_the_months_open(two_months, agency):
    _old, new = reckon(two_months, agency.manager, {"components.0.b": "7"})
    assert new == [None, None]


def test_the_dearest_goods_come_first(two_months, agency):
    with acting(agency.manager), months_at_hand(list_last_months(two_months)) as months:
        assert months.list_dearest()[0] == ("CUP", 4_000)


def test_nothing_is_stored(two_months, agency):
    with acting(agency.manager):
        before = Statement.objects.count(), Entry.objects.count()
    reckon(two_months, agency.manager, {"components.0.b": "0.5"}, Prices(percent=Decimal(-10)))
    with acting(agency.manager):
        assert (Statement.objects.count(), Entry.objects.count()) == before


def test_an_outsider_has_no_months(two_months, outsider):
    with acting(outsider.manager):
        assert list_last_months(two_months) == []
