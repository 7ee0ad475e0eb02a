"""The orders: views, filters, paging, the drawer with its money, corrections, breaches, export; for whom."""

import csv
import io
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from tests.cast import acting, agree_on, shanghai, signed_in
from tests.worlds import kept

from paidang.catalog.rules.declaring import TRUTH
from paidang.evidence.queries import list_entries
from paidang.intake.actions import receive_file, write_now
from paidang.orders.models import Breach, OrderLine
from paidang.orders.queries import listing as orders
from paidang.orders.queries import totals
from paidang.orders.queries.listing import list_orders
from paidang.orders.queries.matching import IN_VIEW, Wanted
from paidang.portal.views.prices import declare_url

AT = shanghai("2026-03-20 09:00")
HEADER = "line_id,order_id,channel,store,sku,quantity,unit_price,merchant_discount,platform_discount,paid_at,shipped_at,completed_at,gift\n"


def line(
    order: str,
    *,
    sku="CUP",
    quantity=1,
    price=11_300,
    off=0,
    store="京东旗舰店",
    paid="2026-03-05",
    shipped="",
    done="",
    n="",
) -> str:
    times = [f"{day}T10:00:00+08:00" if day else "" for day in (paid, shipped, done)]
    return (
        ",".join(
            [
                f"{order}-{sku}{n}",
                order,
                "jd",
                store,
                sku,
                str(quantity),
                str(price),
                str(off),
                "0",
                *times,
                "false",
            ]
        )
        + "\n"
    )


def hand_in(person, contract, name: str, content: str):
    with acting(person):
        received = receive_file(person=person, at=AT, code=contract.code, name=name, content=content.encode())
        return write_now(person=person, at=AT, import_id=received.pk, words=TRUTH)


def read(client, path: str, status: int = 200, **headers) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def client(agency_operator, contract_in_force) -> Client:
    return signed_in(agency_operator)


@kept
def march(contract_in_force, brand, agency):
    """Six orders: not shipped, under way, done, refunded in part, refunded, done below the floor."""
    hand_in(
        brand.finance,
        contract_in_force,
        "costs.csv",
        "sku,factory_price,valid_from\nCUP,4000,2026-03-01\nPOT,9000,2026-03-01\n",
    )
    hand_in(
        brand.finance,
        contract_in_force,
        "prices.csv",
        "sku,min_retail_price,suggested_price,valid_from\nCUP,9900,11300,2026-03-01\n",
    )
    lines = [
        line("A1", paid="2026-03-09"),
        line("A2", paid="2026-03-08", shipped="2026-03-09"),
        line("A3", paid="2026-03-05", shipped="2026-03-06", done="2026-03-10", quantity=2),
        line("A3", sku="POT", price=22_600, paid="2026-03-05", shipped="2026-03-06", done="2026-03-10"),
        line(
            "A4", paid="2026-03-04", shipped="2026-03-05", done="2026-03-08", quantity=2, store="天猫旗舰店"
        ),
        line("A5", paid="2026-03-03", shipped="2026-03-04", done="2026-03-07"),
        line("A6", paid="2026-03-02", shipped="2026-03-03", done="2026-03-06", off=2_000),
    ]
    hand_in(agency.people["agency_operator"], contract_in_force, "lines.csv", HEADER + "".join(lines))
    refunds = "refund_id,line_id,quantity,amount,cause,restocked,refunded_at\n"
    refunds += "R4,A4-CUP,1,11300,no_reason,true,2026-03-12T10:00:00+08:00\nR5,A5-CUP,1,11300,quality,false,2026-03-12T10:00:00+08:00\n"
    hand_in(agency.people["agency_operator"], contract_in_force, "refunds.csv", refunds)
    charges = "charge_id,order_id,kind,amount,paid_by,charged_at,borne_by\nC3,A3,outbound,820,b,2026-03-06T10:00:00+08:00,shared\n"
    hand_in(agency.people["agency_operator"], contract_in_force, "logistics.csv", charges)
    return contract_in_force


def ids(page: str) -> list[str]:
    return [name for name in ("A1", "A2", "A3", "A4", "A5", "A6") if f'title="{name}"' in page]


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


# The drawer


