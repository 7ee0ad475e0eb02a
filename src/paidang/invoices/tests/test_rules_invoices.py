"""Numbers, wishes, amounts and files, without a database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.mapping import FactRow, lost_fen
from paidang.invoices.rules.amounts import (
    RATES,
    Balance,
    Item,
    cut_to,
    given_back_fen,
    red_due,
    red_rows,
    rows_to_issue,
    tax_in,
)
from paidang.invoices.rules.comparing import compare
from paidang.invoices.rules.delivery import Document, state_after, to_deliver
from paidang.invoices.rules.tax_numbers import bare_number, is_tax_number
from paidang.invoices.rules.wishes import SPECIAL, Wish, check_wish, trimmed
from paidang.invoices.tests.papers import COMPANY, NUMBER, ofd_file, xml_file
from paidang.kit.invoice_facts import InvoiceFacts
from paidang.printing.e_invoice import BadInvoiceFile, read_invoice


@pytest.mark.parametrize(
    ("number", "is_good"),
    [
        ("9153000077859986X2", True),  # GB 32100
        ("9153000077859986X3", False),  # its check character
        ("9153000077859968X2", False),  # two digits changed places
        ("91530000I7859986X2", False),  # I is not used
        ("11010519491231002X", True),  # a person's, GB 11643
        ("110105194912310021", False),
        ("53000077859986X", True),  # a region and an organisation, GB 11714
        ("530000778599861", True),  # fifteen digits: a person's number of before 1999 has no check digit
        ("53000077859986A", False),
        ("11010519491231002X01", True),
        ("11010519491231002X0A", False),
        ("123", False),
        ("", False),
    ],
)
def test_a_tax_number_proves_itself(number, is_good):
    assert is_tax_number(number) is is_good


@given(st.sampled_from(["9153000077859986X2", "91110108551385082Q"]), st.data())
def test_one_wrong_character_of_a_credit_code_is_always_found(number, data):
    """Of a person's number it is not: one in 31 has by chance the check character of a credit code."""
    at = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([c for c in "0123456789" if c != number[at]]))
    assert is_tax_number(number)
    assert not is_tax_number(number[:at] + other + number[at + 1 :])


@pytest.mark.parametrize(
    ("wish", "codes"),
    [
        (COMPANY, []),
        (Wish("张三"), []),
        (Wish("  张\u3000三 ", tax_number=" 9153 0000-77859986x2"), []),
        (Wish(""), ["TITLE_WRONG"]),
        (Wish("甲" * 101), ["TITLE_WRONG"]),
        (Wish("甲公司", kind=SPECIAL), ["TAX_NUMBER_MISSING"]),
        (Wish("甲公司", kind="paper"), ["INVOICE_KIND"]),
        (Wish("甲公司", tax_number="9153000077859986X3"), ["TAX_NUMBER_WRONG"]),
        (Wish("张三", email="a@b", phone="call me"), ["EMAIL_WRONG", "PHONE_WRONG"]),
        (Wish("张三", email="a@b.example,c@d.example"), ["EMAIL_WRONG"]),
    ],
)
def test_what_a_wish_needs(wish, codes):
    assert [one.code for one in check_wish(trimmed(wish))] == codes


def test_a_number_is_bare():
    assert bare_number("9153 0000-7785 9986x2") == "9153000077859986X2"


@pytest.mark.parametrize(
    ("fen", "rate", "tax"),
    [(11300, 1300, 1300), (100, 1300, 12), (1, 1300, 0), (5, 1300, 1), (10600, 600, 600), (99, 0, 0)],
)
def test_tax_is_rounded_half_up(fen, rate, tax):
    assert tax_in(fen, rate) == tax


money = st.integers(0, 10**7)


