"""Texts in pictures whose share is known, since they were drawn here: what the reader finds of them, and its error.

It needs `make setup-ocr`. The error that the ADR tells is printed by `pytest -s` on this file.
"""

import random
from pathlib import Path

import pytest
from noto_cjk_sans_otc import FONT_PATH
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from paidang.kit.media import JPEG
from paidang.studio.engines.reading import read_texts, reader
from paidang.studio.rules.reading import Line, lines_of, superlatives_in, text_permille
from paidang.studio.tests.drawn import bowl, saved

SIDE = 1000
PHRASES = (
    "手工拉坯", "一碗一色", "青瓷盖碗 150ml", "买一送一", "限时 8 折", "全网第一", "国家级大师监制", "顺丰包邮", "送礼盒",
    "出汤快 不烫手", "龙泉青瓷", "¥129 起", "NEW ARRIVAL", "2026 春季新品", "七天无理由退货",
)  # fmt: skip
INKS = ("#000000", "#7a1f14", "#ffffff", "#c8202a", "#20405a")
GROUNDS = ("#ffffff", "#e9e4da", "#2b3a33", "#d8b26a", "#b1c7b9")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("not __import__('pathlib').Path('.venv-ocr/bin/python').exists()", reason="no reader: make setup-ocr"),
]  # fmt: skip


def drawn(seed: int, lines: int) -> tuple[bytes, list[Line]]:
    """A picture of one to six lines on a plain or grained ground beside a bowl; and each line's box, tight around its ink."""
    dice = random.Random(seed)
    ground = dice.choice(GROUNDS)
    image = Image.new("RGB", (SIDE, SIDE), ground)
    if seed % 2:
        grain = Image.effect_noise((SIDE, SIDE), 40).filter(ImageFilter.GaussianBlur(3)).convert("RGB")
        image = Image.blend(image, grain, 0.25)
    draw = ImageDraw.Draw(image)
    draw.ellipse((300, 420, 700, 760), fill="#8fa89a")
    ink = dice.choice([one for one in INKS if _far(one, ground)])
    there, top = [], 20
    for _nth in range(lines):
        text, size = dice.choice(PHRASES), dice.choice((36, 48, 64, 90, 120))
        font = ImageFont.truetype(str(FONT_PATH), size, index=2)
        left = dice.randint(10, 120)
        box = draw.textbbox((left, top), text, font=font)
        if box[2] > SIDE - 10 or box[3] > SIDE - 10:
            continue
        draw.text((left, top), text, font=font, fill=ink)
        there.append(Line(text, tuple(round(one) for one in box)))  # type: ignore[arg-type]
        top = round(box[3]) + dice.randint(15, 60)
    return saved(image, "JPEG", quality=90), there


def _far(one: str, other: str) -> bool:
    """Whether people could read the one on the other."""
    lights = [
        sum(int(colour[at : at + 2], 16) * by for at, by in ((1, 3), (3, 6), (5, 1)))
        for colour in (one, other)
    ]
    return abs(lights[0] - lights[1]) > 900


def test_the_share_of_text_is_right_to_a_few_points(settings):
    assert reader() == Path(settings.OCR_PYTHON)
    cases = [drawn(seed, 1 + seed % 6) for seed in range(24)]
    told = read_texts([picture for picture, _there in cases])
    errors, characters, found = [], 0, 0
    for (_picture, there), lines in zip(cases, told, strict=True):
        assert lines is not None
        read = lines_of(lines)
        errors.append(text_permille(read) - text_permille(there))
        whole = "".join(line.text for line in read).replace(" ", "")
        for line in there:
            characters += len(line.text.replace(" ", ""))
            found += sum(one in whole for one in line.text.replace(" ", ""))
    shares = [text_permille(there) for _picture, there in cases]
    mean = sum(map(abs, errors)) / len(errors)
    print(f"\nshares {min(shares)}..{max(shares)} ‰; error mean {mean:.0f} ‰, from {min(errors)} to {max(errors)} ‰;"
          f" {found} of {characters} characters")  # fmt: skip
    assert mean <= 10 and max(map(abs, errors)) <= 30
    assert found >= characters * 0.95


def test_no_text_is_seen_where_there_is_none():
    plain = [
        bowl(1000, 1000), bowl(1000, 1000, ground="#e9e4da"), bowl(1000, 1000, ground="#20302a", glaze="#ffffff"),
        saved(Image.effect_noise((SIDE, SIDE), 60).convert("RGB"), "JPEG"),
        _stripes(),
    ]  # fmt: skip
    for lines in read_texts(plain):
        assert lines is not None and text_permille(lines_of(lines)) <= 20, lines


def test_a_superlative_in_a_picture_is_found_and_a_broken_one_is_told_apart():
    image = Image.new("RGB", (SIDE, SIDE), "#f0ece2")
    ImageDraw.Draw(image).text(
        (60, 80), "国家级大师 全网第一", font=ImageFont.truetype(str(FONT_PATH), 72, index=2), fill="#802010"
    )
    lines, broken = read_texts([saved(image, "JPEG"), b"no picture"])
    assert broken is None and lines is not None
    assert [found.word for found in superlatives_in(lines_of(lines))] == ["国家级", "全网第一"]


def _stripes() -> bytes:
    image = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(image)
    for at in range(0, SIDE, 50):
        draw.line((at, 0, at, SIDE), fill="#202020", width=10)
    return saved(image, JPEG.removeprefix("image/"))
