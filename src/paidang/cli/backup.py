"""`paidang backup` and `paidang restore`: everything that matters, into a folder and back."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from paidang.kit.period import SHANGHAI
from paidang.site.backup import COUNTED, DUMP, KEYS, BackupProblem, Place, back_up, read_manifest
from paidang.site.backup import restore as put_back
from paidang.site.postgres import DatabaseProblem

Folder = Annotated[Path, typer.Argument(help="备份的文件夹，如 backups/2026-11-28")]


def backup(folder: Folder) -> None:
    """把数据库和钥匙备份到一个新文件夹；网页可以开着。"""
    with _place() as place:
        counts = back_up(place, folder, at=datetime.now(SHANGHAI))
    typer.echo(f"已备份到 {folder}：{_words(counts)}。")
    typer.echo(f"{KEYS} 里是登录和签约用的钥匙，请与 {DUMP} 分开保管。")


def restore(folder: Folder) -> None:
    """把备份恢复到一个空的地方；已有数据则什么也不改。"""
    with _one_line():
        manifest = read_manifest(folder)
    with _place(alone=True) as place:
        counts = put_back(place, folder, manifest)
    typer.echo(f"已恢复：{_words(counts)}，与备份时一样。现在可以 paidang serve。")


@contextmanager
def _one_line() -> Iterator[None]:
    """Whatever is in the way is one line and exit code 2."""
    try:
        yield
    except (BackupProblem, DatabaseProblem) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None


@contextmanager
def _place(*, alone: bool = False) -> Iterator[Place]:
    """This installation with its database running; `alone`: while nobody serves from it."""
    var = Path(os.environ.get("PAIDANG_VAR", "var")).resolve()
    with _one_line(), _held(var) as is_free:
        if alone and not is_free:
            raise BackupProblem(f"有一个 paidang serve 在用 {var}。先停下它。")
        place = Place(var, os.environ.get("DATABASE_URL", ""))
        started = place.is_embedded and is_free and place.cluster.start()
        try:
            yield place
        finally:
            if started:
                place.cluster.stop()


@contextmanager
def _held(var: Path) -> Iterator[bool]:
    """Whether the folder is ours alone meanwhile."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        lock = (var / "serve.lock").open("w")
    except OSError as error:
        raise BackupProblem(f"不能用 {var}：{error.strerror}。") from None
    with lock:
        yield _try_lock(lock.fileno())


def _try_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _words(counts: dict[str, int]) -> str:
    return "，".join(f"{word} {counts[table]:,}" for table, word in COUNTED.items() if table in counts)
