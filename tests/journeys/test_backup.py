"""An operator backs up, loses the machine, and restores; what is in the way gets one line and changes nothing."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from paidang.site.backup import DUMP, KEYS, MANIFEST
from paidang.site.postgres import FORGETFUL, Cluster

pytestmark = pytest.mark.slow


def paidang(var: Path, *words: object) -> tuple[int, str]:
    """Run the command in an installation's folder: its exit code and what it said."""
    env = {key: value for key, value in os.environ.items() if key not in ("PAIDANG_DB_ROLE", "DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, "-m", "paidang.cli.main", *map(str, words)],
        env={**env, "PAIDANG_VAR": str(var)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory) -> tuple[Path, Path]:
    """An installation with one organisation, and its backup."""
    var = tmp_path_factory.mktemp("backed-up") / "var"
    cluster = Cluster(var / "pg", settings=FORGETFUL)
    cluster.start()
    try:
        migrate = [
            sys.executable,
            "-m",
            "paidang.site.manage",
            "migrate",
            "--verbosity",
            "0",
            "--skip-checks",
        ]
        env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        subprocess.run(migrate, env={**env, "PAIDANG_VAR": str(var), "PAIDANG_DB_ROLE": "owner"}, check=True)
        who = (
            "--kind",
            "brand",
            "--code",
            "qinglan",
            "--manager",
            "沈知夏",
            "--email",
            "shen@qinglan.example",
        )
        code, said = paidang(var, "register", "青岚茶器", *who)
        assert code == 0, said
    finally:
        cluster.stop()
    (var / "identity").mkdir(mode=0o700)
    (var / "identity" / "signing.key").write_text("key")
    folder = var.parent / "backup"
    code, said = paidang(var, "backup", folder)
    assert code == 0 and "机构 1，合同 0" in said and "分开保管" in said, said
    return var, folder


def test_what_was_backed_up_comes_back_whole_and_once(backed_up, tmp_path):
    var, folder = backed_up
    assert (
        stat.S_IMODE((folder / KEYS).stat().st_mode) == 0o600 and not folder.with_name("backup.half").exists()
    )
    code, said = paidang(var, "backup", folder)
    assert code == 2 and "已经有了，不覆盖" in said

    again = tmp_path / "again"
    code, said = paidang(again, "restore", folder)
    assert code == 0 and "机构 1，合同 0" in said and "与备份时一样" in said, said
    assert (again / "secret-key").read_text() == (var / "secret-key").read_text()
    assert stat.S_IMODE((again / "identity").stat().st_mode) == 0o700
    code, said = paidang(again, "restore", folder)
    assert code == 2 and said.count("\n") == 1 and "已有数据，不覆盖" in said


def test_a_broken_a_newer_and_no_backup_change_nothing(backed_up, tmp_path):
    _, folder = backed_up
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in (DUMP, KEYS, MANIFEST):
        (broken / name).write_bytes((folder / name).read_bytes())
    dump = bytearray((broken / DUMP).read_bytes())
    dump[len(dump) // 2] ^= 1
    (broken / DUMP).write_bytes(dump)
    target = tmp_path / "target"
    code, said = paidang(target, "restore", broken)
    assert code == 2 and f"{DUMP} 与备份时不同" in said and not target.exists()

    (broken / DUMP).write_bytes((folder / DUMP).read_bytes())
    manifest = json.loads((broken / MANIFEST).read_text())
    manifest["migrations"]["team"].append("9999_of_next_year")
    (broken / MANIFEST).write_text(json.dumps(manifest))
    code, said = paidang(target, "restore", broken)
    assert code == 2 and "更新的版本做的（team 9999_of_next_year）" in said

    code, said = paidang(tmp_path / "other", "restore", tmp_path / "nothing")
    assert code == 2 and "不是一份完整的备份" in said and not (tmp_path / "other").exists()
