"""The page of platform bills: what each side sees, both sides of an item, explaining, taking back, export, readiness."""

import csv
import io

import pytest
from django.test import Client
from tests.cast import acting, come_in, shanghai
from tests.worlds import kept

from paidang.evidence.models import Entry
from paidang.intake.models import ImportFile
from paidang.intake.tests.files import hand_in, line, lines, table
from paidang.orders.models import BillExplanation, BillItem

NOW = shanghai("2026-04-08 10:00")
MONTH = "2026-03"
STORE = "青岚京东旗舰店"
BILL = "entry_id,channel,store,order_id,kind,item,amount,booked_at"


def money(entry, order, amount, kind="payment", item="货款", at="2026-03-12T10:00:00+08:00"):
    return f"{entry},jd,{STORE},{order},{kind},{item},{amount},{at}"


def sold(number, **more):
    done = {
        "completed_at": "2026-03-08T09:00:00+08:00",
        "quantity": "1",
        "unit_price": "10000",
        "merchant_discount": "0",
    }
    return line(f"L{number}", order_id=f"O{number}", sku=f"S{number}", **done | more)


@kept
def contract(contract_in_force, agency):
    """O1 agrees; O2 is paid ¥1.00 short, O3 is in no bill, O9 in no orders; O4 is not received yet; a deposit, a fee."""
    orders = [sold(n) for n in (1, 2, 3)] + [sold(4, completed_at="")]
    hand_in(agency.finance, contract_in_force, lines(*orders), at=NOW)
    bill = [
        money("e1", "O1", 10_000), money("e2", "O2", 9_900), money("e9", "O9", 700), money("d1", "", -50_000, "other", "保证金"),
        money("f1", "O1", -800, "fee", "佣金", "2026-03-30T10:00:00+08:00"),
    ]  # fmt: skip
    hand_in(agency.finance, contract_in_force, table(BILL, *bill), "京东_账单.csv", at=NOW)
    return contract_in_force


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def ours(client, now, contract, agency_finance):
    return come_in(client, agency_finance)


@pytest.fixture
def theirs(now, contract, brand_finance):
    return come_in(Client(), brand_finance)


def url(contract, more=""):
    return f"/contracts/{contract.code}/reconcile/{MONTH}{more}"


def page(client, contract, more=""):
    answer = client.get(url(contract, more))
    assert answer.status_code == 200
    return answer.content.decode()


def pick(contract, person, item):
    with acting(person):
        one = BillItem.objects.get(contract=contract, item=item)
    return f"{int(one.is_order)}|{one.expected_fen}|{one.billed_fen}|{one.item}"


def test_three_states_with_their_sums_and_formulas(ours, contract):
    answer = ours.get(url(contract))
    sums = answer.context["sums"]
    assert {state: (one.items, one.expected, one.billed) for state, one in sums.items()} == {
        "matched": (1, 10_000, 10_000), "waiting": (1, 10_000, 0), "open": (3, 20_000, 10_600), "explained": (0, 0, 0),
        "other": (1, 0, -50_000),
    }  # fmt: skip
    sales = answer.context["sales"]
    assert sales.expected == sales.billed + sums["waiting"].difference + sums["open"].difference
    (store,) = answer.context["stores"]
    assert store["expected"] == store["billed"] + store["waiting"] + store["difference"] == 40_000
    text = answer.content.decode()
    assert "3 单对不上" in text and "账单 = 订单 + 邮费 − 退款" in text
    assert [row.item.item for row in answer.context["rows"]] == ["O2", "O3", "O9"]
    assert "账单付款比订单少" in text and "账单里没有这一单" in text and "订单没有导入" in text


@pytest.mark.parametrize(
    ("view", "found"),
    [("waiting", ["O4"]), ("other", ["d1"]), ("explained", []), ("nonsense", ["O2", "O3", "O9"])],
)
def test_each_view_lists_its_own(view, found, ours, contract):
    answer = ours.get(url(contract, f"?view={view}"))
    assert [row.item.item for row in answer.context["rows"]] == found


def test_what_agrees_is_listed_too_and_nothing_is_in_two_views(ours, contract):
    answer = ours.get(url(contract, "?view=matched"))
    assert [(row["order"].order_id, row["order"].billed_fen) for row in answer.context["matched"]] == [
        ("O1", 10_000)
    ]


def test_a_number_and_a_store_narrow_the_list(ours, contract):
    assert [row.item.item for row in ours.get(url(contract, "?q=O3")).context["rows"]] == ["O3"]
    assert ours.get(url(contract, "?store=别的店")).context["rows"] == []
    assert "没有符合条件的" in page(ours, contract, "?store=别的店")


def test_fees_and_the_three_amounts_stand_apart(ours, contract):
    answer = ours.get(url(contract))
    assert [(fee.name, fee.billed_fen, fee.facts_fen) for fee in answer.context["fees"]] == [("佣金", 800, 0)]
    assert answer.context["paid_out"] == 20_600 - 800


def test_the_bills_fees_are_entered_and_taken_back_by_one_button(ours, theirs, contract):
    text = page(ours, contract)
    assert "1 笔扣费，对账单的事实里没有，共 <b>¥8.00</b>" in text and "记入 ¥8.00" in text
    assert "take-fees" not in page(theirs, contract)
    assert theirs.post(url(contract, "/fees")).status_code == 403
    done = ours.post(url(contract, "/fees"), follow=True)
    assert done.redirect_chain == [(url(contract) + "#fees", 302)]
    assert "已记入 1 笔平台费用，共 ¥8.00" in done.content.decode()
    assert [(fee.billed_fen, fee.facts_fen) for fee in done.context["fees"]] == [(800, 800)]
    assert "什么都没变" in ours.post(url(contract, "/fees"), follow=True).content.decode()
    back = ours.post(url(contract, "/fees"), {"back_out": "1"}, follow=True)
    assert "已撤回 1 笔平台费用，共 ¥8.00" in back.content.decode() and "记入 ¥8.00" in back.content.decode()


