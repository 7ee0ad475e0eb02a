"""What is one's own stays one's own: tried by raw SQL as the web role, by the other side, a colleague, an outsider, nobody.

Every table is named with who sees its rows; every column whose name smells of a secret is in a table that the other side
of a contract does not see.
"""

import re
from inspect import signature

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django import app

from paidang.team.actions import begin_second_factor, confirm_second_factor
from paidang.team.context import knowing
from paidang.team.rules.one_time_codes import code_at, step_of
from tests.architecture.inserts import INSERTS
from tests.architecture.test_row_level_security import our_tables
from tests.cast import acting, come_in, shanghai

AT = shanghai("2026-10-09 10:00")

ONESELF = {
    "orders_savedview",
    "team_answeredform",
    "team_apitoken",
    "team_credential",
    "team_passkey",
    "team_secondfactor",
}
OWN_ORGANISATION = {
    "contracts_approval",
    "contracts_approvalstep",
    "contracts_organisationseal",
    "contracts_signatory",  # and who has received that person's signature
    "duties_reminder",
    "fulfilment_carrieraccount",
    "intake_columnmapping",
    "intake_progress",
    "invoices_invoiceservice",
    "settlement_bankfile",
    "settlement_bankline",
    "settlement_batch",
    "settlement_bookcodes",
    "settlement_batchitem",
    "stores_pulleddocument",
    "stores_pushaddress",
    "stores_pushedmessage",
    "stores_storesecret",
    "team_account",
    "team_companysignin",
    "webhooks_webhook",
    "webhooks_webhookdelivery",
    "webhooks_webhookplace",
}
NEEDS = {
    "settlement_batchitem": (
        "settlement_batch",
        "settlement_bookcodes",
    )
}
WHO_KNOWS_THE_KEY = {"django_session", "team_wrongtry"}
PARTIES = {
    "aftersales_case", "aftersales_casefile", "aftersales_caseline", "aftersales_caseparcel", "aftersales_replytext",
    "aftersales_servicenorm", "aftersales_storelimit",
    "catalog_listing", "catalog_listingpart", "catalog_marketprice", "catalog_product", "catalog_sku", "catalog_storeoffer",
    "catalog_factoryprice", "catalog_pastprice", "catalog_pricechange", "catalog_pricedeclaration",
    "catalog_pricedraft", "catalog_priceinvoice", "catalog_retailprice",
    "contracts_acceptance", "contracts_acceptedfinding", "contracts_amendment", "contracts_annex",
    "contracts_clausereply", "contracts_contract", "contracts_contracttext", "contracts_decision", "contracts_given",
    "contracts_modelproposals", "contracts_notice", "contracts_noticefile", "contracts_papersignature",
    "contracts_signing", "contracts_signingdocument", "contracts_termsinforce",
    "duties_assignment", "duties_duty", "duties_standingassignment",
    "evidence_chain", "evidence_entry", "evidence_heldhead",
    "fulfilment_carrierbill", "fulfilment_freightrate", "fulfilment_pack", "fulfilment_packpart",
    "fulfilment_scan", "fulfilment_shelf", "fulfilment_trackingevent", "fulfilment_wave",
    "incidents_incident", "incidents_incidentfile", "incidents_penalty",
    "intake_halt", "intake_heldorder", "intake_importfile", "intake_importpart", "intake_quarantinerow",
    "invoices_buyerinvoice", "invoices_goodstax", "invoices_invoicedays", "invoices_invoiceditem",
    "invoices_invoicerequest", "invoices_invoicerow",
    "marketing_claimedpart", "marketing_proposal", "marketing_proposalversion", "marketing_spendentry", "marketing_voucher",
    "marketing_voucherpart", "marketing_waiver",
    "orders_billexplanation", "orders_billfee", "orders_billitem", "orders_billline", "orders_billmonth",
    "orders_breach", "orders_history", "orders_logisticscharge", "orders_orderline", "orders_platformfee",
    "orders_deliveryarea", "orders_directcustomer", "orders_orderact", "orders_orderaddress", "orders_orderhold",
    "orders_ordermark", "orders_orderperson", "orders_parcel", "orders_orderwaybill", "orders_parcelline", "orders_presale", "orders_remark",
    "orders_refund", "orders_refundruling", "orders_store",
    "projects_dayproposal", "projects_delivery", "projects_deliveryfile", "projects_paper", "projects_project", "projects_slip", "projects_task",
    "promotions_packingcapacity", "promotions_promotion", "promotions_promotionline", "promotions_promotionnote",
    "promotions_promotionprice",
    "promotions_seasondates", "promotions_servicepace", "promotions_supply", "promotions_unapprovedsale",
    "scorecards_issuedreport", "scorecards_monthcomment", "scorecards_ratingfile", "scorecards_storerating", "scorecards_target",
    "settlement_adjustment", "settlement_attachment", "settlement_bundlefile", "settlement_invoice", "settlement_payment", "settlement_paymentpart",
    "settlement_paymentreversal", "settlement_question", "settlement_reimbursement", "settlement_settledrow", "settlement_statement",
    "staffing_absence", "staffing_post", "staffing_qualitysample", "staffing_sampleanswer", "staffing_scoresheet", "staffing_serviceday",
    "staffing_shift", "staffing_subcontractor",
    "stock_goodslist", "stock_listrhythm", "stock_reservation", "stock_skuplan", "stock_stockentry", "stock_stocklevel",
    "stock_storeshare", "stock_syncwish", "stock_warehouse",
    "stores_linkday", "stores_outgoingact", "stores_storecase", "stores_storelink", "stores_storeorder",
    "stores_pushrefusal", "stores_storeorderchange",
    "stores_storecheck", "stores_storecheckday", "stores_storenorms",
    "studio_asset", "studio_copyrequest", "studio_edition", "studio_file", "studio_page", "studio_pageblock", "studio_pin",
    "studio_reading", "studio_rendition", "studio_reply", "studio_right", "studio_upload", "studio_uploadpart", "studio_version",
    "team_organisation", "team_person",
    "training_advice", "training_course", "training_criterion", "training_handover", "training_handoveritem",
    "training_lesson", "training_material", "training_quizanswer", "training_skillword", "training_trainee",
}  # fmt: skip
"""What the two sides of a contract share; of a statement that is not sent yet the agency alone sees anything."""

