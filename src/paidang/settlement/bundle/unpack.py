"""Unpacking a bundle that somebody else packed: only the files a bundle has, counted and weighed while they are read."""

import errno
import re
import zlib
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from paidang.kit.sentence import say

FILES_MAX = 40
CHUNK = 2**20

# The files of SPEC §8, and signatures on them. A name that is not one of them is refused, so no path can lead out of the folder.
NAME = re.compile(
    r"manifest\.json|terms\.json|statement\.json|rows\.parquet|statement\.(pdf|xlsx)|facts/[a-z_]{1,40}\.parquet"
    r"|signatures/[0-9a-f]{16}\.json"
)
IGNORED = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)|/$")


class NotABundle(Exception):
    """A file that is no statement bundle; the sentence says what is wrong with it."""


def unpack(packed: IO[bytes], folder: Path, *, bytes_max: int) -> None:
    """Write the bundle's files into the folder; NotABundle if it is anything else, or more than `bytes_max` unpacked.

    The outer folder that many programs put around the files is taken off. Sizes are counted as bytes come out:
    what the archive says about itself is not believed.
    """
    packed.seek(0)
    try:
        with ZipFile(packed) as archive:
            _write(archive, _members(archive), folder, bytes_max)
    except (BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
        if (
            isinstance(error, OSError) and error.errno != errno.EINVAL
        ):  # EINVAL: the archive points outside itself
            raise
        raise NotABundle(say("这不是一个完好的 .zip 文件。请用“下载对账包”得到的原文件。")) from error


def _members(archive: ZipFile) -> dict[str, ZipInfo]:
    """The archive's files by the names they have in a bundle."""
    infos = [info for info in archive.infolist() if not IGNORED.search(info.filename)]
    if len(infos) > FILES_MAX:
        raise NotABundle(say("里面有 {n} 个文件，对账包最多 {max} 个。", n=len(infos), max=FILES_MAX))
    manifest = next(
        (info.filename for info in infos if info.filename.split("/")[-1] == "manifest.json"), None
    )
    if manifest is None:
        raise NotABundle(say("里面没有 manifest.json，不是对账包。"))
    around = manifest.removesuffix("manifest.json")
    members: dict[str, ZipInfo] = {}
    for info in infos:
        name = info.filename.removeprefix(around)
        if not NAME.fullmatch(name) or name in members:
            raise NotABundle(say("多了一个不属于对账包的文件：{name}", name=info.filename[:120]))
        if info.flag_bits & 1 or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotABundle(say("这个 .zip 有密码或压缩方式特殊，请重新压缩成普通的 .zip。"))
        members[name] = info
    return members


def _write(archive: ZipFile, members: dict[str, ZipInfo], folder: Path, bytes_max: int) -> None:
    written = 0
    for name, info in members.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as source, target.open("xb") as out:
            while chunk := source.read(CHUNK):
                written += len(chunk)
                if written > bytes_max:
                    raise NotABundle(say("解开后超过 {n:,} MB，对账包没有这么大。", n=bytes_max // 2**20))
                out.write(chunk)
