"""What a picture is by its own bytes, measured before anybody trusts it; and what is made of it for others to see.

A file is opened by its content alone, its pixels are counted before they are unpacked, and what goes out is drawn anew:
upright, in sRGB, without place, camera or any other word the original carries.
"""

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paidang.kit.media import JPEG, PNG, WEBP, media_of
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say
from paidang.studio.rules.sizes import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURE_BYTES_MAX = 40 * 2**20
PIXELS_MAX = 60_000_000
SIDE_MIN = 50
AT_ONCE = 30
"""So many files in one form."""
THUMB, PROOF = 320, 1600
"""The longer side of what a list shows, and of what is proofed on a screen."""
NEARLY_WHITE = 250
OTHER_KINDS = (
    ".mp4", ".mov", ".avi", ".mkv", ".psd", ".psb", ".ai", ".tif", ".tiff", ".cr2", ".cr3", ".nef", ".arw", ".dng", ".raw", ".heic",
    ".gif", ".bmp", ".pdf", ".zip", ".rar",
)  # fmt: skip
"""Names of what is no picture we take: told by its name it is refused before its bytes are on their way."""
_PILLOW = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}


OTHER_KIND = Violation(
    "NOT_A_PICTURE",
    say("不是 JPEG、PNG 或 WebP 图片"),
    remedy=say("视频、PSD、TIFF、RAW 不收，请自己留好；图请导出成 JPEG 或 PNG 再传。"),
)


class NoPicture(Exception):
    """The bytes are none that we take; `violation` says why."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(str(violation))
        self.violation = violation


@dataclass(frozen=True, slots=True)
class Measured:
    """A sound picture: what it is, and two smaller ones of it as JPEG."""

    picture: Picture
    thumb: bytes
    proof: bytes


def digest_of(content: bytes) -> str:
    """Its SHA-256, hexadecimal: the name it is kept, shown and signed by."""
    return hashlib.sha256(content).hexdigest()


def measure(content: bytes) -> Measured:
    """Look at the bytes and draw the small ones; NoPicture for what is no picture, broken, or too large to unpack."""
    media = media_of(content)
    if media not in _PILLOW:
        raise NoPicture(OTHER_KIND)
    if len(content) > PICTURE_BYTES_MAX:
        raise NoPicture(
            Violation(
                "TOO_HEAVY",
                say("超过 {most} MB", most=PICTURE_BYTES_MAX // 2**20),
                remedy=say("请导出时压小一些。"),
            )
        )
    image = upright(content, media)
    picture = Picture(
        media, image.width, image.height, len(content), edge_white_permille(image), image.info["was"]
    )
    return Measured(picture, shrunk(image, THUMB, quality=80), shrunk(image, PROOF, quality=88))


def upright(content: bytes, media: str) -> "Image":
    """The whole picture in memory, turned as its EXIF says, in RGB; `info["was"]` is the mode it was stored in."""
    from PIL import Image as images
    from PIL import ImageOps

    try:
        with images.open(io.BytesIO(content), formats=[_PILLOW[media]]) as head:
            _check_size(head.width, head.height)
            if getattr(head, "n_frames", 1) > 1:
                raise NoPicture(Violation("MOVING", say("是动图"), remedy=say("请传一张静止的图。")))
            head.verify()
        with images.open(io.BytesIO(content), formats=[_PILLOW[media]]) as whole:
            was = whole.mode
            whole.load()
            image = _in_srgb(ImageOps.exif_transpose(whole))
    except NoPicture:
        raise
    except images.DecompressionBombError as bomb:
        raise NoPicture(
            Violation("TOO_MANY_PIXELS", say("像素太多，不能打开"), remedy=say("请缩小再传。"))
        ) from bomb
    except Exception as broken:  # a decoder fails in many ways on a broken file, none of them ours
        raise NoPicture(
            Violation("BROKEN", say("图片是坏的，打不开"), remedy=say("请重新导出，或重传一次。"))
        ) from broken
    image.info["was"] = was
    return image


def _check_size(width: int, height: int) -> None:
    """Before a single pixel is unpacked."""
    if width * height > PIXELS_MAX:
        raise NoPicture(
            Violation(
                "TOO_MANY_PIXELS",
                say(
                    "{width} × {height} 像素，超过 {most:,}",
                    width=width,
                    height=height,
                    most=PIXELS_MAX,
                ),
                remedy=say("请缩小再传。"),
            )
        )
    if min(width, height) < SIDE_MIN:
        raise NoPicture(
            Violation("TOO_SMALL", say("{width} × {height} 像素，太小", width=width, height=height))
        )


def _in_srgb(image: "Image") -> "Image":
    """As RGB on white, its own colour profile reckoned in, and nothing of its words left."""
    from PIL import Image as images
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            image = turned or image
        except ImageCms.PyCMSError:
            pass  # a profile that nobody can read is as none
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        above = image.convert("RGBA")
        image = images.new("RGB", above.size, "white")
        image.paste(above, mask=above.getchannel("A"))
    plain = image.convert("RGB")
    plain.info = {}
    plain.getexif().clear()
    return plain


def edge_white_permille(image: "Image") -> int:
    """How many in a thousand of the outermost pixels are white, or as good as."""
    width, height = image.size
    sides = [
        (0, 0, width, 1),
        (0, height - 1, width, height),
        (0, 0, 1, height),
        (width - 1, 0, width, height),
    ]
    white = total = 0
    for side in sides:
        strip = image.crop(side).tobytes()
        pixels = list(zip(strip[0::3], strip[1::3], strip[2::3], strict=True))
        white += sum(min(pixel) >= NEARLY_WHITE for pixel in pixels)
        total += len(pixels)
    return white * 1000 // total


def shrunk(image: "Image", side: int, *, quality: int) -> bytes:
    """A JPEG whose longer side is at most `side`."""
    scale = min(1.0, side / max(image.size))
    return drawn(
        image, (max(1, round(image.width * scale)), max(1, round(image.height * scale))), quality=quality
    )


def drawn(image: "Image", size: tuple[int, int], *, quality: int) -> bytes:
    """A JPEG of that size, without a word of metadata. The same picture gives the same bytes with the same library."""
    from PIL import Image as images

    small = image if image.size == size else image.resize(size, images.Resampling.LANCZOS, reducing_gap=3.0)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality, optimize=True, progressive=True, exif=b"", icc_profile=None)
    return out.getvalue()


def rendered(content: bytes, media: str, size: tuple[int, int], bytes_max: int) -> bytes:
    """The picture at that size, as light as the platform wants it: the best quality that fits, at worst 60 of 100."""
    image = upright(content, media)
    for quality in (92, 85, 78, 70, 60):
        made = drawn(image, size, quality=quality)
        if len(made) <= bytes_max:
            break
    return made
