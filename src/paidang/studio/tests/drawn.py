"""Pictures for the tests, drawn when asked for: plain shapes, each of a size, a ground and a format."""

import io
from functools import cache
from typing import Any

from PIL import Image, ImageDraw


@cache
def bowl(
    width: int = 800,
    height: int = 800,
    *,
    ground: str = "white",
    glaze: str = "#b1c7b9",
    format: str = "JPEG",
    mode: str = "RGB",
) -> bytes:
    """A bowl as an ellipse on a ground."""
    image = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((width // 4, height // 3, width * 3 // 4, height * 3 // 4), fill=glaze)
    return saved(image.convert(mode), format)


def saved(image: Image.Image, format: str, **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **more)
    return out.getvalue()
