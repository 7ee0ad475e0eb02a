"""A factory price for days past holds once both sides said so; what was sent stays, and the next statement adjusts it."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.catalog.actions import UnableToAnswerPrices, UnableToDeclare, decline_past, withdraw_past
from paidang.catalog.models import FactoryPrice, PriceDeclaration
from paidang.catalog.queries import get_declaration
from paidang.catalog.rules.declaring import TRUTH, Price
from paidang.contracts.models import Contract
from paidang.duties.queries import list_open
from paidang.evidence.models import Entry
from paidang.intake.actions import declare_price
from paidang.intake.actions.price_duty import set_price_duty
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.settlement.actions import UnableToSend, agree_past
from paidang.settlement.models import Statement
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.repriced import get_worth
from paidang.settlement.tests import month as m

DECLARED = shanghai("2026-04-20 10:00")
AGREED = shanghai("2026-04-21 10:00")
APRIL_SENT = shanghai("2026-05-07 10:00")


@kept
def march_sent(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    m.fill_march(contract_in_force, brand, agency)
    m.close(contract_in_force, agency)
    m.send(contract_in_force, agency)
    return contract_in_force


def price(contract: Contract, brand: Party, fen: int = 5_000, *, sku: str = "CUP", since: date = date(2026, 3, 1), at=DECLARED) -> PriceDeclaration:  # fmt: skip
    with acting(brand.finance):
        done = declare_price(
            person=brand.finance, at=at, code=contract.code, price=Price(sku, since, fen), words=TRUTH
        )
        return get_declaration(contract, done.number)


def agree(
    contract: Contract, agency: Party, declaration: PriceDeclaration, at=AGREED, month: str = "2026-04"
) -> int:
    with acting(agency.finance):
        seen = sum(get_worth(contract, month, declaration).values())
        agree_past(person=agency.finance, at=at, code=contract.code, number=declaration.number, seen_fen=seen)
        return seen


def close_and_send(contract: Contract, agency: Party, month: str = "2026-04", at=m.APRIL_CLOSED) -> Statement:
    m.close(contract, agency, month, at)
    return m.send(contract, agency, month, APRIL_SENT)


def kinds(party: Party) -> set[str]:
    with acting(party.finance):
        return {duty.kind for duty in list_open()} & {"declare_price"}


def held_price(contract: Contract, agency: Party, day: date) -> int | None:
    with acting(agency.finance):
        found = FactoryPrice.objects.filter(contract=contract, sku="CUP", valid_from__lte=day)
        return found.order_by("-valid_from").values_list("factory_price_fen", flat=True).first()


def test_until_both_agreed_the_old_price_holds_and_from_today_the_new_one(march_sent, brand, agency):
    declaration = price(march_sent, brand)
    assert (declaration.state, declaration.words) == ("waiting", TRUTH)
    assert held_price(march_sent, agency, date(2026, 4, 19)) == 4_000
    assert held_price(march_sent, agency, date(2026, 4, 20)) == 5_000
    with acting(agency.finance):
        assert [(duty.side, duty.facts) for duty in list_open() if duty.kind == "answer_prices"] == [
            ("b", {"number": declaration.number, "count": 1})
        ]
    agree(march_sent, agency, declaration)
    assert held_price(march_sent, agency, date(2026, 3, 1)) == 5_000
    with acting(agency.finance):
        assert not [duty for duty in list_open() if duty.kind == "answer_prices"]


def test_what_was_sent_stays_and_the_next_statement_adjusts_it_and_names_it(march_sent, brand, agency):
    with acting(agency.finance):
        before = get_statement(march_sent, "2026-03")
    amount = agree(march_sent, agency, price(march_sent, brand))
    # three units settled in March at 40.00 cost 10.00 more each; the agency's part is 30 %
    assert amount == -900
    april = close_and_send(march_sent, agency)
    assert [(one["id"], one["amount"], one["clause"]) for one in april.terms["adjustments"]] == [
        ("factory-price-2026-03", -900, before.figures["components"][0]["clause"])
    ]
    assert april.figures["adjustments"] == -900
    assert april.past_prices == [1]
    with acting(agency.finance):
        after = get_statement(march_sent, "2026-03")
    assert (after.digest, after.figures) == (before.digest, before.figures)
    # L3 was sold in March and done in April: it is settled at the agreed price
    may = m.close(march_sent, agency, "2026-05", shanghai("2026-06-05 10:00"))
    assert (may.figures["adjustments"], may.past_prices) == (0, [])


def test_a_refund_that_comes_later_takes_the_price_of_its_line_as_agreed(march_sent, brand, agency):
    agree(march_sent, agency, price(march_sent, brand))
    with acting(agency.manager):
        m.add_refund(march_sent, "R1", "L2", at="2026-04-22 10:00", amount=11_300)
    april = m.close(march_sent, agency, "2026-04", m.APRIL_CLOSED)
    # sale and refund, restocked, cancel to zero: 113.00 / 1.13 less 50.00 shared once and taken back once
    assert april.figures["totals"]["cost"] == -5_000
    assert april.figures["adjustments"] == -900


def test_a_refund_settled_in_between_is_adjusted_with_its_line(march_sent, brand, agency):
    with acting(agency.manager):
        m.add_refund(march_sent, "R1", "L2", at="2026-04-12 10:00", amount=11_300)
        m.add_line(march_sent, "L5", done="2026-04-20 10:00", paid="2026-04-15 10:00", sku="LID", quantity=5)
    m.declare(march_sent, brand, "LID", 1_000)
    close_and_send(march_sent, agency)
    declaration = price(march_sent, brand, at=shanghai("2026-05-10 10:00"))
    with acting(agency.finance):
        worth = get_worth(march_sent, "2026-05", declaration)
    # March as before; in April the refund gives 10.00 more back
    assert worth == {"2026-03": -900, "2026-04": 300}


def test_where_a_loss_is_carried_its_effect_comes_with_the_months_that_use_it(march_sent, brand, agency):
    """April is a loss and goes into May. A dearer line taken back in April makes the loss smaller: May shows by how much."""
    with acting(agency.manager):
        m.add_refund(march_sent, "R1", "L2", at="2026-04-12 10:00", amount=11_300)
    april = close_and_send(march_sent, agency)
    assert april.figures["carried_out"] == -6_000
    declaration = price(march_sent, brand, at=shanghai("2026-05-10 10:00"))
    assert agree(march_sent, agency, declaration, at=shanghai("2026-05-11 10:00"), month="2026-05") == -900
    with acting(agency.manager):
        m.add_line(march_sent, "L5", done="2026-05-20 10:00", paid="2026-05-19 10:00", sku="LID", quantity=5)
    m.declare(march_sent, brand, "LID", 1_000)
    m.close(march_sent, agency, "2026-05", shanghai("2026-06-05 10:00"))
    may = m.send(march_sent, agency, "2026-05", shanghai("2026-06-06 10:00"))
    assert (may.figures["carried_in"], may.figures["adjustments"]) == (-6_000, -900)
    june = m.close(march_sent, agency, "2026-06", shanghai("2026-07-05 10:00"))
    # May was settled with 60.00 of loss where 50.00 was right
    assert [(one["id"], one["amount"]) for one in june.terms["adjustments"]] == [
        ("factory-price-2026-05", 300)
    ]


def test_agreed_again_only_what_is_new_is_adjusted(march_sent, brand, agency):
    agree(march_sent, agency, price(march_sent, brand))
    close_and_send(march_sent, agency)
    later = price(march_sent, brand, 5_500, at=shanghai("2026-05-10 10:00"))
    assert agree(march_sent, agency, later, at=shanghai("2026-05-11 10:00"), month="2026-05") == -450
    may = m.close(march_sent, agency, "2026-05", shanghai("2026-06-05 10:00"))
    assert [(one["id"], one["amount"]) for one in may.terms["adjustments"]] == [
        ("factory-price-2026-03", -450)
    ]
    assert may.past_prices == [2]


def test_lines_that_were_held_are_released_not_adjusted(march_sent, brand, agency):
    with acting(brand.finance):
        set_price_duty(march_sent, m.MARCH_SENT)
    declaration = price(march_sent, brand, 9_000, sku="GIFT-BOX")
    assert kinds(brand) == {"declare_price"}
    assert agree(march_sent, agency, declaration) == 0
    assert kinds(brand) == set()
    april = m.close(march_sent, agency, "2026-04", m.APRIL_CLOSED)
    assert april.figures["adjustments"] == 0
    assert [late["month"] for late in april.figures["late"]] == ["2026-03"]


def test_a_statement_closed_before_is_not_sent_without_what_was_agreed(march_sent, brand, agency):
    declaration = price(march_sent, brand)
    m.close(march_sent, agency, "2026-04", m.APRIL_CLOSED)
    agree(march_sent, agency, declaration, at=shanghai("2026-05-06 19:00"))
    with pytest.raises(UnableToSend) as refused:
        m.send(march_sent, agency, "2026-04", APRIL_SENT)
    assert refused.value.code == "PRICES_CHANGED"
    again = close_and_send(march_sent, agency, at=shanghai("2026-05-06 20:00"))
    assert (again.past_prices, again.figures["adjustments"]) == ([1], -900)


def test_a_new_version_of_the_month_takes_the_price_itself(march_sent, brand, agency):
    agree(march_sent, agency, price(march_sent, brand))
    m.ask(march_sent, brand, "line:L1")
    second = m.close(march_sent, agency, "2026-03", shanghai("2026-04-22 10:00"))
    assert (second.version, second.past_prices, second.terms.get("adjustments")) == (2, [1], None)
    assert second.figures["totals"]["cost"] == 15_000
    m.send(march_sent, agency, "2026-03", shanghai("2026-04-22 11:00"))
    april = m.close(march_sent, agency, "2026-04", m.APRIL_CLOSED)
    assert (april.terms.get("adjustments"), april.past_prices) == (None, [])


def test_the_agency_agrees_to_the_amount_it_saw(march_sent, brand, agency):
    declaration = price(march_sent, brand)
    with acting(agency.finance), pytest.raises(UnableToAnswerPrices) as refused:
        agree_past(
            person=agency.finance, at=AGREED, code=march_sent.code, number=declaration.number, seen_fen=0
        )
    assert refused.value.code == "WORTH_CHANGED"
    assert held_price(march_sent, agency, date(2026, 3, 1)) == 4_000


def test_who_declared_may_have_left_by_then(march_sent, brand, agency):
    declaration = price(march_sent, brand)
    with acting(brand.manager):
        type(brand.finance).objects.filter(pk=brand.finance.pk).update(roles=[])
    assert agree(march_sent, agency, declaration) == -900


def test_it_declines_with_its_reason_and_nothing_changes(march_sent, brand, agency):
    declaration = price(march_sent, brand)
    with acting(agency.finance):
        with pytest.raises(UnableToAnswerPrices) as refused:
            decline_past(person=agency.finance, at=AGREED, code=march_sent.code, number=1, reason=" ")
        assert refused.value.code == "REASON_MISSING"
        for _twice in range(2):
            decline_past(
                person=agency.finance, at=AGREED, code=march_sent.code, number=1, reason="发票是 40 元"
            )
        acts = list(Entry.objects.filter(act__startswith="prices.").values_list("act", flat=True))
    assert acts == ["prices.declared", "prices.past_declined"]
    assert held_price(march_sent, agency, date(2026, 3, 1)) == 4_000
    with acting(agency.finance), pytest.raises(UnableToAnswerPrices):
        agree_past(
            person=agency.finance, at=AGREED, code=march_sent.code, number=declaration.number, seen_fen=-900
        )


def test_the_brand_takes_it_back(march_sent, brand, agency):
    price(march_sent, brand)
    for _twice in range(2):
        with acting(brand.finance):
            withdraw_past(person=brand.finance, at=AGREED, code=march_sent.code, number=1)
    with acting(agency.finance), pytest.raises(UnableToAnswerPrices):
        decline_past(person=agency.finance, at=AGREED, code=march_sent.code, number=1, reason="不同意")


def test_who_may_answer(march_sent, brand, agency, outsider):
    price(march_sent, brand)
    answer = {"at": AGREED, "code": march_sent.code, "number": 1, "seen_fen": -900}
    for person in (agency.people["agency_operator"], brand.finance, brand.manager):
        with acting(person), pytest.raises(NotAllowed):
            agree_past(person=person, **answer)
    with acting(outsider.finance), pytest.raises(NotFound):
        agree_past(person=outsider.finance, **answer)


def test_the_database_lets_no_side_speak_for_the_other(march_sent, brand, agency):
    price(march_sent, brand)
    answered = "update catalog_pricedeclaration set state = 'agreed', answered_by_id = declared_by_id, answered_at = now()"
    with (
        acting(brand.finance),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(answered)
    with acting(agency.finance), connection.cursor() as cursor:
        cursor.execute(answered)
    with (
        acting(agency.finance),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update catalog_pricedeclaration set answer = 'x'")


def test_nothing_is_declared_without_the_word_that_it_is_true(march_sent, brand):
    with acting(brand.finance), pytest.raises(UnableToDeclare) as refused:
        declare_price(
            person=brand.finance,
            at=DECLARED,
            code=march_sent.code,
            price=Price("CUP", date(2026, 5, 1), 1),
            words=" \n",
        )
    assert refused.value.code == "TRUTH_MISSING"
