"""Pick list, labels and round: every parcel's codes, goods and receiver are on paper, rare characters too."""

from datetime import datetime

import pypdfium2

from paidang.kit.period import SHANGHAI
from paidang.printing.barcodes import bars, squares
from paidang.printing.picking import Label, Paper, delivery_round_pdf, labels_pdf, pick_list_pdf

PAPER = Paper(
    "P-260403-01",
    "余杭仓 · 顺丰速运 · 2 个包裹",
    "青岚茶器 余杭仓",
    datetime(2026, 4, 3, 10, tzinfo=SHANGHAI),
)
LABELS = [
    Label(1, "P-260403-01-001", "2290418022615570031", "青岚旗舰店", "顺丰速运", "SF1000000001", ("王小茶 138****5678", "浙江省杭州市西湖区龙井路 1 号"),
          "西湖区", (("QL-HC-07", "侧把急须壶 260ml", 1), ("QL-G-1", "QL-G-1", 2))),
    Label(2, "P-260403-01-002", "O-2", "青岚旗舰店", "自己送货", "", ("㛃女士", "浙江省杭州市"), "", (("QL-HC-07", "侧把急须壶 260ml", 3),)),
]  # fmt: skip


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            "".join(page.get_textpage().get_text_range().replace("\ufffe", "-").replace("\u200b", "").split())
            for page in document
        ]


def test_the_pick_list_says_what_to_fetch_and_what_goes_where():
    [page] = pages(
        pick_list_pdf(
            PAPER, [("A-03-2", "QL-HC-07", "侧把急须壶 260ml", 4), ("", "QL-G-1", "QL-G-1", 2)], LABELS
        )
    )
    for words in (
        "拣货单P-260403-01",
        "A-03-2QL-HC-07侧把急须壶260ml4",
        "—QL-G-12",
        "2290418022615570031",
        "QL-G-1×2",
        "急须壶260ml(QL-HC-07)×3",
    ):
        assert words in page, words


def test_a_label_a_page_in_either_language():
    first, second = pages(labels_pdf(PAPER, LABELS))
    for words in (
        "顺丰速运",
        "SF1000000001",
        "王小茶",
        "龙井路1号",
        "P-260403-01-001",
        "#1",
        "QL-G-1×2",
        "青岚茶器余杭仓",
    ):
        assert words in first, words
    assert "还没有运单号" in second and "㛃女士" in second
    english = Paper(PAPER.code, PAPER.line, PAPER.sender, PAPER.made_at, "en")
    assert "Nowaybillyet" in pages(labels_pdf(english, LABELS))[1]


def test_the_round_goes_district_by_district():
    [page] = pages(delivery_round_pdf(PAPER, LABELS[::-1]))
    assert (
        page.index("西湖区")
        < page.index("P-260403-01-001")
        < page.index("没有写区")
        < page.index("P-260403-01-002")
    )


def test_bars_and_squares_are_as_wide_as_the_code():
    *stretches, (end, _) = bars("SF1000000001")
    assert stretches[0] == [0, 2] and end == sum(stretches[-1]), "begins with the start code's two modules"
    assert all(1 <= width <= 4 for _at, width in stretches), "no bar of Code 128 is wider than four modules"
    rows = squares("P-260403-01-001")
    assert len(rows) in (21, 25) and rows[0][0] == [0, 7], "the finder's upper edge"
