"""What comes in over the wire, before any act sees it."""

import pytest
from django.utils.translation import override
from pydantic import TypeAdapter, ValidationError

from paidang.api.views.shapes import MomentIn, Shape, word_of
from paidang.kit.sentence import say

MOMENT = TypeAdapter(MomentIn)


@pytest.mark.parametrize("text", ["2026-03-10T11:20:00", "2026-03-10T11:20:00+08:00", "2026-03-10T03:20:00Z"])
def test_a_moment_without_an_offset_is_of_shanghai(text):
    assert MOMENT.validate_python(text).isoformat() in (
        "2026-03-10T11:20:00+08:00",
        "2026-03-10T03:20:00+00:00",
    )


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "0999-12-31T00:00:00"]
)
def test_a_moment_that_no_zone_can_be_counted_from_is_malformed(text):
    with pytest.raises(ValidationError):
        MOMENT.validate_python(text)


def test_a_word_beside_a_code_is_in_the_callers_language():
    class One(Shape):
        state: str
        state_word = word_of("state", {"done": say("完成")})

    for language, word in (("zh-hans", "完成"), ("en", "Done")):
        with override(language):
            assert One(state="done").model_dump() == {"state": "done", "state_word": word}
    assert One(state="").model_dump() == {"state": "", "state_word": ""}
