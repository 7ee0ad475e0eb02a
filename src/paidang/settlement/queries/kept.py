"""Rows of statements that were looked at, kept as files so that looking again is quick.

A file is made from the bundle whose digest it is named by, which never changes, and can be thrown away at any time.
It is named by its own sha256 as well: a file that is torn or was touched is not read but made anew.
"""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from paidang.settlement.bundle.canonical import sha256_of
from paidang.settlement.models import Statement
from paidang.settlement.queries import unpack_bundle
from paidang.settlement.queries.detail import FORM, MEMBERS, write_detail

# Beyond the bound the files that nobody looked at for longest go; never one that may be open just now.
IN_USE_SECONDS = 600

_whole: dict[str, tuple[int, int, int]] = {}  # path -> the file's identity when its hash was last taken


def keep_rows(statement: Statement) -> Path:
    """The file of a statement's rows (`detail.write_detail`), made from its bundle if there is none that is whole."""
    folder = Path(settings.KEPT_ROWS)
    for path in folder.glob(f"{statement.digest}.{FORM}.*.parquet"):
        if _is_whole(path):
            os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))
            return path
        path.unlink(missing_ok=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".making-", dir=folder) as temporary:
        made = Path(temporary) / "detail.parquet"
        _make(statement, Path(temporary), made)
        path = folder / f"{statement.digest}.{FORM}.{sha256_of(made)}.parquet"
        _make_room(folder, made.stat().st_size)
        os.replace(made, path)
    return path


def _make(statement: Statement, folder: Path, out: Path) -> None:
    unpack_bundle(statement, folder, *MEMBERS)
    recorded = dict(statement.files.filter(name__in=MEMBERS).values_list("name", "sha256"))
    damaged = [name for name in MEMBERS if recorded.get(name) != sha256_of(folder / name)]
    assert not damaged, f"{statement.digest}: {damaged[0]} is not what was stored"
    write_detail(folder, [row["row_id"] for row in statement.figures["held"]], out)


def _is_whole(path: Path) -> bool:
    """Whether the file's content is the one it is named by; its hash is taken once as long as it is the same file."""
    try:
        seen = path.stat()
        identity = (seen.st_ino, seen.st_size, seen.st_mtime_ns)
        if _whole.get(str(path)) == identity:
            return True
        if path.name.split(".")[2] != sha256_of(path):
            return False
    except FileNotFoundError:
        return False
    _whole[str(path)] = identity
    return True


def _make_room(folder: Path, wanted_bytes: int) -> None:
    files = sorted(
        ((seen.st_atime, seen.st_size, path) for path in folder.glob("*.parquet") if (seen := _stat(path))),
        key=lambda one: one[0],
    )
    excess = sum(size for _at, size, _path in files) + wanted_bytes - settings.KEPT_ROWS_BYTES
    for at, size, path in files:
        if excess <= 0 or at > time.time() - IN_USE_SECONDS:
            return
        path.unlink(missing_ok=True)
        _whole.pop(str(path), None)
        excess -= size


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None  # another process made room