SMELLS = re.compile(
    r"pass(word|wd|phrase)|secret|token|credential|recovery|private|_key$|session|nonce|salt|email|otp"
)


def all_columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public'"
        )
        return [(str(table), str(column)) for table, column in cursor.fetchall()]


def as_text(table: str) -> set[str]:
    """All rows that are to be seen now, each as one text; none where the table may not be read at all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"select t::text from {table} t")
            return {row for (row,) in cursor.fetchall()}
    except DatabaseError as refused:
        assert "permission denied" in str(refused)
        return set()


def run(sql: str, **values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.fixture
def secrets(client, contract_in_force, brand, agency, outsider) -> dict[str, str]:
    """What the brand's manager has that nobody else may read, by name."""
    person = brand.manager
    come_in(client, person)
    with acting(person):
        secret = begin_second_factor(person=person, at=AT).secret
        confirm_second_factor(person=person, at=AT, code=code_at(secret, step_of(AT)))
        run(
            "insert into team_passkey (person_id, name, credential_id, public_key, sign_count, host, added_at)"
            " values (%(person)s, 'her own phone', 'her-credential', '', 0, 'localhost', now())",
            person=person.pk,
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "select c.password, f.secret, f.recovery[1] from team_credential c, team_secondfactor f"
            )
            password, sealed, recovery = cursor.fetchone()
    return {
        "password": password,
        "second factor": sealed,
        "recovery code": recovery,
        "passkey": "her-credential",
        "session": client.session.session_key,
        "address": person.email,
    }


def found_by_reading_everything(secrets: dict[str, str]) -> set[str]:
    """Which of the secrets stand anywhere in what may be read now, in any table of the database."""
    tables = {table for table, _column in all_columns()}
    seen = "\n".join(row for table in sorted(tables) for row in as_text(table))
    return {name for name, secret in secrets.items() if secret in seen}


def test_every_table_says_who_sees_it():
    named = [ONESELF, OWN_ORGANISATION, WHO_KNOWS_THE_KEY, PARTIES]
    assert sorted(table for tables in named for table in tables) == sorted([*our_tables(), "django_session"])


