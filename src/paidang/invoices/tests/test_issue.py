"""From the buyer's wish to the invoice and its red letters: ok, wrong role, wrong state, others, nothing twice."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.cast import acting
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.duties.actions import Proof
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.intake.tests.files import line, table
from paidang.intake.tests.goods import LATER, hand_in, sell
from paidang.invoices.actions import (
    UnableToInvoice,
    ask_mail,
    attach_file,
    correct_request,
    decline_request,
    deliver_invoice,
    open_invoice,
    record_mailed,
    set_days,
    set_invoice_duties,
    take_back,
    take_wishes,
)
from paidang.invoices.actions.issuing import Paper
from paidang.invoices.models import BuyerInvoice, InvoicedItem, InvoiceRequest
from paidang.invoices.queries.buyers import open_wish
from paidang.invoices.queries.listing import Wanted, list_requests
from paidang.invoices.queries.money import list_red_due
from paidang.invoices.rules.wishes import Wish
from paidang.invoices.tests.papers import AT, COMPANY, DAY, NUMBER, ask, issue, rate, xml_file
from paidang.kit.outcome import NotAllowed, NotFound

REFUNDS = "refund_id,line_id,quantity,amount,cause,restocked,refunded_at"


@kept
def sold(contract_in_force, brand, agency) -> Contract:
    """O-L1: 2 × 129.00, less 8.00 of the shop: 250.00. O-2: 100.00 of which the platform gave 20.00, and a cup at 60.00."""
    sell(
        agency.people["agency_operator"], contract_in_force, line("L1"),
        line("A", order_id="O-2", quantity="1", unit_price="10000", merchant_discount="0", platform_discount="2000"),
        line("B", order_id="O-2", quantity="1", unit_price="6000", merchant_discount="0", sku="QL-2"),
    )  # fmt: skip
    rate(brand.finance, contract_in_force)
    return contract_in_force


def refund(person, contract, line_id: str, fen: int, name: str = "R1") -> None:
    row = f"{name},{line_id},0,{fen},quality,false,2026-03-28T10:00:00+08:00"
    hand_in(person, contract, table(REFUNDS, row), f"{name}.csv", at=LATER)


def duties(contract: Contract) -> dict[str, dict]:
    return {one.kind: one.facts for one in Duty.objects.filter(contract_id=contract.pk, closed_at=None)}


def red(person, contract, invoice, number: str, *, whole: bool = False, **paper) -> BuyerInvoice:
    """Take back, within somebody's acting."""
    given = Paper(**({"number": number, "issued_on": DAY} | paper))
    return take_back(
        person=person, at=AT, code=contract.code, invoice_id=invoice.pk, paper=given, is_whole=whole
    )


def test_asked_issued_delivered(sold, brand, agency):
    service, finance = agency.people["agency_service"], brand.finance
    request = ask(service, sold)
    assert (request.amount_fen, request.due_on) == (25_000, date(2026, 4, 9))
    assert ask(service, sold).pk == request.pk, "the same wish is the same request"
    with acting(finance):
        duty = Duty.objects.get(kind="issue_invoices", closed_at=None)
        assert (duty.side, duty.clause, f"{duty.due_at:%m-%d}") == ("a", "OP-3-A", "04-09")
        assert open_wish(request) == COMPANY
        assert COMPANY.title not in request.sealed
    invoice = issue(finance, sold, request, file=xml_file())
    assert (invoice.amount_fen, invoice.tax_fen, invoice.differences) == (25_000, 2_876, [])
    assert (invoice.file_name, invoice.media) == ("发票.xml", "xml")
    assert issue(finance, sold, request, file=xml_file()).pk == invoice.pk, (
        "the same number is the same invoice"
    )
    with acting(service):
        assert "issue_invoices" not in duties(sold)
        args = {"person": service, "code": sold.code, "invoice_id": invoice.pk}
        ask_mail(at=AT, **args)
        record_mailed(invoice.pk, contract_id=sold.pk, at=AT, org_id=sold.brand_id)
        record_mailed(invoice.pk, contract_id=sold.pk, at=LATER, org_id=sold.brand_id)
        deliver_invoice(at=LATER, **args)
        assert open_invoice(at=LATER, **args).content == xml_file().content
        request.refresh_from_db()
        assert request.state == "delivered"
        acts = [one.act for one in Entry.objects.filter(act__startswith="invoice.").order_by("seq")]
        assert acts == [
            "invoice.rate_set", "invoice.asked", "invoice.issued", "invoice.mail_asked", "invoice.delivered", "invoice.opened",
        ]  # fmt: skip
        said = str([one.facts for one in Entry.objects.filter(act__startswith="invoice.")])
        assert COMPANY.title not in said
        assert COMPANY.tax_number not in said


