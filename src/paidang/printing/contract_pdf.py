"""A contract as a PDF, in the look of the statement."""

from datetime import datetime
from typing import Any

from .typesetting import typeset


def contract_pdf(contract: dict[str, Any], made_at: datetime) -> bytes:
    """Set a composed contract (`DraftText.to_json`) on A4, PDF/A-2b; the same input gives the same bytes."""
    data = contract | {
        "t": {
            "page": "第 {n} 页，共 {total} 页",
            "s.glyphs": "字体里没有的字",
            "n.glyphs": "以下字符以方框代替：",
        },
        "lang": "zh",
        "running": [contract["title"], contract["number"]],
    }
    return typeset("contract", data, made_at)
