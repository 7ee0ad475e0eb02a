"""The facts of a closing are those of one moment."""

import csv
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection
from tests.cast import acting

from paidang.contracts.queries import get_terms
from paidang.kit.period import term_period
from paidang.settlement.bundle import settle_folder
from paidang.settlement.engines import duckdb_facts
from paidang.settlement.queries.basis import get_basis
from paidang.settlement.queries.snapshot import export_snapshot
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.tests.month import add_line, add_refund


class Meanwhile:
    """A folder in which an import by somebody else is committed just before the refunds are written."""

    def __init__(self, folder: Path, march, agency) -> None:
        self.folder, self.march, self.agency = folder, march, agency

    def __truediv__(self, name: str) -> Path:
        if name == "refunds.csv":
            thread = Thread(target=self.commit)
            thread.start()
            thread.join()
        return self.folder / name

    def commit(self) -> None:
        with acting(self.agency.manager):
            add_line(self.march, "L9", done="2026-03-12 10:00")
            add_refund(self.march, "R9", "L9", at="2026-03-20 10:00", amount=100)
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_an_import_that_ends_meanwhile_is_in_all_tables_or_in_none(march, agency, tmp_path):
    with acting(agency.manager):
        terms = read_terms(get_terms(march, "2026-03").terms)
        assert terms.term_start and terms.term_end
        term = term_period(terms.term_start, terms.term_end)
        export_snapshot(march, Meanwhile(tmp_path, march, agency), term=term, replaced=None)  # type: ignore[arg-type]
    lines, refunds = (
        {row["line_id"] for row in csv.DictReader((tmp_path / f"{table}.csv").open())}
        for table in ("order_lines", "refunds")
    )
    assert "L1" in lines and refunds <= lines


def test_text_that_csv_must_quote_arrives_as_it_is(march, agency, tmp_path):
    with acting(agency.manager):
        add_line(march, 'L"9', done="2026-03-12 10:00", store="京东,\n旗舰店")
        terms = read_terms(get_terms(march, "2026-03").terms)
        assert terms.term_start and terms.term_end
        term = term_period(terms.term_start, terms.term_end)
        export_snapshot(march, tmp_path, term=term, replaced=None)
    with (tmp_path / "order_lines.csv").open(newline="") as text:
        rows = {row["line_id"]: row for row in csv.DictReader(text)}
    assert rows['L"9']["store"] == "京东,\n旗舰店" and rows["L1"]["refunded_amount"] == "0"


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
    with (tmp_path / "facts" / "order_lines.csv").open() as text:
        times = {row["line_id"]: row["completed_at"] for row in csv.DictReader(text)}
    assert times["L9"] == "2026-03-12T10:00:00+08"
    settled = settle_folder(
        terms=basis.terms, facts=tmp_path / "facts", month="2026-03", out=tmp_path / "out"
    )
    assert settled.statement["counts"]["lines"] > 0
