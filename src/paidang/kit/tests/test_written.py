"""What a person typed, as it is kept; a paper handed in."""

import pytest

from paidang.kit.media import PDF, check_paper
from paidang.kit.outcome import UnableTo
from paidang.kit.written import whole_in, wholes_in, written


class UnableToTest(UnableTo):
    code = "NOT_TESTED"


@pytest.mark.parametrize(
    ("text", "is_needed", "kept"),
    [("  有货\r\n明天发 ", True, "有货\n明天发"), ("  ", False, ""), ("四个字吗", True, "四个字吗")],
)
def test_what_is_written_is_kept_bare(text: str, is_needed: bool, kept: str) -> None:
    assert written(text, "说明", 8, unable=UnableToTest, is_needed=is_needed) == kept


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [(" \r\n ", "WORDS_MISSING", "没有写说明"), ("123456789", "TOO_LONG", "说明有 9 字，最多 8 字")],
)
def test_nothing_written_and_too_much_are_refused_in_the_acts_own_name(
    text: str, code: str, said: str
) -> None:
    with pytest.raises(UnableToTest) as no:
        written(text, "说明", 8, unable=UnableToTest)
    assert (no.value.code, no.value.message) == (code, said)


@pytest.mark.parametrize("content", [b"", b"<svg onload=x>", b"%PDF-" + b"0" * 2**20])
def test_no_picture_nothing_and_too_large_are_refused(content: bytes) -> None:
    assert check_paper(b"%PDF-1.7", bytes_max=2**20, unable=UnableToTest, remedy="") == PDF
    with pytest.raises(UnableToTest, match="每个至多 1 MB"):
        check_paper(content, bytes_max=2**20, unable=UnableToTest, remedy="")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("42", 42),
        (" 7 ", 7),
        ("１２", 12),
        ("0", 0),
        ("", -1),
        ("-1", -1),
        ("--5", -1),
        ("²", -1),
        ("1.5", -1),
        ("9" * 19, -1),
        ("9" * 5000, -1),
    ],
)
def test_a_number_that_a_page_sent_back(text, number):
    assert whole_in(text, -1) == number


def test_of_several_only_the_numbers():
    assert wholes_in(["3", "", "x", "9" * 5000, "12"]) == [3, 12]
