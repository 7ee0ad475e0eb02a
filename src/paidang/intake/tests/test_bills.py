"""The platforms' bills through the whole way of a file: once, the same again, overlapping, bad rows, other stores."""

import pytest
from tests.cast import acting, agree_on

from paidang.intake import actions
from paidang.intake.tests.files import AT, FILES, bad, hand_in, line, lines, table
from paidang.orders.models import BillItem, BillLine, BillMonth, Store

JD_STORE = "青岚京东旗舰店"
BILL_HEADER = "entry_id,channel,store,order_id,kind,item,amount,booked_at"
WECHAT = (FILES / "wechat_pay_bill.csv").read_bytes().decode("utf-8-sig")


def own(entry, order, kind="payment", amount=10_000, at="2026-03-10T10:00:00+08:00", store=JD_STORE):
    return f"{entry},jd,{store},{order},{kind},货款,{amount},{at}"


@pytest.fixture
def shop(contract_in_force, agency_finance):
    """The contract's own shop with the orders SH1 at ¥100.00 and SH2 at ¥50.00, paid on 5 March."""
    orders = [
        line(f"L{n}", order_id=f"SH{n}", channel="renren_mall", store="青岚人人商城", quantity="1", unit_price=price, merchant_discount="0")
        for n, price in ((1, "10000"), (2, "5000"))
    ]  # fmt: skip
    hand_in(agency_finance, contract_in_force, lines(*orders))
    return contract_in_force


def wechat(text=WECHAT):
    return text.encode("utf-8-sig")


def test_wechat_pays_bill_settles_the_shops_orders(shop, agency_finance):
    done = hand_in(agency_finance, shop, wechat(), "微信支付_交易账单.csv")
    assert (done.state, done.format, done.store) == ("written", "wechat_pay_bill", "青岚人人商城")
    assert (done.counts["rows"], done.counts["new"], done.counts["bad"]) == (3, 7, 0)
    assert done.notes == ["合计行与各行相符"]
    with acting(agency_finance):
        item = BillItem.objects.get()  # SH2 agrees; SH1's refund is in the bill alone
        assert (item.item, item.state, item.kind) == ("SH1", "open", "differs")
        assert (item.expected_fen, item.billed_fen) == (10_000, 7_000)
        assert BillMonth.objects.get(state="matched").items == 1


def test_the_same_file_twice_and_one_that_overlaps_double_nothing(shop, agency_finance):
    hand_in(agency_finance, shop, wechat(), "a.csv")
    assert hand_in(agency_finance, shop, wechat(), "a.csv").state == "unchanged"
    more = WECHAT.replace("`3,`145.00", "`4,`155.00").replace("`0.71500,`150.00", "`0.77500,`160.00")
    row = next(row for row in WECHAT.splitlines() if "4200002" in row)
    new = (
        row.replace("4200002", "4200003")
        .replace("SH2", "SH3")
        .replace("`50.00", "`10.00")
        .replace("`45.00", "`10.00")
    )
    more = more.replace(row, f"{row}\r\n{new.replace('`0.29500', '`0.06000')}")
    done = hand_in(agency_finance, shop, wechat(more), "b.csv")
    assert (done.state, done.counts["new"], done.counts["changed"], done.counts["unchanged"]) == (
        "written",
        2,
        0,
        7,
    )
    with acting(agency_finance):
        assert BillLine.objects.count() == 9


def test_a_test_read_writes_no_line(shop, agency_finance):
    with acting(agency_finance):
        received = actions.receive_file(
            person=agency_finance, at=AT, code=shop.code, name="a.csv", content=wechat()
        )
        read = actions.test_read(person=agency_finance, at=AT, import_id=received.pk)
        assert (read.state, read.counts["new"]) == ("test_read", 7)
        assert not BillLine.objects.exists() and not BillItem.objects.exists()


def test_a_file_that_lost_a_row_is_refused_as_a_whole(shop, agency_finance):
    text = "\r\n".join(row for row in WECHAT.splitlines() if "SH2" not in row)
    done = hand_in(agency_finance, shop, wechat(text), "a.csv")
    assert done.state == "refused" and "账单写明 3 笔，文件里有 2 笔" in done.problem["reason"]
    with acting(agency_finance):
        assert not BillLine.objects.exists()


def test_a_bad_row_waits_alone_and_is_mended(shop, agency_finance):
    done = hand_in(agency_finance, shop, wechat(WECHAT.replace("`SH2,", "`S H,")), "a.csv")
    assert bad(agency_finance, done) == [(3, "商户订单号", "bad_cell")]
    with acting(agency_finance):
        assert BillLine.objects.filter(kind="payment").count() == 1
        row = done.bad_rows.get()
        row = actions.mend_row(person=agency_finance, at=AT, row_id=row.pk, cells={"商户订单号": "SH2"})
        assert row.state == "mended" and BillLine.objects.filter(order_id="SH2").count() == 3
        assert [one.item for one in BillItem.objects.all()] == ["SH1"]