def test_the_drawer_alone_for_htmx_and_with_the_list_by_its_address(client, march):
    url = f"/orders/{march.code}/A3?view=done"
    alone = read(client, url, **{"HX-Request": "true", "HX-Target": "drawer"})
    assert "<html" not in alone and 'href="/orders?view=done"' in alone
    whole = read(client, url)
    assert "<html" in whole and ids(whole) == ["A3", "A6"] and "这一单的钱" in whole


def test_the_money_of_an_order_is_reckoned_as_in_the_statement(client, march):
    page = read(client, f"/orders/{march.code}/A3")
    # 452.00 − costs 80.00 + 90.00 − tax of 13 % in the price 26.00 + 26.00 − carriage 8.20
    for amount in ("−¥80.00", "−¥90.00", "−¥26.00", "−¥8.20", "¥221.80", "¥155.26", "¥66.54"):
        assert amount in page
    assert "含税价内 13%" in page


def test_without_a_factory_price_it_says_so(client, march, agency_operator):
    hand_in(
        agency_operator,
        march,
        "more.csv",
        HEADER + line("A7", paid="2026-03-12") + line("A8", sku="POT", price=0, paid="2026-02-27"),
    )
    page = read(client, f"/orders/{march.code}/A7")
    assert "出厂价" in page
    page = read(client, f"/orders/{march.code}/A8")
    assert "没有生效的约定" in page


def test_a_correction_shows_what_was_and_what_became(client, march, agency_operator):
    changed = line("A1", paid="2026-03-09", shipped="2026-03-11", quantity=3)
    hand_in(agency_operator, march, "lines-later.csv", HEADER + changed)
    page = read(client, f"/orders/{march.code}/A1")
    assert "更正过" in page and "lines-later.csv" in page
    assert '<s class="muted">1</s> → <b>3</b>' in page and "在途" in page


def test_a_full_refund_and_a_part(client, march):
    assert "部分退款" in read(
        client, f"/orders/{march.code}/A4", **{"HX-Request": "true", "HX-Target": "drawer"}
    )
    drawer = read(client, f"/orders/{march.code}/A5", **{"HX-Request": "true", "HX-Target": "drawer"})
    assert "已退款" in drawer and "货的问题" in drawer


def test_the_agency_explains_a_breach_and_the_brand_reads_it(client, march, brand_manager):
    url = f"/orders/{march.code}/A6"
    assert "为什么低于底价" in read(client, url)
    of_brand = signed_in(brand_manager)
    assert "为什么低于底价" not in read(of_brand, url)
    assert client.post(f"{url}/explain", {"explanation": "买家用了两张券"}).status_code == 302
    assert "买家用了两张券" in read(of_brand, url) and "为什么低于底价" not in read(client, url)
    with acting(brand_manager):
        assert Breach.objects.get().explained_at


def test_the_brand_cannot_explain(march, brand_finance):
    client = signed_in(brand_finance)
    assert client.post(f"/orders/{march.code}/A6/explain", {"explanation": "x"}).status_code == 409
    assert client.get(f"/orders/{march.code}/A6/explain").status_code == 405


def test_an_order_that_is_not_there(client, march):
    assert "没有订单 NONE" in read(client, f"/orders/{march.code}/NONE", 404)


def test_an_order_id_with_a_slash_has_a_page(client, march, agency_operator):
    hand_in(agency_operator, march, "odd.csv", HEADER + line("B/1 x?y", paid="2026-03-12"))
    assert "B/1 x?y" in read(client, f"/orders/{march.code}/B%2F1%20x%3Fy")


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


def test_where_a_factory_price_lacks_the_way_to_declare_it_carries_the_sku(client, march, brand, agency):
    day = "2026-03-19"
    prices = "sku,min_retail_price,suggested_price,valid_from\nLID,9900,11300,2026-03-01\n"
    hand_in(brand.finance, march, "more prices.csv", prices)
    late = HEADER + line("A9", sku="LID", paid=day, shipped=day, done=day)
    hand_in(agency.people["agency_operator"], march, "late.csv", late)
    page = read(client, f"/orders/{march.code}/A9")
    assert "申报后才计入" in page
    assert declare_url(march, "LID").replace("&", "&amp;") in page
