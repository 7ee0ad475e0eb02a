"""Running one process to its end, and what it took."""

import json
import resource
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
    """Run a command to its end; one that fails ends the measuring.

    By a small process of its own between this one and it: Linux counts the memory of whoever starts a process as the
    process's own, and a benchmark that has just made a hundred million lines is large.
    """
    measured = subprocess.run([sys.executable, "-S", __file__, *map(str, command)], stdout=subprocess.PIPE)
    if measured.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    figures, printed = measured.stdout.split(b"\n", 1)
    seconds, cpu_seconds, peak_mb = json.loads(figures)
    return Run(seconds, cpu_seconds, peak_mb, printed)


def main(command: Sequence[str]) -> None:
    """Run the command, print its seconds, processor seconds and peak memory as one line, then what it printed."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(done.returncode)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024]), flush=True)
    sys.stdout.buffer.write(done.stdout)


def settling(folder: Path, month: str, out: Path) -> list[object]:
    """`paidang settle` of the facts and terms in a folder."""
    command = [sys.executable, "-m", "paidang.cli.main", "settle", "--json", "--terms", folder / "terms.json"]
    return [*command, "--facts", folder / "facts", "--month", month, "--out", out]


if __name__ == "__main__":
    main(sys.argv[1:])
