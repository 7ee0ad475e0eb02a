"""Telling CSV files that are plain (no quotes, one kind of line end, no blank line) from those only a parser can read.

Of a plain file every reader makes the same table, so that the fast one may read it.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class PlainCsv:
    """A plain CSV file: its header, and its line end as DuckDB writes it."""

    path: Path
    header: list[str]
    new_line: str


def scan_csv(path: Path) -> PlainCsv | None:
    """Read the whole file once; None unless it is plain, valid UTF-8 and has a header."""
    try:
        with path.open("rb") as file:
            first = file.readline(_CHUNK_BYTES)
        ending = b"\r\n" if first.endswith(b"\r\n") else b"\n"
        if not first.endswith(b"\n") or not _is_plain(path, ending):
            return None
        header = first.decode("utf-8-sig").removesuffix(ending.decode()).split(",")
    except (OSError, UnicodeDecodeError):
        return None
    return PlainCsv(path, header, r"\r\n" if ending == b"\r\n" else r"\n")


def _is_plain(path: Path, ending: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    returns = feeds = endings = 0
    tail = b""  # what a chunk's end may share with the next one's beginning
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            decoder.decode(chunk)
            if b'"' in chunk or b"\0" in chunk or b"\n" + ending in tail + chunk:
                return False
            returns += chunk.count(b"\r")
            feeds += chunk.count(b"\n")
            endings += (tail[-1:] + chunk).count(b"\r\n")
            tail = chunk[-2:]
    decoder.decode(b"", final=True)
    return returns == endings == (feeds if ending == b"\r\n" else 0)
