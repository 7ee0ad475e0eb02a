"""Backups: the database and, apart from it, the keys. A folder that is whole or not there; restored only into an empty place.

What is in: everything PostgreSQL holds (contracts, facts, statements with their bundles, evidence), the secret key, the
identity with which contracts are sealed. NOT in: `var/rows` and `var/static`, which are made anew, and `var/mail.log`.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from paidang.site.postgres import Cluster

FORMAT = 1
DUMP, KEYS, MANIFEST = "database.dump", "keys.tar", "manifest.json"
KEY_FILES = ("secret-key", "identity")
COUNTED = {
    "team_organisation": "机构",
    "contracts_contract": "合同",
    "orders_orderline": "订单行",
    "settlement_statement": "对账单",
    "evidence_entry": "存证",
}
"""Tables whose rows are counted on both sides, so that a restored backup can be seen to be whole."""


class BackupProblem(Exception):
    """Nothing was backed up or restored; one line for the person at the terminal."""


class Place:
    """Where an installation keeps what matters: its folder, and its database as somebody whom no row-level security binds."""

    def __init__(self, var: Path, url: str = "") -> None:
        self.var, self.is_embedded = var, not url
        self.cluster = Cluster(var / "pg")
        self.dsn = url or f"host='{var / 'pg'}' user=postgres dbname=paidang"

    @contextmanager
    def connect(self) -> Iterator[psycopg.Connection]:
        """A view of one moment."""
        try:
            with psycopg.connect(self.dsn, connect_timeout=5) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                yield connection
        except psycopg.Error as error:
            raise BackupProblem(f"数据库没有答应：{str(error).strip().splitlines()[0]}") from None

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's own programs; what it complains of first is the problem. The password is not on its command line."""
        place = psycopg.conninfo.conninfo_to_dict(self.dsn)
        env = {**os.environ, "PGPASSWORD": str(place.pop("password", ""))}
        dsn = psycopg.conninfo.make_conninfo("", **place)
        done = subprocess.run(
            [self.cluster.bin / program, *arguments, "--dbname", dsn],
            env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if "row-level security" in done.stderr:
            raise BackupProblem("DATABASE_URL 里的用户受行级权限约束，看不全。请换一个有 bypassrls 的用户。")
        if done.returncode:
            reason = next((line for line in done.stderr.splitlines() if "error" in line), "没有说原因")
            raise BackupProblem(f"{program} 没有做完：{reason}")


def _count(connection: psycopg.Connection) -> dict[str, int]:
    """The rows of each counted table that is there."""
    there = {name for (name,) in connection.execute("select relname from pg_class where relkind = 'r'")}
    counts = {}
    for table in COUNTED:
        if table in there:
            row = connection.execute(
                sql.SQL("select count(*) from {}").format(sql.Identifier(table))
            ).fetchone()
            counts[table] = row[0] if row else 0
    return counts


def _migrations(connection: psycopg.Connection) -> dict[str, list[str]]:
    """What has been migrated, by app."""
    found: dict[str, list[str]] = {}
    for app, name in connection.execute("select app, name from django_migrations order by app, name"):
        found.setdefault(app, []).append(name)
    return found


def back_up(place: Place, folder: Path, *, at: datetime) -> dict[str, int]:
    """Write the backup into a new folder; the web may run meanwhile: the dump is of one moment. Returns the rows counted."""
    if folder.exists():
        raise BackupProblem(f"{folder} 已经有了，不覆盖。换一个名字。")
    half = folder.with_name(folder.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    try:
        half.mkdir(parents=True, mode=0o700)
        with place.connect() as connection:
            counts = _count(connection)
            if not counts:
                raise BackupProblem("数据库里什么也没有，没有可备份的。")
            migrations = _migrations(connection)
            moment = connection.execute("select pg_export_snapshot()").fetchone()
            assert moment is not None
            place.run("pg_dump", "--format=custom", f"--snapshot={moment[0]}", f"--file={half / DUMP}")
        _pack_keys(place.var, half / KEYS)
        manifest = {
            "format": FORMAT,
            "made_at": at.isoformat(timespec="seconds"),
            "paidang": version("paidang"),
            "rows": counts,
            "migrations": migrations,
            "sha256": {name: _sha256(half / name) for name in (DUMP, KEYS)},
        }
        (half / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
        half.rename(folder)
    except OSError as error:
        raise BackupProblem(f"写不了 {folder}：{error.strerror}。") from None
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return counts


def restore(place: Place, folder: Path, manifest: Mapping[str, Any]) -> dict[str, int]:
    """Put a backup into an empty database and an installation without keys; anything in the way, and nothing is changed."""
    if unknown := _unknown_migrations(manifest["migrations"]):
        raise BackupProblem(f"备份是更新的版本做的（{unknown}）。请先更新拍档，再恢复。")
    with place.connect() as connection:
        is_empty = not _count(connection)
    if not is_empty:
        raise BackupProblem("这里的数据库已有数据，不覆盖。用 PAIDANG_VAR 另指一个空文件夹再恢复。")
    if kept := [name for name in KEY_FILES if (place.var / name).exists()]:
        raise BackupProblem(f"{place.var} 里已有 {'、'.join(kept)}，不覆盖。先移开它们。")
    owner = () if place.is_embedded else ("--no-owner",)
    place.run("pg_restore", "--single-transaction", "--exit-on-error", *owner, str(folder / DUMP))
    with place.connect() as connection:
        counts = _count(connection)
    if counts != manifest["rows"]:
        raise BackupProblem(f"恢复出来的行数与备份记下的不一样：{counts}，应为 {manifest['rows']}。")
    with tarfile.open(folder / KEYS) as keys:
        keys.extractall(place.var, filter="data")
    for key in (place.var / name for name in KEY_FILES):
        if key.exists():
            key.chmod(0o700 if key.is_dir() else 0o600)
    return counts


def _pack_keys(var: Path, file: Path) -> None:
    file.touch(mode=0o600)
    with tarfile.open(file, "w") as keys:
        for name in KEY_FILES:
            if (var / name).exists():
                keys.add(var / name, arcname=name, filter=_as_nobody)


def _as_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a backup says of itself, once every file in it is seen to be what it was."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        changed = [name for name in (DUMP, KEYS) if _sha256(folder / name) != manifest["sha256"][name]]
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupProblem(f"{folder} 不是一份完整的备份。") from None
    if manifest.get("format") != FORMAT:
        raise BackupProblem(f"{folder} 的格式 {manifest.get('format')} 这个版本不认识。")
    if changed:
        raise BackupProblem(f"{folder} 里的 {'、'.join(changed)} 与备份时不同，坏了或被改过。")
    return dict(manifest)


def _unknown_migrations(migrated: Mapping[str, object]) -> str:
    """The first of our own migrations in a backup that this version does not have; empty where it has all."""
    for app, names in migrated.items():
        spec = find_spec(f"paidang.{app}.migrations") if find_spec(f"paidang.{app}") else None
        if spec is None or not spec.submodule_search_locations:
            continue
        ours = {file.stem for file in Path(spec.submodule_search_locations[0]).glob("*.py")}
        for name in names if isinstance(names, list) else ():
            if name not in ours:
                return f"{app} {name}"
    return ""


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
