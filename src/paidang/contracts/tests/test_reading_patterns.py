"""What the reader looks for is what `re` compiles, also where another process kept it."""

import re
import sys

from paidang.contracts.rules.reading.assemble import READERS
from paidang.kit import patterns
from paidang.kit.patterns import Kept


def test_every_pattern_of_the_reader_is_kept_as_re_compiles_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    ours = list(patterns._kept.used)
    assert {reader.looks_for.pattern for reader in READERS} <= {text for text, _flags in ours}
    first = Kept(tmp_path / "kept")
    for each in ours:
        first.compiled(*each)
    first.write()
    again = Kept(tmp_path / "kept")
    assert set(again.known) == set(ours)
    for text, flags in ours:
        kept, made = again.compiled(text, flags), re.compile(text, flags)
        assert kept == made, text  # the same text, flags and code
        assert (kept.groups, kept.groupindex) == (made.groups, made.groupindex), text
