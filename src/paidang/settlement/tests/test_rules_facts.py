"""Bad facts, one error per bad cell (SPEC §1), where the worked example does not go."""

import pytest

from paidang.kit.facts import FACT_TABLES
from paidang.settlement.engines import Job, load_engine
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms

TERMS = {
    "recognition": "completed",
    "collector": "a",
    "tax": {"mode": "none", "paid_by": "a"},
    "platform_fees": "a",
    "faults_borne_by": "a",
    "components": [{"kind": "profit_share", "a": "0.7", "b": "0.3", "loss": "share", "clause": "D"}],
}
LINE = "L1,O1,jd,s,S,2,10000,0,0,2026-09-02T12:00:00+08:00,,"
LINES = f"line_id,order_id,channel,store,sku,quantity,unit_price,merchant_discount,platform_discount,paid_at,shipped_at,completed_at\n{LINE}\n"
COSTS = "sku,factory_price,valid_from\nS,1,2026-01-01\n"
REFUNDS = "refund_id,line_id,quantity,amount,cause,restocked,refunded_at\n"
REFUND = "R1,L1,1,1,lost,true,2026-09-07T12:00:00+08:00\n"
LOGISTICS = "charge_id,order_id,kind,amount,paid_by,charged_at,borne_by\n"
GOOD = {"order_lines.csv": LINES, "costs.csv": COSTS}


@pytest.fixture(params=["python", "duckdb"])
def outcome(request, tmp_path):
    """Settle files given by name, a text or bytes each: the bad places, or the notes when all is well."""

    def run(files, terms=TERMS):
        facts, out = tmp_path / "facts", tmp_path / "out"
        facts.mkdir()
        out.mkdir()
        for name, content in files.items():
            (facts / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            computed = load_engine(request.param)(Job(read_terms(terms), facts, "2026-09", out))
        except BadInput as refused:
            return [(error.file, error.row, error.column) for error in refused.errors]
        return [("note", note.file, note.column) for note in computed.notes]

    return run


@pytest.mark.parametrize(
    ("files", "bad"),
    [
        (GOOD, []),
        ({}, [("costs.csv", None, None), ("order_lines.csv", None, None)]),
        ({**GOOD, "order_lines.csv": "\ufeff" + LINES}, []),
        ({**GOOD, "order_lines.csv": LINES.replace("\n", "\r\n")}, []),
        ({**GOOD, "order_lines.csv": LINES.replace(LINE, f"\n{LINE}\n")}, []),  # blank lines are no rows
        ({**GOOD, "order_lines.csv": LINES.replace(",jd,", ',"j,d",')}, []),
        ({**GOOD, "order_lines.csv": b"\xff" + LINES.encode()}, [("order_lines.csv", None, None)]),
        ({**GOOD, "order_lines.csv": ""}, [("order_lines.csv", 1, name) for name in
                                           FACT_TABLES["order_lines"].column_names[:12]]),
        # Cells beyond the header are nobody's; commas at a line's end that a spreadsheet left are no cells.
        ({**GOOD, "costs.csv": COSTS + "T,1,2026-01-01,2\n"}, [("costs.csv", 3, None)]),
        ({**GOOD, "costs.csv": COSTS + "T,1,2026-01-01,,\n"}, []),
        ({**GOOD, "costs.parquet": b""}, [("costs.csv", None, None)]),
        ({"order_lines.csv": LINES, "costs.parquet": b"no"}, [("costs.parquet", None, None)]),
        ({**GOOD, "refunds.csv": REFUNDS.replace("cause", "because") + REFUND}, [("refunds.csv", 1, "cause")]),
        ({**GOOD, "refunds.csv": REFUNDS.replace("cause", "amount") + REFUND},
         [("refunds.csv", 1, "amount"), ("refunds.csv", 1, "cause")]),
        # A missing lines file says nothing about what refers to it.
        ({"costs.csv": COSTS, "refunds.csv": REFUNDS + REFUND}, [("order_lines.csv", None, None)]),
        ({**GOOD, "refunds.csv": REFUNDS + REFUND * 2}, [("refunds.csv", 3, "refund_id")]),
        # Bad quantity takes part in nothing, the amount still does; only the first to exceed is named.
        ({**GOOD, "refunds.csv": REFUNDS + "R1,L1,x,20000,lost,true,2026-09-07T12:00:00Z\n"
                  "R2,L1,2,1,lost,true,2026-09-07T12:00:00Z\nR3,L1,1,1,lost,true,2026-09-07T12:00:00Z\n"},
         [("refunds.csv", 2, "quantity"), ("refunds.csv", 3, "amount"), ("refunds.csv", 4, "quantity")]),
        ({**GOOD, "logistics.csv": LOGISTICS + "G1,,postage,-1,a,2026-09-07T12:00:00Z,b\n"},
         [("logistics.csv", 2, "borne_by")]),
        # An unknown kind leaves no sign to check.
        ({**GOOD, "logistics.csv": LOGISTICS + "G1,,gift,-1,a,2026-09-07T12:00:00Z,b\n"}, [("logistics.csv", 2, "kind")]),
        ({**GOOD, "order_lines.csv": LINES.replace("completed_at", "completed_at,note").replace(LINE, LINE + ",hello")},
         [("note", "order_lines.csv", "note")]),
        ({**GOOD, "order_lines.csv": LINES.replace(",10000,", ",500000000000001,")}, [("order_lines.csv", 2, "unit_price")]),
        ({**GOOD, "order_lines.csv": LINES.replace("completed_at", "completed_at,settled_in,settled_price")
          .replace(LINE, LINE + ",2026-09,")}, [("order_lines.csv", 2, "settled_in"), ("order_lines.csv", 2, "settled_price")]),
    ],
)  # fmt: skip
def test_bad_places(outcome, files, bad):
    assert outcome(files) == bad


def test_costs_may_be_absent_where_profit_does_not_count(outcome):
    assert outcome({"order_lines.csv": LINES}, {**TERMS, "components": []}) == []


def test_an_amount_beyond_64_bits_is_refused(outcome):
    line = LINE.replace(",2,10000,", ",9000000000000000000,0,").replace(",,", ",,2026-09-03T12:00:00+08:00")
    files = {"order_lines.csv": LINES.replace(LINE, line), "costs.csv": COSTS.replace(",1,", ",9,")}
    assert outcome(files) == [("rows.parquet", None, None)]


def test_large_amounts_are_exact(tmp_path):
    """10^15 fen at a rate of six decimals needs more than 64 bits on the way."""
    line = LINE.replace(",2,10000,", ",1,1000000000000000,").replace(",,", ",,2026-09-03T12:00:00+08:00")
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "order_lines.csv").write_text(LINES.replace(LINE, line))
    (tmp_path / "facts" / "costs.csv").write_text(COSTS)
    terms = read_terms({**TERMS, "tax": {"mode": "included_vat", "rate": "0.123457", "paid_by": "a"}})
    for engine in ("python", "duckdb"):
        (tmp_path / engine).mkdir()
        statement = load_engine(engine)(
            Job(terms, tmp_path / "facts", "2026-09", tmp_path / engine)
        ).statement
        assert statement["totals"]["tax"] == (2 * 10**15 * 123457 + 1123457) // (2 * 1123457)