def test_both_sides_of_an_order_stand_beside_each_other(ours, contract):
    text = page(ours, contract, "/order/O2")
    assert "订单这边" in text and "¥100.00" in text and "¥99.00" in text and "京东_账单.csv" in text
    drawer = ours.get(
        url(contract, "/order/O2"), headers={"HX-Request": "true", "HX-Target": "drawer"}
    ).content.decode()
    assert "<main" not in drawer and "¥99.00" in drawer
    assert "订单里没有。" in page(ours, contract, "/entry/d1")
    assert ours.get(url(contract, "/order/NONE")).status_code == 404


def test_finance_explains_several_at_once_and_the_other_side_sees_it(ours, theirs, contract, agency_finance):
    items = [pick(contract, agency_finance, item) for item in ("O2", "O9")]
    done = ours.post(
        url(contract, "/explain"), {"item": items, "reason": "other", "words": "抹零", "back": url(contract)}
    )
    assert done.status_code == 302 and done.url == url(contract)
    answer = theirs.get(url(contract, "?view=explained"))
    assert [row.reason for row in answer.context["rows"]] == ["抹零", "抹零"]
    assert answer.context["sums"]["open"].items == 1 and answer.context["sums"]["explained"].items == 2
    assert agency_finance.name in answer.content.decode()
    with acting(agency_finance):
        entry = Entry.objects.filter(act="orders.bill_explained").get()
        assert entry.facts["count"] == 2 and "抹零" not in str(entry.facts)
        said = list(BillExplanation.objects.values_list("pk", flat=True))
    assert theirs.post(url(contract, "/reopen"), {"said": said}).status_code == 302
    assert ours.get(url(contract)).context["sums"]["open"].items == 3


@pytest.mark.parametrize("item", ["", "1|x|0|O2", "2|0|0|O2", "1|10000|9900|", "1|²|9900|O2", "1|10000|1|O2"])
def test_what_the_form_did_not_write_explains_nothing(item, ours, contract, agency_finance):
    done = ours.post(url(contract, "/explain"), {"item": item, "reason": "fee"})
    assert done.status_code == 409
    with acting(agency_finance):
        assert not BillExplanation.objects.exists()


def test_who_may_not_explain_has_no_form(now, contract, agency_operator, agency_finance):
    client = come_in(Client(), agency_operator)
    text = page(client, contract)
    assert "说明所选" not in text and 'name="item"' not in text
    done = client.post(
        url(contract, "/explain"), {"item": pick(contract, agency_finance, "O2"), "reason": "fee"}
    )
    assert done.status_code == 403


def test_an_outsider_finds_nothing(now, contract, outsider):
    client = come_in(Client(), outsider.finance)
    for more in ("", "/export", "/order/O2"):
        assert client.get(url(contract, more)).status_code == 404
    assert (
        client.post(url(contract, "/explain"), {"item": "1|10000|9900|O2", "reason": "fee"}).status_code
        == 404
    )


def test_the_way_back_stays_in_the_house(ours, contract, agency_finance):
    items = pick(contract, agency_finance, "O2")
    done = ours.post(url(contract, "/explain"), {"item": items, "reason": "fee", "back": "//evil.example/"})
    assert done.url == url(contract)


@pytest.mark.parametrize(
    ("view", "numbers"),
    [("open", ["O2", "O3", "O9"]), ("waiting", ["O4"]), ("other", ["d1"]), ("matched", ["O1"])],
)
def test_each_view_is_exported_and_the_copy_is_on_record(view, numbers, ours, contract, agency_finance):
    answer = ours.get(url(contract, f"/export?view={view}"))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == numbers
    with acting(agency_finance):
        assert Entry.objects.get(act="orders.bills_exported").facts == {"month": MONTH, "rows": len(numbers)}


def test_a_month_without_anything_and_one_that_is_none(ours, contract):
    answer = ours.get(f"/contracts/{contract.code}/reconcile/2026-01")
    assert "没有订单，也没有账单" in answer.content.decode()
    assert ours.get(f"/contracts/{contract.code}/reconcile/2026-13").status_code == 404


def test_without_bills_the_page_says_what_to_do(client, now, contract_in_force, agency_finance):
    text = page(come_in(client, agency_finance), contract_in_force)
    assert "还没有平台账单" in text and "导入账单" in text


def test_what_is_open_is_a_caution_of_the_months_closing(ours, contract, agency_finance):
    text = ours.get("/statements").content.decode()
    assert "平台账单有 3 单对不上，还没有说明" in text and url(contract) in text
    items = [pick(contract, agency_finance, item) for item in ("O2", "O3", "O9")]
    ours.post(url(contract, "/explain"), {"item": items, "reason": "fee"})
    assert "平台账单都对上了，或已说明" in ours.get("/statements").content.decode()


def test_a_bills_own_page_leads_here(ours, contract, agency_finance):
    with acting(agency_finance):
        file = ImportFile.objects.get(contract=contract, format="bill_lines")
    assert url(contract) in ours.get(f"/imports/{file.pk}").content.decode()


def test_in_english(now, contract, agency_finance):
    client = come_in(Client(headers={"accept-language": "en"}), agency_finance)
    text = page(client, contract)
    assert (
        "Platform bills of" in text
        and "billed = orders + postage − refunds" in text
        and "3 do not agree" in text
    )
