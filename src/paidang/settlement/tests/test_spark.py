"""Spark gives the same fen and the same rows: on every worked example, and on hundreds of random worlds in one job."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from paidang.settlement.tests import forms as f
from paidang.settlement.tests import worlds as w
from paidang.settlement.tests.agreements import agreements, profit_counts

pytestmark = [pytest.mark.spark, pytest.mark.slow]
HERE = Path(__file__).parents[4] / "tests" / "golden" / "settlement"
CASES = sorted(path.name for path in (HERE / "cases").iterdir())
MONTH = "2026-09"
SMALL = 10**15  # so that the sum of all worlds fits 64 bits too


def read_json(path):
    return json.loads(path.read_text())


@pytest.fixture(scope="module", autouse=True)
def spark():
    """One session for all tests: to start one takes seconds."""
    pytest.importorskip("pyspark", reason="make setup-spark")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java 17")
    from paidang.settlement.engines.spark_session import open_spark

    with open_spark("local[2]") as session:
        session.conf.set("spark.sql.shuffle.partitions", "2")  # a few rows need no more
        yield session


@pytest.mark.parametrize("name", CASES)
def test_case(name, tmp_path):
    case = HERE / "cases" / name
    document, month = read_json(case / "terms.json"), read_json(case / "case.json")["month"]
    by_spark = f.settle("spark", document, month, case / "facts", tmp_path / "spark")
    assert by_spark == f.settle("duckdb", document, month, case / "facts", tmp_path / "duckdb")
    expected = read_json(case / "expected.json")
    assert {key: by_spark[0][key] for key in expected} == expected


def test_bad_facts_are_refused_cell_by_cell(tmp_path):
    bad = HERE / "bad"
    document, month = read_json(bad / "terms.json"), read_json(bad / "case.json")["month"]
    named = f.settle("spark", document, month, bad / "facts", tmp_path / "spark")
    assert named == f.settle("python", document, month, bad / "facts", tmp_path / "python")
    assert len(named) == len(read_json(bad / "expected_errors.json"))


def test_facts_at_an_address_are_fetched(tmp_path):
    """Whatever Hadoop has a file system for; here it is a folder by its address."""
    case = HERE / "cases" / "06-late-held-context"
    document = read_json(case / "terms.json")
    by_address = f.settle("spark", document, MONTH, (case / "facts").as_uri(), tmp_path / "spark")
    assert by_address == f.settle("duckdb", document, MONTH, case / "facts", tmp_path / "duckdb")
    assert sorted(path.name for path in (tmp_path / "spark").iterdir()) == ["facts", "rows.parquet"]
    nowhere = f.settle("spark", document, MONTH, (tmp_path / "nothing").as_uri(), tmp_path / "none")
    assert [error["file"] for error in nowhere] == [(tmp_path / "nothing").as_uri()]


def test_an_amount_beyond_64_bits_is_refused(tmp_path):
    case = HERE / "cases" / "02-month"
    shutil.copytree(case / "facts", tmp_path / "facts")
    costs = (tmp_path / "facts" / "costs.csv").read_text().splitlines()
    dear = [",".join([row.split(",")[0], str(2**63 - 1), row.split(",")[2]]) for row in costs[1:]]
    (tmp_path / "facts" / "costs.csv").write_text("\n".join([costs[0], *dear]))
    outcomes = [
        f.settle(engine, read_json(case / "terms.json"), MONTH, tmp_path / "facts", tmp_path / engine)
        for engine in ("python", "spark")
    ]
    assert outcomes[0] == outcomes[1] and outcomes[0][0]["file"] == "rows.parquet"


def generate(strategy, count):
    """So many examples of a strategy, the same each time."""
    made = []

    @seed(1)
    @settings(
        max_examples=count, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    @given(strategy)
    def collect(example):
        made.append(example)

    collect()
    return made


def merge(worlds):
    """All worlds as one: ids, orders and goods of each are its own."""
    merged = {name: [] for name in f.FACT_TABLES}
    for number, world in enumerate(worlds):
        for name, rows in world.items():
            for row in rows:
                own = {key: f"{number}:{row[key]}" for key in OWN if row.get(key) is not None}
                merged[name].append(row | own)
    return merged


OWN = ("line_id", "order_id", "sku", "refund_id", "charge_id", "fee_id")


def is_small(world):
    lines = {line["line_id"]: line for line in world["order_lines"]}
    largest = max((line["quantity"] for line in lines.values()), default=1)
    return all(
        abs(cell) * (largest if key in ("factory_price", "settled_price") else 1) <= SMALL
        for rows in world.values()
        for row in rows
        for key, cell in row.items()
        if isinstance(cell, int)
    )


TAX_MODES = ("included_vat", "margin_vat", "on_revenue", "none")


@pytest.mark.parametrize("tax_mode", TAX_MODES)
def test_random_worlds(tax_mode, tmp_path):
    """Each tax mode with terms of its own, all worlds in one job."""
    [document, *_] = [
        each for each in generate(agreements(), 60) if each["tax"]["mode"] == tax_mode and each["components"]
    ]
    document = {**document, "adjustments": [], "carried_in": 0}
    worlds = generate(w.worlds(MONTH, profit_counts=profit_counts(document)), w.WORLDS)
    merged = merge([world for world in worlds if is_small(world)])
    assert len(merged["order_lines"]) > w.WORLDS
    f.write_parquet(merged, tmp_path / "facts", parts=3)
    by_law = f.settle("python", document, MONTH, tmp_path / "facts", tmp_path / "python")
    assert len(by_law[1]) > w.WORLDS
    for engine in ("duckdb", "spark"):
        assert f.settle(engine, document, MONTH, tmp_path / "facts", tmp_path / engine) == by_law
