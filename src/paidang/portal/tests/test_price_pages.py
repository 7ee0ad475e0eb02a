"""The page of factory prices, and of one declaration: what either side sees and does there."""

import io
import re
from datetime import date
from urllib.parse import quote

import pytest
import python_calamine as calamine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Party, acting, agree_on, shanghai, signed_in
from tests.reading import WITH_LIFE
from tests.worlds import kept

from paidang.catalog.models import FactoryPrice, PriceDeclaration, PriceInvoice
from paidang.catalog.rules.declaring import TRUTH
from paidang.channels.mapping import PLATFORM_COST
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.intake.tests.files import table
from paidang.orders.models import OrderLine
from paidang.portal.tests.importing import work
from paidang.portal.views.prices import declare_url
from paidang.settlement.tests import month as m

NOW = shanghai("2026-04-20 10:00")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages look on the 20th of April, whatever the day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@kept
def march_sent(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    m.fill_march(contract_in_force, brand, agency)
    m.close(contract_in_force, agency)
    m.send(contract_in_force, agency)
    return contract_in_force


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", answer.content.decode())


def words_of(page: str) -> str:
    """What a person reads of it."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def declare(client: Client, contract: Contract, sku: str, price: str, since: str, words: str = TRUTH):
    form = {"sku": sku, "price": price, "since": since, "words": words}
    return client.post(f"/contracts/{contract.code}/prices/declare", form, follow=True)


def test_the_brand_declares_and_the_agency_sees_what_changed_and_what_it_means(march_sent, brand, agency):
    answer = declare(signed_in(brand.finance), march_sent, "CUP", "50", "2026-04-20")
    assert "已申报并生效（1）" in answer.content.decode()
    page = words_of(read(signed_in(agency.finance), "/prices?month=2026-04"))
    # four units sold in March, L3 too, 10.00 dearer each; the agency's part is 30 %
    assert "¥40.00 → ¥50.00" in page and "+25.0%" in page and "−¥12.00" in page
    assert TRUTH in page and brand.finance.name in page
    march = words_of(read(signed_in(agency.finance), "/prices?month=2026-03"))
    assert "没有 → ¥40.00" in march and "04-20 起 ¥50.00" in march  # what comes later is said to come


def test_it_asks_for_the_word_that_prices_are_true(march_sent, brand):
    client = signed_in(brand.finance)
    assert TRUTH in read(client, "/prices")
    assert 'value="CUP" required' in read(
        client, declare_url(march_sent, "CUP")
    )  # where a price lacks, the way leads here
    answer = declare(client, march_sent, "CUP", "50", "2026-04-20", words=" ")
    assert "没有写真实性声明" in answer.content.decode()
    for price, since in (
        ("", "2026-04-20"),
        ("abc", "2026-04-20"),
        ("-5", "2026-04-20"),
        ("5", ""),
        ("5", "x"),
    ):
        assert declare(client, march_sent, "CUP", price, since).status_code in (200, 409)
    with acting(brand.finance):
        assert not PriceDeclaration.objects.exists()


def test_a_price_for_days_past_is_shown_with_what_it_is_worth_and_agreed_to(march_sent, brand, agency):
    answer = declare(signed_in(brand.finance), march_sent, "CUP", "50", "2026-03-01")
    assert "等乙方同意" in answer.content.decode()
    m.close(march_sent, agency, "2026-04", m.APRIL_CLOSED)
    april = f"/contracts/{march_sent.code}/statements/2026-04"
    client = signed_in(agency.finance)
    assert "这一份现在发不出去" not in read(client, april)
    page = read(client, f"/contracts/{march_sent.code}/prices/1")
    shown = words_of(page)
    assert "¥40.00 → ¥50.00" in shown and "+¥40.00" in shown
    # March is sent: exactly 9.00 less; L3 is not done yet
    assert "2026 年 3 月，已发出，记为调整 −¥9.00" in shown
    (seen,) = re.findall(r'name="seen" value="(-?\d+)"', page)
    answer = client.post(
        f"/contracts/{march_sent.code}/prices/1/answer", {"verdict": "agree", "seen": seen}, follow=True
    )
    assert "已同意" in answer.content.decode() and "已算出、还没发出的，要重新关账" in answer.content.decode()
    assert "这一份现在发不出去：关账以后双方同意了过去日子的出厂价。请重新关账" in words_of(
        read(client, april)
    )
    with acting(agency.finance):
        assert FactoryPrice.objects.get(sku="CUP", valid_from=date(2026, 3, 1)).factory_price_fen == 5_000
    m.close(march_sent, agency, "2026-04", shanghai("2026-05-06 19:00"))
    m.send(march_sent, agency, "2026-04", shanghai("2026-05-07 10:00"))
    for person in (brand.finance, agency.finance):
        statement = words_of(read(signed_in(person), f"/contracts/{march_sent.code}/statements/2026-04"))
        assert "过去日子的出厂价" in statement and "¥40.00 → ¥50.00" in statement
        assert agency.finance.name in statement and "按双方同意的出厂价更正" in statement
        assert "2026 年 4 月对账单" in words_of(
            read(signed_in(person), f"/contracts/{march_sent.code}/prices/1")
        )


def test_who_closes_the_month_is_told_that_a_price_waits(march_sent, brand, agency):
    declare(signed_in(brand.finance), march_sent, "CUP", "50", "2026-03-01")
    page = words_of(read(signed_in(agency.finance), "/statements"))
    assert "申报 1 里过去日子的 1 个出厂价等乙方答复，先按原来的算" in page


def test_the_agency_declines_with_its_reason_and_the_brand_reads_it(march_sent, brand, agency):
    declare(signed_in(brand.finance), march_sent, "CUP", "50", "2026-03-01")
    url = f"/contracts/{march_sent.code}/prices/1"
    client = signed_in(agency.finance)
    assert "没有写理由" in client.post(f"{url}/answer", {"verdict": "decline"}, follow=True).content.decode()
    client.post(f"{url}/answer", {"verdict": "decline", "reason": "发票写的是 40 元"})
    html = read(signed_in(brand.finance), url)
    page = words_of(html)
    assert "乙方不同意：过去的日子仍按原来的价格结算" in page and "更正后重报" in page
    assert "<b>¥40.00</b> → <s>¥50.00</s>" in html, "the old price stands"
    assert "发票写的是 40 元" in page


def test_the_brand_withdraws_what_waits(march_sent, brand, agency):
    declare(signed_in(brand.finance), march_sent, "CUP", "50", "2026-03-01")
    url = f"/contracts/{march_sent.code}/prices/1"
    assert 'data-open="withdraw"' in read(signed_in(brand.finance), url)
    assert 'data-open="withdraw"' not in read(signed_in(agency.finance), url)
    assert 'data-open="agree"' not in read(signed_in(agency.people["agency_operator"]), url)
    signed_in(brand.finance).post(f"{url}/answer", {"verdict": "withdraw"})
    assert "甲方撤回" in read(signed_in(agency.finance), url)


def test_a_suppliers_invoice_is_attached_and_both_open_it(march_sent, brand, agency, outsider):
    client = signed_in(brand.finance)
    form = {"price": "2026-03-01|CUP", "file": SimpleUploadedFile("发票 1.pdf", b"%PDF-1.7 x")}
    answer = client.post(f"/contracts/{march_sent.code}/prices/invoices", form, follow=True)
    assert "发票已附上" in answer.content.decode()
    bad = {**form, "file": SimpleUploadedFile("发票.pdf.exe", b"MZ")}
    assert (
        "不是发票文件" in client.post(f"/contracts/{march_sent.code}/prices/invoices", bad).content.decode()
    )
    with acting(brand.finance):
        invoice = PriceInvoice.objects.get()
    url = f"/contracts/{march_sent.code}/prices/invoices/{invoice.pk}"
    for person in (brand.finance, agency.finance):
        page = read(signed_in(person), "/prices?month=2026-04")
        assert url in page and invoice.file_name in page
        got = signed_in(person).get(url)
        assert got.content == b"%PDF-1.7 x" and quote(invoice.file_name) in got["Content-Disposition"]
    assert signed_in(outsider.finance).get(url).status_code == 404
    with acting(agency.finance):
        assert Entry.objects.filter(act="prices.invoice_opened").count() == 2


def state_cost(contract: Contract, agency: Party, fen: str) -> None:
    with acting(agency.manager):
        OrderLine.objects.filter(contract=contract, sku="CUP").update(extra={PLATFORM_COST: fen})
    cache.clear()  # no entry on the chain tells of it


def test_what_a_platform_states_otherwise_stands_beside_it_in_neutral_words(march_sent, brand, agency):
    state_cost(march_sent, agency, "4600")
    for person in (brand.finance, agency.finance):
        page = read(signed_in(person), "/prices")
        shown = words_of(page)
        assert "与平台成本字段不同" in shown and "¥40.00 ¥46.00 +¥6.00" in shown and "不说明谁对" in shown
        assert "去履约页登记" not in page  # this contract attaches no end to it
    got = signed_in(agency.finance).get(f"/contracts/{march_sent.code}/prices/differences")
    sheet = (
        calamine.load_workbook(io.BytesIO(b"".join(got.streaming_content))).get_sheet_by_index(0).to_python()
    )
    assert [row[4:7] for row in sheet[1:]] == [[40, 46, 6], [40, 46, 6]]
    with acting(brand.finance):
        assert Entry.objects.get(act="prices.differences_exported").facts == {"rows": 2}
    state_cost(march_sent, agency, "4000")
    assert "与平台成本字段不同" not in read(signed_in(agency.finance), "/prices")


def test_where_the_contract_ends_by_a_false_price_the_agency_finds_the_way_there(brand, agency):
    contract = agree_on(brand=brand, agency=agency, read=WITH_LIFE)
    m.fill_march(contract, brand, agency)
    state_cost(contract, agency, "4600")
    url = f"/contracts/{contract.code}/life#offers"
    assert url in read(signed_in(agency.finance), f"/prices?contract={contract.code}")
    assert url not in read(signed_in(brand.finance), f"/prices?contract={contract.code}")
    assert 'value="false_factory_price"' in read(
        signed_in(agency.manager), f"/contracts/{contract.code}/life"
    )


def test_views_search_and_empty_pages(march_sent, brand, agency):
    client = signed_in(agency.finance)
    assert "GIFT-BOX" in words_of(read(client, "/prices?view=none")) and "未申报" in read(
        client, "/prices?view=none"
    )
    assert "CUP" not in words_of(read(client, "/prices?view=changed&month=2026-04")).split("申报与声明")[0]
    assert "没有找到" in read(client, "/prices?q=zzz")
    for month in ("x", "2026-13", "2099-01", ""):
        assert "2026 年 4 月" in read(client, f"/prices?month={month}")


def test_an_outsider_sees_nothing(march_sent, brand, outsider):
    declare(signed_in(brand.finance), march_sent, "CUP", "50", "2026-03-01")
    client = signed_in(outsider.finance)
    code = march_sent.code
    assert "还没有生效的合同" in read(client, "/prices")
    for url in (
        f"/prices?contract={code}",
        f"/contracts/{code}/prices/1",
        f"/contracts/{code}/prices/differences",
    ):
        assert client.get(url).status_code == 404
    for act, form in (("prices/1/answer", {"verdict": "agree", "seen": "-900"}), ("prices/declare", {})):
        assert client.post(f"/contracts/{code}/{act}", form).status_code in (403, 404)


def test_the_agency_has_no_form_and_may_not_post_one(march_sent, agency):
    client = signed_in(agency.finance)
    assert 'data-open="declare"' not in read(client, "/prices")
    assert declare(client, march_sent, "CUP", "50", "2026-04-20").status_code == 403


def test_of_several_contracts_one_is_chosen_first(march_sent, brand, agency):
    other = agree_on(brand=brand, agency=agency)
    page = read(signed_in(brand.finance), "/prices")
    assert "看哪份合同" in page and f"/prices?contract={other.code}" in page


def test_a_list_in_a_file_asks_for_the_word_too(march_sent, brand):
    client = signed_in(brand.finance)
    content = table("sku,factory_price,valid_from", "CUP,5000,2026-03-01")
    form = {"contract": march_sent.code, "files": SimpleUploadedFile("costs.csv", content)}
    url = client.post("/imports/upload", form)["Location"]
    work()
    page = read(client, url)
    assert "真实性声明" in page and "写入 1 行" in page
    client.post(f"{url}/write", {"mode": "good_rows", "words": "以厂里报价单为准"})
    work()
    with acting(brand.finance):
        assert PriceDeclaration.objects.get().words == "以厂里报价单为准"
