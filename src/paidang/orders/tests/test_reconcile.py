"""The bills set against the orders in the database: as the law says, once, and for the two parties alone."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from tests.cast import acting, shanghai
from tests.worlds import kept

from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders.actions import (
    Pick,
    UnableToExplainBill,
    explain_items,
    reconcile_bills,
    take_back_explanations,
)
from paidang.orders.models import (
    BillExplanation,
    BillFee,
    BillItem,
    BillLine,
    BillMonth,
    LogisticsCharge,
    OrderLine,
    PlatformFee,
    Refund,
)
from paidang.orders.queries.bills import EXPLAINED, count_open, items_of, sum_items, sum_month
from paidang.orders.rules import reconciling as r
from paidang.orders.tests.test_rules_reconciling import (
    DAY,
    DONE_AT,
    PAID_AT,
    REACH,
    back,
    moved,
    sold,
    worlds,
)

AT = shanghai("2026-10-08 10:00")
MONTH = "2026-09"


def put(contract, lines, backs, moves):
    """Write the facts of a world under the contract, in whoever's name."""
    OrderLine.objects.bulk_create(
        OrderLine(
            contract=contract, line_id=f"L{n}", order_id=one.order_id, channel=one.channel, store=one.store, sku="QL-1",
            quantity=1, unit_price_fen=one.fen, merchant_discount_fen=0, platform_discount_fen=0,
            paid_at=one.paid_at, completed_at=one.completed_at,
        )
        for n, one in enumerate(lines)
    )  # fmt: skip
    first = {one.order_id: f"L{n}" for n, one in reversed(list(enumerate(lines)))}
    Refund.objects.bulk_create(
        Refund(
            contract=contract, refund_id=f"R{n}", line_id=first[one.order_id], quantity=0, amount_fen=one.fen,
            cause="no_reason", restocked=False, refunded_at=one.at,
        )
        for n, one in enumerate(backs)
    )  # fmt: skip
    BillLine.objects.bulk_create(
        BillLine(
            contract=contract, entry_id=one.entry_id, channel=one.channel, store=one.store, order_id=one.order_id or None,
            kind=one.kind, item="货款", amount_fen=one.fen, booked_at=one.at,
        )
        for one in moves
    )  # fmt: skip
    reconcile_bills(contract.pk)


def as_items():
    return [
        r.Item(
            one.is_order, one.item, one.month, one.channel, one.store, one.state, one.kind, one.paid_fen,
            one.refunded_fen, one.bill_paid_fen, one.bill_refunded_fen,
        )
        for one in BillItem.objects.all()
    ]  # fmt: skip


def by_name(items):
    return sorted(items, key=lambda one: (not one.is_order, one.item))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_sql_and_law_agree_on_any_world(contract_in_force, agency_finance, world):
    lines, backs, moves = world
    with acting(agency_finance):
        put(contract_in_force, lines, backs, moves)
        law = r.reconcile(lines, backs, moves) if moves else []
        assert by_name(as_items()) == [one for one in law if one.state != r.MATCHED]
        sums = list(BillMonth.objects.all())
        assert sum(one.items for one in sums) == len(law)
        assert sum(one.paid_fen - one.refunded_fen for one in sums) == sum(one.expected for one in law)
        assert sum(one.bill_paid_fen - one.bill_refunded_fen for one in sums) == sum(
            one.billed for one in law
        )
        transaction.set_rollback(True)


@kept
def differing(contract_in_force, agency):
    """Order 1 agrees, 2 is paid short by ¥1.00, 3 is in no bill, 4 in no orders; a withdrawal; a fee of ¥5.00."""
    with acting(agency.finance):
        put(
            contract_in_force,
            [sold(), sold(order="2"), sold(order="3")],
            [],
            [
                moved(10_000, entry="p1"), moved(9_900, "2", entry="p2"), moved(700, "4", entry="p4"),
                moved(-50_000, "", r.OTHER, entry="w1"), moved(-500, "1", r.FEE, entry="f1"), REACH,
            ],
        )  # fmt: skip
    return contract_in_force


