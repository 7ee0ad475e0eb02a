"""What was read in a picture: how much of it is text, and what of the reading counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.kit.media import JPEG
from paidang.studio.rules.reading import Line, lines_of, text_permille
from paidang.studio.rules.sizes import Picture, failing, too_much_text

places = st.tuples(*[st.integers(0, 40)] * 4).map(
    lambda four: (min(four[0], four[2]), min(four[1], four[3]), max(four[0], four[2]), max(four[1], four[3]))
)


@given(st.lists(places, max_size=8))
def test_each_spot_counts_once_however_the_boxes_lie(boxes):
    spots = {
        (x, y) for left, top, right, bottom in boxes for x in range(left, right) for y in range(top, bottom)
    }
    lines = [Line("字", tuple(one * 25 for one in box)) for box in boxes]  # type: ignore[arg-type]
    assert text_permille(lines) == len(spots) * 625 // 1000


def test_a_guess_and_a_ring_are_no_text():
    told = [("国", 0.99), ("O", 0.99), ("8", 0.99), ("OK", 0.99), ("顶级", 0.69), ("  ", 0.99)]
    read = lines_of([{"text": text, "score": score, "box": [0, 0, 9, 9]} for text, score in told])
    assert [line.text for line in read] == ["国", "OK"]


@pytest.mark.parametrize(
    ("permille", "kind", "fails"),
    [(None, "main", False), (200, "main", False), (201, "main", True), (900, "label", False)],
)
def test_only_a_main_picture_can_have_too_much_text(permille, kind, fails):
    picture = Picture(JPEG, 1600, 1600, 9, 1000, text_permille=permille)
    assert bool(too_much_text(picture, kind)) == fails
    assert failing(picture, kind) == (["douyin", "jd", "pinduoduo", "tmall"] if fails else [])
