"""The child process: reads the texts in pictures with RapidOCR. Imports nothing of Paidang: it runs in `.venv-ocr`.

    python read_texts.py 1.jpg 2.jpg ...

One line of JSON when it is ready, then one a picture: {"lines": [{"text", "score", "box": [left, top, right, bottom]}]}, the
box in thousandths of width and height; a picture that cannot be read: {"error": text}. A tall one is read slice by slice, or
its words would be too small. One thread, so that pages stay fast beside it.
"""

import json
import os
import resource
import sys
from typing import Any

SIDE = 1280
"""Of what is read at a time, in pixels."""
OVERLAP = 160
"""Of two slices: a line of text that is no higher stands whole in one of them."""
MARGIN = 0.12
"""What the detector's boxes leave around the ink, of their shorter side, at each side: fitted on drawn pictures, tested on others."""
LIMITS = {
    resource.RLIMIT_DATA: 3 * 2**30,
    resource.RLIMIT_CPU: 300,
    resource.RLIMIT_FSIZE: 8 * 2**20,
    resource.RLIMIT_CORE: 0,
}
"""Bytes, seconds, bytes of what it tells, no dump: whatever a picture does to the libraries."""


def main(paths: list[str]) -> None:
    """Read each, in order."""
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    from rapidocr import RapidOCR

    reader = RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    tell({"ready": True})
    for path in paths:
        try:
            tell({"lines": read(reader, path)})
        except Exception as broken:  # whatever the library does not like is said of this picture alone
            tell({"error": f"{type(broken).__name__}: {broken}"[:200]})


def tell(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def read(reader: Any, path: str) -> list[dict[str, Any]]:
    """The lines of one picture, from top to bottom."""
    import cv2

    image = cv2.imread(path)
    height, width = image.shape[:2]
    lines = []
    for top, bottom, since, until in slices(width, height):
        for left, upper, right, lower, text, score in seen(reader, image[top:bottom]):
            if since <= top + (upper + lower) / 2 < until:
                box = (left / width, (top + upper) / height, right / width, (top + lower) / height)
                lines.append(
                    {"text": text, "score": round(score, 3), "box": [_thousandths(part) for part in box]}
                )
    return lines


def slices(width: int, height: int) -> list[tuple[int, int, float, float]]:
    """Where a picture is cut, from top to bottom: top and bottom of each slice, and between which heights a line's middle must
    lie to be this slice's own; all in pixels. One that is not tall is one slice.

    >>> slices(800, 1600)
    [(0, 1600, 0, inf)]
    >>> slices(750, 2400)
    [(0, 1280, 0, 1200.0), (1120, 2400, 1200.0, inf)]
    """
    if height <= 2 * width:
        return [(0, height, 0, float("inf"))]
    tops = range(0, max(1, height - OVERLAP), SIDE - OVERLAP)
    return [
        (
            top,
            min(top + SIDE, height),
            top + OVERLAP / 2 if top else 0,
            top + SIDE - OVERLAP / 2 if top + SIDE < height else float("inf"),
        )
        for top in tops
    ]


def seen(reader: Any, image: Any) -> list[tuple[float, float, float, float, str, float]]:
    """Left, top, right and bottom of each line around its ink, its text and how sure the reader is."""
    found = reader(image)
    if found.boxes is None:
        return []
    lines = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        xs, ys = [float(x) for x, _y in corners], [float(y) for _x, y in corners]
        margin = MARGIN * min(max(xs) - min(xs), max(ys) - min(ys))
        box = (min(xs) + margin, min(ys) + margin, max(xs) - margin, max(ys) - margin)
        lines.append((*box, text, float(score)))
    return lines


def _thousandths(part: float) -> int:
    return max(0, min(1000, round(part * 1000)))


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main(sys.argv[1:])
