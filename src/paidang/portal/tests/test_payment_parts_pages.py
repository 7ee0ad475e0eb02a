"""What is owed in parts, and an invoice that takes another's place, on the page of payments."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import agree_on, come_in, shanghai

from paidang.settlement.tests.month import ask, close, confirm, fill_march, send
from paidang.settlement.tests.test_invoice import _after_invoice

NOW = shanghai("2026-04-25 10:00")


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def march(contract_in_force, brand, agency):
    fill_march(contract_in_force, brand, agency)
    return contract_in_force


def text(client: Client) -> str:
    answer = client.get("/payments")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_part_in_question_is_a_row_of_its_own_and_waits(now, march, brand, agency, agency_finance):
    close(march, agency)
    send(march, agency)
    part = ask(march, brand, "line:L2").undisputed_fen
    client = come_in(Client(), agency_finance)
    page = text(client)
    assert "2026 年 3 月对账单，有疑问的部分" in page and "确认后才有应付日" in page
    assert f"¥{part / 100:,.2f}" in page
    statement = client.get(f"/contracts/{march.code}/statements/2026-03").content.decode()
    assert f"没有疑问的 ¥{part / 100:,.2f} 不等答复，应在" in statement and "确认后才到期" in statement
    steps = re.search(r'<ol class="steps">.*?</ol>', statement, re.DOTALL)
    assert steps and re.search(r"无疑问的 <time[^>]*>04-21</time> 前<br>其余确认后定", steps[0])
    assert f"/payments?contract={march.code}&amp;debt={march.code}%3Astatement-2026-03" in statement
    narrow = client.get(f"/payments?contract={march.code}&view=late").content.decode()
    assert f"?contract={march.code}&amp;view=open#due" in narrow and f"· {march.code}" in narrow
    assert client.get("/payments?contract=PD-1999-0001").status_code == 404


def test_who_questions_rows_is_told_what_is_owed_all_the_same(now, march, brand, agency, brand_finance):
    close(march, agency)
    statement = send(march, agency)
    client = come_in(Client(), brand_finance)
    place = f"/contracts/{march.code}/statements/2026-03"
    answer = client.post(
        f"{place}/question",
        {"digest": statement.digest, "reason": "单价不对", "rows": ["line:L2"]},
        follow=True,
    )
    assert "照常到期" in answer.content.decode()


def test_a_cancelled_invoice_is_replaced_on_the_page_and_both_files_stay(
    now, brand, agency, agency_finance, brand_finance
):
    contract = agree_on(brand=brand, agency=agency, read=_after_invoice())
    fill_march(contract, brand, agency)
    close(contract, agency)
    send(contract, agency)
    due = confirm(contract, brand).figures["amount_due"]
    ours, theirs = come_in(Client(), agency_finance), come_in(Client(), brand_finance)

    def deliver(number: str, **more: str) -> Client:
        file = SimpleUploadedFile(f"{number}.pdf", f"%PDF-1.7 {number}".encode())
        data = {"number": number, "amount": f"{due / 100:.2f}", "file": file, **more}
        return ours.post(f"/contracts/{contract.code}/statements/2026-03/invoice", data)

    assert deliver("1001").status_code == 302
    assert "红冲重开" in text(ours) and "红冲重开" not in text(theirs)
    assert deliver("1002").status_code == 409
    assert deliver("1002", reason="抬头写错").status_code == 302
    for client in (ours, theirs):
        page = text(client)
        assert "已红冲" in page and "重开：抬头写错" in page
        for number in ("1001", "1002"):
            answer = client.get(f"/contracts/{contract.code}/statements/2026-03/invoice/file?number={number}")
            assert answer.content == f"%PDF-1.7 {number}".encode()
