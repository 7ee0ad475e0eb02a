"""The page of payments: what each side sees, what the forms do, what is taken away."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from beancount import loader
from beancount.core.data import Transaction
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import acting, come_in, shanghai
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.kit.period import day_of
from paidang.portal.queries.grounds import load_grounds
from paidang.portal.queries.planned import list_undone
from paidang.settlement.actions import record_payment
from paidang.settlement.models import BankLine, Payment
from paidang.settlement.queries import get_statement
from paidang.settlement.tests.many import more_contracts
from paidang.settlement.tests.month import close, confirm, fill_march, send

NOW = shanghai("2026-04-25 10:00")
HEAD = "交易日期,收入,支出,对方户名,附言,流水号\n"


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@kept
def contract(contract_in_force, brand, agency):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    send(contract_in_force, agency)
    confirm(contract_in_force, brand)
    return contract_in_force


@pytest.fixture
def ours(client, now, contract, agency_finance) -> Client:
    return come_in(client, agency_finance)


@pytest.fixture
def theirs(now, contract, brand_finance) -> Client:
    return come_in(Client(), brand_finance)


def due(contract, person) -> int:
    with acting(person):
        return get_statement(contract, "2026-03").figures["amount_due"]


def text(client: Client, path: str = "/payments") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_payee_sees_what_is_late_with_its_formula_and_its_clause(ours, contract):
    page = text(ours)
    assert "已逾期" in page and "开办费" in page and "2026 年 3 月对账单" in page
    assert "第六章 C" in page and "0.3%" in page and "52 天" in page  # 4 March to 25 April
    assert "还在累计的违约金 ¥1,560.00" in page
    assert "登记一笔收款" in page and "导入银行流水" in page


def test_the_payer_sees_the_same_ledger_and_no_form(theirs, ours, contract):
    page = text(theirs)
    assert "待付" in page and "登记一笔收款" not in page and "冲销" not in page
    book = re.compile(r'<table class="table book">.*?</table>', re.DOTALL)
    numbers = re.compile(r"¥[\d,.]+")
    assert numbers.findall(book.findall(page)[0]) == numbers.findall(book.findall(text(ours))[0])


def test_a_part_payment_is_recorded_once_and_splits_the_segments(ours, contract, agency_finance):
    form = {
        "amount": "4000", "paid_on": "2026-04-10", "named": "setup-1", "note": "电汇", "key": "form-1",
    }  # fmt: skip
    path = f"/contracts/{contract.code}/payments"
    assert ours.post(path, form).status_code == 302
    assert ours.post(path, form).status_code == 302
    with acting(agency_finance):
        assert Payment.objects.get().amount_fen == 400_000
    page = text(ours, f"/payments?debt={contract.code}:setup-1")
    assert "收了一部分" not in page and "部分逾期" in page
    assert "37 天" in page and "15 天" in page and "¥1,110.00" in page and "¥270.00" in page
    assert "¥18.00 / 天" in page and "电汇" in page


def test_a_wrong_record_is_reversed_and_both_lines_stay(ours, theirs, contract, agency_finance):
    with acting(agency_finance):
        paid = record_payment(
            person=agency_finance, at=NOW, code=contract.code, amount_fen=1_000_000, named="setup-1"
        )
    path = f"/contracts/{contract.code}/payments/{paid.pk}"
    assert theirs.post(f"{path}/reverse", {"reason": "不是我们的"}).status_code == 403
    assert ours.post(f"{path}/reverse", {"reason": "记错了合同"}).status_code == 302
    page = text(theirs, f"/payments?debt={contract.code}:setup-1")
    assert "冲销：记错了合同" in page and 'class="back"' in page
    assert '冲销：记错了合同</span><span class="only-s soft tiny">+¥10,000.00</span>' in page, "owed again"
    file = paper(theirs, f"/incidents/{contract.code}/dispute.pdf")
    assert "¥10,000.00·抵开办费¥10,000.00·记错了" in file and "已冲销，不算付款：记错了合同" in file


def test_the_receipt_says_who_how_much_and_for_what_and_that_it_is_void_after_a_reversal(
    ours, theirs, contract, agency_finance
):
    with acting(agency_finance):
        paid = record_payment(
            person=agency_finance, at=NOW, code=contract.code, amount_fen=1_000_000, named="setup-1"
        )
    path = f"/contracts/{contract.code}/payments/{paid.pk}"
    for client in (ours, theirs):
        words = paper(client, f"{path}/receipt")
        assert "收款回执" in words and "¥10,000.00" in words and "壹万元整" in words and "开办费" in words
    ours.post(f"{path}/reverse", {"reason": "记错了合同"})
    assert "本回执已作废" in paper(theirs, f"{path}/receipt")
    assert ours.get(f"/contracts/{contract.code}/payments/999/receipt").status_code == 404


def paper(client: Client, path: str) -> str:
    pages = pypdfium2.PdfDocument(client.get(path).getvalue())
    return re.sub(r"[\s\u200b\ufffe]", "", "".join(page.get_textpage().get_text_bounded() for page in pages))


def bank_file(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("流水.csv", (HEAD + "\n".join(lines) + "\n").encode("gb18030"))


def test_a_bank_statement_is_read_for_a_test_taken_in_and_confirmed_line_by_line(
    ours, contract, agency_finance
):
    amount = due(contract, agency_finance) / 100
    sent = ours.post(
        "/payments/bank",
        {"file": bank_file(f"2026-04-20,{amount:.2f},,青岚茶器,3月款,S1", "2026-04-21,12.00,,周**,=1+1,S2")},
    )
    page = text(ours, sent.url)
    assert "收下 2 笔来款" in page and "对上了" in page and "认不出" in page and "=1+1" in page
    with acting(agency_finance):
        assert not BankLine.objects.exists()
    assert ours.post(f"{sent.url}/take").status_code == 302
    page = text(ours)
    assert (
        "对一笔来款" in page
        and "附言写明2026 年 3 月对账单" in page
        and "户名与合同一致" in page
        and "认不出的" in page
    )
    with acting(agency_finance):
        line = BankLine.objects.get(serial="S1")
        assert not Payment.objects.exists()
    form = {"debt": f"{contract.code}:statement-2026-03", "amount": f"{amount:.2f}", "key": "k"}
    assert ours.post(f"/payments/lines/{line.pk}", form).status_code == 302
    with acting(agency_finance):
        assert Payment.objects.get().paid_on == date(2026, 4, 20)
        other = BankLine.objects.get(serial="S2")
    assert ours.post(f"/payments/lines/{other.pk}/aside", {"reason": "个人误汇，已退回"}).status_code == 302
    page = text(ours)
    assert "放到一边的" in page and "认不出的" not in page


def test_where_it_is_in_doubt_which_contract_is_paid_the_debts_of_each_can_be_chosen(
    ours, contract, brand, agency
):
    other = more_contracts(contract, brand, agency, 1)[0]
    sent = ours.post("/payments/bank", {"file": bank_file("2026-04-20,10000.00,,青岚茶器,开办费,S1")})
    assert contract.code in text(ours, sent.url)
    ours.post(f"{sent.url}/take")
    page = text(ours)
    assert "附言没有写明是哪一份" in page
    for code in (contract.code, other.code):
        assert f'name="debt" value="{code}:setup-1"' in page


def test_several_lines_that_match_are_confirmed_at_once_and_one_that_cannot_be_does_not_hold_up_the_others(
    ours, contract, agency_finance
):
    sent = ours.post(
        "/payments/bank",
        {"file": bank_file("2026-04-20,10.00,,青岚茶器,3月款,S1", "2026-04-21,20.00,,青岚茶器,3月款,S2")},
    )
    ours.post(f"{sent.url}/take")
    picks = re.findall(r'name="line" value="([^"]+)"', text(ours))
    assert len(picks) == 2
    spoilt = picks[1].replace("|2000|", "|2001|")
    answer = ours.post(
        "/payments/lines", {"line": [picks[0], spoilt, "nonsense"]}, follow=True
    ).content.decode()
    assert "已登记 1 笔收款，共 ¥10.00" in answer and "只剩 ¥20.00" in answer
    assert (
        "已登记" in ours.post("/payments/lines", {"line": [picks[0]]}, follow=True).content.decode()
    )  # the same form
    with acting(agency_finance):
        assert Payment.objects.count() == 1


def test_another_organisation_sees_no_bank_statement_and_no_contract(
    ours, contract, outsider_manager, theirs
):
    sent = ours.post("/payments/bank", {"file": bank_file("2026-04-20,1.00,,青岚茶器,,S1")})
    ours.post(f"{sent.url}/take")
    outsider = come_in(Client(), outsider_manager)
    for client in (outsider, theirs):
        assert client.get(sent.url).status_code == 404
        assert "对一笔来款" not in text(client)
    assert "还没有要收付的款" in text(outsider)
    assert outsider.get(f"/contracts/{contract.code}/payments/ledger.csv").status_code == 404
    assert outsider.post(f"/contracts/{contract.code}/payments", {"amount": "1"}).status_code == 404


def test_a_file_that_is_no_bank_statement_is_refused_with_the_reason(ours):
    answer = ours.post("/payments/bank", {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")})
    assert answer.status_code == 409 and "没有找到表头" in answer.content.decode()


def test_the_ledger_is_taken_away_as_a_table_and_runs_no_formula(ours, theirs, contract):
    path = f"/contracts/{contract.code}/payments/ledger.csv"
    first, second = (
        b"".join(client.get(path).streaming_content).decode("utf-8-sig") for client in (ours, theirs)
    )
    assert first == second
    assert "开办费" in first and "10000" in first


def test_the_vouchers_balance_and_each_side_gets_its_own(ours, theirs, contract, agency_finance):
    with acting(agency_finance):
        record_payment(
            person=agency_finance, at=NOW, code=contract.code, amount_fen=1_000_000, named="setup-1"
        )
    for client, accounts in (
        (ours, {"1122", "6001", "6301", "1002"}),
        (theirs, {"2202", "6601", "6711", "1002"}),
    ):
        table = b"".join(client.get("/payments/vouchers?form=csv").streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(table)))[1:]
        assert {row[4] for row in rows} == accounts
        by_voucher: dict[str, Decimal] = {}
        for row in rows:
            key = row[0][:7] + row[2]
            by_voucher[key] = by_voucher.get(key, Decimal(0)) + Decimal(row[7] or 0) - Decimal(row[8] or 0)
        assert len(by_voucher) == 4 and not any(by_voucher.values())
        entries, errors, _options = loader.load_string(
            client.get("/payments/vouchers?form=beancount").getvalue().decode()
        )
        assert not errors
        assert sum(isinstance(entry, Transaction) for entry in entries) == 4


def test_codes_are_set_once_and_every_voucher_carries_them_for_its_own_side_alone(ours, theirs, contract):
    brand = contract.brand_id
    set_ = {"account-receivable": "1122.01", f"customer-{brand}": "C-007", f"supplier-{brand}": ""}
    refused = ours.post("/settings/codes/set", set_ | {"account-bank": "银行"})
    assert refused.status_code == 422 and refused.content.decode().count("最多 20 个字母") == 1
    assert ours.post("/settings/codes/set", set_).status_code == 302
    assert (
        b"C-007" in ours.get("/settings/codes").content
        and b"C-007" not in theirs.get("/settings/codes").content
    )
    text = b"".join(ours.get("/payments/vouchers?form=u8").streaming_content).decode("gbk")
    kept_by = [line.split(",") for line in text.splitlines()[1:] if ",1122" in line]
    assert kept_by and all((cells[5], cells[17], cells[18]) == ("1122.01", "C-007", "") for cells in kept_by)
    table = b"".join(theirs.get("/payments/vouchers?form=csv").streaming_content).decode("utf-8-sig")
    assert "C-007" not in table and "1122.01" not in table


def test_a_fee_whose_payment_is_on_record_is_asked_for_no_more(contract, agency_finance):
    def asked():
        with acting(agency_finance):
            ground = load_grounds([Contract.objects.get(pk=contract.pk)], day_of(NOW))[contract.pk]
            return {one.kind: one.facts.get("amount_fen") for one in list_undone(ground, now=NOW)}

    assert asked()["pay_agreed"] == 1_000_000
    for fen, left in ((400_000, 600_000), (600_000, None)):
        with acting(agency_finance):
            record_payment(person=agency_finance, at=NOW, code=contract.code, amount_fen=fen, named="setup-1")
        assert asked().get("pay_agreed") == left


def test_the_statement_leads_to_its_payment(ours, contract):
    page = text(ours, f"/contracts/{contract.code}/statements/2026-03")
    assert f"/payments?contract={contract.code}&amp;debt={contract.code}%3Astatement-2026-03" in page


@pytest.mark.parametrize("view", ["late", "open", "done", "waits", "other", "nonsense"])
def test_every_view_answers_and_says_why_it_is_empty(ours, view):
    page = text(ours, f"/payments?view={view}")
    assert "这里没有债务" in page or "debts" in page


def test_it_is_all_in_english(ours):
    ours.cookies["django_language"] = "en"
    page = text(ours)
    main = page[page.index("<main") : page.index("</main>")]
    left = {word for word in re.findall(r"[\u4e00-\u9fff]+", main)}
    assert left <= {"青岚茶器"}, left  # how the agency calls the contract
