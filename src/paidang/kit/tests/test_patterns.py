"""A pattern that is kept is the pattern that `re` compiles, and whatever is wrong with what is kept costs time only."""

import re
import sys

import pytest

from paidang.kit import patterns
from paidang.kit.patterns import Kept


@pytest.fixture(autouse=True)
def _may_write(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "__pycache__" / "patterns"


def all_of(pattern: re.Pattern[str]) -> tuple[object, ...]:
    """A pattern is equal to another by its text, its flags and its code."""
    return pattern, pattern.flags, pattern.groups, pattern.groupindex


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("(?P<a>甲)(乙)?", 0),
        ("(?m)^a", 0),
        ("A.", re.I | re.S),
        (r"(?x) a  b # c", 0),
        ("[^，。；\n𬭎]", re.A),
        ("", 0),
    ],
)
def test_any_pattern_with_its_flags(file, text, flags):
    assert all_of(Kept(file).compiled(text, flags)) == all_of(re.compile(text, flags))


def test_what_is_no_pattern_is_refused_as_ever(file):
    with pytest.raises(re.error, match="unterminated"):
        Kept(file).compiled("[甲")


@pytest.mark.parametrize(
    "spoil", [lambda whole: b"", lambda whole: whole[:-1], lambda whole: whole[:9] + b"x" + whole[10:]]
)
def test_what_is_not_whole_is_made_anew(file, spoil):
    kept = Kept(file)
    kept.compiled("账单")
    kept.write()
    file.write_bytes(spoil(file.read_bytes()))
    after = Kept(file)
    assert after.known == {}
    assert after.compiled("账单").search("对账单")


def test_where_nothing_can_be_written_nothing_is_left_behind(file):
    file.parent.mkdir()
    file.mkdir()  # nothing can be put in its place
    kept = Kept(file)
    kept.compiled("账单")
    kept.write()
    assert list(file.parent.iterdir()) == [file]


def test_python_told_to_write_no_bytecode_writes_none_of_this(file, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept = Kept(file)
    kept.compiled("账单")
    kept.write()
    assert not file.parent.exists()


def test_what_no_module_has_any_more_is_forgotten_when_there_is_much_of_it(file, monkeypatch):
    monkeypatch.setattr(patterns, "MOST", 2)
    for text in ("账单", "对账"):
        kept = Kept(file)
        kept.compiled(text)
        kept.write()
    assert [text for text, _flags in Kept(file).known] == ["账单", "对账"]
    kept = Kept(file)
    kept.compiled("月结")
    kept.write()
    assert [text for text, _flags in Kept(file).known] == ["月结"]