def test_the_platforms_money_is_not_the_buyers(sold, brand, agency):
    """80.00 of 100.00 on the first line, 60.00 on the second: 140.00, each with its own rate."""
    rate(brand.finance, sold, "QL-2", 600)
    invoice = issue(brand.finance, sold, ask(agency.finance, sold, "O-2"))
    with acting(brand.finance):
        rows = [(row.item, row.amount_fen, row.rate, row.tax_fen) for row in invoice.rows.order_by("item")]
    assert rows == [("A", 8_000, 1300, 920), ("B", 6_000, 600, 340)]


def test_part_refunds_and_their_red_letters(sold, brand, agency):
    finance, operator = brand.finance, agency.people["agency_operator"]
    invoice = issue(finance, sold, ask(operator, sold, "O-2"))
    with acting(finance):
        assert list_red_due(sold.pk) == {}
        with pytest.raises(UnableToInvoice, match="没有要红冲的"):
            red(finance, sold, invoice, "90000001")
    refund(operator, sold, "A", 2_500)  # the seller loses 25.00, of which the buyer got 20.00
    with acting(finance):
        set_invoice_duties(sold, at=AT)
        assert duties(sold)["take_back_invoices"] == {"count": 1}
        page = list_requests(Wanted(sold.pk, "red"))
        assert [page.red[one.pk].by_item for one in page.rows] == [{"A": 2_000}]
        with pytest.raises(UnableToInvoice, match="应红冲 ¥20.00"):
            red(finance, sold, invoice, "90000001", amount_fen=1_999)
        first = red(finance, sold, invoice, "90000001")
        assert red(finance, sold, invoice, "90000001").pk == first.pk
        assert (first.amount_fen, first.tax_fen) == (2_000, 230)
        assert "take_back_invoices" not in duties(sold)
    refund(operator, sold, "A", 7_500, "R2")
    with acting(finance):
        second = red(finance, sold, invoice, "90000002")
        assert (second.amount_fen, second.tax_fen) == (6_000, 690), "tax comes out even: 920"
        left = InvoicedItem.objects.get(contract_id=sold.pk, item="A")
        assert (left.issued_fen - left.red_fen, left.issued_tax_fen - left.red_tax_fen) == (0, 0)
        with pytest.raises(UnableToInvoice, match="没有要红冲的"):
            red(finance, sold, invoice, "90000003")


def test_issued_anew_after_it_was_taken_back_whole(sold, brand, agency):
    finance = brand.finance
    invoice = issue(finance, sold, ask(agency.finance, sold))
    with pytest.raises(UnableToInvoice, match="没有可开的金额"):
        ask(agency.finance, sold)
    with acting(finance):
        with pytest.raises(UnableToInvoice, match="没有写红冲的原因"):
            red(finance, sold, invoice, "90000001", whole=True)
        red(finance, sold, invoice, "90000001", whole=True, reason="抬头写错")
        assert InvoiceRequest.objects.get(pk=invoice.request_id).state == "taken_back", (
            "nothing went out, nothing has to"
        )
    again = ask(agency.finance, sold, wish=Wish("张三"))
    second = issue(finance, sold, again, number="90000002")
    with acting(finance):
        with pytest.raises(UnableToInvoice, match="用过了"):
            red(finance, sold, second, NUMBER, whole=True, reason="试试别的号码")
        with pytest.raises(UnableToInvoice, match="不是可以红冲的"):
            red(finance, sold, BuyerInvoice.objects.get(number="90000001"), "90000004")
        with pytest.raises(UnableToInvoice, match="没有要红冲的"):  # what is left is the second one's
            red(finance, sold, invoice, "90000005", whole=True, reason="再来一次")


