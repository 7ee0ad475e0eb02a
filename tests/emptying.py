"""After a test that commits, the tables are emptied: rows are deleted where there are any.

Django's own `flush` truncates all tables with their indexes and writes all permissions anew, half a second of processor
time after each such test. A test fills a few dozen.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

MADE_BY_MIGRATING = ("django_migrations", "django_content_type", "auth_permission")
TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> all(%s)"


@contextmanager
def above_policies() -> Iterator[psycopg.Cursor]:
    """The cluster's own user, whom neither policies nor append-only triggers nor foreign keys bind; commits at the end."""
    ours = connection.settings_dict
    with (
        psycopg.connect(host=ours["HOST"], user="postgres", dbname=ours["NAME"]) as apart,
        apart.cursor() as cursor,
    ):
        cursor.execute("set session_replication_role = replica; set lock_timeout = '60s'")
        yield cursor


def tables(cursor: psycopg.Cursor, *, where: str = "true") -> list[sql.Identifier]:
    """All that migrating made and left empty."""
    cursor.execute(f"{TABLES} and {where} order by relname", [list(MADE_BY_MIGRATING)])
    return [sql.Identifier(name) for (name,) in cursor.fetchall()]


def empty_tables(_test: object = None) -> None:
    """Wait for who still writes, then delete: a table without a page has had no row since it was made."""
    with above_policies() as cursor:
        all_of_them = sql.SQL(", ").join(tables(cursor))
        cursor.execute(sql.SQL("lock table {} in access exclusive mode").format(all_of_them))
        for table in tables(cursor, where="pg_relation_size(oid) > 0"):
            cursor.execute(sql.SQL("delete from {}").format(table))


@pytest.fixture(scope="session", autouse=True)
def _emptied_by_deleting() -> None:
    """A database of somebody else's, by DATABASE_URL, may have no user above its policies: there Django empties."""
    if not os.environ.get("DATABASE_URL"):
        TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[method-assign]
