"""In whose name the database is asked: the one place that sets the role and the organisation."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
from django.db import connection, transaction
from psycopg import Cursor
from psycopg.pq import TransactionStatus


def set_org(*, org_id: int | None, person_id: int | None) -> None:
    """Set the organisation and the person for the rest of this transaction; None sees nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('role', 'paidang_web', true), set_config('app.org', %s, true), set_config('app.person', %s, true)",
            [str(org_id or ""), str(person_id or "")],
        )


def _is_failed() -> bool:
    """Whether the transaction can only be rolled back, which takes the settings with it."""
    return (
        connection.needs_rollback
        or connection.connection.info.transaction_status == TransactionStatus.INERROR
    )


@contextmanager
def act_as(*, org_id: int | None, person_id: int | None = None) -> Iterator[None]:
    """Open a transaction that sees what the organisation may see. For web, worker, commands and tests."""
    is_within = connection.in_atomic_block
    with transaction.atomic():
        set_org(org_id=org_id, person_id=person_id)
        try:
            yield
        finally:
            if is_within and not _is_failed():  # else the settings end with the transaction
                with connection.cursor() as cursor:
                    cursor.execute(
                        "select set_config('app.org', '', true), set_config('app.person', '', true), set_config('role', 'none', true)"
                    )


_ALONE = """
    select set_config('role', 'paidang_web', true), set_config('app.org', %s, true), set_config('app.person', '', true),
        set_config(%s, %s, true);
    {sql};
    select set_config('app.org', '', true), set_config(%s, '', true), set_config('role', 'none', true)"""


def ask_alone(
    sql: str, values: Sequence[Any], *, org_id: int | None, known: tuple[str, str] = ("app.person", "")
) -> tuple[Any, ...] | None:
    """Statements as a transaction of their own, sent to the database at once: `act_as`, for what comes hundreds of times
    a second. `known`: as in `knowing`. Returns the last one's first row; to be called outside of any transaction.
    """
    with connection.cursor() as cursor:
        setting, value = known
        cursor.execute(_ALONE.format(sql=sql), [str(org_id or ""), setting, value, *values, setting])
        cursor.set_result(-2)
        return cursor.fetchone() if cursor.description else None


@contextmanager
def knowing(setting: str, value: str) -> Iterator[None]:
    """Within a transaction, see the one row whose secret or public code one knows (`app.email`, `app.org_code`), or
    the one that is visible to its owner alone (`app.person`). Afterwards the setting is what it was before.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(current_setting(%s, true), ''), set_config(%s, %s, true)",
            [setting, setting, value],
        )
        before, _value = cursor.fetchone()
        try:
            yield
        finally:
            if not _is_failed():
                cursor.execute("select set_config(%s, %s, true)", [setting, before])


def one_at_a_time(what: str, number: int) -> None:
    """Wait until nobody else is at `what` of the same number, of a contract or an organisation, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", [what, number % 2**31])


def seeing_as(org_id: int) -> AbstractContextManager[None]:
    """Within a transaction, read as another organisation would, for a check on what it alone may know; nothing of it may
    be told to the one who acts. Afterwards the setting is what it was before.
    """
    return knowing("app.org", str(org_id))


@contextmanager
def apart(setting: str, value: str) -> Iterator[Cursor]:
    """A cursor on a connection of its own, as the web role, knowing one setting: what it writes is there at once and
    stays, whatever becomes of this transaction. Not one of the pool's: who holds one may not wait for another.
    """
    params = {**connection.get_connection_params(), "cursor_factory": Cursor}
    with psycopg.connect(**params, autocommit=True) as own, own.cursor() as cursor:
        cursor.execute(
            "select set_config('role', 'paidang_web', false), set_config(%s, %s, false)", [setting, value]
        )
        yield cursor
