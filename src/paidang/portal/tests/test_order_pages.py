"""The orders: views, filters, paging, export; for whom."""

import csv
import io
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from tests.cast import acting, agree_on, signed_in
from tests.worlds import kept

from paidang.evidence.queries import list_entries
from paidang.orders.models import OrderLine
from paidang.orders.queries import listing as orders
from paidang.orders.queries import totals
from paidang.orders.queries.listing import list_orders
from paidang.orders.queries.matching import IN_VIEW, Wanted
from paidang.portal.tests.ordering import HEADER, hand_in, ids, line, read, six_orders


@kept
def march(contract_in_force, brand, agency):
    return six_orders(contract_in_force, brand, agency)


@pytest.fixture
def client(agency_operator, contract_in_force) -> Client:
    return signed_in(agency_operator)


# The list


def test_without_orders_it_says_why_and_what_to_do(client):
    page = read(client, "/orders")
    assert "还没有订单" in page and "导入订单" in page and 'href="/imports"' in page


@pytest.mark.parametrize(
    ("view", "found"),
    [
        ("", ["A1", "A2", "A3", "A4", "A5", "A6"]),
        ("unshipped", ["A1"]),
        ("moving", ["A2"]),
        ("done", ["A3", "A6"]),
        ("refunded", ["A4", "A5"]),
        ("below_floor", ["A6"]),
        ("nonsense", ["A1", "A2", "A3", "A4", "A5", "A6"]),
    ],
)
def test_each_view_has_its_orders(client, march, view, found):
    assert ids(read(client, f"/orders?view={view}")) == found


def test_the_tabs_count_and_quarantine_is_always_there(client, march):
    page = " ".join(read(client, "/orders").split())
    for word, n in (("全部", 6), ("待发货", 1), ("在途", 1), ("已完成", 2), ("已退款", 2)):
        assert f'{word} <span class="n">{n}</span>' in page
    assert '低于底价 <span class="n bad">1</span>' in page
    assert '隔离 <span class="n">0</span>' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("store=天猫旗舰店", ["A4"]),
        ("from=2026-03-08&to=2026-03-08", ["A2"]),
        ("from=2026-03-08", ["A1", "A2"]),
        ("q=pot", ["A3"]),
        ("q=A5", ["A5"]),
        ("q=%25", []),
        ("from=yesterday&to=0001-01-01", ["A1", "A2", "A3", "A4", "A5", "A6"]),
    ],
)
def test_filters_narrow_the_list(client, march, query, found):
    assert ids(read(client, f"/orders?{query}")) == found


def test_a_filter_that_finds_nothing_says_so_and_can_be_taken_off(client, march):
    page = read(client, "/orders?q=NOTHING&view=done")
    assert "没有符合条件的订单" in page and "“NOTHING”在“已完成”里查到 0 单" in page and "去掉筛选" in page


def test_revenue_is_what_was_paid_less_the_merchants_discount(client, march):
    page = read(client, "/orders")
    assert "¥452.00" in page  # 2 × 113.00 + 226.00
    assert "¥93.00" in page  # 113.00 − 20.00


def test_paging_by_key_goes_on_and_back_without_gaps(march, agency_operator):
    with acting(agency_operator):
        wanted = Wanted([march.pk])
        first = list_orders(wanted, most=4)
        second = list_orders(wanted, after=first.rows[-1].key, first=4, most=4)
        back = list_orders(wanted, before=second.rows[0].key, first=4, most=4)
    assert [row.order_id for row in first.rows + second.rows] == ["A1", "A2", "A3", "A4", "A5", "A6"]
    assert [row.order_id for row in back.rows] == ["A1", "A2", "A3", "A4"]
    assert (first.before, second.before, back.before) == (0, 4, 0)
    assert (first.has_next, second.has_next, back.has_next) == (True, False, True)


@pytest.mark.parametrize(
    "place",
    [
        "after=x",
        "after=2026-03-01~1~A",
        "before=~~",
        "after=2026-03-01T00:00:00%2B08:00~99999999999999999999~A",
    ],
)
def test_a_place_that_is_none_shows_the_first_page(client, march, place):
    assert len(ids(read(client, f"/orders?{place}"))) == 6


def test_the_oldest_first(march, agency_operator):
    with acting(agency_operator):
        page = list_orders(Wanted([march.pk], newest_first=False))
    assert [row.order_id for row in page.rows] == ["A6", "A5", "A4", "A3", "A2", "A1"]


FILTERS = [
    {},
    {"text": "a"},
    {"text": "A3"},
    {"text": "CUP"},
    {"store": "京东旗舰店"},
    {"paid_from": date(2026, 3, 4), "paid_to": date(2026, 3, 5)},
    {"paid_to": date(2026, 3, 4), "newest_first": False},
]


