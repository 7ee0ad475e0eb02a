"""What a committing test wrote is gone before the next one."""

import os

import pytest
from psycopg import sql

from tests.emptying import MADE_BY_MIGRATING, above_policies, empty_tables, tables

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "DATABASE_URL" in os.environ, reason="Django empties the tables of another's database"
    ),
]


def holding(cursor):
    """The tables that hold rows, whoever may see them."""
    found = []
    for table in tables(cursor):
        cursor.execute(sql.SQL("select exists(select from {})").format(table))
        if cursor.fetchone() == (True,):
            found.append(table.as_string())
    return found


def test_no_row_of_any_table_is_left(contract_in_force):
    with above_policies() as cursor:
        assert {'"contracts_contract"', '"evidence_entry"', '"team_person"'} <= set(holding(cursor))
    empty_tables()
    with above_policies() as cursor:
        assert holding(cursor) == []


def test_what_migrating_made_stays():
    empty_tables()
    with above_policies() as cursor:
        for table in MADE_BY_MIGRATING:
            cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table)))
            assert cursor.fetchone()[0] > 100, table
