"""The printed statement says what the statement says, with every character there, the same every time."""

import io
import logging
import re

import pypdfium2 as pdfium
import pytest

from paidang.kit.money import amount_in_words, yuan
from paidang.printing import glyphs
from paidang.printing.receipt import receipt_pdf
from paidang.printing.statement import statement_pdf
from paidang.printing.statement_lines import adjustment_lines
from paidang.printing.statement_words import LABELS, labels

from .statement_case import PAST, meta, rows, statement, terms


def text_of(pdf: bytes) -> list[str]:
    """The text of each page without spaces, which the extraction puts between Han and digits as it likes."""
    document = pdfium.PdfDocument(io.BytesIO(pdf))
    return [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]


def test_it_names_amount_parties_contract_and_pages():
    pages = text_of(statement_pdf(statement(), rows(), terms(), meta()))
    first, whole = pages[0], "".join(pages)
    assert "甲方应付乙方" in first
    assert "¥464.53" in first
    assert "人民币肆佰陆拾肆元伍角叁分" in first
    for words in ("青岚茶器有限公司", "拾舟电商有限公司", "OPS-2026-014", "2026年9月对账单", "第1版"):
        assert words in first
    for number, page in enumerate(pages, 1):
        assert f"第{number}页，共{len(pages)}页" in page
    assert "".join(meta()["digest"]) in pages[-1] and "存证第1,841条" in pages[-1]
    assert "甲方（盖章）" in pages[-1] and "乙方（盖章）" in pages[-1]
    for key in ("gross_sales", "revenue", "profit", "platform_fees", "logistics_a", "postage"):
        assert yuan(statement()["totals"][key]) in whole, key


def test_prices_agreed_for_days_past_are_listed():
    whole = "".join(text_of(statement_pdf(statement(), rows(), terms(), meta(past_prices=[PAST]))))
    for words in (
        "过去日子的出厂价",
        "2026-08-01至2026-08-19",
        "¥40.00",
        "¥50.00",
        "沈知夏2026-08-20",
        "徐明远2026-08-21",
    ):
        assert words in whole
    assert "过去日子的出厂价" not in "".join(text_of(statement_pdf(statement(), rows(), terms(), meta())))


def test_the_working_of_the_amount_due_is_printed():
    whole = "".join(text_of(statement_pdf(statement(), rows(), terms(), meta())))
    assert "¥1,398.26×30%" in whole
    assert "¥464.53−¥0.00" in whole
    assert "差额为0" in whole


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("reimbursement-1", "报销 1"), ("factory-price-2026-08", "出厂价更正 2026-08"), ("after-sales-2026-08", "售后更正 2026-08"),
        ("agreed-2", "调整 2"), ("A-7", "调整 A-7"), ("", "调整"),
    ],
)  # fmt: skip
def test_an_adjustment_is_called_in_words(name, said):
    agreed = {"adjustments": [{"id": name, "amount": 5}]}
    assert [one.label for one in adjustment_lines({"adjustments": 5}, agreed, labels({}))] == [said]


def test_the_agency_that_collects_pays_and_no_amount_is_negative():
    collected = statement(collector="b", due_b=-271197, payer="b", amount_due=271197)
    first = text_of(statement_pdf(collected, rows(), terms(collector="b"), meta()))[0]
    assert "乙方应付甲方" in first
    assert "¥3,176.50−¥464.53" in first
    assert "−¥2,711.97" not in first


def test_a_contract_that_calls_the_brand_party_b_is_printed_so():
    first = text_of(statement_pdf(statement(), rows(), terms(), meta(brand_is="乙方")))[0]
    assert "乙方应付甲方" in first
    assert "乙方（品牌方）青岚茶器有限公司" in first


def test_rows_that_do_not_add_up_are_said_in_the_open():
    wrong = statement()
    wrong["totals"] = wrong["totals"] | {"tax": 48474}
    whole = "".join(text_of(statement_pdf(wrong, rows(), terms(), meta())))
    assert "不一致" in whole and "−¥0.01" in whole