def test_the_request_waits_until_the_red_letter_is_with_the_buyer_too(sold, brand, agency):
    """The invoice was delivered, 20.00 came back: the request is under 待交付 again until the red letter went out."""
    finance, operator = brand.finance, agency.people["agency_operator"]
    request = ask(operator, sold, "O-2")
    invoice = issue(finance, sold, request, file=xml_file(fen=14_000, tax=1_611))

    def shown() -> tuple[str, dict[str, int]]:
        request.refresh_from_db()
        counts = list_requests(Wanted(sold.pk, "issued")).counts
        return request.state, {view: counts[view] for view in ("issued", "delivered")}

    with acting(operator):
        deliver_invoice(person=operator, at=AT, code=sold.code, invoice_id=invoice.pk)
        assert shown() == ("delivered", {"issued": 0, "delivered": 1})
    refund(operator, sold, "A", 2_500)
    with acting(finance):
        letter = red(finance, sold, invoice, "90000001", file=xml_file(number="90000001", fen=2_000, tax=230))
        assert shown() == ("issued", {"issued": 1, "delivered": 0})
        assert request.closed_at is None
    with acting(operator):
        deliver_invoice(person=operator, at=LATER, code=sold.code, invoice_id=letter.pk)
        assert shown() == ("delivered", {"issued": 0, "delivered": 1})
        ask_mail(person=operator, at=LATER, code=sold.code, invoice_id=letter.pk)
        assert shown()[0] == "issued", "it is being sent again"
        record_mailed(letter.pk, contract_id=sold.pk, at=LATER, org_id=sold.brand_id)
        assert shown()[0] == "delivered"


def test_a_difference_is_told_and_kept(sold, brand, agency):
    finance, request = brand.finance, ask(agency.finance, sold)
    with pytest.raises(UnableToInvoice, match="买家实付未退 ¥250.00"):
        issue(finance, sold, request, file=xml_file(fen=24_000, tax=2_761))
    with pytest.raises(UnableToInvoice, match="文件里的号码是"):
        issue(finance, sold, request, number="12345678", file=xml_file())
    with pytest.raises(UnableToInvoice, match="最多 ¥250.00"):
        issue(finance, sold, request, amount_fen=25_001, reason="多开一分")
    with acting(finance):
        assert not BuyerInvoice.objects.exists()
    less = issue(finance, sold, request, file=xml_file(fen=24_000, tax=2_761), reason="买家自己少要 10 元")
    assert less.amount_fen == 24_000
    assert "¥240.00" in str(less.differences[0])
    with acting(finance):
        assert InvoicedItem.objects.get(contract_id=sold.pk, item="L1").issued_fen == 24_000


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        ({"number": ""}, "NUMBER_WRONG"),
        ({"number": "12a45678"}, "NUMBER_WRONG"),
        ({"issued_on": None}, "DAY_MISSING"),
        ({"file": Proof("x.exe", b"MZ")}, "FILE_REFUSED"),
    ],
)
def test_what_an_invoice_needs(sold, brand, agency, paper, code):
    request = ask(agency.finance, sold)
    with pytest.raises(UnableToInvoice) as no:
        issue(brand.finance, sold, request, **paper)
    assert no.value.code == code


