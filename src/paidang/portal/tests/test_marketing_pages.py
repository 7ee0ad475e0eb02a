"""The pages of marketing: what either side sees and does there, a table in, a table out."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import acting, shanghai, signed_in
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.marketing.models import Proposal, SpendEntry, Voucher
from paidang.marketing.tests import world as w
from paidang.settlement.models import Reimbursement
from paidang.settlement.tests import month as m


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages look on the 20th of March, whatever the day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: w.AT)


@kept
def asked(contract_in_force, brand, agency) -> Contract:
    """March's orders; M-01 waits for the brand."""
    m.fill_march(contract_in_force, brand, agency)
    w.propose(agency, contract_in_force)
    return contract_in_force


def text_of(answer) -> str:
    """The page's words; a refusal is a page too."""
    assert answer.status_code in (200, 409), answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_from_an_empty_page_to_a_claim(client, contract_in_force, brand, agency, outsider):
    code = contract_in_force.code
    page = f"/marketing/{code}/1"
    m.fill_march(contract_in_force, brand, agency)
    ours, theirs, money = signed_in(agency.manager), signed_in(brand.manager), signed_in(agency.finance)
    assert "还没有推广提案" in text_of(ours.get("/marketing"))
    form = {
        "kind": "article", "title": "小红书种草", "plan": "8 篇", "budget": "4,800", "goal_sales": "10000", "since": "2026-03-05",
        "until": "2026-03-31", "store": "京东旗舰店", "skus": "CUP", "act": "ask",
    }  # fmt: skip
    assert "没有写成数字的目标" in text_of(ours.post(f"/marketing/{code}/new", {**form, "goal_sales": ""}))
    assert ours.post(f"/marketing/{code}/new", form)["Location"] == page
    assert "批准要请甲方品牌经理" in text_of(ours.get(page))

    words = text_of(theirs.get("/marketing"))
    assert "¥4,800.00" in words
    assert "不答复等于不批准" in words
    assert 'data-open="approve"' in theirs.get(page).content.decode()
    answer = {"verdict": "approve", "version": "1", "amount": "3000"}
    assert theirs.post(f"{page}/answer", answer).status_code == 302
    assert "批准 ¥3,000.00" in text_of(theirs.get(page))

    spend = {"spent_on": "2026-03-15", "supplier": "半盏文化", "what": "笔记 8 篇", "amount": "3,200.00"}
    assert ours.post(f"{page}/spend", spend).status_code == 302
    words = text_of(ours.get(page))
    assert "没有凭证 ¥3,000.00" in words
    assert "超出批准额 ¥200.00" in words
    file = w.invoice(3_200_00)
    upload = SimpleUploadedFile(file.name, file.content)
    assert ours.post(f"{page}/vouchers", {"files": [upload]}).status_code == 302
    assert "电子发票，金额自动读出" in text_of(theirs.get(page))
    with acting(agency.manager):
        voucher = Voucher.objects.get()
    given = theirs.get(f"{page}/vouchers/{voucher.pk}/file")
    assert given.content == file.content

    assert theirs.post(f"{page}/vouchers/{voucher.pk}/question", {"words": "哪几篇？"}).status_code == 302
    assert "甲方对凭证有疑问" in text_of(ours.get(page))
    assert "没有可以报销的花费" in text_of(money.post(f"{page}/claim", {"fen": "300000"}))
    ours.post(f"{page}/vouchers/{voucher.pk}/answer", {"words": "3 月 10 日的 8 篇"})
    theirs.post(f"{page}/vouchers/{voucher.pk}/clear")
    assert "¥3,000.00 可以记入报销" in text_of(money.get(page))
    assert money.post(f"{page}/waiver", {"fen": "300000", "words": "不要了"}).status_code == 302
    assert "等对方答复" in text_of(money.get(page)) and "可以记入报销" not in text_of(money.get(page))
    assert theirs.post(f"{page}/waiver", {"answer": "decline", "words": "该报的要报"}).status_code == 302
    assert "没有同意" in text_of(money.get(page)) and "该报的要报" in text_of(money.get(page))
    assert money.post(f"{page}/claim", {"fen": "300000"}).status_code == 302
    words = text_of(money.get(page))
    assert "进下一张关账的对账单" in words
    assert "记入报销 1：¥3,000.00" in words
    m.close(contract_in_force, agency)
    m.send(contract_in_force, agency)
    assert "2026-03 对账单" in text_of(theirs.get(page))
    assert "M-01 小红书种草：1 张凭证" in text_of(theirs.get(f"/contracts/{code}/statements/2026-03"))

    words = text_of(money.get("/payments"))
    assert "其中报销 M-01 小红书种草：1 张凭证 +¥3,000.00 凭证 26332000000000001187" in words

    other = signed_in(outsider.manager)
    assert other.get(page).status_code == other.post(f"{page}/claim", {"fen": "1"}).status_code == 404
    with acting(agency.finance):
        assert Reimbursement.objects.count() == 1


