"""Run typst: one template, one dictionary, the same bytes every time, PDF/A-2b for archives."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst
from noto_cjk_sans_otc import FONT_PATH

from paidang.kit.period import SHANGHAI

from . import glyphs

TEMPLATES = Path(__file__).parent / "templates"


def typeset(template: str, data: dict[str, Any], made_at: datetime) -> bytes:
    """Set `data` with `templates/<template>.typ`; the document's date is `made_at`, never the clock.

    The template sees `data` with every character checked against the font, and `replaced`: the codes of those it lacks.
    """
    missing: set[str] = set()
    checked = glyphs.printable_data(data, missing)
    local = made_at.astimezone(SHANGHAI)
    checked["replaced"] = glyphs.report(missing, template)
    checked["font"] = glyphs.FONT_FAMILY
    checked["made"] = [local.year, local.month, local.day]
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(FONT_PATH.parent)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(checked, ensure_ascii=False)},
        pdf_standards=["a-2b"],
        timestamp=int(made_at.timestamp()),
    )


def moment(text: str | None) -> datetime | None:
    """Read an ISO moment; one without an offset is taken as Shanghai's, the zone of every day in a statement."""
    if not text:
        return None
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)


def clock(text: str | None) -> str:
    """Show an ISO moment as people in Shanghai read it: ``2026-10-08 18:02``; unknown: ``—``."""
    read = moment(text)
    return f"{read.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if read else "—"


def naive_utc(when: datetime) -> datetime:
    """The moment as office files store it: UTC without a zone."""
    return when.astimezone(UTC).replace(tzinfo=None)
