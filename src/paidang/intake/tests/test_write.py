"""Writing files: what goes in, what waits, and that the same again changes nothing."""

from datetime import date

import pytest
from tests.cast import BEFORE, acting, shanghai

from paidang.contracts.actions import answer_notice, serve_notice
from paidang.contracts.models import Contract
from paidang.contracts.rules.rights import Known
from paidang.contracts.rules.serving import Said
from paidang.duties.queries import list_open
from paidang.evidence.queries import verify_chain
from paidang.intake import actions
from paidang.intake.actions import progress
from paidang.intake.models import ImportFile, QuarantineRow
from paidang.intake.tests.files import (
    AT,
    LINE_HEADER,
    REFUND_HEADER,
    bad,
    hand_in,
    line,
    lines,
    refund,
    table,
)
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders.models import Breach, History, LogisticsCharge, OrderLine, PlatformFee, Refund
from paidang.team.models import Person


def test_good_rows_become_facts(contract_in_force: Contract, agency_operator: Person) -> None:
    done = hand_in(
        agency_operator,
        contract_in_force,
        lines(line("L1"), line("L2", gift="true", merchant_discount="25800")),
    )
    assert done.state == "written"
    assert done.counts["tables"] == {"order_lines": {"new": 2, "changed": 0, "unchanged": 0}}
    with acting(agency_operator):
        found = OrderLine.objects.get(line_id="L1")
        assert (found.quantity, found.unit_price_fen, found.merchant_discount_fen) == (2, 12900, 800)
        assert found.paid_at == shanghai("2026-03-05 10:00")
        assert found.completed_at is None and found.gift is False and found.extra is None
        assert OrderLine.objects.get(line_id="L2").gift is True
        assert verify_chain(contract_in_force.chain_id).is_unaltered


