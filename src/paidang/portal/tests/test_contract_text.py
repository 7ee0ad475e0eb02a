"""Laying a contract's text out: marks never change it."""

from paidang.portal.views import contract_text

ODD = "甲方：\r\n  一、<b>乙方收款</b>&amp;，每季\n度培训。\n\n"


def odd_document(*places: tuple[str, str], findings=()) -> dict[str, object]:
    def place(quote: str) -> dict[str, object]:
        return {
            "start": ODD.index(quote),
            "end": ODD.index(quote) + len(quote),
            "quote": quote,
            "clause": "一",
        }

    terms = [
        {"term": f"x.{at}", "value": None if status == "blank" else at, "status": status, **place(quote)}
        for at, (quote, status) in enumerate(places)
    ]
    found = [
        {"code": "typo", "severity": severity, "message": "", "law": None, "quotes": [place(quote)]}
        for quote, severity in findings
    ]
    return {"title": "", "kind": "operations", "start": 0, "end": len(ODD), "terms": terms, "findings": found}


def test_marks_may_overlap_nest_and_cross_lines():
    document = odd_document(
        ("甲方：", "blank"), ("<b>乙方收款</b>", "conflict"), ("乙方收款</b>&amp;", "stated"), ("每季\n度培训", "stated"),
        findings=[("乙方", "warning"), ("甲方：", "note")],
    )  # fmt: skip
    sheet = contract_text.make_sheet(text=ODD, document=document, lang="zh")
    pieces = [piece for line in sheet.lines for piece in line.pieces]
    assert "".join(piece.text for piece in pieces) == ODD
    marked = {piece.text: (piece.kind, piece.of, piece.numbers) for piece in pieces if piece.of}
    assert marked["甲方："] == ("e", ("t-1", "f-2"), "1")
    assert marked["<b>"] == ("e", ("t-2",), "")
    assert marked["乙方"] == ("e", ("f-1", "t-2", "t-3"), "")
    assert marked["收款</b>"] == ("e", ("t-2", "t-3"), "2")
    assert marked["&amp;"] == ("", ("t-3",), "3")
    assert marked["每季\n"] == ("", ("t-4",), "")
    assert marked["度培训"] == ("", ("t-4",), "4")


def test_a_part_of_a_file_shows_only_its_own_text():
    document = odd_document(("每季\n度培训", "stated")) | {"start": ODD.index("每季")}
    sheet = contract_text.make_sheet(text=ODD, document=document, lang="zh")
    assert "".join(piece.text for line in sheet.lines for piece in line.pieces) == "每季\n度培训。\n\n"


def test_many_marks_are_laid_out_the_same():
    spans = [contract_text.Span(at, at + 3, f"t-{at}", "") for at in range(0, 600, 2)]
    text = "一二三四五六七八九\n" * 70
    lines = contract_text.lay_out(text, 0, len(text), spans)
    assert "".join(piece.text for line in lines for piece in line.pieces) == text
    assert sum(bool(piece.numbers) for line in lines for piece in line.pieces) >= 290


def test_a_finding_is_a_headline_and_the_rest():
    row = contract_text.FindingRow(1, "x", "note", "名称没有填写。请双方填好。", "", ())
    assert (row.headline, row.rest) == ("名称没有填写。", "请双方填好。")
    english = contract_text.FindingRow(1, "x", "note", "Names are blank. Fill them in.", "", ())
    assert (english.headline, english.rest) == ("Names are blank.", "Fill them in.")
