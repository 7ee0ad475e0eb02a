"""The demo's pictures: a lidded bowl drawn by shapes, when the demo world is made; passed off as nothing else."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

SIDE, FINE = 900, 2
"""Pixels a side, and how much finer it is drawn than kept, so that edges are smooth."""
CELADON, SHADE, RIM = "#cfdfd4", "#b1c7b9", "#93aa9c"
INK = "#6e6871"
GREYISH = ("#c3d3c8", "#a3b8ab", "#8ba093")


def bowl(
    *,
    ground: str = "#eef0ec",
    table: str = "#e2ddd3",
    glaze: tuple[str, str, str] = (CELADON, SHADE, RIM),
    scale: float = 1.0,
    height: int = SIDE,
    ruler: bool = False,
) -> bytes:
    """A lidded bowl on its saucer before a ground, on a table of another colour; with `ruler`, its width and height drawn."""
    image = Image.new("RGB", (SIDE * FINE, height * FINE), ground)
    draw = ImageDraw.Draw(image)
    if table != ground:
        draw.rectangle((0, height * FINE * 0.69, SIDE * FINE, height * FINE), fill=table)
    body, shade, rim = glaze

    def at(x: float, y: float) -> tuple[float, float]:
        unit = SIDE * FINE / 400 * scale
        return SIDE * FINE / 2 + x * unit, height * FINE * 0.74 + y * unit

    def oval(x0: float, y0: float, x1: float, y1: float, fill: str) -> None:
        draw.ellipse((*at(x0, y0), *at(x1, y1)), fill=fill, outline=rim, width=3)

    if table != ground:
        draw.ellipse((*at(-140, -10), *at(150, 28)), fill=_darker(table))
    oval(-120, -20, 120, 6, shade)
    oval(-112, -22, 112, 0, body)
    draw.polygon([at(-34, -10), at(34, -10), at(28, -2), at(-28, -2)], fill=shade)
    side = [(-98, -122), (-90, -80), (-72, -44), (-34, -10)]
    draw.polygon([at(x, y) for x, y in [*side, *((-x, y) for x, y in reversed(side))]], fill=body)
    draw.polygon(
        [
            at(x, y)
            for x, y in [
                (58, -122),
                (54, -74),
                (38, -34),
                (22, -10),
                (34, -10),
                (72, -44),
                (90, -80),
                (98, -122),
            ]
        ],
        fill=shade,
    )
    oval(-98, -135, 98, -109, shade)
    draw.pieslice((*at(-86, -176), *at(86, -76)), 180, 360, fill=body, outline=rim, width=3)
    oval(-18, -194, 18, -168, body)
    if ruler:
        _measures(draw, at)
    return _jpeg(image.resize((SIDE, height), Image.Resampling.LANCZOS))


def _measures(draw: ImageDraw.ImageDraw, at: Callable[[float, float], tuple[float, float]]) -> None:
    across = [((-98, 40), (98, 40)), ((-98, 32), (-98, 48)), ((98, 32), (98, 48))]
    upright = [((146, -194), (146, 6)), ((138, -194), (154, -194)), ((138, 6), (154, 6))]
    for begin, end in across + upright:
        draw.line([at(*begin), at(*end)], fill=INK, width=5)


def _darker(colour: str) -> str:
    return "#" + "".join(f"{int(colour[n : n + 2], 16) * 82 // 100:02x}" for n in (1, 3, 5))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()
