"""Reading the texts in pictures by another Python (`make setup-ocr`), in a process that ends with its task.

RapidOCR brings OpenCV, NumPy and onnxruntime, 350 MB on disk and 300 MB of memory: none of it is loaded by the web or the
worker process, and what it does to a picture cannot hurt them. Not installed: `reader()` is None, and nothing is read.
"""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

CHILD = Path(__file__).with_name("read_texts.py")
TIMEOUT_S = 300


def reader() -> Path | None:
    """The Python that has the library; None where there is none."""
    path = Path(settings.OCR_PYTHON)
    return path if path.is_file() and os.access(path, os.X_OK) else None


def read_texts(pictures: Sequence[bytes]) -> list[list[dict[str, Any]] | None]:
    """What is read in each JPEG (`rules.reading.lines_of` makes lines of it); None for one that could not be read.

    Killed or hanging after some pictures, those are told and the others are None.
    """
    python = reader()
    if python is None or not pictures:
        return [None] * len(pictures)
    with TemporaryDirectory(prefix="paidang-ocr-") as folder:
        paths = [Path(folder) / f"{nth}.jpg" for nth in range(len(pictures))]
        for path, content in zip(paths, pictures, strict=True):
            path.write_bytes(content)
        try:
            said = subprocess.run(
                [str(python), "-I", str(CHILD), *map(str, paths)], timeout=TIMEOUT_S, check=False,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=_environment(),
            ).stdout  # fmt: skip
        except subprocess.TimeoutExpired as late:
            said = late.stdout or b""
    # Its lines and nothing else: libraries may print as well.
    told = [json.loads(line) for line in said.decode(errors="replace").splitlines() if line.startswith("{")]
    found: list[list[dict[str, Any]] | None] = [one.get("lines") for one in told]
    return (found + [None] * len(pictures))[: len(pictures)]


def _environment() -> dict[str, str]:
    """Nothing of ours goes over: no secret, no database."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_")}
    return {"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"} | kept
