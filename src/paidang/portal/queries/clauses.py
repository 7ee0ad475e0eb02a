"""The clause map as it lies in the checkout."""

from collections import Counter
from functools import cache
from pathlib import Path

from django.conf import settings

from paidang.duties.models import Duty
from paidang.duties.queries import list_open
from paidang.portal.rules.clause_map import Document, parse_map
from paidang.portal.rules.clause_words import clause_words

ORDER = ("OP", "TC", "JD", "PH")


@cache
def get_clause_map() -> tuple[Document, ...]:
    """The documents of `docs/clauses`; none where the program runs without its documentation."""
    folder = Path(settings.BASE).parent.parent / "docs" / "clauses"
    files = [folder / f"{key}.toml" for key in ORDER]
    return tuple(parse_map(file.stem, file.read_text("utf-8")) for file in files if file.exists())


def list_duties_of(clause_id: str) -> list[Duty]:
    """The open duties that cite the clause."""
    cited = cited_as(clause_id)
    return [duty for duty in list_open() if duty.clause in cited]


def count_duties() -> Counter[str]:
    """How many open duties cite each clause."""
    return Counter(duty.clause for duty in list_open())


def cited_as(clause_id: str) -> set[str]:
    """How a duty may cite the clause: by its id or as people write it."""
    return {clause_id, clause_words(clause_id)}
