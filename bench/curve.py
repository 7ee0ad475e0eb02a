"""Draw how settling grows with the month, beside copying the same facts: docs/performance-curve.svg.

    python bench/curve.py --lines 1000000 3000000 10000000 30000000 100000000

A hundred million lines want 20 GB of disk. Each size is measured once, in seconds of processor time: what else the
machine does changes these little.
"""

import argparse
import json
import shutil
from math import log10
from pathlib import Path
from tempfile import TemporaryDirectory

from process import run, settling
from settle import copy
from world import MONTH, TABLES, TERMS, generate

CURVE = Path(__file__).parent.parent / "docs" / "performance-curve.svg"
WIDTH, HEIGHT, MARGIN = 720, 420, 70
SERIES = (
    ("settle", "#b4232c", "paidang settle, whole process"),
    ("copy", "#1f5f8b", "copying the same Parquet"),
)


def main() -> None:
    """Measure each size, print it, draw what there is: the largest takes long."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, nargs="+", default=[1_000_000, 3_000_000, 10_000_000])
    points: list[dict[str, float]] = []
    for lines in parser.parse_args().lines:
        points.append(measure(lines))
        if len(points) > 1:
            CURVE.write_text(draw(points))


def measure(lines: int) -> dict[str, float]:
    """Processor seconds of settling and of copying every table once, and the peak memory of settling."""
    with TemporaryDirectory(prefix="paidang-bench-") as temporary:
        folder = Path(temporary)
        generate(folder / "facts", lines)
        (folder / "terms.json").write_text(json.dumps(TERMS))
        copied = copy(folder, TABLES).cpu_seconds
        shutil.rmtree(folder / "copy")  # room for what settling spills
        done = run(settling(folder, MONTH, folder / "out"))
    print(
        f"{lines:,} lines: settle {done.cpu_seconds:.1f} s of processor time, {done.peak_mb} MB; copy {copied:.1f} s",
        flush=True,
    )
    return {"lines": lines, "settle": done.cpu_seconds, "copy": copied, "peak_mb": done.peak_mb}


def draw(points: list[dict[str, float]]) -> str:
    """The points on two logarithmic axes: what grows in proportion is a straight line, as steep as the dashed one."""
    low, high = points[0]["lines"], points[-1]["lines"]
    floor = 10 ** int(log10(min(point["copy"] for point in points)) - 1)
    ceiling = 10 ** (int(log10(max(point["settle"] for point in points))) + 1)

    def x(lines: float) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * log10(lines / low) / log10(high / low)

    def y(seconds: float) -> float:
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * log10(seconds / floor) / log10(ceiling / floor)

    marks = [text(x(p["lines"]), HEIGHT - MARGIN + 20, f"{p['lines'] / 1e6:g} M") for p in points]
    marks += [text(x(p["lines"]), HEIGHT - MARGIN + 38, f"{p['peak_mb']:.0f} MB") for p in points]
    decades = [10.0**power for power in range(int(log10(floor)), int(log10(ceiling)) + 1)]
    for decade in decades:
        marks.append(text(MARGIN - 12, y(decade) + 4, f"{decade:g} s", "end"))
        marks.append(line([(MARGIN, y(decade)), (WIDTH - MARGIN, y(decade))], "#ddd"))
    first = points[0]["settle"]
    marks.append(line([(x(low), y(first)), (x(high), y(first * high / low))], "#888", "4 4"))
    for row, (name, colour, label) in enumerate(SERIES):
        places = [(x(p["lines"]), y(p[name])) for p in points]
        marks.append(line(places, colour))
        marks += [f'<circle cx="{px:.0f}" cy="{py:.0f}" r="4" fill="{colour}"/>' for px, py in places]
        marks.append(text(MARGIN + 12, 24 + 18 * row, f"— {label}", "start", colour))
    marks.append(text(WIDTH - MARGIN, 24, "- - in proportion", "end", "#888"))
    marks.append(
        text(
            WIDTH / 2,
            HEIGHT - 8,
            "order lines, and the peak memory of settling; on the left seconds of processor time",
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n' + "\n".join(marks) + "\n</svg>\n"
    )


def text(x: float, y: float, content: str, anchor: str = "middle", colour: str = "#333") -> str:
    """Some words at a place."""
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{content}</text>'


def line(places: list[tuple[float, float]], colour: str, dashes: str = "none") -> str:
    """A line through some places."""
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'


if __name__ == "__main__":
    main()