def test_jd_and_alipay_go_to_the_store_of_their_platform(contract_in_force, agency_finance):
    hand_in(
        agency_finance, contract_in_force, (FILES / "jd_orders.csv").read_bytes(), "jd.csv", store=JD_STORE
    )
    for name in ("taobao_orders.csv", "taobao_items.csv"):
        hand_in(agency_finance, contract_in_force, (FILES / name).read_bytes(), name)
    for name, store in (("jd_bill.xlsx", JD_STORE), ("alipay_bill.zip", "青岚天猫旗舰店")):
        done = hand_in(agency_finance, contract_in_force, (FILES / name).read_bytes(), name)
        assert (done.state, done.store, done.counts["bad"]) == ("written", store, 0)
    with acting(agency_finance):
        found = {one.item: (one.state, one.expected_fen, one.billed_fen) for one in BillItem.objects.all()}
    # JD 290001 agrees at ¥250.00; Tmall …12 at ¥250.00, …14 was cancelled and never paid out
    assert found == {
        "290002": ("open", 24_700, 23_900),  # a price protection that the refunds do not have
        "2290417735518840013": ("open", 23_900, 20_000),  # a refund that the orders do not have
        "D4/保证金/1000001": ("other", 0, -50_000),
        "9006": ("other", 0, -30_000),
    }


def test_a_bill_of_no_store_or_of_one_of_several_asks_for_it(contract_in_force, agency_finance):
    done = hand_in(agency_finance, contract_in_force, wechat(), "a.csv")
    assert done.state == "refused" and "还没有这个平台的店铺" in done.problem["reason"]
    orders = [
        line(f"L{n}", channel="renren_mall", store=store, sku=f"S{n}")
        for n, store in enumerate(("甲店", "乙店"))
    ]
    hand_in(agency_finance, contract_in_force, lines(*orders))
    done = hand_in(agency_finance, contract_in_force, wechat(), "a.csv")
    assert done.state == "refused" and "请在上传时写明店铺" in done.problem["reason"]
    done = hand_in(agency_finance, contract_in_force, wechat(), "a.csv", store="乙店")
    assert (done.state, done.store) == ("written", "乙店")


def test_the_own_format_takes_any_platforms_bill(contract_in_force, agency_finance):
    hand_in(agency_finance, contract_in_force, lines(line(order_id="O1", merchant_discount="0")))
    done = hand_in(agency_finance, contract_in_force, table(BILL_HEADER, own("e1", "O1", amount=25_800), own("e2", "O9"),
                   own("e2", "O9"), own("e3", "O1", store="别人的店"), own("e4", "O1", kind="gift")), "bill_lines.csv")  # fmt: skip
    assert bad(agency_finance, done) == [
        (4, "entry_id", "duplicate"), (5, "store", "unknown_store"), (6, "kind", "unknown_choice")
    ]  # fmt: skip
    with acting(agency_finance):
        assert [(one.item, one.kind) for one in BillItem.objects.all()] == [("O9", "not_in_orders")]


def test_orders_that_come_later_settle_what_was_open(contract_in_force, agency_finance):
    with acting(agency_finance):
        Store.objects.create(contract=contract_in_force, channel="jd", name=JD_STORE, declared_at=AT)
    hand_in(
        agency_finance,
        contract_in_force,
        table(BILL_HEADER, own("e1", "O1", amount=25_000)),
        "bill_lines.csv",
    )
    with acting(agency_finance):
        assert BillItem.objects.get().kind == "not_in_orders"
    hand_in(agency_finance, contract_in_force, lines(line(order_id="O1")))
    with acting(agency_finance):
        assert not BillItem.objects.exists()


def test_rows_of_another_contracts_orders_are_left_out_and_counted(
    shop, outsider, brand, agency, agency_finance
):
    other = agree_on(brand=brand, agency=agency)
    hand_in(agency_finance, other, lines(line(order_id="O1", store="另一家", merchant_discount="0")))
    done = hand_in(agency_finance, other, table(BILL_HEADER, own("e1", "O1", store="另一家"), own("e2", "SH1", store="另一家")), "bill_lines.csv")  # fmt: skip
    assert "1 个订单属于别的合同，没有写入" in done.notes
    with acting(agency_finance):
        assert [one.entry_id for one in BillLine.objects.filter(contract=other)] == ["e1"]
