"""Worked examples, exact to the fen, through every engine. They were computed by code that is not ours."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet
import pytest

from paidang.settlement.engines import Job, load_engine
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms

HERE = Path(__file__).parent
ENGINES = ("python", "duckdb")
CASES = sorted(path.name for path in (HERE / "cases").iterdir())
BAD_TERMS = json.loads((HERE / "bad-terms" / "expected.json").read_text())


def read_json(path: Path):
    return json.loads(path.read_text())


def read_expected_rows(path: Path):
    with path.open(encoding="utf-8-sig", newline="") as text:
        return sorted(as_texts(row) for row in csv.DictReader(text))


def as_texts(row):
    """A row as texts, an empty cell for null, share_b by its value."""
    texts = {name: "" if value is None else str(value) for name, value in row.items()}
    texts["share_b"] = str(Decimal(texts["share_b"]).quantize(Decimal("0.00000001")))
    return tuple(texts.items())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", CASES)
def test_case(name, engine, tmp_path):
    case = HERE / "cases" / name
    month = read_json(case / "case.json")["month"]
    terms = read_terms(read_json(case / "terms.json"), month)
    computed = load_engine(engine)(Job(terms, case / "facts", month, tmp_path))
    expected = read_json(case / "expected.json")
    statement = {key: computed.statement[key] for key in expected}
    assert json.dumps(statement, sort_keys=True) == json.dumps(expected, sort_keys=True)
    assert set(computed.statement) - set(expected) <= {"version", "dates"}
    rows = pyarrow.parquet.read_table(tmp_path / "rows.parquet").to_pylist()
    assert sorted(map(as_texts, rows)) == read_expected_rows(case / "expected_rows.csv")


@pytest.mark.parametrize("engine", ENGINES)
def test_bad_facts_name_exactly_these_cells(engine, tmp_path):
    bad = HERE / "bad"
    terms = read_terms(read_json(bad / "terms.json"))
    with pytest.raises(BadInput) as refused:
        load_engine(engine)(Job(terms, bad / "facts", read_json(bad / "case.json")["month"], tmp_path))
    named = [[error.file, error.row, error.column] for error in refused.value.errors]
    assert sorted(named) == sorted(read_json(bad / "expected_errors.json"))
    assert [place[:2] for place in named] == sorted(place[:2] for place in named)


@pytest.mark.parametrize("name", sorted(BAD_TERMS))
def test_bad_terms_name_exactly_these_paths(name):
    with pytest.raises(BadInput) as refused:
        read_terms(read_json(HERE / "bad-terms" / f"{name}.json"))
    assert [error.column for error in refused.value.errors] == BAD_TERMS[name]
    assert {(error.file, error.row) for error in refused.value.errors} == {("terms.json", None)}
