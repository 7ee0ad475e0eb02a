"""Looking for a pattern where it can begin finds what looking for it everywhere finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.reading.assemble import READERS
from paidang.contracts.rules.reading.cue_words import PATTERNS
from paidang.contracts.rules.reading.family_who import DUTIES
from paidang.contracts.rules.reading.sought import FEW_CHARACTERS, Sought, beginnings
from paidang.contracts.rules.reading.squeezed import FOLD, fold

PIECES = (
    "账单",
    "账",
    "单",
    "对账",
    "平台",
    "甲方",
    "乙方",
    "，",
    "。",
    "\n",
    "10",
    "日",
    "内",
    "付款",
    "不得",
    "a",
)
OUR_OWN = {
    *(reader.looks_for for reader in READERS),
    *(duty.topic for duty in DUTIES),
    *PATTERNS.values(),
}


@pytest.fixture(scope="module", autouse=True)
def after_many():
    """As in a process that has read so much that where patterns begin is worth knowing."""
    before, Sought.looked_through = Sought.looked_through, FEW_CHARACTERS
    yield
    Sought.looked_through = before


@pytest.mark.parametrize(
    ("pattern", "known", "reach"),
    [
        ("账单|对账", {"账单", "对账"}, 0),
        ("(?<!平台)账单", {"账单"}, 0),
        ("每?月", {"每月", "月"}, 0),
        ("[甲乙]方", {"甲方", "乙方"}, 0),
        ("(?:账|对(?:数|账)){1,3}单", {"账单", "账账", "账对", "对数", "对账"}, 0),
        ("(?P<q>[^，。]{0,3}密码)", {"密码"}, 3),
        ("(?:[^，]|，(?=账)){0,2}单据", {"单据", "，"}, 2),
        ("第[0-9]{2,}条", {f"第{digit}" for digit in range(10)}, 0),
        ("(?:^|\n)附件", {"附件", "\n附"}, 0),
    ],
)
def test_a_pattern_begins_with_pairs_or_so_far_before_one(pattern, known, reach):
    assert beginnings(pattern) == (known, set(), reach)


@pytest.mark.parametrize("pattern", ["[^，]*账单", "[一-鿿]{2,200}银行", "账?", "(?P<a>.)(?P=a)"])
def test_what_can_begin_anywhere_is_looked_for_everywhere(pattern):
    assert beginnings(pattern) is None
    text = "甲方账单账账银行"
    assert spans(Sought(text).matches(re.compile(pattern))) == spans(re.finditer(pattern, text))


def spans(matches):
    return [match.span() for match in matches]


@st.composite
def patterns(draw, depth=2):
    """Patterns of the kind that readers are made of."""
    atoms = st.sampled_from(
        (
            "账",
            "单",
            "甲方",
            "[甲乙]",
            "[^，。]",
            "[0-9]",
            ".",
            "(?<!平台)",
            "(?=账)",
            "(?!单)",
            "^",
            r"\n",
            "$",
        )
    )
    if depth == 0:
        return draw(atoms)
    inner = patterns(depth=depth - 1)
    run = "".join(draw(st.lists(inner, min_size=1, max_size=3)))
    match draw(st.sampled_from(("run", "either", "repeated"))):
        case "either":
            return f"(?:{run}|{draw(inner)})"
        case "repeated":
            return f"(?:{run}){draw(st.sampled_from(('?', '{0,3}', '{1,2}', '{2,4}?', '*')))}"
    return run


@given(patterns(), st.lists(st.sampled_from(PIECES), max_size=14))
def test_any_pattern_finds_the_same(pattern, pieces):
    text = "".join(pieces)
    assert spans(Sought(text).matches(re.compile(pattern))) == spans(re.finditer(pattern, text))


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_our_own_patterns_find_the_same(pieces):
    sought = Sought("".join(pieces))
    for pattern in OUR_OWN:
        assert spans(sought.matches(pattern)) == spans(pattern.finditer(sought.text)), pattern.pattern


def test_a_pattern_that_is_younger_than_the_text_is_found_in_it_too():
    assert list(Sought("账单").matches(re.compile("账单")))
    text = Sought("甲方对账，乙方翡翠")
    assert [match.span() for match in text.matches(re.compile("翡翠"))] == [(7, 9)]
    assert [match.span() for match in text.matches(re.compile("对账"))] == [(2, 4)]


def test_the_first_texts_are_looked_through_without_asking_what_patterns_begin_with(monkeypatch):
    monkeypatch.setattr(Sought, "looked_through", 0)
    beginnings.cache_clear()
    assert spans(Sought("甲方对账").matches(re.compile("对账"))) == [(2, 4)]
    assert beginnings.cache_info().misses == 0


def test_folding_is_translating_one_to_one():
    text = "".join(map(chr, range(32, 65536)))
    assert fold(text) == text.translate(FOLD)
    assert fold(fold(text)) == fold(text)
