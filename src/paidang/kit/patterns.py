"""Regular expressions that one process compiled are not compiled again by the next.

The reader of contracts has nine hundred; compiling them took half the time of reading one contract. What `re` makes of
a pattern depends on the pattern, its flags and the Python alone, so it is kept beside the compiled modules and as they
are: where Python may write it, read if it is whole, made anew if not. No result depends on it.
"""

import _sre
import atexit
import marshal
import os
import re
import sys
from array import array
from functools import cache
from pathlib import Path

# What `re.compile` does inside has no public name since Python 3.11.
from re import _compiler as compiler  # type: ignore[attr-defined]
from typing import Any
from zlib import crc32

FILE = Path(__file__).parent / "__pycache__" / f"patterns.{sys.implementation.cache_tag}-{sys.hexversion:x}"
MOST = 5_000
"""Patterns that no module has any more are forgotten when there are so many."""
CHECK_BYTES = 4

Key = tuple[str, int]
Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, code in words of 4 bytes, number of groups, their numbers by name, their names by number."""


class Kept:
    """The code of patterns, in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known = _read(file)
        self.used: dict[Key, Code] = {}

    def compiled(self, pattern: str, flags: int = 0) -> re.Pattern[str]:
        """The same as `re.compile(pattern, flags)`."""
        key = (pattern, int(flags))
        code = self.used[key] = self.known.get(key) or _code(*key)
        found: re.Pattern[str] = _sre.compile(
            pattern, code[0], memoryview(code[1]).cast("I").tolist(), *code[2:]
        )
        return found

    def write(self) -> None:
        """Keep what was compiled, unless Python is told to write nothing of the kind, or cannot."""
        if sys.dont_write_bytecode or self.used.keys() <= self.known.keys():
            return
        every = self.known | self.used
        content = marshal.dumps(every if len(every) <= MOST else self.used)
        unfinished = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        try:
            self.file.parent.mkdir(exist_ok=True)
            unfinished.write_bytes(crc32(content).to_bytes(CHECK_BYTES) + content)
            unfinished.replace(self.file)
        except OSError:
            unfinished.unlink(missing_ok=True)


def _read(file: Path) -> dict[Key, Code]:
    """What was kept; nothing if there is no file or not all of it."""
    try:
        content = file.read_bytes()
    except OSError:
        return {}
    check, content = content[:CHECK_BYTES], content[CHECK_BYTES:]
    if not content or crc32(content).to_bytes(CHECK_BYTES) != check:
        return {}
    found: dict[Key, Code] = marshal.loads(content)
    return found


def _code(pattern: str, flags: int) -> Code:
    """What `re` makes of a pattern."""
    parsed: Any = compiler._parser.parse(pattern, flags)
    words = array("I", compiler._code(parsed, flags))
    numbers: dict[str, int] = parsed.state.groupdict
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in numbers.items():
        names[number] = name
    return flags | parsed.state.flags, words.tobytes(), parsed.state.groups - 1, numbers, tuple(names)


_kept = Kept(FILE)
atexit.register(_kept.write)


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The same as `re.compile(pattern, flags)`, for what a module says: what is made of a text's words is not kept."""
    return _kept.compiled(pattern, flags)
