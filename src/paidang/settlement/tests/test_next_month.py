"""The month after: context, late and released rows, what was refunded before."""

from pathlib import Path

from tests.cast import acting, shanghai

from paidang.orders.models import OrderLine
from paidang.settlement.actions import (
    recompute,
)
from paidang.settlement.models import SettledRow, Statement
from paidang.settlement.queries import unpack_bundle
from paidang.settlement.queries.rows import Wanted, list_rows
from paidang.settlement.tests.month import (
    APRIL_CLOSED,
    add_charge,
    add_line,
    add_refund,
    close,
    declare,
    send,
)


def facts_of(statement: Statement, table: str, tmp_path: Path) -> dict[str, dict]:
    """A table of the bundle's facts, by id."""
    import pyarrow.parquet

    folder = tmp_path / f"{statement.month}-{statement.version}"
    unpack_bundle(statement, folder)
    rows = pyarrow.parquet.read_table(folder / "facts" / f"{table}.parquet").to_pylist()
    return {row[next(iter(row))]: row for row in rows}


def test_the_next_month_takes_context_late_and_released_rows(march, brand, agency, tmp_path):
    close(march, agency)
    sent = send(march, agency)
    declare(march, brand, "GIFT-BOX", 9_000)
    with acting(agency.manager):
        OrderLine.objects.filter(line_id="L3").update(completed_at=shanghai("2026-04-03 10:00"))
        add_line(march, "L6", done="2026-03-29 10:00")  # learnt after March was closed
        add_refund(march, "R1", "L1", at="2026-04-05 10:00", amount=11_300)
        add_charge(march, "C2", "L2", at="2026-04-06 10:00")
    april = close(march, agency, "2026-04", APRIL_CLOSED)
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
    assert april.previous_id == sent.pk
    send(march, agency, "2026-04", APRIL_CLOSED)
    with acting(agency.manager):
        assert SettledRow.objects.filter(kind="line", row_id="L1").get().statement_id == sent.pk
        result = recompute(person=agency.manager, at=APRIL_CLOSED, code=march.code, month="2026-04")
    assert result.is_verified, [str(one) for one in result.differences]


def test_later_snapshots_know_what_was_refunded_before(march, agency, tmp_path):
    with acting(agency.manager):
        add_refund(march, "R1", "L1", at="2026-03-22 10:00", amount=11_300)
    close(march, agency)
    send(march, agency)
    with acting(agency.manager):
        add_refund(march, "R2", "L1", at="2026-04-05 10:00", amount=11_300)
    april = close(march, agency, "2026-04", APRIL_CLOSED)
    with acting(agency.manager):
        line = facts_of(april, "order_lines", tmp_path)["L1"]
    assert (line["refunded_quantity"], line["refunded_amount"]) == (1, 11_300)


def test_a_change_to_a_settled_fact_enters_no_later_statement(march, agency):
    close(march, agency)
    send(march, agency)
    with acting(agency.manager):
        OrderLine.objects.filter(line_id="L1").update(unit_price_fen=1)
    april = close(march, agency, "2026-04", APRIL_CLOSED)
    assert april.figures["totals"]["revenue"] == 0
    with acting(agency.manager):
        assert recompute(person=agency.manager, at=APRIL_CLOSED, code=march.code, month="2026-03").is_verified


def test_a_refund_refers_to_the_line_as_it_was_settled(march, agency, tmp_path):
    """Whatever became of the line since: corrected, its refund still fits what was sold."""
    close(march, agency)
    send(march, agency)
    with acting(agency.manager):
        OrderLine.objects.filter(line_id="L1").update(quantity=1, unit_price_fen=0, sku="OTHER", gift=True)
        add_refund(march, "R1", "L1", at="2026-04-05 10:00", amount=22_600, quantity=2)
    april = close(march, agency, "2026-04", APRIL_CLOSED)
    with acting(agency.manager):
        line = facts_of(april, "order_lines", tmp_path)["L1"]
        [row] = list_rows(april, Wanted("profit")).rows
    assert (line["quantity"], line["unit_price"], line["sku"], line["gift"]) == (2, 11_300, "CUP", False)
    assert (row["sku"], row["revenue"], row["cost"]) == ("CUP", -22_600, -8_000)
