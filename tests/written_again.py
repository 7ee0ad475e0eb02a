"""A world that was made once is written again, by the statements that wrote it: a tenth of the time that making it takes.

They get the same numbers from the sequences as the first time, so that what was made still fits; whatever comes after
gets numbers that nothing had before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, transaction

SEQUENCES = "select sequencename, last_value from pg_sequences where schemaname = 'public'"
WRITTEN = """
    select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_xact_user_tables where n_tup_ins + n_tup_upd + n_tup_del > 0
"""
Counts = dict[str, tuple[int, ...]]


class NotWhole(Exception):
    """Not all that was written passed by as statements (a COPY, another connection): such a world is made each time."""


@dataclass(slots=True)
class Writing:
    """What making wrote: statements in their order, where the sequences stood before, how many rows of which table."""

    value: object = None
    statements: list[str] = field(default_factory=list)
    sequences: dict[str, int | None] = field(default_factory=dict)
    rows: Counts = field(default_factory=dict)

    def note(
        self, execute: Callable[..., object], sql: str, params: object, many: bool, context: dict
    ) -> object:
        """For Django's `execute_wrapper`. What the ORM reads writes nothing; where in whose name is asked is kept."""
        done = execute(sql, params, many, context)
        if not sql.lstrip().startswith("SELECT"):
            self.statements += [
                sql if each is None else connection.ops.compose_sql(sql, each)
                for each in (params if many else [params])
            ]
        return done

    def again(self) -> None:
        """Write the same rows; in the end the sequences stand where they stood."""
        with counted() as rows, connection.cursor() as cursor:
            cursor.execute(f"{SEQUENCES} and sequencename = any(%s)", [list(self.sequences)])
            now = dict(cursor.fetchall())
            try:
                with transaction.atomic():
                    cursor.execute(";\n".join([*map(stands, self.sequences.items()), *self.statements]))
            except DatabaseError:  # a session sets what it stages rows in but once
                raise NotWhole from None
            finally:  # no transaction takes a sequence back
                cursor.execute(";\n".join(["select", *map(stands, now.items())]))
        if rows != self.rows:
            raise NotWhole


def stands(sequence: tuple[str, int | None]) -> str:
    name, last = sequence
    return f"select setval('\"{name}\"', {last or 1}, {'false' if last is None else 'true'})"


def write(make: Callable[[], object]) -> Writing:
    """Make it, and note what that writes."""
    writing = Writing()
    before = _asked(SEQUENCES)
    with counted() as rows, connection.execute_wrapper(writing.note):
        writing.value = make()
    writing.rows = rows
    writing.sequences = {
        name: last
        for (name, last), now in zip(sorted(before), sorted(_asked(SEQUENCES)), strict=True)
        if (name, last) != now
    }
    return writing


@contextmanager
def counted() -> Iterator[Counts]:
    """How many rows were inserted, changed and deleted by table, filled in at the end; within one transaction."""
    rows: Counts = {}
    before = {name: counts for name, *counts in _asked(WRITTEN)}
    yield rows
    for name, *counts in _asked(WRITTEN):
        grown = tuple(now - then for now, then in zip(counts, before.get(name, [0, 0, 0]), strict=True))
        if any(grown):
            rows[name] = grown


def _asked(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()
