"""The page of stock: what either side sees and does there, in both languages; the list that is due every two weeks."""

import csv
import io
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.test import Client
from tests.cast import Party, acting, agree_on, shanghai, signed_in
from tests.reading import PLAIN
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.evidence.rules.chain import text_digest
from paidang.intake.tests.goods import COUNTED, HOUSE, declare, order, sell
from paidang.orders.models import Store
from paidang.portal.queries import replenish
from paidang.portal.queries.worklist import get_worklist
from paidang.stock.models import StockEntry

NOW = shanghai("2026-04-02 12:00")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages look on the 2nd of April, whatever the day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@kept
def stocked(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    """QL-1 runs out soon and is short, QL-2 lies there; two stores; something is damaged."""
    declare(brand.people["brand_warehouse"], contract_in_force, f"{HOUSE},QL-1,12", f"{HOUSE},QL-2,40")
    sell(
        agency.people["agency_operator"], contract_in_force, order("L1", 8, shipped="03-22 10:00", store="甲店"),
        order("L2", 3, store="乙店"), order("L3", 2, store="乙店", paid="03-24 09:00"),
    )  # fmt: skip
    return contract_in_force


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def listed(client: Client, query: str) -> list[str]:
    """The SKUs of the list, in its order."""
    return re.findall(r'class="sku"[^>]*>([^<]+)<', client.get(f"/stock{query}").content.decode())


def post(client: Client, contract: Contract, what: str, **form: object) -> str:
    """Send a form of the page, and read the page that answers."""
    answer = client.post(f"/stock/{contract.code}/{what}", form, follow=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_list_its_views_and_its_files(stocked, brand, agency):
    client = signed_in(agency.people["agency_operator"])
    page = read(client, "/stock")
    for words in (
        "全部 2",
        "快断货 1",
        "缺货 1",
        "残次 0",
        "余杭仓",
        "QL-1",
        "缺 1 件",
        "等 1 件",
        "O-L3",
        "店铺分配",
    ):
        assert words in page
    assert "盘点、入库" not in page, "the agency looks"
    assert listed(client, "?view=low") == ["QL-1"]
    assert listed(client, "?q=ql-2") == ["QL-2"]
    assert listed(client, "?after=0~QL-1") == ["QL-2"]
    assert "没有商品符合筛选" in read(client, "/stock?q=nothing")
    for query in ("", "?sort=sellable&view=&warehouse=x&after=~", "?sort=left&view=all"):
        assert listed(client, query) == ["QL-1", "QL-2"]
    for view, skus in (("", ["QL-1", "QL-2"]), ("short", ["QL-1"])):
        answer = client.get(f"/stock/{stocked.code}/export/csv?view={view}")
        rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
        assert [row[0] for row in rows[1:]] == skus
        assert rows[1][:6] == ["QL-1", "4", "4", "0", "0", "0"]
    assert client.get(f"/stock/{stocked.code}/export/xlsx").status_code == 200
    assert client.get(f"/stock/{stocked.code}/export/pdf").status_code == 404
    with acting(brand.manager):
        assert Entry.objects.filter(act="stock.exported").count() == 3


def test_the_drawer_has_the_ledger_with_what_was_after_each(stocked, brand):
    client = signed_in(brand.manager)
    page = read(client, f"/stock/{stocked.code}/sku/QL-1?contract={stocked.code}")
    for words in (
        "首次申报", "在库 +12 → 12", "发货出库 O-L1", "在库 −8 → 4", "付款预留 O-L2", "预留 +3 → 3", "stock.csv",
        "到最后一单的 28 天卖出 13 件", "青岚茶器仓储 · 余杭仓", "系统",
    ):  # fmt: skip
        assert words in page, words
    assert client.get(f"/stock/{stocked.code}/sku/NONE").status_code == 404
    client.cookies.load({"django_language": "en"})
    page = read(client, f"/stock/{stocked.code}/sku/QL-1?contract={stocked.code}")
    for words in ("on hand −8 → 4", "Reserved at payment", "Suggested restock", "Orders short of goods"):
        assert words in page, words
    assert re.search("[\u4e00-\u9fff]", page.partition("Stock books")[2]) is None


def test_the_brands_people_count_receive_and_confirm(stocked, brand, agency):
    client = signed_in(brand.people["brand_warehouse"])
    form = {"warehouse": HOUSE, "sku": "QL-1", "quantity": "3", "reason": ""}
    assert "已记入流水" in post(client, stocked, "move", kind="received", **form)
    assert "没有写原因" in post(client, stocked, "move", kind="counted", **form)
    assert "“-3”不是件数" in post(client, stocked, "move", kind="received", **(form | {"quantity": "-3"}))
    assert "与账上相同" in post(client, stocked, "move", kind="counted", **(form | {"quantity": "7"}))
    assert "已确认，记为第 2 份清单" in post(client, stocked, "confirm")
    with acting(brand.manager):
        entries = (
            StockEntry.objects.filter(sku="QL-1").order_by("id").values_list("kind", "on_hand", "reserved")
        )
        assert list(entries)[-2:] == [("received", 3, 0), ("reserved", 0, 1)]
    agent = signed_in(agency.people["agency_operator"])
    assert "Ask" not in post(agent, stocked, "move", kind="received", **form)
    with acting(brand.manager):
        assert StockEntry.objects.filter(kind="received").count() == 1


def test_safety_stock_and_shares_are_set_by_either_side(stocked, agency, outsider):
    client = signed_in(agency.people["agency_operator"])
    assert "安全库存已改" in post(client, stocked, "plan", sku="QL-2", safety="10", lead_days="5")
    with acting(agency.manager):
        stores = list(Store.objects.order_by("pk").values_list("pk", flat=True))
    parts = {f"parts-{pk}": str(n) for n, pk in enumerate(stores)}
    assert "店铺分配已改" in post(client, stocked, "shares", **parts)
    assert "0 / 30" in read(client, "/stock")
    stranger = signed_in(outsider.manager)
    for url in (
        f"/stock?contract={stocked.code}",
        f"/stock/{stocked.code}/sku/QL-1",
        f"/stock/{stocked.code}/export/csv",
    ):
        assert stranger.get(url).status_code == 404
    for what in ("move", "confirm", "plan", "shares"):
        assert stranger.post(f"/stock/{stocked.code}/{what}", {"quantity": "1", "safety": "1", "lead_days": "1"}).status_code == 404  # fmt: skip
    assert "还没有生效的合同" in read(stranger, "/stock")


def test_nothing_declared_yet(contract_in_force, brand, agency):
    assert "导入清单" in read(signed_in(brand.manager), "/stock")
    page = read(signed_in(agency.manager), "/stock")
    assert "甲方交来可售商品清单后" in page and "导入清单" not in page


def test_the_list_is_due_every_two_weeks_where_the_contract_asks_for_it(contract_in_force, brand, agency):
    text = f"{PLAIN.text}\n4、仓储：甲方负责向乙方定期提供可销售商品的详单。"

    def due(contract: Contract) -> list[tuple[str, str, bool]]:
        with acting(brand.manager):
            items = get_worklist(person=brand.manager, contracts=[contract], now=NOW).items
            return [
                (item.side, f"{item.due_at:%m-%d}", item.mine) for item in items if item.kind == "list_goods"
            ]

    assert due(contract_in_force) == []
    asking = agree_on(brand=brand, agency=agency, read=replace(PLAIN, text=text, sha256=text_digest(text)))
    assert due(asking) == [("a", "03-15", True)]
    declare(brand.manager, asking, f"{HOUSE},QL-1,5", at=COUNTED)
    assert due(asking) == [("a", "04-03", True)]
    page = read(signed_in(brand.manager), f"/stock?contract={asking.code}")
    assert "下次 04-03" in page and "没有约定前按两周提醒" in page
    theirs = signed_in(agency.manager)
    for days in ("9", "7"):  # one's own that waits is replaced
        assert theirs.post(f"/stock/{asking.code}/rhythm", {"days": days}).status_code == 302
    with acting(brand.manager):
        open_ones = Duty.objects.filter(contract_id=asking.pk, kind="answer_rhythm", closed_at=None)
        assert [(one.side, one.facts) for one in open_ones] == [("a", {"days": 7})]
    for person, form in ((agency.manager, {"answer": "agree", "number": "2"}), (brand.manager, {"days": "5"}),
                         (brand.manager, {"answer": "agree", "number": "1"}), (agency.manager, {"days": "0"})):  # fmt: skip
        signed_in(person).post(f"/stock/{asking.code}/rhythm", form)
    assert due(asking) == [("a", "04-03", True)]
    for _ in range(2):
        signed_in(brand.manager).post(f"/stock/{asking.code}/rhythm", {"answer": "agree", "number": "2"})
    assert due(asking) == [("a", "03-27", True)]
    with acting(brand.manager):
        acts = Entry.objects.filter(chain=asking.chain_id, act__startswith="stock.rhythm").order_by("seq")
        assert [act.rpartition("_")[2] for act in acts.values_list("act", flat=True)] == [
            "proposed",
            "proposed",
            "agreed",
        ]
        assert not Duty.objects.filter(contract_id=asking.pk, kind="answer_rhythm", closed_at=None).exists()


def test_a_promotion_that_stands_needs_more_than_what_sells(
    stocked: Contract, brand: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QL-2 does not sell by itself; a promotion is to sell a hundred of it, and then the word is taken back."""
    lines = SimpleNamespace(all=lambda: [SimpleNamespace(sku="QL-2", units=100)])
    state = ["approved"]
    planned = SimpleNamespace(
        starts_at=shanghai("2026-04-10 00:00"), ends_at=shanghai("2026-04-12 23:59"), lines=lines, state_at=lambda at: state[0]
    )  # fmt: skip
    monkeypatch.setattr(replenish, "list_promotions", lambda contract, since: [planned])
    client = signed_in(brand.people["brand_warehouse"])
    for url, words in (("/stock", "60 件"), (f"/stock/{stocked.code}/sku/QL-2", "补 60 件")):
        page = read(client, url)
        assert "促销另要 100 件" in page and words in page
    state[0] = "withdrawn"
    assert "促销另要" not in read(client, "/stock")
