"""The same month by what a user would take instead: pandas, a workbook, an ERP's commission module; beside Paidang.

    make rivals

Each is a process of its own, with its processor time and peak memory, and prints what the agency is owed in fen. None
of the others checks its facts, keeps what it was given, or hashes what it made; Tryton reckons a
commission on revenue, not the profit share.
"""

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from process import Run, run, settling  # noqa: E402
from world import MONTH, TERMS, generate  # noqa: E402

RIVALS_PYTHON = HERE.parents[1] / ".venv-rivals" / "bin" / "python"
# Up to how many lines each is asked: beyond that one run takes minutes.
RIVALS = {"with_pandas.py": 10_000_000, "in_a_spreadsheet.py": 2_000, "with_tryton.py": 200}


def main() -> None:
    """Generate each month once, run all on it, print a line each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, nargs="+", default=[200, 2_000, 1_000_000])
    for lines in parser.parse_args().lines:
        with TemporaryDirectory(prefix="paidang-rivals-") as temporary:
            folder = Path(temporary)
            generate(folder / "facts", lines)
            (folder / "terms.json").write_text(json.dumps(TERMS))
            ours = run(settling(folder, MONTH, folder / "out"))
            due_b = json.loads(ours.printed)["statement"]["due_b"]
            print(
                f"{lines:,} lines: paidang settle {ours.cpu_seconds:.1f} s, {ours.peak_mb} MB, b is owed {due_b}",
                flush=True,
            )
            for script, lines_max in RIVALS.items():
                if lines <= lines_max:
                    rival = run([RIVALS_PYTHON, HERE / script, folder / "facts", folder])
                    said(script, rival, ours, due_b)


def said(script: str, rival: Run, ours: Run, due_b: int) -> None:
    """Print one rival's line; by how much its figure is off, if it is, and what else it has to say."""
    answer: dict[str, Any] = json.loads(rival.printed)
    found = answer.pop("due_b")
    print(
        f"    {script}: {rival.cpu_seconds:.1f} s ({rival.cpu_seconds / ours.cpu_seconds:.1f} times ours), {rival.peak_mb} MB,"
        f" b is owed {found} ({found - due_b:+} fen off) {answer or ''}",
        flush=True,
    )


if __name__ == "__main__":
    main()