def picks(*items):
    return [Pick(one.is_order, one.item, one.expected_fen, one.billed_fen) for one in items]


def test_the_sums_of_a_month_and_what_is_open(differing, agency_finance):
    with acting(agency_finance):
        found = sum_month(differing.pk, MONTH)["jd", "jd store"]
        assert {state: (one.items, one.difference) for state, one in found.items()} == {
            "matched": (1, 0), "open": (3, 100 + 10_000 - 700), "other": (1, 50_000)
        }  # fmt: skip
        assert [one.item for one in items_of(differing.pk, MONTH, state=r.OPEN)] == ["2", "3", "4"]
        assert count_open(differing.pk, until_month=MONTH) == 3
        assert count_open(differing.pk, until_month="2026-08") == 0
        assert sum_items(items_of(differing.pk, MONTH, state=r.OPEN)).difference == 9_400


def test_computed_again_it_writes_nothing(differing, agency_finance):
    sql = "select xmin::text, ctid::text, item from orders_billitem order by item"
    with acting(agency_finance), connection.cursor() as cursor:
        cursor.execute(sql)
        before = cursor.fetchall()
        reconcile_bills(differing.pk)
        cursor.execute(sql)
        assert cursor.fetchall() == before


def test_fees_are_added_up_beside_each_other(differing, agency_finance):
    with acting(agency_finance):
        PlatformFee.objects.create(
            contract=differing,
            fee_id="F1",
            order_id="1",
            kind="commission",
            amount_fen=480,
            charged_at=DONE_AT,
        )
        BillLine.objects.filter(entry_id="f1").update(item="佣金")
        reconcile_bills(differing.pk)
        fee = BillFee.objects.get(name="佣金")
        assert (fee.month, fee.billed_fen, fee.facts_fen) == (MONTH, 500, 480)


def test_postage_is_part_of_what_comes_in(differing, agency_finance):
    with acting(agency_finance):
        LogisticsCharge.objects.create(
            contract=differing, charge_id="P", order_id="1", kind="postage", amount_fen=-800, paid_by="b", charged_at=PAID_AT
        )  # fmt: skip
        reconcile_bills(differing.pk)
        item = BillItem.objects.get(item="1")
        assert (item.state, item.expected_fen, item.billed_fen) == ("open", 10_800, 10_000)


def test_an_explanation_holds_for_these_amounts_and_is_taken_back(differing, agency_finance, brand_finance):
    with acting(agency_finance):
        two = BillItem.objects.get(item="2")
        done = explain_items(
            person=agency_finance, at=AT, code=differing.code, picks=picks(two), reason="other", words="抹零"
        )
        assert done == 1
        assert [one.item for one in items_of(differing.pk, MONTH, state=EXPLAINED)] == ["2"]
        again = explain_items(
            person=agency_finance, at=AT, code=differing.code, picks=picks(two), reason="other", words="抹零"
        )
        assert (again, BillExplanation.objects.count()) == (0, 1)
    with acting(brand_finance):  # the other side sees it, and may say otherwise
        explain_items(person=brand_finance, at=AT, code=differing.code, picks=picks(two), reason="fee")
        old, new = BillExplanation.objects.order_by("pk")
        assert (old.withdrawn_by_id, new.withdrawn_at, new.reason) == (brand_finance.pk, None, "fee")
        assert take_back_explanations(person=brand_finance, at=AT, code=differing.code, ids=[new.pk]) == 1
        assert take_back_explanations(person=brand_finance, at=AT, code=differing.code, ids=[new.pk]) == 0
        assert count_open(differing.pk, until_month=MONTH) == 3