def test_how_far_it_is_is_not_told_where_telling_would_wait(
    contract_in_force: Contract, agency_operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", 0.0)
    done = hand_in(
        agency_operator, contract_in_force, lines(line("L1"))
    )  # in a transaction that is not committed
    assert done.state == "written"


def test_the_same_file_twice_changes_nothing(contract_in_force: Contract, agency_operator: Person) -> None:
    content = lines(line("L1"), line("L2"))
    hand_in(agency_operator, contract_in_force, content)
    again = hand_in(agency_operator, contract_in_force, content, "another name.csv")
    assert again.state == "unchanged"
    with acting(agency_operator):
        assert OrderLine.objects.count() == 2 and History.objects.count() == 0


def test_the_same_rows_in_another_file_change_nothing(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    hand_in(agency_operator, contract_in_force, lines(line("L1"), line("L2")))
    again = hand_in(agency_operator, contract_in_force, lines(line("L2"), line("L1")))
    assert again.state == "written"
    assert again.counts["tables"]["order_lines"] == {"new": 0, "changed": 0, "unchanged": 2}
    with acting(agency_operator):
        assert History.objects.count() == 0


def test_a_corrected_file_updates_and_keeps_what_was(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    first = hand_in(agency_operator, contract_in_force, lines(line("L1"), line("L2")))
    second = hand_in(agency_operator, contract_in_force, lines(line("L1", quantity="3"), line("L2")))
    assert second.counts["tables"]["order_lines"] == {"new": 0, "changed": 1, "unchanged": 1}
    with acting(agency_operator):
        kept = History.objects.get()
        assert (kept.table, kept.row_id, kept.before["quantity"], kept.before["import_id"]) == (
            "order_lines",
            "L1",
            2,
            first.pk,
        )
        assert kept.import_id == second.pk
        assert OrderLine.objects.get(line_id="L1").quantity == 3


def test_bad_rows_wait_and_good_ones_go_in(contract_in_force: Contract, agency_operator: Person) -> None:
    rows = [line("L1"), line("L2", quantity="0"), line("L3", unit_price="-1"), line("L4", paid_at="2026-03-05 10:00:00"),
            line("L5", order_id="3.51531E+16"), line("L1"), line("L6", shipped_at="2026-03-01T00:00:00+08:00"),
            line("L7", sku="=1+1"), line("L8", merchant_discount="99999"), line("L9", unit_price="129.00")]  # fmt: skip
    done = hand_in(agency_operator, contract_in_force, lines(*rows))
    assert (done.state, done.counts["bad"], done.counts["new"]) == ("written", 9, 1)
    assert bad(agency_operator, done) == [
        (3, "quantity", "too_small"),
        (4, "unit_price", "too_small"),
        (5, "paid_at", "no_zone"),
        (6, "order_id", "scientific"),
        (7, "line_id", "duplicate"),
        (8, "shipped_at", "before_paid"),
        (9, "sku", "formula"),
        (10, "platform_discount", "discount_too_large"),
        (11, "unit_price", "not_integer"),
    ]
    with acting(agency_operator):
        assert [duty.kind for duty in list_open() if duty.kind == "mend_rows"] == ["mend_rows"]
        assert QuarantineRow.objects.get(row_number=7).cells["line_id"] == "L1"


def test_all_or_nothing_writes_nothing_when_a_row_is_bad(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    done = hand_in(
        agency_operator, contract_in_force, lines(line("L1"), line("L2", quantity="0")), mode="all_or_nothing"
    )
    assert done.state == "test_read" and done.problem is not None
    with acting(agency_operator):
        assert not OrderLine.objects.exists()
        assert actions.write_now(person=agency_operator, at=AT, import_id=done.pk).state == "written"
        assert OrderLine.objects.count() == 1


def test_a_test_read_counts_and_writes_nothing(contract_in_force: Contract, agency_operator: Person) -> None:
    hand_in(agency_operator, contract_in_force, lines(line("L1"), line("L2")))
    content = lines(line("L1"), line("L2", quantity="1"), line("L3"), line("L4", quantity="x"))
    with acting(agency_operator):
        read = actions.receive_file(
            person=agency_operator, at=AT, code=contract_in_force.code, name="x.csv", content=content
        )
        read = actions.test_read(person=agency_operator, at=AT, import_id=read.pk)
        assert read.state == "test_read"
        assert read.counts["tables"]["order_lines"] == {"new": 1, "changed": 1, "unchanged": 1}
        assert read.counts["bad"] == 1
        assert OrderLine.objects.count() == 2
        assert actions.write_now(person=agency_operator, at=AT, import_id=read.pk).counts["new"] == 1
        assert QuarantineRow.objects.filter(state="open").count() == 1


def test_every_table_goes_in_and_references_are_checked(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    hand_in(agency_operator, contract_in_force, lines(line("L1")))
    refunds = hand_in(
        agency_operator,
        contract_in_force,
        table(REFUND_HEADER, refund("R1", "L1"), refund("R2", "L9")),
        "r.csv",
    )
    logistics = table(
        "charge_id,order_id,kind,amount,paid_by,charged_at",
        "C1,O-L1,outbound,500,b,2026-03-06T10:00:00+08:00",
        "C2,,warehouse,900,a,2026-03-06T10:00:00+08:00",
        "C3,O-L9,outbound,500,b,2026-03-06T10:00:00+08:00",
        "C4,O-L1,postage,500,b,2026-03-06T10:00:00+08:00",
    )
    charges = hand_in(agency_operator, contract_in_force, logistics, "l.csv")
    fees = table("fee_id,order_id,kind,amount,charged_at", "F1,O-L1,佣金,-5,2026-03-06T10:00:00Z")
    hand_in(agency_operator, contract_in_force, fees, "f.csv")
    assert bad(agency_operator, refunds) == [(3, "line_id", "unknown_reference")]
    assert bad(agency_operator, charges) == [
        (4, "order_id", "unknown_reference"),
        (5, "amount", "wrong_sign"),
    ]
    with acting(agency_operator):
        assert Refund.objects.get().amount_fen == 1000
        assert {c.charge_id: c.borne_by for c in LogisticsCharge.objects.all()} == {
            "C1": "shared",
            "C2": "shared",
        }
        assert PlatformFee.objects.get().amount_fen == -5


def test_refunds_never_exceed_their_line(contract_in_force: Contract, agency_operator: Person) -> None:
    hand_in(agency_operator, contract_in_force, lines(line("L1")))
    hand_in(agency_operator, contract_in_force, table(REFUND_HEADER, refund("R1", "L1", 1, 20000)), "1.csv")
    more = table(REFUND_HEADER, refund("R2", "L1", 1, 5000), refund("R3", "L1", 0, 1))
    assert bad(agency_operator, hand_in(agency_operator, contract_in_force, more, "2.csv")) == [
        (3, "amount", "refund_too_large")
    ]
    less = hand_in(agency_operator, contract_in_force, lines(line("L1", quantity="1")))
    assert bad(agency_operator, less) == [
        (2, "quantity", "below_refunds"),
        (2, "unit_price", "below_refunds"),
    ]


def test_orders_and_stores_of_another_contract_stay_out(
    contract_in_force: Contract, brand, agency, agency_operator: Person
) -> None:
    from tests.cast import agree_on

    other = agree_on(brand=brand, agency=agency)
    hand_in(agency_operator, contract_in_force, lines(line("L1")))
    done = hand_in(agency_operator, other, lines(line("L1"), line("L2", store="别的店")))
    assert bad(agency_operator, done) == [(2, "store", "foreign_store"), (2, "order_id", "foreign_order")]
    assert done.counts["new"] == 1
    strange = hand_in(agency_operator, contract_in_force, lines(line("L5", store="第三家店")))
    assert bad(agency_operator, strange) == [(2, "store", "unknown_store")]


def test_an_order_never_takes_the_place_of_another_stores_order_of_the_same_number(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    own_shop = {"channel": "wechat", "store": "青岚小店", "order_id": "1001"}
    hand_in(agency_operator, contract_in_force, lines(line("1001", order_id="1001")))
    other = lines(line("1001", **own_shop, paid_at="2026-03-05T10:00:01+08:00"))
    assert bad(agency_operator, hand_in(agency_operator, contract_in_force, other)) == [
        (2, "order_id", "order_of_another_store")
    ]
    with acting(agency_operator):
        assert OrderLine.objects.get().channel == "jd"
    hand_in(agency_operator, contract_in_force, lines(line("1001", **own_shop)))
    with acting(agency_operator):
        assert OrderLine.objects.get().store == "青岚小店", "the same payment: its store was corrected"


def test_prices_are_the_brands_word_and_sales_below_the_floor_are_recorded(
    contract_in_force: Contract, agency_operator: Person, brand_manager: Person
) -> None:
    prices = table(
        "sku,min_retail_price,suggested_price,valid_from",
        "QL-1,12500,15000,2026-03-01",
        "QL-1,12000,,2026-03-20",
    )
    with pytest.raises(NotAllowed):
        hand_in(agency_operator, contract_in_force, prices, "prices.csv")
    assert hand_in(brand_manager, contract_in_force, prices, "prices.csv").counts["new"] == 2
    rows = [line("L1"), line("L2", merchant_discount="801"), line("L3", merchant_discount="801", paid_at="2026-03-20T00:00:00+08:00", shipped_at=""),
            line("L4", platform_discount="9000"), line("L5", sku="QL-2")]  # fmt: skip
    done = hand_in(agency_operator, contract_in_force, lines(*rows))
    assert done.counts["breaches"] == 1 and bad(agency_operator, done) == [(6, "sku", "unknown_sku")]
    with acting(agency_operator):
        breach = Breach.objects.get()
        assert (breach.line_id, breach.sold_fen, breach.floor_fen, breach.clause) == (
            "L2",
            24999,
            12500,
            "OP-2-A-2",
        )
        assert "explain_breach" in [duty.kind for duty in list_open()]
    hand_in(agency_operator, contract_in_force, lines(line("L2")), at=shanghai("2026-04-03 10:00"))
    with acting(agency_operator):
        assert Breach.objects.get().withdrawn_at == shanghai("2026-04-03 10:00")
        assert "explain_breach" not in [duty.kind for duty in list_open()]


def test_the_outsider_sees_and_does_nothing(
    contract_in_force: Contract, agency_operator: Person, outsider_manager: Person
) -> None:
    hand_in(agency_operator, contract_in_force, lines(line("L1"), line("L2", quantity="0")))
    with pytest.raises(NotFound):
        hand_in(outsider_manager, contract_in_force, lines(line("L1")))
    with acting(outsider_manager):
        assert (
            not OrderLine.objects.exists()
            and not ImportFile.objects.exists()
            and not QuarantineRow.objects.exists()
        )


def test_unknown_columns_are_kept_beside(contract_in_force: Contract, agency_operator: Person) -> None:
    content = table(LINE_HEADER + ",包装,settled_in", line("L1") + ",轻拿轻放,", line("L2") + ",,")
    done = hand_in(agency_operator, contract_in_force, content)
    with acting(agency_operator):
        assert OrderLine.objects.get(line_id="L1").extra == {"包装": "轻拿轻放"}
        assert OrderLine.objects.get(line_id="L2").extra is None
    assert "包装" in done.notes[-1]


def test_the_day_of_an_earlier_file_is_shanghais(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    content = lines(line("L1"))
    hand_in(agency_operator, contract_in_force, content, at=shanghai("2026-04-02 07:30"))
    again = hand_in(agency_operator, contract_in_force, content, at=shanghai("2026-04-03 07:30"))
    assert again.notes == ["与 04-02 写入的文件相同，没有变化"]


def test_a_cell_that_a_file_leaves_open_may_contradict_what_is_kept(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    """One such row waits in quarantine; it does not take the whole file down."""
    hand_in(
        agency_operator,
        contract_in_force,
        lines(line("L1", gift="true", merchant_discount="25800"), line("L2")),
    )
    done = hand_in(agency_operator, contract_in_force, lines(line("L1"), line("L2", quantity="3")), "2.csv")
    assert (done.counts["changed"], bad(agency_operator, done)) == (1, [(2, "gift", "kept_value")])
    charges = "charge_id,order_id,kind,amount,paid_by,charged_at,borne_by"
    row = "C1,O-L2,outbound,500,b,2026-03-06T10:00:00+08:00,a"
    hand_in(agency_operator, contract_in_force, table(charges, row), "c.csv")
    row = row.replace("outbound,500", "postage,-500").removesuffix("a")
    done = hand_in(agency_operator, contract_in_force, table(charges, row), "c.csv")
    assert bad(agency_operator, done) == [(2, "borne_by", "kept_value")]


def test_a_platform_that_does_not_know_when_it_was_shipped_may_contradict_it(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    facts = {"line_id": "290001-QL-1", "order_id": "290001", "store": "京东店铺", "paid_at": "2026-03-01T10:00:00+08:00",
             "shipped_at": "2026-03-02T10:00:00+08:00", "merchant_discount": "0", "quantity": "1"}  # fmt: skip
    hand_in(agency_operator, contract_in_force, lines(line(**facts)))
    jd = table(
        "订单号,订购数量,京东价,订单金额,结算金额,订单状态,货号,下单时间,付款确认时间",
        "290001,1,129.00,129.00,129.00,等待出库,QL-1,2026-03-05 10:00:00,2026-03-05 10:01:00",
    )
    done = hand_in(agency_operator, contract_in_force, jd, "jd.csv")
    assert bad(agency_operator, done) == [(2, "付款确认时间", "kept_value")]


def test_far_too_many_conflicts_are_not_gathered(
    contract_in_force: Contract, agency_operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paidang.intake.actions import reading

    monkeypatch.setattr(reading, "BAD_ROWS_MAX", 3)
    refunds = table(REFUND_HEADER, *(refund(f"R{at}", f"L{at}") for at in range(5)))
    done = hand_in(agency_operator, contract_in_force, refunds)
    assert done.state == "refused" and "超过 3 行" in done.problem["reason"]


def test_after_the_end_a_file_of_a_new_store_is_refused_and_one_of_a_known_store_is_not(
    living_contract: Contract, agency_operator: Person, agency_manager: Person, brand_manager: Person
) -> None:
    hand_in(agency_operator, living_contract, lines(line("L1")))
    said = Said(kind="agreement", grounds="协商终止", last_day=date(2026, 3, 31))
    with acting(agency_manager):
        serve_notice(person=agency_manager, at=BEFORE, code=living_contract.code, said=said, known=Known())
    with acting(brand_manager):
        answer_notice(person=brand_manager, at=BEFORE, code=living_contract.code, number=1, verdict="agreed")
    assert AT.date() > date(2026, 3, 31)
    assert hand_in(agency_operator, living_contract, lines(line("L2"))).state == "written"
    refused = hand_in(agency_operator, living_contract, lines(line("L3", channel="tmall", store="新开的店")))
    assert refused.state == "refused" and "已经终止" in str(refused.problem)
    with acting(agency_operator):
        assert not OrderLine.objects.filter(line_id="L3").exists()


def test_a_settled_contract_takes_no_file(living_contract: Contract, agency_operator: Person) -> None:
    with acting(agency_operator):
        Contract.objects.filter(pk=living_contract.pk).update(state="settled")
    with pytest.raises(actions.UnableToReceive, match="结清"):
        hand_in(agency_operator, living_contract, lines(line("L1")))
