"""Yuan as people and banks write them."""

import pytest

from paidang.kit.money import NotMoney, fen_from_yuan


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.5", 123_450), ("1，234", 123_400), ("12,345,678.90", 1_234_567_890), ("¥8", 800), ("12元", 1_200),
        ("-0.05", -5), ("999999999999999.99", 99_999_999_999_999_999), ("1.500", 150),
    ],
)  # fmt: skip
def test_it_is_read_to_the_fen(text, fen):
    assert fen_from_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    ["", "NaN", "Infinity", "1e5", "0.005", "12,5", "1234,56", "1,23,456", ",123", "1,234,", "１２", "0x10", "1 2", "--1", "9999999999999999"],
)  # fmt: skip
def test_what_could_be_another_amount_is_refused(text):
    with pytest.raises(NotMoney):
        fen_from_yuan(text)
