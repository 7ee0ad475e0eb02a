"""The name of a file that somebody takes along: who took it, for which organisation, when.

A CSV has no place for a mark inside that a program would not take for a row, so it stands in the name; a workbook and a
PDF carry it within as well.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from paidang.kit.period import SHANGHAI
from paidang.team.models import Person


def copy_mark(person: Person, at: datetime) -> str:
    """The line within a copy: who took it, of which organisation, when."""
    moment = at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return _("由 %(org)s %(name)s 于 %(at)s 导出") % {
        "org": person.org.name,
        "name": person.name,
        "at": moment,
    }


def copy_name(what: str, form: str, person: Person, at: datetime) -> str:
    """`平台处罚 2026-04-10 1500 拾舟电商 林知秋.csv`."""
    moment = at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H%M")
    bare = " ".join([what, moment, person.org.name, person.name]).replace("/", "-")
    return f"{bare}.{form}"
