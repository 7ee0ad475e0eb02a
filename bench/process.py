"""Running one process to its end, and what it took."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """One process: wall-clock and processor seconds, peak memory in MB, what it printed."""

    seconds: float
    cpu_seconds: float
    peak_mb: int
    printed: bytes


def run(command: Sequence[object]) -> Run:
    """Run a command to its end; one that fails ends the measuring."""
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE)
    assert process.stdout is not None
    printed = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    seconds = time.perf_counter() - start
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, printed)


def settling(folder: Path, month: str, out: Path) -> list[object]:
    """`paidang settle` of the facts and terms in a folder."""
    command = [sys.executable, "-m", "paidang.cli.main", "settle", "--json", "--terms", folder / "terms.json"]
    return [*command, "--facts", folder / "facts", "--month", month, "--out", out]
