"""The migrated database is what the models say: migrating renders only the model that a step changes (`paidang.schema`)."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

pytestmark = pytest.mark.django_db

COLUMNS = """
    select relname, attname, format_type(atttypid, atttypmod), attnotnull
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relkind = 'r' and relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
"""
KEYS = """
    select conrelid::regclass::text, attname, confrelid::regclass::text
    from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and cardinality(conkey) = 1
"""
NAMED = """
    select conrelid::regclass::text, conname from pg_constraint
    union select indrelid::regclass::text, relname from pg_index join pg_class on pg_class.oid = indexrelid
"""
SPELT = "select format_type(to_regtype(%s), to_regtypemod(%s))"


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith("paidang.")]


def found(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def spelt(db_type):
    """As the database spells it: varchar(20) is character varying(20)."""
    with connection.cursor() as cursor:
        cursor.execute(SPELT, [db_type, db_type])
        return cursor.fetchone()[0]


def test_every_column_has_its_type():
    types = {}
    said = set()
    for model in ours():
        for field in model._meta.local_concrete_fields:
            db_type = field.db_type(connection)
            types.setdefault(db_type, spelt(db_type))
            said.add(
                (model._meta.db_table, field.column, types[db_type], not (field.null or field.generated))
            )
    tables = {model._meta.db_table for model in ours()}
    stands = {row for row in found(COLUMNS) if row[0] in tables}
    assert said == stands


def test_every_foreign_key_leads_to_its_table():
    said = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in ours()
        for field in model._meta.local_concrete_fields
        if isinstance(field, ForeignKey) and field.db_constraint
    }
    assert said - set(found(KEYS)) == set()


def test_every_constraint_and_index_stands():
    said = {
        (model._meta.db_table, each.name)
        for model in ours()
        for each in [*model._meta.constraints, *model._meta.indexes]
    }
    assert said - set(found(NAMED)) == set()
