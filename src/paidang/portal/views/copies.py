"""The name of a file that somebody takes along: who took it, for which organisation, when.

A CSV has no place for a mark inside that a program would not take for a row, so it stands in the name; a workbook and a
PDF carry it within as well.
"""

from datetime import datetime

from paidang.kit.period import SHANGHAI
from paidang.team.models import Person


def copy_name(what: str, form: str, person: Person, at: datetime) -> str:
    """`平台处罚 2026-04-10 1500 拾舟电商 林知秋.csv`."""
    moment = at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H%M")
    bare = " ".join([what, moment, person.org.name, person.name]).replace("/", "-")
    return f"{bare}.{form}"
