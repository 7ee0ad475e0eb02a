"""The facts of a closing are those of one moment."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pyarrow.parquet
import pytest
from django.db import connection, transaction
from psycopg.errors import DivisionByZero
from tests.cast import acting

from paidang.contracts.queries import get_terms
from paidang.kit.period import SHANGHAI, month_period, term_period
from paidang.settlement.bundle import settle_folder
from paidang.settlement.engines import EngineFailed, duckdb_facts
from paidang.settlement.engines.duckdb_session import open_duckdb
from paidang.settlement.engines.parquet_stream import ParquetStream
from paidang.settlement.queries.basis import get_basis
from paidang.settlement.queries.snapshot import _gather, export_snapshot
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.tests.month import add_charge, add_fee, add_line, add_refund


class Meanwhile:
    """A folder in which an import by somebody else is committed just before the refunds are written."""

    def __init__(self, folder: Path, march, agency) -> None:
        self.folder, self.march, self.agency = folder, march, agency

    def __truediv__(self, name: str) -> Path:
        if name == "refunds.parquet":
            thread = Thread(target=self.commit)
            thread.start()
            thread.join()
        return self.folder / name

    def commit(self) -> None:
        with acting(self.agency.manager):
            add_line(self.march, "L9", done="2026-03-12 10:00")
            add_refund(self.march, "R9", "L9", at="2026-03-20 10:00", amount=100)
        connection.close()


def read(folder: Path, table: str) -> list[dict[str, Any]]:
    return pyarrow.parquet.read_table(folder / f"{table}.parquet").to_pylist()


@pytest.mark.django_db(transaction=True)
def test_an_import_that_ends_meanwhile_is_in_all_tables_or_in_none(march, agency, tmp_path):
    with acting(agency.manager):
        terms = read_terms(get_terms(march, "2026-03").terms)
        assert terms.term_start and terms.term_end
        term = term_period(terms.term_start, terms.term_end)
        export_snapshot(march, Meanwhile(tmp_path, march, agency), term=term, replaced=None)  # type: ignore[arg-type]
    lines, refunds = (
        {row["line_id"] for row in read(tmp_path, table)} for table in ("order_lines", "refunds")
    )
    assert "L1" in lines and refunds <= lines


def test_text_that_csv_must_quote_arrives_as_it_is(march, agency, tmp_path):
    with acting(agency.manager):
        add_line(march, 'L"9', done="2026-03-12 10:00", store="京东,\n旗舰店")
        terms = read_terms(get_terms(march, "2026-03").terms)
        assert terms.term_start and terms.term_end
        term = term_period(terms.term_start, terms.term_end)
        export_snapshot(march, tmp_path, term=term, replaced=None)
    rows = {row["line_id"]: row for row in read(tmp_path, "order_lines")}
    assert rows['L"9']["store"] == "京东,\n旗舰店" and rows["L1"]["refunded_amount"] == 0


def test_facts_of_a_closing_need_no_second_reading(march, agency, tmp_path, monkeypatch):
    """Their times are of a form that DuckDB surely reads as the law does: the law itself would take many times as long."""
    monkeypatch.setattr(duckdb_facts, "read_raw_facts", lambda folder: pytest.fail("read again"))
    (tmp_path / "facts").mkdir()
    with acting(agency.manager):
        add_line(march, "L9", done="2026-03-12 10:00")
        basis = get_basis(march, "2026-03")
        export_snapshot(march, tmp_path / "facts", term=basis.term, replaced=None)
        with connection.cursor() as cursor:
            cursor.execute("show timezone")
            assert cursor.fetchone() == (connection.timezone_name,)
    times = {row["line_id"]: row["completed_at"] for row in read(tmp_path / "facts", "order_lines")}
    assert times["L9"] == datetime(2026, 3, 12, 10, tzinfo=SHANGHAI)
    settled = settle_folder(
        terms=basis.terms, facts=tmp_path / "facts", month="2026-03", out=tmp_path / "out"
    )
    assert settled.statement["counts"]["lines"] > 0


def test_charges_of_orders_out_of_the_term_stay_out_and_those_of_no_order_in(march, agency, tmp_path):
    with acting(agency.manager):
        term = month_period("2026-03")
        add_line(march, "L8", done="2026-04-12 10:00", paid="2026-04-10 10:00")
        add_line(march, "L9", done="2026-03-12 10:00")
        for line_id in ("L8", "L9"):
            add_charge(march, f"C-{line_id}", line_id, at="2026-04-12 10:00")
            add_fee(march, f"F-{line_id}", line_id, at="2026-04-12 10:00")
        charge = add_charge(march, "C-ALL", "L9", at="2026-04-12 10:00")
        type(charge).objects.filter(charge_id="C-ALL").update(order_id=None)
        export_snapshot(march, tmp_path, term=term, replaced=None)
    assert {"C-ALL", "C-L9"} == {row["charge_id"] for row in read(tmp_path, "logistics")} - {"C1", "C2", "C3"}
    assert (
        "F-L9" in (fees := {row["fee_id"] for row in read(tmp_path, "platform_fees")}) and "F-L8" not in fees
    )
    assert "L8" not in {row["line_id"] for row in read(tmp_path, "order_lines")}


def test_a_file_that_cannot_be_written_is_told_and_nobody_waits(tmp_path):
    """More rows than a pipe holds, of which nobody takes any."""
    stream = {"columns": {"a": "BIGINT"}, "select": "from rows", "out": tmp_path / "gone" / "rows.parquet"}
    with (
        open_duckdb() as engine,
        pytest.raises(duckdb.IOException),
        ParquetStream(engine, **stream) as rows,
    ):
        rows.write(b"1\n" * 1_000_000)


def test_a_stream_keeps_empty_text_beside_null_and_stops_where_rows_stop(tmp_path):
    with open_duckdb() as engine:
        columns = {"a": "VARCHAR", "b": "BIGINT", "paid_at": "TIMESTAMP WITH TIME ZONE"}
        with ParquetStream(
            engine, columns=columns, select="from rows", out=tmp_path / "rows.parquet"
        ) as stream:
            stream.write(b'"",1,2026-03-01 00:00:00.5+00\n,,\n')
        half = tmp_path / "half.parquet"
        with (
            pytest.raises(ZeroDivisionError),
            ParquetStream(engine, columns=columns, select="from rows", out=half),
        ):
            raise ZeroDivisionError
    assert read(tmp_path, "rows") == [
        {"a": "", "b": 1, "paid_at": datetime(2026, 3, 1, 0, 0, 0, 500_000, tzinfo=UTC)},
        {"a": None, "b": None, "paid_at": None},
    ]


def test_rows_that_break_off_are_told_with_their_reason(db):
    """Not taken for all there are, though what came before is written already."""
    broken = "copy (select 0, 1 / (3 - n) from generate_series(1, 5) n) to stdout (format csv)"
    with (
        pytest.raises(DivisionByZero),
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(broken) as copy,
    ):
        list(_gather(copy))
    with (
        connection.cursor() as cursor,
        cursor.copy("copy (values (0, 7), (1, 8), (9, null)) to stdout (format csv)") as copy,
    ):
        assert list(_gather(copy)) == [(ord("0"), b"0,7\n"), (ord("1"), b"1,8\n")]


def test_a_disk_that_is_full_is_said_as_such_and_the_connection_goes_on(march, agency, tmp_path):
    (tmp_path / "order_lines.parquet").symlink_to("/dev/full")
    with acting(agency.manager):
        with pytest.raises(EngineFailed, match="磁盘或内存不够"), transaction.atomic():
            export_snapshot(march, tmp_path, term=month_period("2026-03"), replaced=None)
        assert march.statements.count() == 0
