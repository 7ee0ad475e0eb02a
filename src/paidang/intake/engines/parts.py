"""Bytes to and from the database as they are: Django's own cursor would spell each of them out as hexadecimal text."""

from collections.abc import Iterator

import psycopg
from django.db import connection


def keep_part(contract_id: int, import_id: int, number: int, content: bytes) -> None:
    """Store one piece of a file."""
    with _cursor() as cursor:
        cursor.execute(
            "insert into intake_importpart (contract_id, file_id, number, content) values (%s, %s, %s, %b)",
            [contract_id, import_id, number, content],
        )


def iter_parts(import_id: int) -> Iterator[bytes]:
    """The pieces of a file in their order, one at a time."""
    query = "select content from intake_importpart where file_id = %s and number = %s"
    number = 0
    with _cursor() as cursor:
        while row := cursor.execute(query, [import_id, number], binary=True).fetchone():
            yield row[0]
            number += 1


def drop_parts(import_id: int) -> None:
    """Forget the pieces of a file that is being cut."""
    with _cursor() as cursor:
        cursor.execute("delete from intake_importpart where file_id = %s", [import_id])


def _cursor() -> "psycopg.Cursor[tuple[bytes]]":
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)
