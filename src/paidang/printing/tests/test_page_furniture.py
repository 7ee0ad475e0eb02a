"""What a PDF repeats on each page is no sentence of the contract; what it says once stays."""

from paidang.printing.page_furniture import without_furniture

HEAD = "网店代运营服务合同 QL-001"


def page(number: int, *lines: str, head: str = HEAD) -> str:
    return "\n".join(
        [head, *lines, f"第 {number} 页，共 3 页"] if head else [*lines, f"第 {number} 页，共 3 页"]
    )


def test_running_heads_and_page_numbers_go():
    pages = [page(1, "网店代运营服务合同", "1.1 甲方", head=""), page(2, "应付款。"), page(3, "完。")]
    assert without_furniture(pages) == ["网店代运营服务合同\n1.1 甲方", "应付款。", "完。"]


def test_the_title_stays_where_it_is_the_running_head_too():
    pages = [page(1, "1.1 甲方", head="合同"), page(2, "应付款。", head="合同"), page(3, "完。", head="合同")]
    assert without_furniture(pages) == ["合同\n1.1 甲方", "应付款。", "完。"]


def test_what_repeats_in_the_middle_or_stands_on_one_page_stays():
    middle = ["一", "二", "三", "同一句。", "四", "五", "六"]
    pages = ["\n".join(middle), "\n".join([*middle[:3], "同一句。", *middle[4:]]), "七\n八"]
    assert without_furniture(pages)[2] == "七\n八"
    assert all("同一句。" in page for page in without_furniture(pages)[:2])
    assert without_furniture(["第 1 页\n正文"]) == ["第 1 页\n正文"]
