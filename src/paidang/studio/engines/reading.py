"""Reading the texts in pictures by another Python (`make setup-ocr`), in a process that ends with its few pictures.

RapidOCR brings OpenCV, NumPy and onnxruntime, 350 MB on disk and 300 MB of memory: none of it is loaded by the web or the
worker process, and what a picture does to it cannot hurt them. Not installed: `reader()` is None, and nothing is read.
"""

import json
import logging
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

CHILD = Path(__file__).with_name("read_texts.py")
TIMEOUT_S = 300
Told = list[dict[str, Any]] | None
logger = logging.getLogger(__name__)


def reader() -> Path | None:
    """The Python that has the library; None where there is none."""
    path = Path(settings.OCR_PYTHON)
    return path if path.is_file() and os.access(path, os.X_OK) else None


def read_texts(pictures: Sequence[bytes]) -> list[Told]:
    """What is read in each JPEG, in order (`rules.reading.lines_of` makes lines of it); None for one that cannot be read.

    Shorter than `pictures` where the process was killed or hung: the last one told, None, is then the one at which it did,
    and of those behind it nothing is known. Empty where the library itself did not start.
    """
    python = reader()
    if python is None or not pictures:
        return []
    with TemporaryDirectory(prefix="paidang-ocr-") as folder:
        paths = [Path(folder) / f"{nth}.jpg" for nth in range(len(pictures))]
        for path, content in zip(paths, pictures, strict=True):
            path.write_bytes(content)
        said = Path(folder) / "said"
        _run([str(python), "-I", str(CHILD), *map(str, paths)], said)
        whole, _newline, _broken_off = said.read_text(errors="replace").rpartition("\n")
    # Its lines and nothing else: libraries may print as well.
    lines = [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
    if not lines:
        logger.warning("texts in pictures: %s does not start", python)
        return []
    told: list[Told] = [one.get("lines") for one in lines[1:]]
    return (told + [None])[: len(pictures)]


def _run(command: Sequence[str], said: Path) -> None:
    """Until it ends, is killed or has taken too long. Its own session: Ctrl-C is no fault of a picture."""
    with said.open("wb") as out:
        try:
            subprocess.run(
                command, timeout=TIMEOUT_S, check=False, start_new_session=True, env=_environment(),
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            logger.warning("texts in pictures: stopped after %s s", TIMEOUT_S)


def _environment() -> dict[str, str]:
    """Nothing of ours goes over: no secret, no database."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_")}
    return {"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"} | kept
