"""The pages of fulfilment: what either side sees and does there, papers and files, both languages."""

import csv
import io
import re

import pypdfium2
import pytest
from django.test import Client
from tests.cast import Party, acting, shanghai, signed_in
from tests.worlds import kept

from paidang.catalog.models import Product, Sku
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.fulfilment.models import Scan, Wave
from paidang.fulfilment.tests.packing import packs_of, scan, ship, warehouse_of, wave, waybill
from paidang.intake.tests.goods import HOUSE, declare, order, sell
from paidang.orders.models import LogisticsCharge, Parcel

NOW = shanghai("2026-04-03 12:00")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages look on the 3rd of April, whatever the day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@kept
def to_pick(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    """Two orders wait: L1 of one pot, L2 of two trays; pots have a barcode, a name and a weight."""
    declare(brand.people["brand_warehouse"], contract_in_force, f"{HOUSE},QL-1,9", f"{HOUSE},QL-2,9")
    with acting(brand.manager):
        pot = Product.objects.create(contract=contract_in_force, title="侧把急须壶")
        Sku.objects.create(contract=contract_in_force, product=pot, code="QL-1", barcode="6901", weight_g=600)
    sell(
        agency.people["agency_operator"], contract_in_force, order("L1", 1),
        order("L2", 2, sku="QL-2", paid="03-21 12:00"),
    )  # fmt: skip
    return contract_in_force


def plain(answer: object) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.S)  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def read(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200, answer
    return plain(answer)


def post(client: Client, url: str, **form: object) -> str:
    return plain(client.post(url, form, follow=True))


def test_from_a_wave_to_freight_page_by_page(to_pick, brand, agency):
    client, code = signed_in(warehouse_of(brand)), to_pick.code
    page = read(client, "/fulfilment")
    for words in ("2 个包裹可以拣", "还没有波次", "建波次", "运费", "顺丰速运"):
        assert words in page, words
    assert "改了 1 个货位" in post(
        client, f"/fulfilment/{code}/places", warehouse=HOUSE, places="QL-1\tA-03-2\n\n"
    )
    form = {"warehouse": HOUSE, "carrier": "sf", "most": "9", "paid_before": "2026-04-03T12:00"}
    assert "“x”不是时间" in post(client, f"/fulfilment/{code}/wave", **(form | {"paid_before": "x"}))
    page = post(client, f"/fulfilment/{code}/wave", **form)
    for words in (
        "P-260403-01",
        "2 个包裹，已核对 0，已交出 0",
        "侧把急须壶 × 1",
        "QL-2 × 2",
        "A-03-2",
        "2 个还没有运单号",
    ):
        assert words in page, words
    first, second = (f"P-260403-01-00{n}" for n in (1, 2))
    put = f"/fulfilment/{code}/waybills"
    page = post(
        client, put, wave="P-260403-01", **{f"waybill-{first}": "SF1000000001", f"waybill-{second}": "?"}
    )
    assert "填上 1 个运单号" in page and "5 到 40 位" in page
    file = io.BytesIO("订单号,运单号\nO-L2,SF1000000002\n".encode())
    file.name = "w.csv"
    assert "填上 1 个运单号" in post(client, put, file=file)
    assert "第 1 / 2 单" in read(client, f"/scan?contract={code}&read=sf1000000001")
    assert "没有包裹是 NOBODY" in read(client, f"/scan?contract={code}&read=NOBODY")
    page = post(client, f"/scan/{code}/{first}/scan", read="QL-2", form_key="k1")
    for words in ("扫错了，别放进去", "应扫 侧把急须壶", "扫到 QL-2", "0 / 1"):
        assert words in page, words
    assert "扫错了，别放进去" in post(client, f"/scan/{code}/{first}/scan", read="6901", form_key="k2")
    post(client, f"/scan/{code}/{first}/back")
    page = post(client, f"/scan/{code}/{first}/scan", read="6901", form_key="k3")
    assert "已核对" in page and "1 / 1" in page and "SF1000000001" in page
    # the next label goes to the next parcel, which is counted by hand
    page = post(client, f"/scan/{code}/{first}/scan", read=second, form_key="k4")
    assert "第 2 / 2 单" in page and "刚核对的 第 1 单" in page
    for key in ("k5", "k6"):
        page = post(client, f"/scan/{code}/{second}/scan", read="ql-2", by_hand="1", form_key=key)
    assert "2 / 2" in page
    page = post(client, f"/fulfilment/{code}/waves/P-260403-01/ship")
    assert "交出 2 个包裹" in page and "已交出 2" in page
    page = read(client, "/fulfilment/freight")
    for words in ("O-L1", "O-L2", "600 g", "不知道", "算不出", "还没有运费表"):
        assert words in page, words
    rate = {
        "carrier": "sf",
        "valid_from": "2026-03-01",
        "first_g": "1000",
        "first_fen": "8.00",
        "step_g": "1000",
        "step_fen": "2",
    }
    assert "“1kg”不是克数" in post(client, f"/fulfilment/{code}/rates", **(rate | {"first_g": "1kg"}))
    page = post(client, f"/fulfilment/{code}/rates", **rate)
    assert "已加入运费表" in page and "记入 1 个包裹 ¥8.00" in page
    page = post(client, f"/fulfilment/{code}/freight")
    assert "1 个包裹的运费 ¥8.00 已记入账" in page
    bill = io.BytesIO("运单号,运费\nSF1000000002,12.5\nZZ12345,1\n".encode())
    bill.name = "bill.csv"
    page = post(client, f"/fulfilment/{code}/bill", file=bill)
    for words in ("按账单记 1 个包裹，共 ¥12.50", "ZZ12345", "2 个包裹的运费 ¥20.50 已记入账", "bill.csv"):
        assert words in page, words
    with acting(agency.manager):
        assert sum(LogisticsCharge.objects.values_list("amount_fen", flat=True)) == 2050
        assert list(Scan.objects.filter(by_hand=True).values_list("code", flat=True)) == ["ql-2", "ql-2"]


def test_the_agency_looks_on_and_an_outsider_sees_nothing(to_pick, brand, agency, outsider):
    code = to_pick.code
    made = wave(warehouse_of(brand), to_pick)
    pack = packs_of(warehouse_of(brand), made)[0]
    client = signed_in(agency.people["agency_operator"])
    for url in (
        "/fulfilment",
        f"/fulfilment/{code}/waves/{made.code}",
        f"/scan/{code}/{pack.code}",
        "/fulfilment/freight",
    ):
        page = client.get(url)
        assert (
            page.status_code == 200
            and b"data-scan" not in page.content
            and b'data-open="wave"' not in page.content
        )
    assert "核对要请甲方品牌经理、甲方仓储" in read(client, "/scan")
    for url, form in (
        (f"/fulfilment/{code}/wave", {"warehouse": HOUSE, "carrier": "sf"}), (f"/scan/{code}/{pack.code}/scan", {"read": "QL-1", "form_key": "x"}),
        (f"/fulfilment/{code}/waves/{made.code}/ship", {"pack": pack.pk}), (f"/fulfilment/{code}/freight", {}),
    ):  # fmt: skip
        assert client.post(url, form).status_code == 403, url
    assert client.get(f"/fulfilment/{code}/waves/{made.code}/labels.pdf").status_code == 403
    stranger = signed_in(outsider.manager)
    for url in (
        f"/fulfilment?contract={code}",
        f"/fulfilment/{code}/waves/{made.code}",
        f"/scan/{code}/{pack.code}",
    ):
        assert stranger.get(url).status_code == 404, url
    with acting(brand.manager):
        assert Wave.objects.count() == 1 and not Scan.objects.exists()


def test_a_waves_papers_and_its_table_are_on_record(to_pick, brand):
    client = signed_in(warehouse_of(brand))
    made = wave(warehouse_of(brand), to_pick)
    base = f"/fulfilment/{to_pick.code}/waves/{made.code}"
    for what, pages, words in (
        ("pick", 1, "拣货单"),
        ("labels", 2, "侧把急须壶"),
        ("round", 1, "同城配送单"),
    ):
        answer = client.get(f"{base}/{what}.pdf")
        with pypdfium2.PdfDocument(answer.content) as document:
            text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
            assert (
                len(document) == pages
                and words in text
                and "O-L1" in text.replace("\ufffe", "-")
                or what == "round"
            )
    rows = list(
        csv.reader(
            io.StringIO(b"".join(client.get(f"{base}/orders.csv").streaming_content).decode("utf-8-sig"))
        )
    )
    assert rows[0][:2] == ["包裹", "订单号"] and [row[1] for row in rows[1:]] == ["O-L1", "O-L2"]
    assert client.get(f"{base}/orders.xlsx").status_code == 200
    for wrong in ("pick.csv", "orders.pdf", "x.pdf"):
        assert client.get(f"{base}/{wrong}").status_code == 404
    assert client.get(f"/fulfilment/{to_pick.code}/waves/P-1").status_code == 404
    with acting(brand.manager):
        assert Entry.objects.filter(act="fulfilment.printed").count() == 5


def test_skipped_released_delivered(to_pick, brand):
    person, code = warehouse_of(brand), to_pick.code
    client, made = signed_in(person), wave(person, to_pick)
    one, two = packs_of(person, made)
    page = post(client, f"/scan/{code}/{one.code}/skip", reason="")
    assert "没有写原因" in page
    page = post(client, f"/scan/{code}/{one.code}/skip", reason="货位上没有货")
    assert "缺货跳过" in page and "货位上没有货" in page
    assert "放回 1 个包裹" in post(client, f"/fulfilment/{code}/waves/{made.code}/release")
    again = wave(person, to_pick)
    one, two = packs_of(person, again)
    scan(person, one, "QL-1")
    page = read(client, f"/scan/{code}/{one.code}")
    assert "贴上面单，扫运单号" in page
    assert "5 到 40 位" in post(client, f"/scan/{code}/{one.code}/waybill", read="?")
    for goods in ("QL-1", "6901"):
        page = post(client, f"/scan/{code}/{one.code}/waybill", read=goods)
        assert "这是货品 QL-1 的条码，不是运单号" in page and "多出来的放回货位" in page
    assert two.code in post(client, f"/scan/{code}/{one.code}/waybill", read=two.code)
    assert "贴上面单，扫运单号" in read(client, f"/scan/{code}/{one.code}")
    assert "SF1000000009" in post(client, f"/scan/{code}/{one.code}/waybill", read="sf1000000009")
    with acting(person):
        Parcel.objects.filter(pack=one).update(carrier="own", waybill="")
    ship(person, one)
    assert "送到买家手里再点" in read(client, f"/scan/{code}/{one.code}")
    assert "送到 04-03 12:00" in post(client, f"/scan/{code}/{one.code}/deliver")
    assert client.post(f"/scan/{code}/{one.code}/fly").status_code == 404
    waybill(person, two, "SF1000000010")


def test_an_order_and_its_parcel_lead_to_each_other(to_pick, brand, agency):
    ours, theirs, code = (
        signed_in(agency.people["agency_operator"]),
        signed_in(warehouse_of(brand)),
        to_pick.code,
    )
    assert "仓库里" not in read(ours, f"/orders/{code}/O-L1")
    made = wave(warehouse_of(brand), to_pick)
    pack = packs_of(warehouse_of(brand), made)[0]
    for client in (ours, theirs):
        page = client.get(f"/orders/{code}/O-L1").content.decode()
        for way in (f"/scan/{code}/{pack.code}", f"/fulfilment/{code}/waves/{made.code}"):
            assert f'href="{way}"' in page, way
        assert "装一个包裹" not in page  # it is in a wave already
    assert f'href="/orders/{code}/O-L1"' in theirs.get(f"/scan/{code}/{pack.code}").content.decode()
    waybill(warehouse_of(brand), pack, "SF1000000001")
    scan(warehouse_of(brand), pack, "QL-1")
    assert "买家说收到的不对" not in read(ours, f"/scan/{code}/{pack.code}")
    ship(warehouse_of(brand), pack)
    page = ours.get(f"/scan/{code}/{pack.code}").content.decode()
    [new] = re.findall(r'href="(/cases/new[^"]*)"', page)
    assert 'value="wrong_item" required checked' in ours.get(new.replace("&amp;", "&")).content.decode()
    told = {"reason": "wrong_item", "wish": "return_goods", "source": "phone", "line-0": "1", "units-0": "1"}
    assert "侧把急须壶 1 件：发错货" in post(ours, "/cases/new", contract=code, order="O-L1", **told)
    assert "知悉订单 O-L1 发错货" in read(theirs, "/")
    assert "已记下，乙方看得到" in post(theirs, f"/cases/{code}/1/note")
    assert "知悉订单 O-L1 发错货" not in read(theirs, "/")
    assert "买家说收到的不对" not in read(theirs, f"/scan/{code}/{pack.code}")


def test_goods_are_called_by_their_names(to_pick, brand, agency):
    ours = signed_in(agency.people["agency_operator"])
    for url in ("/orders", "/stock", f"/orders/{to_pick.code}/O-L1"):
        assert "侧把急须壶" in read(ours, url), url


def test_in_english(to_pick, brand):
    client = signed_in(warehouse_of(brand))
    made = wave(warehouse_of(brand), to_pick)
    pack = packs_of(warehouse_of(brand), made)[0]
    client.cookies.load({"django_language": "en"})
    scan(warehouse_of(brand), pack, "QL-2")
    for url, words in (
        ("/fulfilment", "parcels can be picked"), (f"/fulfilment/{to_pick.code}/waves/{made.code}", "2 parcels, 0 checked"),
        (f"/scan/{to_pick.code}/{pack.code}", "Wrong item, keep it out"), ("/scan", "Scan a parcel’s code or waybill"),
        ("/fulfilment/freight", "No freight table yet"),
    ):  # fmt: skip
        assert words in read(client, url), url
