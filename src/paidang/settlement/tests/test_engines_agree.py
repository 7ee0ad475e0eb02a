"""Every engine gives the same fen, the same rows and the same refusals, whatever the facts (SPEC, first sentence)."""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.kit.facts import FACT_TABLES
from paidang.settlement.engines import duckdb_facts, duckdb_slices
from paidang.settlement.engines.duckdb_session import open_duckdb
from paidang.settlement.engines.duckdb_slices import list_slices
from paidang.settlement.tests import forms as f
from paidang.settlement.tests.agreements import profit_counts
from paidang.settlement.tests.cases import MANY, cases

pytestmark = pytest.mark.slow

ENGINES = ("python", "duckdb")


@pytest.fixture(scope="module", autouse=True)
def _slices_of_two_lines():
    """What joins millions of lines in slices does so with these few."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(duckdb_slices, "SLICE_LINES", 2)
        yield


@MANY
@given(case=cases(), data=st.data())
def test_engines_agree_on_random_worlds(case, data):
    """Whatever the form of the files: neither the order of rows and columns nor how files are cut changes anything."""
    world, document, month = case
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        f.write_csv(world, folder / "csv")
        f.write_parquet(world, folder / "parquet")
        by_law = f.settle("python", document, month, folder / "csv", folder / "1")
        assert f.settle("duckdb", document, month, folder / "parquet", folder / "2") == by_law
        form = data.draw(f.folders(world, costs_needed=profit_counts(document)))
        f.write_folder(form, folder / "any")
        for engine in ENGINES:
            assert f.settle(engine, document, month, folder / "any", folder / engine) == by_law


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


@MANY
@given(case=cases(), data=st.data())
def test_engines_refuse_the_same_cells(case, data):
    """Cells are spoilt at random; both engines name the same ones, or both settle to the same figures."""
    world, document, month = case
    for _ in range(data.draw(st.integers(1, 3))):
        if not (names := [name for name, rows in world.items() if rows]):
            return
        name = data.draw(st.sampled_from(names))
        row = data.draw(st.sampled_from(world[name]))
        row[data.draw(st.sampled_from(FACT_TABLES[name].column_names))] = data.draw(NASTY)
    for write in (f.write_csv, f.write_parquet):
        with TemporaryDirectory() as temporary:
            folder = Path(temporary)
            try:
                write(world, folder / "facts")
            except (UnicodeEncodeError, pyarrow.ArrowException):
                continue  # this form cannot hold such a cell
            outcomes = [
                f.settle(engine, document, month, folder / "facts", folder / engine) for engine in ENGINES
            ]
            assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize(
    ("ids", "slices"),
    [
        (["a", "b", "c", "d", "e"], [["a", "b"], ["c", "d"], ["e", None]]),
        (["a'", "b'", "c'", "d'"], [["a'", "b'"], ["c'", "d'", None]]),
        (list("ahbgcfde"), [[*"abcdefgh", None]]),  # each slice would read everything
        (["a", "a", "a", "a"], [[], ["a", "a", "a", "a", None]]),
        ([None, None, "b", "c"], [["b", "c", None, None, None]]),
        (["a"], [["a", None]]),
        ([], [[None]]),
    ],
)
def test_each_row_is_in_one_slice(ids, slices, tmp_path):
    """Also one without the cell, here added to those of the lines."""
    lines = pyarrow.table({"line_id": pyarrow.array(ids, pyarrow.string())})
    pyarrow.parquet.write_table(lines, tmp_path / "lines.parquet", row_group_size=2)
    with open_duckdb() as connection:
        connection.execute("CREATE TABLE t AS SELECT unnest($1::VARCHAR[]) AS line_id", [[*ids, None]])
        found = [
            [row[0] for row in connection.execute(f"FROM t WHERE {part} ORDER BY line_id").fetchall()]
            for part in list_slices(connection, tmp_path / "lines.parquet", "line_id")
        ]
    assert found == slices


def test_good_files_are_read_the_fast_way(tmp_path, monkeypatch):
    """The slow reading is for doubtful files only; a plain CSV and any good Parquet never go there."""
    monkeypatch.setattr(duckdb_facts, "read_raw_facts", lambda folder: pytest.fail("read the slow way"))
    golden = Path(__file__).parents[4] / "tests" / "golden" / "settlement" / "cases"
    document = json.loads((golden / "06-late-held-context" / "terms.json").read_text())
    f.settle("duckdb", document, "2026-09", golden / "06-late-held-context" / "facts", tmp_path / "out")
    f.settle("duckdb", document, "2026-09", tmp_path / "out" / "facts", tmp_path / "again")


def test_what_the_fast_reading_doubts_the_law_may_acquit(tmp_path):
    """A line of the first day that counts is good; a charge of long ago names a month of its own."""
    golden = Path(__file__).parents[4] / "tests" / "golden" / "settlement" / "cases" / "06-late-held-context"
    document = json.loads((golden / "terms.json").read_text())
    shutil.copytree(golden / "facts", tmp_path / "facts")
    for name, row in (
        ("order_lines", "L-OLD,O-OLD,jd,s,SKU,1,100,0,0,0001-01-02T00:00:00Z,,,,,"),
        ("logistics", "C-OLD,O-OLD,outbound,700,b,0999-12-31T12:00:00Z,"),
    ):
        with (tmp_path / "facts" / f"{name}.csv").open("a") as table:
            table.write(f"{row}\n")
    by_law = f.settle("python", document, "2026-09", tmp_path / "facts", tmp_path / "1")
    assert by_law[0]["late"][0]["month"] == "0999-12"
    for facts in (tmp_path / "facts", tmp_path / "1" / "facts"):
        assert f.settle("duckdb", document, "2026-09", facts, tmp_path / f"of-{facts.parent.name}") == by_law


@pytest.mark.parametrize("column", ["channel", "order_id", "quantity"])
def test_a_file_that_denies_its_empty_cell_is_refused(column, tmp_path):
    """What a Parquet file tells of itself in its end proves nothing."""
    golden = Path(__file__).parents[4] / "tests" / "golden" / "settlement" / "cases" / "06-late-held-context"
    document = json.loads((golden / "terms.json").read_text())
    f.settle("duckdb", document, "2026-09", golden / "facts", tmp_path / "out")
    file = tmp_path / "out" / "facts" / "order_lines.parquet"
    table = pyarrow.parquet.read_table(file)
    place = table.column_names.index(column)
    cells = [None, *table.column(place).to_pylist()[1:]]
    table = table.set_column(place, column, pyarrow.array(cells, table.schema.types[place]))
    pyarrow.parquet.write_table(table, file)
    deny_empty_cell(file, column)
    refused = f.settle("duckdb", document, "2026-09", file.parent, tmp_path / "again")
    assert isinstance(refused, list)
    assert [(each["row"], each["column"]) for each in refused] == [(2, column)]


def test_an_empty_cell_that_may_be_counts_also_where_the_files_end_denies_it(tmp_path):
    golden = Path(__file__).parents[4] / "tests" / "golden" / "settlement" / "cases" / "06-late-held-context"
    document = json.loads((golden / "terms.json").read_text())
    f.settle("duckdb", document, "2026-09", golden / "facts", tmp_path / "out")
    file = tmp_path / "out" / "facts" / "logistics.parquet"
    table = pyarrow.parquet.read_table(file)
    place = table.column_names.index("order_id")
    cells = [None, *(cell or "O00000" for cell in table.column(place).to_pylist()[1:])]
    table = table.set_column(place, "order_id", pyarrow.array(cells, pyarrow.string()))
    pyarrow.parquet.write_table(table, file)
    expected = f.settle("python", document, "2026-09", file.parent, tmp_path / "by-law")
    deny_empty_cell(file, "order_id")
    assert f.settle("duckdb", document, "2026-09", file.parent, tmp_path / "again") == expected


def deny_empty_cell(file: Path, column: str) -> None:
    """Make the one empty cell that a Parquet file counts in a column none: a byte in its end."""
    whole = file.read_bytes()
    told = "SELECT path_in_schema, stats_null_count FROM parquet_metadata($1) ORDER BY path_in_schema"
    with open_duckdb() as connection:
        before = dict(connection.execute(told, [str(file)]).fetchall())
        for place in range(len(whole) - 8 - int.from_bytes(whole[-8:-4], "little"), len(whole) - 8):
            if whole[place] == 2:  # 1, as Thrift writes it
                file.write_bytes(whole[:place] + b"\0" + whole[place + 1 :])
                try:
                    if dict(connection.execute(told, [str(file)]).fetchall()) == {**before, column: 0}:
                        return
                except duckdb.Error:
                    continue
    pytest.fail("no such byte")