@pytest.mark.parametrize("view", IN_VIEW)
@pytest.mark.parametrize("more", FILTERS)
def test_each_way_to_a_page_finds_the_same(march, agency_operator, monkeypatch, view, more):
    """Among the next few lines, among the orders that may match, and among all: one list, one count."""

    def found(*, near: tuple[int, ...], narrow: bool) -> list[object]:
        cache.clear()
        with monkeypatch.context() as patch, acting(agency_operator):
            patch.setattr(orders, "NEAR_LINES", near)
            if not narrow:
                for module in (orders, totals):
                    patch.setattr(module, "candidates", lambda wanted, *, view: "")
            wanted = Wanted([march.pk], view=view, **more)
            page = list_orders(wanted, most=2)
            rest = list_orders(wanted, after=page.rows[-1].key, first=2) if page.rows else page
            return [page.rows, rest.rows, page.counts, page.revenue_fen, page.refunded_fen]

    among_all = found(near=(), narrow=False)
    assert found(near=(), narrow=True) == among_all
    assert found(near=(1, 3), narrow=True) == among_all
    assert found(near=orders.NEAR_LINES, narrow=True) == among_all


def test_of_many_orders_what_is_open_is_counted_at_each_change(march, agency, agency_operator, monkeypatch):
    """The numbers of the others may be some seconds old; those that people work off never are."""
    cache.clear()
    monkeypatch.setattr("paidang.contracts.queries.kept.AGING_ROWS", 1)

    def numbers(view: str) -> tuple[int, ...]:
        with acting(agency_operator):
            page = list_orders(Wanted([march.pk], view=view))
        return page.counts[""], page.counts["unshipped"], page.total

    all_before, open_before, _ = numbers("")
    hand_in(agency.manager, march, "one more.csv", HEADER + line("Z9"))
    assert numbers("") == (all_before, open_before + 1, all_before)
    cache.clear()
    assert numbers("") == (all_before + 1, open_before + 1, all_before + 1)
    assert numbers("unshipped")[1:] == (open_before + 1, open_before + 1)


def test_several_contracts_stand_in_one_list_and_one_can_be_named(client, march, brand, agency):
    other = agree_on(brand=brand, agency=agency)
    hand_in(agency.manager, other, "lines.csv", HEADER + line("Z1", store="第二家店"))
    assert 'title="Z1"' in read(client, "/orders") and ids(read(client, "/orders")) == [
        "A1",
        "A2",
        "A3",
        "A4",
        "A5",
        "A6",
    ]
    page = read(client, f"/orders?contract={other.code}")
    assert 'title="Z1"' in page and ids(page) == []
    assert f"/imports?view=quarantine&amp;contract={other.code}" in page


# Export, and for whom


def test_the_export_is_safe_in_a_spreadsheet_and_on_record(client, march, agency_operator, agency_manager):
    with acting(agency_operator):
        OrderLine.objects.filter(contract=march, order_id="A1").update(order_id="=HYPERLINK(1)")
    hand_in(agency_operator, march, "more.csv", HEADER + line("A0", paid="2026-03-08"))
    answer = client.get("/orders/export?view=unshipped")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["订单号"] for row in rows] == ["'=HYPERLINK(1)", "A0"]
    assert (
        rows[0]["收入（元）"] == "113.00"
        and rows[0]["付款时间"] == "2026-03-09 10:00:00"
        and rows[0]["状态"] == "待发货"
    )
    with acting(agency_manager):
        last = list_entries(march.chain_id, limit=1)[0]
    assert last.act == "orders.exported" and last.facts == {"lines": 2}


def test_the_ticked_orders_alone_are_exported(client, march, agency_manager):
    page = read(client, "/orders")
    pick = f"{march.pk}~A1"
    assert f'value="{pick}"' in page
    answer = client.post("/orders/export", {"order": [pick, f"{march.pk}~NONE", "x"]})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert {row["订单号"] for row in rows} == {"A1"}
    with acting(agency_manager):
        assert list_entries(march.chain_id, limit=1)[0].facts == {"lines": len(rows)}


def test_a_copy_of_several_contracts_tells_each_chain_its_own_lines_only(
    client, march, agency, brand, agency_manager
):
    other = agree_on(brand=brand, agency=agency)
    b"".join(client.get("/orders/export").streaming_content)
    with acting(agency_manager):
        assert list_entries(march.chain_id, limit=1)[0].act == "orders.exported"
        assert list_entries(other.chain_id, limit=1)[0].act != "orders.exported"


def test_the_outsider_sees_nothing(march, outsider_manager):
    client = signed_in(outsider_manager)
    assert "还没有合同" in read(client, "/orders")
    assert ids(read(client, f"/orders?contract={march.code}", 404)) == []
    read(client, f"/orders/{march.code}/A1", 404)
    answer = client.get("/orders/export")
    assert b"A1" not in b"".join(answer.streaming_content)


def test_a_visitor_is_asked_to_sign_in(march):
    for path in ("/orders", "/orders/export", f"/orders/{march.code}/A1"):
        assert Client().get(path).status_code == 302


def test_in_english(client, march):
    client.cookies["django_language"] = "en"
    page = read(client, f"/orders/{march.code}/A6")
    assert "Below the floor" in page and "订单号" not in page
