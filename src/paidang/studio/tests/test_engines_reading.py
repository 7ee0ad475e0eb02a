"""Texts in pictures by a process of its own: whatever becomes of it, what it told before is kept. And, where `make setup-ocr`
was run, what the true reader finds in pictures drawn here, whose texts are known."""

import json
import random
import sys
from pathlib import Path

import pytest
from noto_cjk_sans_otc import FONT_PATH
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from paidang.studio.engines import reading
from paidang.studio.engines.read_texts import OVERLAP, SIDE, slices
from paidang.studio.engines.reading import read_texts
from paidang.studio.rules.reading import Line, lines_of, superlatives_in, text_permille
from paidang.studio.tests.drawn import bowl, saved

LINE = {"text": "国家级", "score": 0.9, "box": [0, 0, 1000, 300]}
FAKE = """
import json, os, sys, time
print("a library's own word")
print(json.dumps({"ready": True}), flush=True)
for path in sys.argv[1:]:
    what = open(path).read()
    if what == "hangs": time.sleep(60)
    if what == "kills": os.abort()
    if what == "breaks off": print('{"lines": [', end="", flush=True), os.abort()
    print(json.dumps({"error": "no picture"} if what == "broken" else {"lines": [%s]}), flush=True)
"""


@pytest.mark.parametrize(
    ("pictures", "told"),
    [
        ([], []),
        (["good", "good"], [[LINE], [LINE]]),
        (["broken", "good"], [None, [LINE]]),
        (["good", "kills", "good"], [[LINE], None]),
        (["good", "breaks off", "good"], [[LINE], None]),
        (["hangs", "good"], [None]),
    ],
)
def test_what_was_told_before_the_process_died_is_kept(pictures, told, tmp_path, settings, monkeypatch):
    (tmp_path / "fake.py").write_text(FAKE % json.dumps(LINE))
    monkeypatch.setattr(reading, "CHILD", tmp_path / "fake.py")
    monkeypatch.setattr(reading, "TIMEOUT_S", 1)
    settings.OCR_PYTHON = sys.executable
    assert read_texts([one.encode() for one in pictures]) == told


def test_a_library_that_does_not_start_blames_no_picture(tmp_path, settings):
    settings.OCR_PYTHON = sys.executable  # this Python has no RapidOCR
    assert read_texts([bowl()]) == []
    settings.OCR_PYTHON = tmp_path / "none"
    assert reading.reader() is None and read_texts([bowl()]) == []


@pytest.mark.parametrize("height", [1, 1500, 1501, 2400, 2401, 12_000, 23_999])
def test_the_slices_of_a_tall_picture_leave_no_line_out_and_tell_none_twice(height):
    parts = slices(750, height)
    assert all(bottom - top <= SIDE for top, bottom, _since, _until in parts) or parts == slices(
        height, height
    )
    for middle in range(0, height, 7):
        [(top, bottom)] = [(top, bottom) for top, bottom, since, until in parts if since <= middle < until]
        assert top <= max(0, middle - OVERLAP // 2) and min(height, middle + OVERLAP // 2) <= bottom


# The true one

PHRASES = (
    "手工拉坯", "一碗一色", "青瓷盖碗 150ml", "买一送一", "限时 8 折", "全网第一", "国家级大师监制", "顺丰包邮", "送礼盒",
    "出汤快 不烫手", "龙泉青瓷", "¥129 起", "NEW ARRIVAL", "2026 春季新品", "七天无理由退货",
)  # fmt: skip
INKS = ("#000000", "#7a1f14", "#ffffff", "#c8202a", "#20405a")
GROUNDS = ("#ffffff", "#e9e4da", "#2b3a33", "#d8b26a", "#b1c7b9")


@pytest.mark.slow
@pytest.mark.skipif(not Path(".venv-ocr/bin/python").exists(), reason="no reader here: make setup-ocr")
def test_the_true_reader_finds_text_its_share_and_superlatives_and_none_where_there_is_none():
    cases = [drawn(seed, 1 + seed % 6) for seed in range(24)]
    plain = [
        bowl(1000, 1000, ground="#e9e4da"),
        saved(Image.effect_noise((1000, 1000), 60).convert("RGB"), "JPEG"),
    ]
    *told, bare, noise, tall, broken = read_texts(
        [picture for picture, _there in cases] + [*plain, tall_one(), b"none"]
    )
    errors, characters, found = [], 0, 0
    for (_picture, there), lines in zip(cases, told, strict=True):
        assert lines is not None
        read = lines_of(lines)
        errors.append(text_permille(read) - text_permille(there))
        whole = "".join(line.text for line in read).replace(" ", "")
        for line in there:
            characters += len(line.text.replace(" ", ""))
            found += sum(one in whole for one in line.text.replace(" ", ""))
    mean = sum(map(abs, errors)) / len(errors)
    assert mean <= 10 and max(map(abs, errors)) <= 30
    assert found >= characters * 0.95
    for lines in (bare, noise):
        assert lines is not None and text_permille(lines_of(lines)) <= 20, lines
    assert tall is not None and broken is None
    assert [one.word for one in superlatives_in(lines_of(tall))] == ["国家级", "全网第一", "最佳"]


def tall_one() -> bytes:
    """A detail picture of 750 × 6,000, with words at its top, across the first cut, and at its end."""
    image = Image.new("RGB", (750, 6000), "#f0ece2")
    font = ImageFont.truetype(str(FONT_PATH), 40, index=2)
    for top, text in ((60, "国家级大师"), (SIDE - OVERLAP // 2 - 20, "全网第一"), (5900, "送礼最佳之选")):
        ImageDraw.Draw(image).text((60, top), text, font=font, fill="#802010")
    return saved(image, "JPEG")


def drawn(seed: int, lines: int) -> tuple[bytes, list[Line]]:
    """A picture of one to six lines on a plain or grained ground beside a bowl; and each line's box, tight around its ink."""
    dice, side = random.Random(seed), 1000
    ground = dice.choice(GROUNDS)
    image = Image.new("RGB", (side, side), ground)
    if seed % 2:
        grain = Image.effect_noise((side, side), 40).filter(ImageFilter.GaussianBlur(3)).convert("RGB")
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
        if box[2] > side - 10 or box[3] > side - 10:
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