def test_no_column_that_smells_of_a_secret_is_seen_by_others(db):
    private = ONESELF | OWN_ORGANISATION | WHO_KNOWS_THE_KEY
    smelling = {place for place in all_columns() if SMELLS.search(place[1])}
    assert {
        ("team_credential", "password"),
        ("team_account", "email"),
        ("django_session", "session_key"),
    } <= smelling
    assert {place for place in smelling if place[0] not in private} == set()


def test_one_reads_ones_own(secrets, brand):
    with acting(brand.manager):
        assert found_by_reading_everything(secrets) == set(secrets) - {"session"}
        with knowing("app.session", secrets["session"]):
            assert "session" in found_by_reading_everything(secrets)


def test_nobody_else_reads_them_anywhere(secrets, brand, agency, outsider):
    for viewer in (agency.manager, agency.finance, outsider.manager, None):
        with acting(viewer):
            assert found_by_reading_everything(secrets) == set(), viewer
    with acting(brand.finance):
        assert found_by_reading_everything(secrets) == {"address"}


@pytest.mark.parametrize("who", ["other side", "colleague", "outsider", "nobody"])
def test_nobody_else_changes_a_password(secrets, brand, agency, outsider, who):
    viewer = {
        "other side": agency.manager,
        "colleague": brand.finance,
        "outsider": outsider.manager,
        "nobody": None,
    }[who]
    with acting(viewer):
        assert run("update team_credential set password = 'x', sessions = 9 where person_id = %(person)s", person=brand.manager.pk) == 0  # fmt: skip
        assert run("update team_credential set password = ''") == (1 if viewer else 0)
        for sql in (
            "insert into team_credential (person_id, password, sessions) values (%(person)s, 'x', 0)",
            "update team_credential set person_id = %(person)s",
            "delete from team_credential",
            "update team_account set email = 'mine@now.example'",
        ):
            with (
                pytest.raises(DatabaseError, match=r"row-level security|permission denied"),
                transaction.atomic(),
            ):
                run(sql, person=brand.manager.pk)
    with acting(brand.manager), connection.cursor() as cursor:
        cursor.execute("select password, sessions from team_credential")
        assert cursor.fetchone() == (secrets["password"], 1)  # the second factor counted once


def test_an_address_shows_the_account_and_nothing_else(secrets, brand):
    """Before anybody is signed in: who types an address learns no name, no password, no other account."""
    with acting(None), knowing("app.email", brand.manager.email):
        assert found_by_reading_everything(secrets) == {"address"}
        assert len(as_text("team_account")) == 1
        assert as_text("team_person") == set()


@pytest.mark.parametrize("table", sorted(ONESELF | OWN_ORGANISATION))
def test_a_row_of_ones_own_is_seen_by_nobody_of_another_organisation(
    contract_in_force, brand, agency, outsider, table
):
    person = brand.manager
    values = {
        "contract": contract_in_force.pk,
        "chain": contract_in_force.chain_id,
        "org": brand.org.pk,
        "person": person.pk,
    }
    with transaction.atomic():
        with acting(person):
            if not as_text(table):
                for each in (*NEEDS.get(table, ()), table):
                    run(f"insert into {each} {INSERTS[each]}", **values)
            own = as_text(table)
            assert own
        for viewer in (agency.manager, outsider.manager, None):
            with acting(viewer):
                assert as_text(table) & own == set(), viewer
        if table in ONESELF:
            with acting(brand.finance):
                assert as_text(table) & own == set()
        transaction.set_rollback(True)  # what the rows refer to is not all there


def test_jobs_carry_numbers_and_moments_and_no_words():
    """The jobs of all organisations stand in one table: no name, no address, no text of anybody is in them."""
    ours = {
        name: task.func for name, task in app.tasks.items() if task.func.__module__.startswith("paidang.")
    }
    assert {"intake.read", "portal.tell_reset", "portal.tell_passkey", "portal.tell_token"} <= set(ours), (
        "known to the worker"
    )
    carried = {word for func in ours.values() for word in signature(func).parameters}
    assert carried == {
        "context", "timestamp", "at", "mode",
        "org_id", "contract_id", "person_id", "by_id", "import_id", "asking_id", "batch_id", "passkey_id", "token_id", "webhook_id", "link_id",
    }  # fmt: skip
