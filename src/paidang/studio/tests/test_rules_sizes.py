"""The platforms' wishes: what each finding is found by, and that what passes can be drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.kit.media import JPEG, PNG, WEBP
from paidang.studio.rules.shots import CATEGORIES, KINDS, missing_shots
from paidang.studio.rules.sizes import (
    BY_KEY,
    MB,
    RULES,
    Picture,
    check,
    failing,
    in_the_way,
    rules_for,
    target,
)

GOOD = Picture(JPEG, 1600, 1600, MB // 2, 1000)


@pytest.mark.parametrize(
    ("picture", "rule", "codes"),
    [
        (GOOD, "jd-main", []),
        (Picture(JPEG, 800, 800, MB), "jd-main", []),
        (Picture(JPEG, 799, 799, 9), "jd-main", ["TOO_FEW_PIXELS"]),
        (Picture(JPEG, 1600, 900, 9), "jd-main", ["WRONG_RATIO"]),
        (Picture(JPEG, 808, 800, 9), "jd-main", []),
        (Picture(JPEG, 809, 800, 9), "jd-main", ["WRONG_RATIO"]),
        (Picture(JPEG, 500, 900, 9), "jd-main", ["TOO_FEW_PIXELS", "WRONG_RATIO"]),
        (Picture(JPEG, 800, 800, MB + 1), "jd-main", ["TOO_HEAVY"]),
        (Picture(WEBP, 800, 800, 9), "jd-main", ["WRONG_FORMAT"]),
        (Picture(JPEG, 800, 800, 9, mode="CMYK"), "jd-main", ["NOT_RGB"]),
        (Picture(PNG, 800, 800, 9, 950), "jd-white", []),
        (Picture(PNG, 800, 800, 9, 949), "jd-white", ["EDGE_NOT_WHITE"]),
        (Picture(JPEG, 750, 1000, 9), "tmall-tall", []),
        (Picture(JPEG, 750, 9000, 9), "jd-detail", []),
        (Picture(JPEG, 789, 9000, 9), "tmall-detail", ["TOO_FEW_PIXELS"]),
    ],
)
def test_what_a_picture_lacks(picture, rule, codes):
    assert [found.code for found in check(picture, BY_KEY[rule])] == codes


def test_a_channel_fails_only_by_what_drawing_anew_does_not_mend():
    assert failing(GOOD, "main") == []  # a square is no 3:4, and Tmall takes either
    assert failing(Picture(WEBP, 800, 800, 9 * MB, 1000, "CMYK"), "white") == []
    assert failing(Picture(JPEG, 900, 2000, 9), "detail") == []
    assert failing(Picture(JPEG, 700, 700, 9), "package") == ["jd", "tmall"]
    assert failing(Picture(JPEG, 900, 2000, 9), "main") == ["douyin", "jd", "pinduoduo", "tmall"]


sides = st.integers(1, 20_000)


@given(sides, sides, st.sampled_from(RULES))
def test_what_passes_is_drawn_in_the_wanted_size_and_never_larger(width, height, rule):
    picture = Picture(JPEG, width, height, 9, 1000)
    drawn = target(picture, rule)
    assert drawn[0] <= width and drawn[1] <= height + 1
    if not in_the_way(check(picture, rule)):
        assert drawn[0] == rule.width
        assert rule.height is None or abs(drawn[1] - rule.height) <= rule.height // 100 + 1


def test_every_template_line_is_a_known_kind_and_some_platform_wants_it():
    for _word, lines in CATEGORIES.values():
        for kind, _what in lines:
            assert kind in KINDS and rules_for(kind)
    assert len(BY_KEY) == len(RULES)


def test_a_list_asks_only_for_what_is_not_there():
    whole = [kind for kind, _ in missing_shots("food", {})]
    assert whole == ["main", "white", "detail", "label", "scene", "package"]
    assert missing_shots("food", dict.fromkeys(whole, 1)) == []
