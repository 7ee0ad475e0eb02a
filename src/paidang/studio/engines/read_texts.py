"""The child process: reads the texts in pictures with RapidOCR. Imports nothing of Paidang: it runs in `.venv-ocr`.

    python read_texts.py 1.jpg 2.jpg ...

One line of JSON a picture: {"lines": [{"text", "score", "box": [left, top, right, bottom]}]}, the box in thousandths of
width and height; a picture that cannot be read: {"error": text}. One thread, so that pages stay fast beside it.
"""

import json
import os
import sys
from typing import Any

LONGER_SIDE = 1280
MARGIN = 0.12
"""What the detector's boxes leave around the ink, of their shorter side, at each side: fitted on drawn pictures, tested on others."""


def main(paths: list[str]) -> None:
    """Read each, in order."""
    from rapidocr import RapidOCR

    reader = RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": LONGER_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    for path in paths:
        try:
            told: dict[str, Any] = {"lines": read(reader, path)}
        except Exception as broken:  # whatever the library does not like is said of this picture alone
            told = {"error": f"{type(broken).__name__}: {broken}"[:200]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def read(reader: Any, path: str) -> list[dict[str, Any]]:
    """The lines of one picture."""
    import cv2

    image = cv2.imread(path)
    height, width = image.shape[:2]
    found = reader(image)
    if found.boxes is None:
        return []
    lines = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        xs, ys = [float(x) for x, _y in corners], [float(y) for _x, y in corners]
        margin = MARGIN * min(max(xs) - min(xs), max(ys) - min(ys))
        box = [
            _thousandths((min(xs) + margin) / width), _thousandths((min(ys) + margin) / height),
            _thousandths((max(xs) - margin) / width), _thousandths((max(ys) - margin) / height),
        ]  # fmt: skip
        lines.append({"text": text, "score": round(float(score), 3), "box": box})
    return lines


def _thousandths(part: float) -> int:
    return max(0, min(1000, round(part * 1000)))


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main(sys.argv[1:])