def test_the_brand_asks_back_and_declines_and_the_agency_takes_back(asked, brand, agency):
    page = f"/marketing/{asked.code}/1"
    ours, theirs = signed_in(agency.manager), signed_in(brand.manager)
    assert (
        theirs.post(
            f"{page}/answer", {"verdict": "ask_back", "version": "1", "words": "给谁看？"}
        ).status_code
        == 302
    )
    assert "甲方有问题" in text_of(ours.get(page))
    form = ours.get(f"{page}/write").content.decode()
    assert 'value="4800.00"' in form
    assert 'value="2026-03-05"' in form
    again = {
        "title": "小红书种草", "plan": "8 篇，给茶友看", "budget": "4800", "goal_sales": "10000", "since": "2026-03-05",
        "until": "2026-03-31", "act": "draft",
    }  # fmt: skip
    ours.post(f"{page}/write", again)
    assert ours.post(f"{page}/act/ask").status_code == 302
    assert "第 2 版" in text_of(theirs.get(page))
    assert "改成了第 2 版" in text_of(
        theirs.post(f"{page}/answer", {"verdict": "decline", "version": "1", "words": "不"})
    )
    ours.post(f"{page}/act/take-back")
    ours.post(f"{page}/act/ask")
    theirs.post(f"{page}/answer", {"verdict": "decline", "version": "2", "words": "这个月不做"})
    assert "这个月不做" in text_of(ours.get(page))
    ours.post(f"{page}/act/end")
    with acting(agency.manager):
        assert Proposal.objects.get().state == "ended"
    assert ours.post(f"{page}/act/nothing").status_code == 404


def test_a_table_is_read_first_then_written_and_goes_out_again(asked, brand, agency):
    w.approve(brand, asked)
    ours, theirs = signed_in(agency.people["agency_operator"]), signed_in(brand.manager)
    url = f"/marketing/{asked.code}/import"
    content = '提案,日期,金额,供应商,内容\nM-01,2026-03-15,=1+1,京东,点击\nM-01,2026-03-16,"1,200.50",@京东,点击\nM-01,2026-03-16,99.50,京东,点击\n'
    tried = ours.post(url, {"file": SimpleUploadedFile("花费.csv", content.encode())})
    words = text_of(tried)
    assert "新 1 笔 ¥99.50，已有 0 笔，有错 2 行" in words
    assert "不是金额" in words
    assert "像公式，没有读" in words
    held = re.search(r'name="rows" value="([^"]+)"', tried.content.decode())[1]
    with acting(agency.manager):
        assert not SpendEntry.objects.exists()
    assert "试读的结果过期了" in text_of(ours.post(url, {"rows": held + "x"}))
    assert theirs.post(url, {"rows": held}).status_code == 403
    assert ours.post(url, {"rows": held}).status_code == 302
    ours.post(url, {"rows": held})
    with acting(agency.manager):
        assert [one.amount_fen for one in SpendEntry.objects.all()] == [99_50]
    out = theirs.get(f"/marketing/{asked.code}/export")
    rows = list(csv.reader(io.StringIO(b"".join(out.streaming_content).decode("utf-8-sig"))))
    assert rows[1][0] == "M-01"
    assert rows[1][6:9] == ["99.50", "京东", "点击"]
    assert rows[1][-1] == "没有凭证 ¥99.50"
    assert theirs.get(f"/marketing/{asked.code}/export?kind=xlsx").status_code == 200
    assert "缺凭证 ¥99.50" in text_of(theirs.get("/marketing?view=unvouchered"))


def test_what_was_sold_in_its_days_is_shown_with_what_it_is_not(asked, brand, agency, monkeypatch):
    w.approve(brand, asked)
    w.spend(agency, asked, 100_00)
    monkeypatch.setattr("django.utils.timezone.now", lambda: shanghai("2026-04-02 09:00"))  # they are over
    words = text_of(signed_in(brand.manager).get(f"/marketing/{asked.code}/1"))
    # L1 (2 cups) of the store is paid within; L2 is of another store, L4 another good
    assert "期间净销售额" in words
    assert "¥339.00 / ¥10,000.00" in words  # L1 and L3
    assert "不等于因推广而卖" in words
    assert "¥3.39" in words
    listed = signed_in(brand.manager)
    assert "/results" in listed.get("/marketing").content.decode()
    assert "¥3.39" in text_of(listed.get(f"/marketing/{asked.code}/results"))


def test_days_that_are_not_over_are_compared_with_as_many_before(asked, brand, agency, monkeypatch):
    w.approve(brand, asked)
    w.spend(agency, asked, 100_00)
    theirs, page = signed_in(brand.manager), f"/marketing/{asked.code}/1"
    monkeypatch.setattr("django.utils.timezone.now", lambda: shanghai("2026-03-08 09:00"))
    assert "批准的 27 天到今天是第 4 天，只与之前的 4 天比" in text_of(theirs.get(page))
    monkeypatch.setattr("django.utils.timezone.now", lambda: shanghai("2026-03-04 09:00"))
    assert "期间净销售额" not in text_of(theirs.get(page)), "it has not begun"
    assert "¥100.00" not in text_of(theirs.get(f"/marketing/{asked.code}/results"))


def test_the_list_goes_on_by_number_and_its_sums_are_of_all(asked, brand, agency, monkeypatch):
    monkeypatch.setattr("paidang.portal.views.marketing.ROWS_SHOWN", 1)
    w.propose(agency, asked)
    theirs = signed_in(brand.manager)
    first, second = (theirs.get(f"/marketing{query}").content.decode() for query in ("", "?before=2"))
    row = re.compile(r'data-open-row><span class="muted tiny">(M-\d+)')
    assert (row.findall(first), row.findall(second)) == (["M-02"], ["M-01"])
    assert "view=all&amp;before=2" in first and "view=all&amp;before=" not in second
    assert "2 个" in first and "2 个" in second