@st.composite
def lines(draw: st.DrawFn) -> Item:
    """A line with refunds as platforms tell them: of the buyer's money, and the platform's part with it."""
    paid, platform = draw(st.integers(1, 10**6)), draw(st.integers(0, 10**5))
    cells = {"unit_price": str(paid + platform), "quantity": "1", "merchant_discount": "0"}
    line = FactRow("order_lines", 1, {**cells, "platform_discount": str(platform)})
    left, lost = paid, []
    for _ in range(draw(st.integers(0, 4))):
        back = draw(st.integers(0, left))
        left -= back
        if back:
            lost.append(lost_fen(line, back))
    return Item(draw(st.uuids().map(str)), "A", 1, paid, paid + platform, tuple(lost)), left


@given(lines())
def test_what_came_back_is_found_again_from_what_the_seller_lost(found):
    item, left = found
    assert item.kept_fen == left


@given(st.lists(lines(), min_size=1, max_size=5, unique_by=lambda one: one[0].item), st.data())
def test_invoices_less_red_letters_are_what_stayed(found, data):
    """Issued before any refund, taken back in as many red letters as one likes: tax too comes out even."""
    whole = [Item(one.item, one.sku, 1, one.paid_fen, one.revenue_fen) for one, _left in found]
    rate = data.draw(st.sampled_from(RATES))
    rows = rows_to_issue(whole, {}, {one.item: rate for one in whole})
    balances = {row.item: Balance(row.amount_fen, row.tax_fen, rate=rate) for row in rows}
    assert rows_to_issue(whole, balances, {one.item: rate for one in whole}) == [], "nothing twice"
    for n in range(5):  # refund by refund
        now = [
            Item(one.item, one.sku, 1, one.paid_fen, one.revenue_fen, one.lost_fen[:n])
            for one, _left in found
        ]
        for red in red_rows(red_due(now, balances), balances, {}):
            before = balances[red.item]
            balances[red.item] = Balance(
                before.issued_fen, before.issued_tax_fen, before.red_fen + red.amount_fen,
                before.red_tax_fen + red.tax_fen, rate,
            )  # fmt: skip
        assert not red_due(now, balances).by_item
    for one, left in found:
        balance = balances[one.item]
        assert balance.left_fen == left
        assert 0 <= balance.left_tax_fen <= balance.left_fen
        assert bool(balance.left_tax_fen) <= bool(left), "nothing left, no tax left"


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6), st.data())
def test_less_is_shared_out_to_the_fen(amounts, data):
    items = [Item(str(n), "A", 1, fen, fen) for n, fen in enumerate(amounts)]
    rows = rows_to_issue(items, {}, dict.fromkeys((one.item for one in items), 1300))
    amount = data.draw(st.integers(1, sum(amounts)))
    cut = cut_to(rows, amount)
    assert sum(row.amount_fen for row in cut) == amount
    assert all(row.tax_fen == tax_in(row.amount_fen, 1300) for row in cut)


def test_a_gift_gives_nothing_back():
    assert given_back_fen(0, 0, [1]) == 0


OFD = "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'>{}</ofd:OFD>"
CUSTOM = "<ofd:CustomData Name='{}'>{}</ofd:CustomData>"


def custom(**data: str) -> str:
    return OFD.format("".join(CUSTOM.format(name, text) for name, text in data.items()))


