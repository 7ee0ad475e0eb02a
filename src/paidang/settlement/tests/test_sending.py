"""Sending: who may, what the other side sees, and that nothing sent ever changes."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.cast import acting, shanghai

from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.settlement.actions import (
    UnableToSend,
    send_statement,
)
from paidang.settlement.models import BundleFile, SettledRow
from paidang.settlement.queries import get_statement, list_statements
from paidang.settlement.tests.month import (
    MARCH_SENT,
    acts,
    add_line,
    close,
    confirm,
    send,
)


def test_the_brand_sees_nothing_before_it_is_sent(march, brand, agency):
    statement = close(march, agency)
    with acting(brand.manager):
        assert list_statements(march) == []
        assert not BundleFile.objects.filter(statement_id=statement.pk).exists()
        with pytest.raises(NotFound):
            get_statement(march, "2026-03")
    send(march, agency)
    with acting(brand.manager):
        assert [one.pk for one in list_statements(march)] == [statement.pk]


def test_no_entry_says_what_it_comes_to_before_it_is_sent(march, brand, agency):
    """The brand reads the contract's chain from the first entry on."""
    statement = close(march, agency)
    entries = Entry.objects.filter(chain_id=march.chain_id)
    with acting(brand.manager):
        assert entries.get(act="statement.closed").facts == {"digest": statement.digest}
    send(march, agency)
    with acting(brand.manager):
        assert entries.get(act="statement.sent").facts["amount_due"] == statement.figures["amount_due"]


def test_sending_settles_each_row_once_and_asks_the_brand(march, brand, agency):
    close(march, agency)
    statement = send(march, agency, note="三月")
    assert (statement.state, str(statement.confirm_by)) == ("sent", "2026-04-16")
    with acting(agency.manager):
        settled = set(SettledRow.objects.values_list("kind", "row_id"))
        line = SettledRow.objects.get(kind="line", row_id="L1")
    assert settled == {("line", "L1"), ("line", "L2"), ("logistics", "C1"), ("platform_fee", "F1")}
    assert (line.price_fen, line.month) == (4_000, "2026-03")
    with acting(brand.manager):
        duty = Duty.objects.get(contract_id=march.pk, key="answer-2026-03")
    assert (duty.side, duty.closed_at) == ("a", None)


def test_what_is_settled_is_not_given_free_by_any_sql(march, agency):
    close(march, agency)
    send(march, agency)
    with acting(agency.manager), connection.cursor() as cursor:
        cursor.execute("delete from settlement_settledrow")
        assert cursor.rowcount == 0
        assert SettledRow.objects.count() == 4


def test_sending_twice_sends_once(march, agency):
    close(march, agency)
    first = send(march, agency)
    again = send(march, agency, at=shanghai("2026-04-10 09:00"))
    assert again.sent_at == first.sent_at
    assert acts(march, agency.manager).count("statement.sent") == 1


def test_it_sends_only_what_the_person_saw(march, agency):
    seen = close(march, agency).digest
    with acting(agency.manager):
        add_line(march, "L5", done="2026-03-28 10:00")
    close(march, agency, at=shanghai("2026-04-03 09:00"))
    with acting(agency.finance), pytest.raises(UnableToSend) as refused:
        send_statement(person=agency.finance, at=MARCH_SENT, code=march.code, month="2026-03", digest=seen)
    assert refused.value.code == "STATEMENT_CHANGED"
    assert "statement.sent" not in acts(march, agency.manager)


def test_the_brand_may_not_send(march, brand, agency):
    statement = close(march, agency)
    with acting(brand.manager), pytest.raises(NotAllowed):
        send_statement(
            person=brand.manager, at=MARCH_SENT, code=march.code, month="2026-03", digest=statement.digest
        )


@pytest.mark.parametrize(
    "change",
    [
        "figures = '{}'", "digest = repeat('0', 64)", "terms = '{}'", "sent_at = null", "state = 'closed'",
        "confirm_by = '2030-01-01'", "note = '改'", "sent_by_id = closed_by_id + 1", "previous_id = id",
    ],
)  # fmt: skip
def test_a_sent_statement_never_changes_even_by_raw_sql(march, agency, change):
    close(march, agency)
    statement = send(march, agency)
    with (
        acting(agency.manager),
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update settlement_statement set {change} where id = %s", [statement.pk])
    with acting(agency.manager):
        files = statement.files.count()
        assert statement.files.all().delete()[0] == 0 and statement.files.count() == files


@pytest.mark.parametrize(
    "change", ["state = 'sent'", "state = 'questioned'", "pay_by = '2030-01-01'", "confirmed_at = now()"]
)
def test_a_confirmed_statement_never_changes_even_by_raw_sql(march, brand, agency, change):
    close(march, agency)
    send(march, agency)
    statement = confirm(march, brand)
    with (
        acting(brand.manager),
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update settlement_statement set {change} where id = %s", [statement.pk])


def test_nothing_is_added_to_the_bundle_of_a_sent_statement(march, agency):
    close(march, agency)
    statement = send(march, agency)
    with acting(agency.manager), pytest.raises(ProgrammingError), transaction.atomic():
        BundleFile.objects.create(
            statement=statement, contract=march, name="more.json", sha256="0" * 64, content=b"{}"
        )
