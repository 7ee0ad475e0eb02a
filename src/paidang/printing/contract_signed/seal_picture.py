"""The picture of a party's seal, as it stands on the evidence page."""

from paidang.kit.sentence import say

from .model import SEAL_PICTURE_MAX_BYTES, UnableToSeal

PNG = b"\x89PNG\r\n\x1a\n"
SEAL_PIXELS_MAX = 2000


def check_seal_picture(seal: bytes) -> None:
    """UnableToSeal (SEAL_PICTURE_BAD) unless it is a PNG, not too large in bytes nor, unpacked, in pixels."""
    width, height = int.from_bytes(seal[16:20]), int.from_bytes(seal[20:24])
    if (
        not seal.startswith(PNG)
        or len(seal) > SEAL_PICTURE_MAX_BYTES
        or not 0 < max(width, height) <= SEAL_PIXELS_MAX
    ):
        raise bad_seal_picture()


def bad_seal_picture() -> UnableToSeal:
    return UnableToSeal(
        say("印章图样用不了"),
        code="SEAL_PICTURE_BAD",
        remedy=say(
            "请换一张 PNG，至多 {kb} KB，边长至多 {pixels} 像素。",
            kb=SEAL_PICTURE_MAX_BYTES // 1024,
            pixels=SEAL_PIXELS_MAX,
        ),
    )
