"""`manifest.json`: what a bundle consists of, under which rules and after which other bundle (SPEC §8)."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from paidang.kit.sentence import say
from paidang.settlement.bundle.canonical import NotCanonical, canonical_json, read_canonical, sha256_of
from paidang.settlement.bundle.signatures import FOLDER

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of `manifest.json` without its digest; `files` maps each other file's name to its SHA-256."""

    month: str
    version: int
    files: dict[str, str]
    previous: str | None
    closed_at: str | None
    rules: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the manifest without its digest: it stands for the whole bundle and those before it."""
        return hashlib.sha256(canonical_json(asdict(self))).hexdigest()

    def as_bytes(self) -> bytes:
        return canonical_json({**asdict(self), "digest": self.digest})


_FIELDS: dict[str, type | tuple[type, ...]] = {
    "month": str,
    "version": int,
    "files": dict,
    "previous": (str, type(None)),
    "closed_at": (str, type(None)),
    "rules": str,
}


def read_manifest(folder: Path) -> Manifest:
    """Read a bundle's manifest; raises NotCanonical unless it is one, byte for byte, with its own digest."""
    try:
        value = read_canonical(folder / MANIFEST)
    except OSError:
        raise NotCanonical(say("缺少此文件，或无法读取")) from None
    if not isinstance(value, dict) or set(value) != {*_FIELDS, "digest"}:
        raise NotCanonical(say("不是对账包的清单"))
    digest = value.pop("digest")
    if not all(isinstance(value[name], kind) for name, kind in _FIELDS.items()):
        raise NotCanonical(say("不是对账包的清单"))
    manifest = Manifest(**value)
    if manifest.digest != digest:
        raise NotCanonical(say("摘要与清单内容不符"))
    return manifest


def list_files(folder: Path) -> dict[str, Path]:
    """Every file of a bundle but the manifest and the signatures on it, by its name within the folder."""
    found = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()
    }
    return {
        name: path for name, path in found.items() if name != MANIFEST and not name.startswith(f"{FOLDER}/")
    }


def hash_files(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a bundle that its manifest lists."""
    files = list_files(folder)
    with ThreadPoolExecutor() as threads:  # hashing leaves Python's lock to others
        return dict(zip(files, threads.map(sha256_of, files.values()), strict=True))
