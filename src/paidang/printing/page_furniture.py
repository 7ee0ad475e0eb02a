"""Running heads and page numbers of a PDF: they stand in the middle of a sentence once the pages are one text."""

import re
from collections import Counter
from collections.abc import Sequence

PAGES_LEAST = 2
EDGE = 3
"""Lines at the top and at the bottom of a page among which they may stand."""
PAGE_NUMBER = re.compile(
    r"\s*(?:第\s*\d+\s*页(?:\s*[，,/ ]?\s*共\s*\d+\s*页)?|[-–—]\s*\d+\s*[-–—]|(?i:page)\s*\d+(?:\s*(?:of|/)\s*\d+)?|\d+\s*/\s*\d+)\s*"
)


def without_furniture(pages: Sequence[str]) -> list[str]:
    """The pages without their page numbers and the lines that all but the first repeat at the same edge.

    What heads the first page stays: it may be the title. So does all of a document of one page.
    """
    if len(pages) < PAGES_LEAST:
        return list(pages)
    split = [page.split("\n") for page in pages]
    heads = _repeated([lines[:EDGE] for lines in split])
    feet = _repeated([lines[-EDGE:] for lines in split])
    out = []
    for number, lines in enumerate(split):
        last = max(EDGE, len(lines) - EDGE)
        kept = [
            line
            for at, line in enumerate(lines)
            if not (
                ((at < EDGE or at >= last) and PAGE_NUMBER.fullmatch(line))
                or (number and at < EDGE and line.strip() in heads)
                or (at >= last and line.strip() in feet)
            )
        ]
        out.append("\n".join(kept))
    return out


def _repeated(edges: Sequence[Sequence[str]]) -> set[str]:
    """The lines that stand at this edge of every page after the first, of two pages on both."""
    asked = edges[1:] if len(edges) > PAGES_LEAST else edges
    counted = Counter(line for edge in asked for line in {line.strip() for line in edge})
    return {line for line, count in counted.items() if line and count == len(asked)}