def test_rare_characters_are_printed_and_missing_ones_are_shown_by_code(caplog):
    named = meta(brand="㛃𬭎䶮茶器", agency="𤭢\u202e舟")
    with caplog.at_level(logging.WARNING):
        pages = text_of(statement_pdf(statement(), rows(), terms(), named))
    assert "㛃𬭎䶮茶器" in pages[0]
    assert "〔U+24B62〕〔U+202E〕舟" in pages[0]
    assert "U+202E,U+24B62" in "".join(pages)
    assert "U+24B62" in caplog.text


def test_rare_characters_leave_ink():
    missing: set[str] = set()
    assert glyphs.printable("㛃𬭎䶮〇￥", missing) == "㛃𬭎䶮〇￥" and not missing
    blank, inked = (receipt_pixels(name) for name in ("", "㛃𬭎䶮"))
    assert blank != inked


def receipt_pixels(name: str) -> bytes:
    receipt = meta(brand=name) | {"month": "2026-09", "payer": "a", "amount_due": 1}
    return bytes(pdfium.PdfDocument(receipt_pdf(receipt))[0].render(scale=1).buffer)


def test_every_word_of_ours_has_a_glyph():
    missing: set[str] = set()
    for pair in LABELS.values():
        for text in pair:
            glyphs.printable(text, missing)
    assert not missing


def test_markup_in_a_name_is_text():
    named = meta(brand="#panic() *x* $y$ \\ [A]", contract_title='"#import"')
    first = text_of(statement_pdf(statement(), rows(), terms(), named))[0]
    assert "#panic()*x*$y$\\[A]" in first


def test_the_same_input_gives_the_same_bytes_and_the_date_is_that_of_closing():
    pdf = statement_pdf(statement(), rows(), terms(), meta())
    assert pdf == statement_pdf(statement(), rows(), terms(), meta())
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"2026-10-08" in pdf


def test_a_meta_that_knows_nothing_still_prints():
    for language in ("zh", "en"):
        pages = text_of(statement_pdf(statement(), rows().slice(0, 0), terms(), {"lang": language}))
        assert "—" in pages[0]
        assert "¥464.53" in pages[0]


def test_many_skus_are_summed_as_the_rest():
    many = rows(copies=130)
    whole = "".join(text_of(statement_pdf(statement(), many, terms(), meta())))
    assert "其余" in whole


def test_english_is_complete():
    pages = text_of(statement_pdf(statement(), rows(), terms(), meta(lang="en")))
    assert "BrandpaysAgency" in pages[0] and f"Page1of{len(pages)}" in pages[0]
    assert all("{a}" not in text and "{b}" not in text for text in labels({"lang": "en"}).values())


def test_the_receipt_says_who_confirmed_what_and_when():
    receipt = meta() | {
        "month": "2026-09",
        "payer": "a",
        "amount_due": 3817663,
        "confirmed_by": "沈知夏",
        "confirmed_at": "2026-10-13T02:12:00Z",
        "payment_due": "2026-10-20",
    }
    (page,) = text_of(receipt_pdf(receipt))
    for words in ("¥38,176.63", "叁万捌仟壹佰柒拾陆元陆角叁分", "沈知夏", "2026-10-1310:12", "2026-10-20"):
        assert words in page
    assert meta()["digest"] in page and meta()["evidence"]["hash"] in page
    assert receipt_pdf(receipt) == receipt_pdf(receipt)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (105, "壹元零伍分"),
        (3817663, "叁万捌仟壹佰柒拾陆元陆角叁分"),
        (10_000_00, "壹万元整"),
        (10_005_00, "壹万零伍元整"),
        (107_000_53, "壹拾万柒仟元伍角叁分"),
        (100_010_001_00, "壹亿零壹万零壹元整"),
        (2**63 - 1, "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分"),
    ],
)
def test_amounts_in_words(fen, words):
    assert amount_in_words(fen) == words


def test_a_negative_amount_has_no_words():
    with pytest.raises(AssertionError):
        amount_in_words(-1)
