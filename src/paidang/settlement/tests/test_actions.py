"""Closing, sending, recomputing, confirming, questioning: who may, when, and what stays as it was."""

import json
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import Party, acting, shanghai

from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders.models import OrderLine
from paidang.settlement.actions import (
    FactsRefused,
    UnableToAnswer,
    UnableToClose,
    UnableToSend,
    answer_question,
    ask_question,
    close_month,
    confirm_statement,
    make_receipt,
    recompute,
    record_download,
    send_statement,
)
from paidang.settlement.models import BundleFile, Question, SettledRow, Statement
from paidang.settlement.queries import get_file, get_statement, list_statements, list_versions, unpack_bundle
from paidang.settlement.queries.rows import HELD, Wanted, find_unknown, get_breakdown, list_rows
from paidang.settlement.tests.month import (
    APRIL_CLOSED,
    MARCH_CLOSED,
    MARCH_SENT,
    add_charge,
    add_line,
    add_refund,
    declare,
    fill_march,
)


@pytest.fixture
def contract(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    fill_march(contract_in_force, brand, agency)
    return contract_in_force


def close(contract: Contract, agency: Party, month: str = "2026-03", at=MARCH_CLOSED) -> Statement:
    with acting(agency.finance):
        return close_month(person=agency.finance, at=at, code=contract.code, month=month)


def send(
    contract: Contract, agency: Party, month: str = "2026-03", at=MARCH_SENT, note: str = ""
) -> Statement:
    with acting(agency.finance):
        statement = get_statement(contract, month)
        return send_statement(
            person=agency.finance, at=at, code=contract.code, month=month, digest=statement.digest, note=note
        )


def ask(
    contract: Contract, brand: Party, *rows: str, reason: str = "L1 单价应为 ¥99.00", month: str = "2026-03"
) -> Question:
    with acting(brand.finance):
        digest = get_statement(contract, month).digest
        return ask_question(
            person=brand.finance,
            at=MARCH_SENT,
            code=contract.code,
            month=month,
            digest=digest,
            reason=reason,
            rows=rows,
        )


def confirm(
    contract: Contract, brand: Party, month: str = "2026-03", digest: str = "", at=MARCH_SENT
) -> Statement:
    with acting(brand.finance):
        digest = digest or get_statement(contract, month).digest
        return confirm_statement(person=brand.finance, at=at, code=contract.code, month=month, digest=digest)


def acts(contract: Contract, person) -> list[str]:
    with acting(person):
        found = Entry.objects.filter(chain_id=contract.chain_id, act__startswith="statement.")
        return list(found.order_by("seq").values_list("act", flat=True))


def facts_of(statement: Statement, table: str, tmp_path: Path) -> dict[str, dict]:
    """A table of the bundle's facts, by id."""
    import pyarrow.parquet

    folder = tmp_path / f"{statement.month}-{statement.version}"
    unpack_bundle(statement, folder)
    rows = pyarrow.parquet.read_table(folder / "facts" / f"{table}.parquet").to_pylist()
    return {row[next(iter(row))]: row for row in rows}


# Closing


def test_it_settles_what_has_happened_and_keeps_the_bundle(contract, agency):
    statement = close(contract, agency)
    totals = statement.figures["totals"]
    assert (totals["gross_sales"], totals["cost"], totals["tax"]) == (33_900, 12_000, 3_900)
    assert (totals["logistics"], totals["profit"]) == (800, 17_200)
    assert statement.figures["amount_due"] == 5_160 + 800  # 30 % and the freight the agency paid
    assert statement.figures["held"] == [{"row_id": "L4", "reason": "no_factory_price"}]
    with acting(agency.manager):
        names = set(statement.files.values_list("name", flat=True))
        manifest = json.loads(bytes(get_file(statement, "manifest.json").content))
    assert {"terms.json", "statement.json", "rows.parquet", "statement.pdf", "statement.xlsx"} <= names
    assert manifest["digest"] == statement.digest
    assert acts(contract, agency.manager) == ["statement.closed"]


@pytest.mark.parametrize("role", ["agency_operator"])
def test_it_refuses_a_role_that_may_not_close(contract, agency, role):
    person = agency.people[role]
    with acting(person), pytest.raises(NotAllowed):
        close_month(person=person, at=MARCH_CLOSED, code=contract.code, month="2026-03")
    with acting(agency.manager):
        assert not Statement.objects.exists()
    assert acts(contract, agency.manager) == []


def test_it_refuses_the_outsider(contract, outsider):
    with acting(outsider.manager), pytest.raises(NotFound):
        close_month(person=outsider.manager, at=MARCH_CLOSED, code=contract.code, month="2026-03")


@pytest.mark.parametrize(
    ("month", "at", "code"),
    [
        ("2026-03", "2026-03-31 23:59", "MONTH_NOT_OVER"),
        ("2026-04", "2026-05-02 09:00", "NOT_ITS_TURN"),
        ("2026-3", "2026-05-02 09:00", "NOT_A_MONTH"),
    ],
)
def test_it_refuses_a_month_that_is_not_due(contract, agency, month, at, code):
    with pytest.raises(UnableToClose) as refused:
        close(contract, agency, month, shanghai(at))
    assert refused.value.code == code


def test_it_refuses_a_contract_that_is_not_in_force(draft_contract, agency):
    with pytest.raises(UnableToClose) as refused:
        close(draft_contract, agency)
    assert refused.value.code == "CONTRACT_NOT_IN_FORCE"


def test_it_computes_anew_until_sent(contract, agency):
    first = close(contract, agency)
    with acting(agency.manager):
        add_line(contract, "L5", done="2026-03-28 10:00")
    second = close(contract, agency, at=shanghai("2026-04-03 09:00"))
    assert second.version == 1 and second.digest != first.digest
    with acting(agency.manager):
        assert Statement.objects.count() == 1
        assert set(BundleFile.objects.values_list("statement_id", flat=True)) == {second.pk}


def test_it_names_bad_facts_by_their_ids_and_settles_nothing(contract, agency):
    with acting(agency.manager):
        add_refund(contract, "R9", "L2", at="2026-03-22 10:00", amount=99_900)
    with pytest.raises(FactsRefused) as refused:
        close(contract, agency)
    (place,) = refused.value.places
    assert (place.table, place.row_id, place.column, refused.value.status) == ("refunds", "R9", "amount", 422)
    with acting(agency.manager):
        assert not Statement.objects.exists()


# Sending


def test_the_brand_sees_nothing_before_it_is_sent(contract, brand, agency):
    statement = close(contract, agency)
    with acting(brand.manager):
        assert list_statements(contract) == []
        assert not BundleFile.objects.filter(statement_id=statement.pk).exists()
        with pytest.raises(NotFound):
            get_statement(contract, "2026-03")
    send(contract, agency)
    with acting(brand.manager):
        assert [one.pk for one in list_statements(contract)] == [statement.pk]


def test_sending_settles_each_row_once_and_asks_the_brand(contract, brand, agency):
    close(contract, agency)
    statement = send(contract, agency, note="三月")
    assert (statement.state, str(statement.confirm_by)) == ("sent", "2026-04-16")
    with acting(agency.manager):
        settled = set(SettledRow.objects.values_list("kind", "row_id"))
        line = SettledRow.objects.get(kind="line", row_id="L1")
    assert settled == {("line", "L1"), ("line", "L2"), ("logistics", "C1"), ("platform_fee", "F1")}
    assert (line.price_fen, line.month) == (4_000, "2026-03")
    with acting(brand.manager):
        duty = Duty.objects.get(contract_id=contract.pk, key="answer-2026-03")
    assert (duty.side, duty.closed_at) == ("a", None)


def test_sending_twice_sends_once(contract, agency):
    close(contract, agency)
    first = send(contract, agency)
    again = send(contract, agency, at=shanghai("2026-04-10 09:00"))
    assert again.sent_at == first.sent_at
    assert acts(contract, agency.manager).count("statement.sent") == 1


def test_it_sends_only_what_the_person_saw(contract, agency):
    seen = close(contract, agency).digest
    with acting(agency.manager):
        add_line(contract, "L5", done="2026-03-28 10:00")
    close(contract, agency, at=shanghai("2026-04-03 09:00"))
    with acting(agency.finance), pytest.raises(UnableToSend) as refused:
        send_statement(person=agency.finance, at=MARCH_SENT, code=contract.code, month="2026-03", digest=seen)
    assert refused.value.code == "STATEMENT_CHANGED"
    assert "statement.sent" not in acts(contract, agency.manager)


def test_the_brand_may_not_send(contract, brand, agency):
    statement = close(contract, agency)
    with acting(brand.manager), pytest.raises(NotAllowed):
        send_statement(
            person=brand.manager, at=MARCH_SENT, code=contract.code, month="2026-03", digest=statement.digest
        )


@pytest.mark.parametrize(
    "change",
    ["figures = '{}'", "digest = repeat('0', 64)", "terms = '{}'", "sent_at = null", "state = 'closed'"],
)
def test_a_sent_statement_never_changes_even_by_raw_sql(contract, agency, change):
    close(contract, agency)
    statement = send(contract, agency)
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


# Two months


def test_the_next_month_takes_context_late_and_released_rows(contract, brand, agency, tmp_path):
    close(contract, agency)
    march = send(contract, agency)
    declare(contract, brand, "GIFT-BOX", 9_000)
    with acting(agency.manager):
        OrderLine.objects.filter(line_id="L3").update(completed_at=shanghai("2026-04-03 10:00"))
        add_line(contract, "L6", done="2026-03-29 10:00")  # learnt after March was closed
        add_refund(contract, "R1", "L1", at="2026-04-05 10:00", amount=11_300)
        add_charge(contract, "C2", "L2", at="2026-04-06 10:00")
    april = close(contract, agency, "2026-04", APRIL_CLOSED)
    with acting(agency.manager):
        lines = facts_of(april, "order_lines", tmp_path)
        assert {"L1", "L2", "L3", "L4", "L6"} == set(lines)
        assert (lines["L1"]["settled_in"], lines["L1"]["settled_price"]) == ("2026-03", 4_000)
        assert lines["L2"]["settled_in"] == "2026-03" and lines["L3"]["settled_in"] is None
        assert set(facts_of(april, "logistics", tmp_path)) == {"C2"}
        assert not facts_of(april, "platform_fees", tmp_path)
        rows = {row["row_id"]: row for row in list_rows(april, Wanted("profit")).rows}
    assert set(rows) == {"L3", "L4", "L6", "R1", "C2"}
    assert april.figures["held"] == []
    assert [(late["month"], late["rows"]) for late in april.figures["late"]] == [("2026-03", 2)]
    assert rows["R1"]["cost"] == -4_000
    assert april.previous_id == march.pk
    send(contract, agency, "2026-04", APRIL_CLOSED)
    with acting(agency.manager):
        assert SettledRow.objects.filter(kind="line", row_id="L1").get().statement_id == march.pk
        result = recompute(person=agency.manager, at=APRIL_CLOSED, code=contract.code, month="2026-04")
    assert result.is_verified, [str(one) for one in result.differences]


def test_later_snapshots_know_what_was_refunded_before(contract, agency, tmp_path):
    with acting(agency.manager):
        add_refund(contract, "R1", "L1", at="2026-03-22 10:00", amount=11_300)
    close(contract, agency)
    send(contract, agency)
    with acting(agency.manager):
        add_refund(contract, "R2", "L1", at="2026-04-05 10:00", amount=11_300)
    april = close(contract, agency, "2026-04", APRIL_CLOSED)
    with acting(agency.manager):
        line = facts_of(april, "order_lines", tmp_path)["L1"]
    assert (line["refunded_quantity"], line["refunded_amount"]) == (1, 11_300)


def test_a_change_to_a_settled_fact_enters_no_later_statement(contract, agency):
    close(contract, agency)
    send(contract, agency)
    with acting(agency.manager):
        OrderLine.objects.filter(line_id="L1").update(unit_price_fen=1)
    april = close(contract, agency, "2026-04", APRIL_CLOSED)
    assert april.figures["totals"]["revenue"] == 0
    with acting(agency.manager):
        assert recompute(
            person=agency.manager, at=APRIL_CLOSED, code=contract.code, month="2026-03"
        ).is_verified


# Answering


def test_the_brand_confirms_once(contract, brand, agency):
    close(contract, agency)
    send(contract, agency)
    statement = confirm(contract, brand)
    assert (statement.state, str(statement.pay_by)) == ("confirmed", "2026-04-20")
    again = confirm(contract, brand, at=shanghai("2026-04-11 09:00"))
    assert again.confirmed_at == statement.confirmed_at
    assert acts(contract, brand.manager).count("statement.confirmed") == 1
    with acting(brand.manager):
        open_duties = set(Duty.objects.filter(closed_at=None).values_list("key", flat=True))
        assert "pay-2026-03" in open_duties and "answer-2026-03" not in open_duties
    with pytest.raises(UnableToAnswer):
        ask(contract, brand)


def test_the_agency_may_not_answer_its_own_statement(contract, agency):
    close(contract, agency)
    statement = send(contract, agency)
    with acting(agency.finance), pytest.raises(NotAllowed):
        confirm_statement(
            person=agency.finance, at=MARCH_SENT, code=contract.code, month="2026-03", digest=statement.digest
        )
    with acting(agency.manager):
        assert get_statement(contract, "2026-03").state == "sent"


def test_it_confirms_only_the_version_that_was_seen(contract, brand, agency):
    close(contract, agency)
    send(contract, agency)
    with pytest.raises(UnableToAnswer) as refused:
        confirm(contract, brand, digest="0" * 64)
    assert refused.value.code == "STATEMENT_CHANGED"


def test_a_question_names_rows_of_the_statement_and_a_reason(contract, brand, agency):
    close(contract, agency)
    send(contract, agency)
    with pytest.raises(UnableToAnswer) as refused:
        ask(contract, brand, "line:L99")
    assert refused.value.code == "ROW_UNKNOWN"
    with pytest.raises(UnableToAnswer) as refused:
        ask(contract, brand, reason="  ")
    assert refused.value.code == "REASON_MISSING"
    question = ask(contract, brand, "line:L1", "line:L4")
    assert question.rows == ["line:L1", "line:L4"]
    assert ask(contract, brand, "line:L4", "line:L1").pk == question.pk
    with acting(agency.manager):
        assert get_statement(contract, "2026-03").state == "questioned"
        assert Duty.objects.filter(key="answer-question-2026-03", closed_at=None).exists()


def test_an_answer_lets_the_statement_stand_and_drops_the_unsent_version(contract, brand, agency):
    close(contract, agency)
    sent = send(contract, agency)
    question = ask(contract, brand, "line:L1")
    close(contract, agency, at=shanghai("2026-04-10 09:00"))
    with acting(agency.finance):
        assert [one.version for one in list_versions(sent)] == [2, 1]
        for _ in range(2):
            answer_question(
                person=agency.finance,
                at=MARCH_SENT,
                code=contract.code,
                question_id=question.pk,
                answer="与订单一致",
            )
        assert [(one.version, one.state) for one in list_versions(sent)] == [(1, "sent")]
    assert acts(contract, agency.manager).count("statement.answered") == 1


def test_a_question_leads_to_a_second_version_that_settles_every_row_once(contract, brand, agency):
    close(contract, agency)
    first = send(contract, agency)
    ask(contract, brand, "line:L1")
    with acting(agency.manager):
        OrderLine.objects.filter(line_id="L1").update(unit_price_fen=9_900)
    second = close(contract, agency, at=shanghai("2026-04-10 09:00"))
    assert second.version == 2
    with acting(brand.manager):
        assert get_statement(contract, "2026-03").pk == first.pk
    send(contract, agency, at=shanghai("2026-04-10 10:00"))
    with acting(brand.manager):
        assert get_statement(contract, "2026-03").version == 2
        assert get_statement(contract, "2026-03", 1).state == "replaced"
        assert set(SettledRow.objects.values_list("statement_id", flat=True)) == {second.pk}
    assert second.figures["totals"]["gross_sales"] == 2 * 9_900 + 11_300
    confirm(contract, brand)


def test_no_second_version_once_the_next_month_is_sent(contract, brand, agency):
    close(contract, agency)
    send(contract, agency)
    close(contract, agency, "2026-04", APRIL_CLOSED)
    send(contract, agency, "2026-04", APRIL_CLOSED)
    ask(contract, brand)
    with pytest.raises(UnableToClose) as refused:
        close(contract, agency, at=APRIL_CLOSED)
    assert refused.value.code == "LATER_SENT"


def test_a_month_computed_on_a_replaced_version_must_be_closed_again(contract, brand, agency):
    close(contract, agency)
    send(contract, agency)
    close(contract, agency, "2026-04", APRIL_CLOSED)
    ask(contract, brand)
    close(contract, agency, at=APRIL_CLOSED)
    send(contract, agency, at=APRIL_CLOSED)
    with pytest.raises(UnableToSend) as refused:
        send(contract, agency, "2026-04", APRIL_CLOSED)
    assert refused.value.code == "PREVIOUS_CHANGED"
    close(contract, agency, "2026-04", APRIL_CLOSED)
    send(contract, agency, "2026-04", APRIL_CLOSED)


# Rows and copies


def test_the_rows_behind_a_figure_add_up_to_it(contract, agency):
    statement = close(contract, agency)
    totals = statement.figures["totals"]
    with acting(agency.manager):
        for figure, fen in [
            ("gross_sales", totals["gross_sales"]),
            ("cost", -totals["cost"]),
            ("tax", -totals["tax"]),
            ("profit", totals["profit"]),
            ("platform_fees", totals["platform_fees"]),
            ("advanced_b", 800),
            ("held_by_collector", statement.figures["held_by_collector"]),
            (HELD, 20_000),
        ]:
            assert list_rows(statement, Wanted(figure)).fen == fen, figure
        breakdown = get_breakdown(statement)
        assert [(one.store, one.rows, one.fen["profit"]) for one in breakdown.stores] == [
            ("京东旗舰店", 1, 11_200),
            ("天猫旗舰店", 1, 6_000),
        ]
        assert breakdown.held == [("GIFT-BOX", 1, 20_000)]
        assert list_rows(statement, Wanted("profit", store="天猫旗舰店")).fen == 6_000
        assert find_unknown(statement, ["line:L1", "line:L4", "refund:L1"]) == ["refund:L1"]


def test_copies_are_on_record_and_the_receipt_needs_a_confirmation(contract, brand, agency):
    close(contract, agency)
    send(contract, agency)
    with acting(brand.finance):
        record_download(
            person=brand.finance, at=MARCH_SENT, code=contract.code, month="2026-03", version=None, what="pdf"
        )
        with pytest.raises(UnableToAnswer):
            make_receipt(
                person=brand.finance,
                at=MARCH_SENT,
                code=contract.code,
                month="2026-03",
                version=None,
                lang="zh",
            )
    confirm(contract, brand)
    with acting(brand.finance):
        _statement, pdf = make_receipt(
            person=brand.finance, at=MARCH_SENT, code=contract.code, month="2026-03", version=None, lang="zh"
        )
    assert pdf.startswith(b"%PDF")
    assert acts(contract, brand.manager).count("statement.downloaded") == 2


def test_either_side_recomputes_and_the_verdict_is_on_record(contract, brand, agency):
    close(contract, agency)
    send(contract, agency)
    with acting(brand.finance):
        result = recompute(person=brand.finance, at=MARCH_SENT, code=contract.code, month="2026-03")
        entry = Entry.objects.get(act="statement.recomputed")
    assert result.is_verified
    assert (entry.facts["rows"], entry.facts["differences"]) == (4, [])
