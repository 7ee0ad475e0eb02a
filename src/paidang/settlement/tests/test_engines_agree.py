"""Every engine gives the same fen, the same rows and the same refusals, whatever the facts (SPEC, first sentence)."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paidang.kit.facts import FACT_TABLES
from paidang.settlement.engines import duckdb_engine
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.tests import worlds as w

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@QUICK
@given(world=w.worlds(), terms=w.terms())
def test_engines_agree_on_random_worlds(world, terms):
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        w.write_csv(world, folder / "csv")
        w.write_parquet(world, folder / "parquet")
        w.write_parquet(world, folder / "parts", parts=2)
        by_law = w.settle("python", terms, folder / "csv", folder / "1")
        assert w.settle("duckdb", terms, folder / "csv", folder / "2") == by_law
        assert w.settle("duckdb", terms, folder / "parquet", folder / "3") == by_law
        # Neither the order of rows nor how files are cut changes anything.
        assert w.settle("duckdb", terms, folder / "parts", folder / "4") == by_law
        assert w.settle("python", terms, folder / "parts", folder / "5") == by_law


NASTY = st.one_of(
    st.sampled_from(
        [
            "", " ", "0", "-1", "1.0", "007", "-0", "+1", "９", "1e3", "9223372036854775807", "9223372036854775808",
            "-9223372036854775808", "true", "TRUE", "false", "2026-09-02T12:00:00", "2026-09-02 12:00:00+08:00",
            "2026-09-02T12:00:00+08:00", "2026-09-02T12:00:00.5Z", "2026-09-02T12:00+0800", "2026-09-02T24:00:00Z",
            "2026-02-29T12:00:00Z", "2026-09-02T12:00:60Z", "2026-09-02T12:00:00,123456789+08", "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-08:00", "0001-01-01T00:00:00+08:00", "2026-09-02", "2026-9-2", "2026-02-30", "0000-01-01",
            "2026-09", "2026-10", "2026-13", "0000-01", "9999-12", "quality", "shared", "postage", "a", "b", "c", "L0",
            "L1", "O0", "S1", "2026-09-02t12:00:00z", "2026-09-02T12:00:00+24:00", "1000000000000001", '"', "a,b", "\n",
        ]
    ),
    st.text(max_size=4),
)  # fmt: skip


@QUICK
@given(world=w.worlds(), terms=w.terms(), data=st.data())
def test_engines_refuse_the_same_cells(world, terms, data):
    """Cells are spoilt at random; both engines name the same ones, or both settle to the same figures."""
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from([name for name, rows in world.items() if rows]))
        row = data.draw(st.sampled_from(world[name]))
        row[data.draw(st.sampled_from(FACT_TABLES[name].column_names))] = data.draw(NASTY)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        try:
            w.write_csv(world, folder / "csv")
        except UnicodeEncodeError:
            return
        outcomes = [outcome(engine, terms, folder) for engine in ("python", "duckdb")]
        assert outcomes[0] == outcomes[1]


def outcome(engine, terms, folder):
    try:
        return w.settle(engine, terms, folder / "csv", folder / engine)
    except BadInput as refused:
        return [error.as_dict() for error in refused.errors]


@QUICK
@given(world=w.worlds(), terms=w.terms())
def test_share_a_and_share_b_are_the_whole(world, terms):
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        w.write_parquet(world, folder / "facts")
        statement, rows = w.settle("python", terms, folder / "facts", folder / "out")
    totals = statement["totals"]
    assert totals["profit"] == sum(row["profit"] for row in rows)
    assert totals["revenue"] == totals["gross_sales"] + totals["refunded"]
    share = next((each for each in statement["components"] if each["kind"] == "profit_share"), None)
    if share and (share["base"] >= 0 or terms["components"][0]["loss"] == "share"):
        assert statement["share_a"] + statement["share_b"] == share["base"]


def test_a_line_and_its_full_restocked_refund_cancel(tmp_path):
    """Whatever the price and the rate: rounding is symmetric."""
    line = {
        "line_id": "L1", "order_id": "O1", "channel": "jd", "store": "s", "sku": "S", "quantity": 3,
        "unit_price": 3335, "merchant_discount": 5, "platform_discount": 0, "paid_at": w.moments_at(2),
        "shipped_at": None, "completed_at": w.moments_at(3), "gift": None, "settled_in": None, "settled_price": None,
        "refunded_quantity": None, "refunded_amount": None,
    }  # fmt: skip
    refund = {
        "refund_id": "R1", "line_id": "L1", "quantity": 3, "amount": 10000, "cause": "no_reason", "restocked": True,
        "refunded_at": w.moments_at(4),
    }  # fmt: skip
    cost = {"sku": "S", "factory_price": 1999, "valid_from": "2026-01-01"}
    world = {
        "order_lines": [line],
        "refunds": [refund],
        "costs": [cost],
        "logistics": [],
        "platform_fees": [],
    }
    w.write_parquet(world, tmp_path / "facts")
    terms = {
        "recognition": "completed", "collector": "a", "tax": {"mode": "margin_vat", "rate": "0.123457", "paid_by": "a"},
        "platform_fees": "a", "faults_borne_by": "a",
        "components": [{"kind": "profit_share", "a": "0.7", "b": "0.3", "loss": "share", "clause": "D"}],
    }  # fmt: skip
    for engine in ("python", "duckdb"):
        statement, rows = w.settle(engine, terms, tmp_path / "facts", tmp_path / engine)
        assert statement["totals"]["profit"] == statement["due_b"] == 0
        assert len(rows) == 2


def test_good_files_are_read_the_fast_way(tmp_path, monkeypatch):
    """The slow reading is for doubtful files only; a plain CSV and any good Parquet never go there."""
    monkeypatch.setattr(duckdb_engine, "read_raw_facts", lambda folder: pytest.fail("read the slow way"))
    cases = Path(__file__).parents[4] / "tests" / "golden" / "settlement" / "cases"
    document = json.loads((cases / "06-late-held-context" / "terms.json").read_text())
    w.settle("duckdb", document, cases / "06-late-held-context" / "facts", tmp_path / "out")
    w.settle("duckdb", document, tmp_path / "out" / "facts", tmp_path / "again")
