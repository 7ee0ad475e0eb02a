"""What is let in, how it is turned, and that nothing of the camera goes out."""

import io
import zlib
from struct import pack

import pytest
from PIL import Image

from paidang.studio.rules import picture as rule
from paidang.studio.rules.picture import NoPicture, measure, rendered
from paidang.studio.tests.drawn import bowl, saved

JPEG, PNG = "image/jpeg", "image/png"
GPS, ORIENTATION = 0x8825, 0x0112


def bomb(side: int) -> bytes:
    """A PNG of few bytes that says it has side × side pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    head = pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def moving() -> bytes:
    frames = [Image.new("RGB", (80, 80), colour) for colour in ("red", "blue")]
    return saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg onload=alert(1)></svg>", "NOT_A_PICTURE"),
        (b"%PDF-1.7", "NOT_A_PICTURE"),
        (saved(Image.new("RGB", (80, 80)), "GIF"), "NOT_A_PICTURE"),
        (b"", "NOT_A_PICTURE"),
        (b"\xff\xd8\xff\xe0 a bowl", "BROKEN"),
        (bowl()[:4000], "BROKEN"),
        (bowl(format="PNG")[:-40], "BROKEN"),
        (bomb(8_000), "TOO_MANY_PIXELS"),
        (bomb(60_000), "TOO_MANY_PIXELS"),
        (bomb(200), "BROKEN"),
        (bowl(40, 400), "TOO_SMALL"),
        (moving(), "MOVING"),
    ],
    ids=["svg", "pdf", "gif", "empty", "jpeg by name", "cut jpeg", "cut png", "bomb", "big bomb", "hollow", "small", "moving"],
)  # fmt: skip
def test_what_is_no_sound_picture_is_refused_by_its_content(content, code):
    with pytest.raises(NoPicture) as no:
        measure(content)
    assert no.value.violation.code == code


def test_a_file_heavier_than_the_limit_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(rule, "PICTURE_BYTES_MAX", 1000)
    with pytest.raises(NoPicture) as no:
        measure(bowl())
    assert no.value.violation.code == "TOO_HEAVY"


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (bowl, (JPEG, 800, 800, 1000, "RGB")),
        (lambda: bowl(600, 900, ground="#336655", format="PNG"), (PNG, 600, 900, 0, "RGB")),
        (lambda: bowl(format="WEBP"), ("image/webp", 800, 800, 1000, "RGB")),
        (lambda: bowl(mode="CMYK"), (JPEG, 800, 800, 1000, "CMYK")),
        (lambda: saved(Image.new("RGBA", (100, 100), (0, 0, 0, 0)), "PNG"), (PNG, 100, 100, 1000, "RGBA")),
    ],
    ids=["jpeg", "png", "webp", "cmyk", "transparent is white"],
)
def test_a_picture_is_measured(drawn, expected):
    content = drawn()
    seen = measure(content).picture
    assert (seen.media, seen.width, seen.height, seen.edge_white_permille, seen.mode) == expected
    assert seen.size_bytes == len(content)


def test_what_goes_out_is_upright_and_says_nothing_of_place_or_camera():
    image = Image.new("RGB", (400, 200), "white")
    exif = image.getexif()
    exif[ORIENTATION] = 6  # lies on its side
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010F] = "Camera of Shen"
    content = saved(image, "JPEG", exif=exif, comment=b"at home")
    assert b"Camera of Shen" in content
    seen = measure(content)
    assert (seen.picture.width, seen.picture.height) == (200, 400)
    for made in (seen.thumb, seen.proof, rendered(content, JPEG, (100, 200), 2**20)):
        out = Image.open(io.BytesIO(made))
        assert not out.getexif() and "comment" not in out.info and b"Camera of Shen" not in made
        assert out.height == 2 * out.width


def test_a_rendition_is_as_light_as_the_platform_wants_and_the_same_each_time():
    noise = Image.effect_noise((900, 900), 120).convert("RGB")
    content = saved(noise, "PNG")
    light = rendered(content, PNG, (800, 800), 300_000)
    assert len(light) <= 300_000 < len(rendered(content, PNG, (800, 800), 10**9))
    assert light == rendered(content, PNG, (800, 800), 300_000)
    assert Image.open(io.BytesIO(light)).size == (800, 800)
