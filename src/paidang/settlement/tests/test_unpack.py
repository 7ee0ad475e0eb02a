"""What a stranger uploads: only a bundle comes out of it."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from paidang.settlement.bundle.unpack import NotABundle, unpack

BUNDLE = {
    "manifest.json": b"{}",
    "terms.json": b"{}",
    "statement.json": b"{}",
    "rows.parquet": b"x",
    "facts/order_lines.parquet": b"y",
}


def zipped(files: dict[str, bytes], **options: object) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_bundle_comes_out_whole(tmp_path):
    unpack(zipped(BUNDLE), tmp_path, bytes_max=2**20)
    assert names(tmp_path) == BUNDLE.keys()


def test_the_folder_around_it_is_taken_off(tmp_path):
    around = {f"2026-09/{name}": content for name, content in BUNDLE.items()}
    unpack(
        zipped(around | {"__MACOSX/2026-09/._x": b"", "2026-09/.DS_Store": b""}), tmp_path, bytes_max=2**20
    )
    assert names(tmp_path) == BUNDLE.keys()


@pytest.mark.parametrize(
    "name", ["../evil.json", "/etc/passwd", "facts/../../x.parquet", "facts/a/b.parquet", "run.py", "C:\\x"]
)
def test_a_name_that_no_bundle_has_is_refused(tmp_path, name):
    with pytest.raises(NotABundle):
        unpack(zipped(BUNDLE | {name: b"x"}), tmp_path / "inside", bytes_max=2**20)
    assert not (tmp_path / "evil.json").exists()


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path):
    with pytest.raises(NotABundle):
        unpack(zipped(BUNDLE | {"rows.parquet": b"\0" * 50 * 2**20}), tmp_path, bytes_max=3 * 2**20)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 4 * 2**20


def test_too_many_files_are_refused(tmp_path):
    many = {f"facts/{chr(97 + n // 26)}{chr(97 + n % 26)}.parquet": b"" for n in range(60)}
    with pytest.raises(NotABundle):
        unpack(zipped(BUNDLE | many), tmp_path, bytes_max=2**20)
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    "content", [b"", b"not a zip", zipped(BUNDLE).getvalue()[:-40], zipped({"readme.txt": b"x"}).getvalue()]
)
def test_anything_else_is_refused(tmp_path, content):
    with pytest.raises(NotABundle):
        unpack(io.BytesIO(content), tmp_path, bytes_max=2**20)


def test_a_damaged_file_is_refused(tmp_path):
    whole = zipped(BUNDLE | {"rows.parquet": random.Random(1).randbytes(20_000)}).getvalue()
    middle = len(whole) // 2
    damaged = whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :]
    with pytest.raises(NotABundle):
        unpack(io.BytesIO(damaged), tmp_path, bytes_max=2**20)
