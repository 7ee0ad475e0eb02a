"""The paper that both sides sign: laid out as a contract, literally, the same bytes each time."""

from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from paidang.printing.contract_signed import SigningParty, UnableToSeal, compose_contract, finish_contract
from paidang.printing.contract_signed.layout import blocks_of
from paidang.printing.glyphs import covered

from .seal_case import PAPER, document, evidence_for, own_identity, png, signed


def text_of(pdf: bytes) -> str:
    """What the PDF says, without the breaks and spaces that setting puts in."""
    pages = pypdfium2.PdfDocument(pdf)
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    return text.translate(dict.fromkeys(map(ord, "\u200b\ufffe\x02")))


def test_the_same_paper_gives_the_same_bytes():
    assert compose_contract(PAPER) == document()
    assert compose_contract(replace(PAPER, version=3)) != document()


def test_it_is_an_archive_pdf():
    assert b"pdfaid:part>2<" in document() and b"pdfaid:conformance>B<" in document()


def test_everything_signed_stands_on_it():
    text = text_of(document())
    for part in (
        "HT-0001", "第2稿", "青岚茶器", "拾舟电商", "第一条委托", "1、乙方每月出对账单。", "含税", "13%",
        "附件一价格表", "价格表.xlsx", "1,234", "c" * 64, "a" * 64, "b" * 64, "第1页，共", "甲方先签。",
    ):  # fmt: skip
        assert part in text, part


def test_english_words_stand_around_the_text():
    text = text_of(compose_contract(replace(PAPER, language="en")))
    assert "Addenda" in text and "Page1of" in text and "第一条委托" in text


@pytest.mark.parametrize("rare", "㛃𬭎䶮")
def test_rare_characters_are_set(rare):
    assert ord(rare) in covered()
    paper = replace(PAPER, parties=(SigningParty("a", f"{rare}记", "甲方"),), text=f"{rare}字第一号")
    text = text_of(compose_contract(paper))
    assert f"{rare}记" in text and f"{rare}字第一号" in text


def test_a_character_without_a_glyph_stands_by_its_code():
    text = text_of(compose_contract(replace(PAPER, text="名字是𤭢")))
    assert "名字是〔U+24B62〕" in text and "按编码印出" in text


def test_typst_syntax_comes_out_literally():
    syntax = "#set text(red) $x^2$ *b* _i_ `c` @ref <tag> \\ // /* [x] {y} = h - l + n ~ \" ' -- ... #{1+1}"
    assert "".join(syntax.split()) in text_of(compose_contract(replace(PAPER, text=syntax)))


@settings(max_examples=25, deadline=None)
@given(
    some.text(
        some.sampled_from(
            "甲乙第一条章0123、，#$*_`@<>[]{}()\\/=-+~\"'.;:!?%&^|\t\n \x00\x0b\u200b\u202e𤭢㛃"
        ),
        max_size=80,
    )
)
def test_any_text_is_set_and_no_visible_character_is_lost(text):
    out = text_of(compose_contract(replace(PAPER, text=text)))
    seen = "".join(c for c in text if ord(c) in covered() and not c.isspace() and ord(c) >= 32)
    for character in set(seen) - set("\u200b\u202e"):
        assert character in out


def test_tables_and_headings_are_recognised():
    text = "第一条 价格\n（一）如下：\n项目\t金额\n建店\t5000\t备注\n甲方：\t乙方：\n\n第二条乙方应当在每月十日之前向甲方发出上一个月的对账单并附明细。"
    kinds = [(block.kind, block.rows or block.text) for block in blocks_of(text)]
    assert kinds == [
        ("heading", "第一条 价格"),
        ("item", "（一）如下："),
        ("table", (("项目", "金额", ""), ("建店", "5000", "备注"), ("甲方：", "乙方：", ""))),
        ("text", "第二条乙方应当在每月十日之前向甲方发出上一个月的对账单并附明细。"),
    ]


def test_a_single_line_with_a_tab_is_no_table():
    assert [block.kind for block in blocks_of("甲方：\t乙方：")] == ["text"]


@pytest.mark.slow
def test_a_very_long_text_is_set():
    pdf = compose_contract(
        replace(PAPER, text="\n".join(f"{n}、乙方应当按约定的期限交付。" for n in range(20_000)))
    )
    assert "19999、乙方" in text_of(pdf)


@pytest.mark.parametrize(
    "seal", [b"GIF89a", b"", png()[:40], png()[:-30] + b"x" * 30, png(1) + b"0" * 600_000]
)
def test_a_bad_seal_picture_is_refused(seal):
    evidence = evidence_for(document())
    signings = [replace(evidence.signings[0], seal=seal)]
    with pytest.raises(UnableToSeal) as refused:
        finish_contract(document(), replace(evidence, signings=signings), own_identity())
    assert refused.value.code == "SEAL_PICTURE_BAD"


def test_the_evidence_page_tells_who_signed_for_whom_and_what_it_is_worth():
    for language, said in (
        ("zh", ("沈知夏", "品牌经理", "本次签署不用印章", "林知秋", "5" * 64, "第十三条", "不是持牌", "sha256sum", "2026-11-2010:00:00+0800")),
        ("en", ("沈知夏", "article13", "notbyalicensed", "head:entry6", "Evidenceofsigning")),
    ):  # fmt: skip
        text = text_of(signed(language))
        for part in said:
            assert part in text, part
