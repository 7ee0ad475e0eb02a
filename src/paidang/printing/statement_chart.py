"""The small waterfall on a statement's first page: bars as fractions of its height, drawn by the template.

Fractions are floats: they place ink, and no amount is ever computed from them.
"""

from typing import Any

from paidang.kit.money import yuan

from .statement_lines import Line, Words

MARKS_MAX = 9


def chart(steps: list[Line], split: list[Line], t: Words) -> dict[str, Any] | None:
    """Bars from the waterfall's lines and the shares; None where there is nothing to draw."""
    spans = _spans(steps, split)
    if len(spans) > MARKS_MAX:
        spans = spans[2:]  # net revenue stands on its own: sales and refunds are in the table
    low = min([0, *(min(bottom, top) for _, bottom, top, _ in spans)])
    high = max([0, *(max(bottom, top) for _, bottom, top, _ in spans)])
    if low == high:
        return None

    def place(fen: int) -> float:
        return round((fen - low) / (high - low), 6)

    bars = [
        {
            "label": t[line.key],
            "value": yuan(line.fen).replace("¥", ""),
            "low": place(min(bottom, top)),
            "high": place(max(bottom, top)),
            "end": place(top),
            "tone": tone,
        }
        for line, bottom, top, tone in spans
    ]
    return {"bars": bars, "zero": place(0)}


def _spans(steps: list[Line], split: list[Line]) -> list[tuple[Line, int, int, str]]:
    """Each mark from where to where: totals stand on zero, deductions hang from the running figure."""
    spans: list[tuple[Line, int, int, str]] = []
    running = 0
    for line in steps:
        if line.weight == "sub" or line.key == "gross_sales":
            running = line.fen
            spans.append((line, 0, running, "result" if line.key == "profit" else "total"))
        else:
            spans.append((line, running, running + line.fen, "less"))
            running += line.fen
    shares = {line.key: line for line in split}
    if "carried_in" in shares:
        spans.append((shares["carried_in"], running, running + shares["carried_in"].fen, "less"))
    if "share_b" in shares:
        share_a, share_b = shares["share_a"], shares["share_b"]
        spans.append((share_a, share_b.fen + share_a.fen, share_b.fen, "a"))
        spans.append((share_b, share_b.fen, 0, "b"))
    return spans