def test_who_may_and_when(sold, brand, agency, outsider):
    request = ask(agency.people["agency_operator"], sold)
    for person in (agency.finance, brand.people["brand_warehouse"], agency.people["agency_operator"]):
        with pytest.raises(NotAllowed):
            issue(person, sold, request)
    with pytest.raises(NotAllowed):
        ask(brand.people["brand_warehouse"], sold)
    with pytest.raises(NotFound):
        ask(outsider.manager, sold)
    with pytest.raises(NotFound):
        ask(agency.finance, sold, "O-none")
    with pytest.raises(UnableToInvoice, match="税号的校验位不对"):
        ask(agency.finance, sold, wish=replace(COMPANY, tax_number="9153000077859986X3"))
    with pytest.raises(UnableToInvoice, match="已经有一份"):
        ask(agency.finance, sold, wish=Wish("张三"))
    with acting(agency.finance):
        args = {"at": AT, "code": sold.code}
        corrected = correct_request(person=agency.finance, request_id=request.pk, wish=Wish("张三"), **args)
        assert open_wish(corrected).title == "张三"
        set_days(person=agency.finance, days=3, **args)
    with acting(brand.finance):
        with pytest.raises(NotAllowed, match="由等着发票的一方定"):
            set_days(person=brand.finance, days=30, **args)
        with pytest.raises(UnableToInvoice, match="没有写理由"):
            decline_request(person=brand.finance, request_id=request.pk, reason=" ", **args)
        decline_request(person=brand.finance, request_id=request.pk, reason="买家说不要了", **args)
        with pytest.raises(UnableToInvoice, match="不在等着开"):
            decline_request(person=brand.finance, request_id=request.pk, reason="再来", **args)
        assert "issue_invoices" not in duties(sold)
    assert ask(agency.finance, sold).due_on == date(2026, 4, 5)


def test_without_a_rate_nothing_is_issued(contract_in_force, brand, agency):
    sell(agency.people["agency_operator"], contract_in_force, line("L1"))
    request = ask(agency.finance, contract_in_force)
    with pytest.raises(UnableToInvoice, match="QL-1 还没有税率"):
        issue(brand.finance, contract_in_force, request)


def test_the_file_may_come_later(sold, brand, agency):
    invoice = issue(brand.finance, sold, ask(agency.finance, sold))
    with acting(brand.finance):
        args = {"person": brand.finance, "at": AT, "code": sold.code, "invoice_id": invoice.pk}
        with pytest.raises(UnableToInvoice, match="还没有发票文件"):
            ask_mail(**args)
        with pytest.raises(UnableToInvoice, match="号码是"):
            attach_file(**args, file=xml_file(number="26537912570200055440"))
        assert attach_file(**args, file=xml_file()).sha256 == xml_file().sha256
        assert attach_file(**args, file=xml_file()).sha256 == xml_file().sha256
        with pytest.raises(UnableToInvoice, match="已经有文件"):
            attach_file(**args, file=xml_file(tax=2_000))


def test_the_database_refuses_more_than_was_paid(sold, brand, agency):
    issue(brand.finance, sold, ask(agency.finance, sold))
    with acting(brand.finance):
        for change in ({"issued_fen": 25_001}, {"red_fen": 25_001}, {"red_fen": -1}):
            with pytest.raises(IntegrityError), transaction.atomic():
                InvoicedItem.objects.filter(contract_id=sold.pk, item="L1").update(**change)


def test_a_platform_asks_without_anybody(sold, brand, agency, monkeypatch):
    """The wishes that came with orders become requests, one each; a wrong tax number waits for a person."""
    from paidang.channels.link.documents import InvoiceWish
    from paidang.invoices.actions import asking

    told = {"O-L1": InvoiceWish("云南某某科技有限公司", "9153000077859986X3"), "O-none": InvoiceWish("张三")}
    monkeypatch.setattr(asking, "list_untaken", lambda contract_id, most: list(told))
    monkeypatch.setattr(asking, "read_wishes", lambda contract_id, ids: told)
    with acting(brand.finance):
        take_wishes(sold, at=AT, org_id=sold.brand_id)
        request = InvoiceRequest.objects.get(contract=sold)
        assert (request.source, request.asked_by, request.problems[0]["code"]) == (
            "platform",
            None,
            "TAX_NUMBER_WRONG",
        )
        with pytest.raises(UnableToInvoice, match="校验位不对"):
            issue(brand.finance, sold, request)