def test_other_amounts_open_an_explained_item_again(differing, agency_finance):
    with acting(agency_finance):
        two = BillItem.objects.get(item="2")
        explain_items(person=agency_finance, at=AT, code=differing.code, picks=picks(two), reason="fee")
        BillLine.objects.filter(entry_id="p2").update(amount_fen=9_000)
        reconcile_bills(differing.pk)
        assert "2" in [one.item for one in items_of(differing.pk, MONTH, state=r.OPEN)]
        with pytest.raises(UnableToExplainBill) as no:  # the page showed the amounts of before
            explain_items(person=agency_finance, at=AT, code=differing.code, picks=picks(two), reason="fee")
        assert no.value.code == "ITEM_CHANGED"
        BillLine.objects.filter(entry_id="p2").update(amount_fen=10_000)
        reconcile_bills(differing.pk)
        assert not BillItem.objects.filter(item="2").exists()


@pytest.mark.parametrize(
    ("reason", "words", "items", "code"),
    [
        ("nonsense", "", ["2"], "BILL_NOT_EXPLAINED"),
        ("other", "  ", ["2"], "REASON_MISSING"),
        ("fee", "", [], "ITEM_NOT_OPEN"),
        ("fee", "", ["2", "1"], "ITEM_NOT_OPEN"),
    ],
)
def test_what_cannot_be_explained(reason, words, items, code, differing, agency_finance):
    with acting(agency_finance):
        asked = [Pick(True, item, 10_000, 9_900) for item in items]
        with pytest.raises(UnableToExplainBill) as no:
            explain_items(
                person=agency_finance, at=AT, code=differing.code, picks=asked, reason=reason, words=words
            )
        assert no.value.code == code
        assert not BillExplanation.objects.exists()


def test_only_finance_explains(differing, agency_operator, brand_manager):
    for person in (agency_operator, brand_manager):
        with acting(person):
            two = BillItem.objects.get(item="2")
            with pytest.raises(NotAllowed):
                explain_items(person=person, at=AT, code=differing.code, picks=picks(two), reason="fee")


def test_an_outsider_sees_and_says_nothing(differing, agency_finance, outsider):
    person = outsider.finance
    with acting(agency_finance):
        two = BillItem.objects.get(item="2")
        explain_items(person=agency_finance, at=AT, code=differing.code, picks=picks(two), reason="fee")
        said = BillExplanation.objects.get()
    with acting(person), connection.cursor() as cursor:
        for table in ("billline", "billitem", "billmonth", "billfee", "billexplanation"):
            cursor.execute(f"select count(*) from orders_{table}")
            assert cursor.fetchone() == (0,), table
        with pytest.raises(NotFound):
            explain_items(person=person, at=AT, code=differing.code, picks=picks(two), reason="fee")
        with pytest.raises(NotFound):
            take_back_explanations(person=person, at=AT, code=differing.code, ids=[said.pk])


def test_what_was_said_is_never_rewritten(differing, agency_finance):
    with acting(agency_finance):
        two = BillItem.objects.get(item="2")
        explain_items(person=agency_finance, at=AT, code=differing.code, picks=picks(two), reason="fee")
        for sql in (
            "update orders_billexplanation set reason = 'other'",
            "delete from orders_billexplanation",
            "delete from orders_billline",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


def test_a_refund_in_the_next_months_bill_settles_by_itself(contract_in_force, agency_finance):
    refunded = back(2_000, at=DONE_AT + 14 * DAY)
    with acting(agency_finance):
        put(contract_in_force, [sold()], [refunded], [moved(10_000), REACH])
        assert BillItem.objects.get(item="1").state == "waiting"
        BillLine.objects.create(
            contract=contract_in_force, entry_id="r1", channel="jd", store="jd store", order_id="1", kind="refund",
            item="退款", amount_fen=-2_000, booked_at=refunded.at + timedelta(days=5),
        )  # fmt: skip
        reconcile_bills(contract_in_force.pk)
        assert not BillItem.objects.filter(item="1").exists()