@pytest.mark.parametrize(
    ("content", "media", "facts", "day"),
    [
        (xml_file().content, "xml", InvoiceFacts(NUMBER, 25_000, 2_876, COMPANY.tax_number), date(2026, 4, 2)),
        (b"\xef\xbb\xbf" + xml_file().content, "xml", InvoiceFacts(NUMBER, 25_000, 2_876, COMPANY.tax_number), date(2026, 4, 2)),
        (b"<x/>", "xml", InvoiceFacts(), None),
        (
            ofd_file({"OFD.xml": custom(发票号码=NUMBER, 开票日期="2026年04月02日", 合计金额="221.24", 合计税额="28.76")}),
            "ofd", InvoiceFacts(NUMBER, 25_000, 2_876), date(2026, 4, 2),
        ),
        (
            ofd_file({
                "OFD.xml": OFD.format(""),
                "Doc_0/Attachs/original_invoice.xml": "<eInvoice><InvoiceNo>12345678</InvoiceNo><IssueDate>2026-04-02</IssueDate>"
                "<TaxInclusiveTotalAmount>250.00</TaxInclusiveTotalAmount></eInvoice>",
            }),
            "ofd", InvoiceFacts("12345678", 25_000), date(2026, 4, 2),
        ),
        (b"%PDF-1.7 no pdf at all", "pdf", InvoiceFacts(), None),
    ],
)  # fmt: skip
def test_what_a_file_says(content, media, facts, day):
    said = read_invoice(content)
    assert (said.media, said.facts, said.issued_on) == (media, facts, day)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空的"),
        (b"GIF89a", "不是 OFD、PDF 或 XML"),
        (b"<a><b>", "不是完整的 XML"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DTD"),
        (ofd_file({"word/document.xml": "<a/>"}), "不是 OFD"),
        (ofd_file({"OFD.xml": "<a>" + "x" * (5 * 2**20) + "</a>"}), "太大"),
        (ofd_file({"OFD.xml": "<a/>"})[:-30], "损坏"),
        (b"<a>" + b"x" * (11 * 2**20), "超过 10 MB"),
    ],
)
def test_a_file_that_is_no_invoice(content, why):
    with pytest.raises(BadInvoiceFile, match=why):
        read_invoice(content)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (None, []),
        (InvoiceFacts(NUMBER, 25_000, 2_876, COMPANY.tax_number), []),
        (InvoiceFacts(NUMBER, None), [("读不出金额", False)]),
        (InvoiceFacts("12345678", 25_000), [("号码是 12345678", True)]),
        (InvoiceFacts(NUMBER, 24_900, 2_865), [("文件里是 ¥249.00", True), ("税额", False)]),
        (InvoiceFacts(NUMBER, 25_000, 2_876, "91110108551385082Q"), [("税号与申请的不同", True)]),
    ],
)
def test_differences_are_told(said, told):
    found = compare(
        number=NUMBER,
        amount_fen=25_000,
        whole_fen=25_000,
        tax_fen=2_876,
        tax_number=COMPANY.tax_number,
        said=said,
    )
    assert [one.needs_reason for one in found] == [needs for _words, needs in told]
    assert all(words in str(one.words) for one, (words, _needs) in zip(found, told, strict=True))


SENT, KEPT = True, False


@pytest.mark.parametrize(
    ("documents", "owed", "state"),
    [
        ([Document(1, 100, KEPT)], {1}, "issued"),
        ([Document(1, 100, SENT)], set(), "delivered"),
        ([Document(1, 100, SENT), Document(2, 20, KEPT, 1)], {2}, "issued"),
        ([Document(1, 100, KEPT), Document(2, 20, KEPT, 1)], {1, 2}, "issued"),
        ([Document(1, 100, SENT), Document(2, 20, SENT, 1)], set(), "delivered"),
        ([Document(1, 100, SENT), Document(2, 20, SENT, 1), Document(3, 80, KEPT, 1)], {3}, "issued"),
        ([Document(1, 100, SENT), Document(2, 20, SENT, 1), Document(3, 80, SENT, 1)], set(), "taken_back"),
        ([Document(1, 100, KEPT), Document(2, 100, KEPT, 1)], set(), "taken_back"),
        ([Document(1, 100, KEPT), Document(2, 20, SENT, 1), Document(3, 80, KEPT, 1)], set(), "taken_back"),
    ],
)
def test_what_the_buyer_has_still_to_get(documents, owed, state):
    assert (to_deliver(documents), state_after(documents)) == (owed, state)


@given(st.booleans(), st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=4), st.data())
def test_delivering_one_after_the_other_ends_the_waiting(is_sent, reds, data):
    documents = [
        Document(1, 40, is_sent),
        *(Document(at, fen, sent, 1) for at, (fen, sent) in enumerate(reds, 2)),
    ]
    while owed := to_deliver(documents):
        assert state_after(documents) == "issued"
        went = data.draw(st.sampled_from(sorted(owed)))
        documents = [replace(one, is_delivered=True) if one.id == went else one for one in documents]
    assert state_after(documents) == "delivered"
    assert all(one.is_delivered for one in documents)
