"""Whether an uploaded seal is a sound PNG of a size that can be printed: read chunk by chunk, never trusted."""

import struct
import zlib

from paidang.kit.outcome import Violation
from paidang.kit.sentence import say

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BYTES_MAX = 500_000
SIDE_MIN, SIDE_MAX = 64, 1200
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples a pixel, by PNG colour type."""


def seal_fault(content: bytes) -> Violation | None:
    """Why the bytes are no picture of a seal; None where they are: a PNG of 64 to 1200 pixels a side, at most 500 KB."""
    if not 0 < len(content) <= BYTES_MAX:
        return Violation("SEAL_SIZE", say("印章图是空的，或超过 500 KB"), remedy=say("请换一张小一些的。"))
    size = _size_of(content)
    if size is None:
        return Violation(
            "SEAL_NO_PNG", say("印章图不是完好的 PNG"), remedy=say("请存成 PNG（背景透明更好）再传。")
        )
    if not all(SIDE_MIN <= side <= SIDE_MAX for side in size):
        return Violation(
            "SEAL_PIXELS",
            say("印章图是 {width} × {height} 像素", width=size[0], height=size[1]),
            remedy=say("请用每边 64 到 1200 像素的图。"),
        )
    return None


def _size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG whose chunks are whole and whose pixels are all there; None where it is none."""
    if not content.startswith(SIGNATURE):
        return None
    at, head, pixels, ended = len(SIGNATURE), b"", b"", False
    while at + 12 <= len(content) and not ended:
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if len(check) < 4 or struct.unpack(">I", check)[0] != zlib.crc32(kind + body):
            return None
        head = body if kind == b"IHDR" else head
        pixels += body if kind == b"IDAT" else b""
        ended = kind == b"IEND"
        at += 12 + length
    if not ended or len(head) != 13:
        return None
    width, height, depth, colour, _method, _filter, interlaced = struct.unpack(">IIBBBBB", head)
    if colour not in CHANNELS or interlaced or not 0 < max(width, height) <= 10 * SIDE_MAX:
        return None
    return (width, height) if _is_whole(pixels, width, height, depth * CHANNELS[colour]) else None


def _is_whole(pixels: bytes, width: int, height: int, bits: int) -> bool:
    """Whether the packed pixels unpack to just what the head announces; never to more."""
    expected = height * (1 + (width * bits + 7) // 8)
    unpack = zlib.decompressobj()
    try:
        return len(unpack.decompress(pixels, expected + 1)) == expected
    except zlib.error:
        return False
