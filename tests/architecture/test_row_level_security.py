"""One organisation never sees another's row, even through a bug in a view: the database sees to it, table by table."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from paidang.duties.actions import raise_duty
from paidang.evidence.models import Chain
from tests.architecture.inserts import INSERTS
from tests.cast import acting, shanghai
from tests.worlds import kept

FRAMEWORK = {
    "auth_group": "Django's own, empty",
    "auth_group_permissions": "Django's own, empty",
    "auth_permission": "Django's own list of models",
    "django_content_type": "Django's own list of models",
    "django_migrations": "Django's own list of migrations",
    "procrastinate_jobs": "ids only, the worker acts in the organisation's name",
    "procrastinate_events": "ids only",
    "procrastinate_periodic_defers": "ids only",
    "procrastinate_workers": "names of workers",
}
"""Tables without row-level security, each with its reason. None of ours is among them."""


def our_tables() -> list[str]:
    """The tables of the product's own apps."""
    return sorted(
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name.startswith("paidang.")
        for model in config.get_models(include_auto_created=True)
    )


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def rows(table: str) -> list[tuple[object, ...]]:
    """All rows that the current organisation may see."""
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {table}")
        return cursor.fetchall()


@kept
def world(contract_in_force, brand, agency, outsider):
    """A contract with a duty, prices, a store and an order, and an outsider who is no party of it."""
    at = shanghai("2026-10-09 10:00")
    with acting(agency.manager), connection.cursor() as cursor:
        raise_duty(
            contract_in_force.pk,
            key="x",
            kind="mend_rows",
            side="b",
            page="/",
            at=at,
            facts={"file": "f", "count": 1},
        )
        cursor.execute(
            "insert into orders_store (contract_id, channel, name, declared_at) values (%s, 'jd', 's', now())",
            [contract_in_force.pk],
        )
        cursor.execute(
            "insert into orders_orderline (contract_id, line_id, order_id, channel, store, sku, quantity, unit_price_fen,"
            " merchant_discount_fen, platform_discount_fen, paid_at, gift)"
            " values (%s, '1', '1', 'jd', 's', 'A', 1, 100, 0, 0, now(), false)",
            [contract_in_force.pk],
        )
    return contract_in_force


def test_every_table_is_ours_or_named(db):
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    assert tables - set(our_tables()) - set(FRAMEWORK) == {"django_session"}  # protected like ours


def test_every_table_of_ours_has_forced_row_level_security_and_a_policy(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class c where relrowsecurity and relforcerowsecurity"
            " and exists (select from pg_policy p where p.polrelid = c.oid)"
        )
        protected = {name for (name,) in cursor.fetchall()}
    assert {*our_tables(), "django_session"} - protected == set()


def test_the_web_role_owns_nothing_and_bypasses_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = 'paidang_web'"
        )
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("select count(*) from pg_class where relowner = 'paidang_web'::regrole")
        assert cursor.fetchone() == (0,)


def test_without_an_organisation_there_are_no_rows_anywhere(world):
    with acting(None):
        assert {table: n for table in our_tables() if (n := len(rows(table)))} == {}


def test_an_outsider_sees_nothing_of_the_two(world, brand, agency, outsider):
    """All it sees is its own organisation, its people and its own chain."""
    with acting(outsider.manager):
        seen = {table for table in our_tables() if rows(table)}
        assert seen == {
            "team_organisation",
            "team_person",
            "team_account",
            "team_credential",
            "evidence_chain",
            "evidence_entry",
        }
        for table in ("team_person", "evidence_entry"):
            at = columns(table).index("org_id" if table == "team_person" else "org")
            assert {row[at] for row in rows(table)} == {outsider.org.pk}
        assert [row[0] for row in rows("evidence_chain")] == [outsider.org.chain_id]
        assert [row[0] for row in rows("team_organisation")] == [outsider.org.pk]


def test_both_parties_see_the_contract_and_neither_the_others_own_chain(world, brand, agency):
    for party, other in ((brand, agency), (agency, brand)):
        with acting(party.manager):
            for table in ("contracts_contract", "duties_duty", "orders_orderline", "orders_store"):
                assert rows(table), table
            assert not Chain.objects.filter(pk=other.org.chain_id).exists()


def test_an_outsider_cannot_change_a_row_of_the_two(world, outsider):
    """An update or delete of everything touches its own rows at most, or is not permitted at all."""
    for table in our_tables():
        name = columns(table)[0]
        for sql in (f"update {table} set {name} = {name}", f"delete from {table}"):
            with acting(outsider.manager):
                own = len(rows(table))
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute(sql)
                        assert cursor.rowcount <= own, sql
                        transaction.set_rollback(True)
                except DatabaseError as refused:
                    assert "permission denied" in str(refused) or own, sql


@pytest.mark.parametrize("table", sorted(INSERTS))
def test_an_outsider_cannot_insert_under_the_two(world, brand, outsider, table):
    values = {
        "contract": world.pk,
        "chain": world.chain_id,
        "org": brand.org.pk,
        "person": brand.manager.pk,
    }
    with (
        acting(outsider.manager),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"insert into {table} {INSERTS[table]}", values)


def test_a_contract_cannot_be_taken_over(world, outsider):
    """Neither by naming oneself in another's contract, nor by giving one's own chain to it."""
    with acting(outsider.manager), connection.cursor() as cursor:
        cursor.execute("update contracts_contract set agency_id = %s", [outsider.org.pk])
        assert cursor.rowcount == 0
        cursor.execute(
            "update evidence_chain set orgs = array[%s]::bigint[] where id = %s",
            [outsider.org.pk, world.chain_id],
        )
        assert cursor.rowcount == 0


@pytest.mark.parametrize("sql", ["update {} set id = id", "delete from {}", "truncate {}"])
@pytest.mark.parametrize("table", ["evidence_entry", "evidence_heldhead"])
def test_the_web_role_changes_no_evidence(world, agency, table, sql):
    with (
        acting(agency.manager),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))


def test_one_cannot_read_ones_way_out_by_setting_another_organisation(world, outsider):
    """`app.org` is set by the program alone; an email or a code that one knows shows one row and not the rest."""
    with acting(outsider.manager), connection.cursor() as cursor:
        cursor.execute("select set_config('app.org_code', 'qinglan', true)")
        assert len(rows("team_organisation")) == 2
        assert {row[0] for row in rows("evidence_chain")} == {outsider.org.chain_id}
        assert rows("contracts_contract") == []
