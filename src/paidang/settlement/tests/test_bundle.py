"""A bundle is written whole or not at all, and a change of one fen in it is found and named."""

import json
import os
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow
import pyarrow.parquet
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paidang.settlement.bundle import read_manifest, settle_folder, verify_folder
from paidang.settlement.bundle.canonical import NotCanonical, canonical_json, parse_json
from paidang.settlement.bundle.manifest import Manifest, hash_files
from paidang.settlement.rules import RULES_VERSION
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.tests.worlds import WORLDS

CASES = Path(__file__).parents[4] / "tests" / "golden" / "settlement" / "cases"
LATE = CASES / "06-late-held-context"
CLOSED_AT = "2026-10-01T00:10:00+08:00"


def make_bundle(out, case=LATE, **changes):
    terms = json.loads((case / "terms.json").read_text())
    given = {"terms": terms, "facts": case / "facts", "month": "2026-09", "closed_at": CLOSED_AT}
    return settle_folder(**{**given, "out": out, **changes})


@pytest.fixture(scope="module")
def _made(tmp_path_factory):
    return make_bundle(tmp_path_factory.mktemp("made") / "bundle").folder


@pytest.fixture
def bundle(_made, tmp_path):
    """A test's own copy: they alter it."""
    return Path(shutil.copytree(_made, tmp_path / "bundle"))


def edit_rows(path, change):
    table = pyarrow.parquet.read_table(path)
    rows = table.to_pylist()
    change(rows)
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, table.schema), path)


def sign_again(folder, previous=None):
    """What a forger does: a manifest that fits the changed files, or names another bundle's digest as the one before."""
    manifest = read_manifest(folder)
    forged = Manifest(
        manifest.month,
        manifest.version,
        hash_files(folder),
        previous or manifest.previous,
        manifest.closed_at,
        manifest.rules,
    )
    (folder / "manifest.json").write_bytes(forged.as_bytes())


def named(result):
    return {(difference.file, difference.row) for difference in result.differences}


@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_a_bundle_verifies_with_either_engine(engine, tmp_path):
    made = make_bundle(tmp_path / "bundle", engine=engine)
    assert sorted(made.files) == sorted(
        path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*") if path.is_file()
    )
    for verifier in ("python", "duckdb"):
        result = verify_folder(made.folder, engine=verifier)
        assert result.is_verified and result.digest == made.digest
    assert read_manifest(made.folder).closed_at == CLOSED_AT


def test_copies_for_people(tmp_path):
    made = make_bundle(tmp_path / "bundle", copies={"brand": "甲"})
    assert (made.folder / "statement.pdf").read_bytes().startswith(b"%PDF")
    assert (made.folder / "statement.xlsx").read_bytes().startswith(b"PK")
    assert verify_folder(made.folder).is_verified


def test_the_same_input_gives_the_same_digest(tmp_path):
    assert make_bundle(tmp_path / "1").digest == make_bundle(tmp_path / "2").digest


@pytest.mark.parametrize(
    "name", ["terms.json", "statement.json", "rows.parquet", "facts/refunds.parquet", "manifest.json"]
)
def test_one_changed_byte_is_found(bundle, name):
    data = bytearray((bundle / name).read_bytes())
    data[len(data) // 2] ^= 1
    (bundle / name).write_bytes(data)
    assert name in {file for file, _ in named(verify_folder(bundle))}


@pytest.fixture(scope="module")
def complete(tmp_path_factory):
    """A bundle with everything that one can hold: copies for people and a signature."""
    folder = tmp_path_factory.mktemp("complete")
    key = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key").write_bytes(key)
    return make_bundle(folder / "bundle", copies={"brand": "甲"}, sign=folder / "key").folder


@pytest.mark.slow
@settings(max_examples=WORLDS // 3, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_flipped_bit_anywhere_is_found(complete, data):
    """In terms, facts, rows, statement, manifest, copies, signature: the file is named, and nothing else happens."""
    names = sorted(path.relative_to(complete) for path in complete.rglob("*") if path.is_file())
    name = data.draw(st.sampled_from(names))
    content = bytearray((complete / name).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with TemporaryDirectory() as temporary:
        touched = Path(temporary) / "bundle"
        shutil.copytree(complete, touched)
        (touched / name).write_bytes(content)
        assert name.as_posix() in {difference.file for difference in verify_folder(touched).differences}


def test_missing_and_added_files_are_found(bundle):
    (bundle / "facts" / "refunds.parquet").unlink()
    (bundle / "more.txt").write_text("x")
    assert {"facts/refunds.parquet", "more.txt"} <= {file for file, _ in named(verify_folder(bundle))}


def test_a_changed_fact_is_named_by_its_row(bundle):
    def one_fen_more(rows):
        assert rows[2]["line_id"] == "L000002"
        rows[2]["unit_price"] += 1

    edit_rows(bundle / "facts" / "order_lines.parquet", one_fen_more)
    assert ("facts/order_lines.parquet", 4) in named(verify_folder(bundle))


def test_a_forged_row_is_named_though_its_manifest_fits(bundle):
    def one_fen_more(rows):
        rows[7]["tax"] += 1

    edit_rows(bundle / "rows.parquet", one_fen_more)
    sign_again(bundle)
    [difference] = verify_folder(bundle).differences
    assert (difference.file, difference.row, difference.column) == ("rows.parquet", 9, "tax")
    assert difference.found == difference.expected + 1


@pytest.mark.parametrize("bound", [min, max])
def test_a_file_whose_end_lies_about_its_cells_is_named_though_its_manifest_fits(bundle, bound):
    """An engine passes rows by that cannot hold what it looks for: so a forger hides them from it."""
    file = bundle / "facts" / "order_lines.parquet"
    times = [one for one in pyarrow.parquet.read_table(file).column("completed_at").to_pylist() if one]
    true = struct.pack("<q", int(bound(times).timestamp() * 1_000_000))
    content = file.read_bytes()
    end = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    assert true in content[end:]
    lie = struct.pack("<q", int(statistics.median(one.timestamp() for one in times) * 1_000_000))
    file.write_bytes(content[:end] + content[end:].replace(true, lie))
    sign_again(bundle)
    found = {(each.file, each.column) for each in verify_folder(bundle).differences}
    assert ("facts/order_lines.parquet", "completed_at") in found


def test_doubled_and_dropped_rows_are_named(bundle):
    def double(rows):
        rows[-1] = rows[3]

    edit_rows(bundle / "rows.parquet", double)
    sign_again(bundle)
    assert named(verify_folder(bundle)) == {("rows.parquet", None), ("rows.parquet", 5)}


def test_a_forged_statement_is_named_by_its_figure(bundle):
    statement = json.loads((bundle / "statement.json").read_text())
    statement["totals"]["tax"] -= 1
    (bundle / "statement.json").write_bytes(canonical_json(statement))
    sign_again(bundle)
    [difference] = verify_folder(bundle).differences
    assert (difference.file, difference.column) == ("statement.json", "totals.tax")


def test_a_manifest_in_another_form_is_refused(bundle):
    manifest = json.loads((bundle / "manifest.json").read_text())
    (bundle / "manifest.json").write_text(json.dumps(manifest, indent=1))
    [difference] = verify_folder(bundle).differences
    assert difference.file == "manifest.json"


def test_with_the_previous_bundle(tmp_path):
    """A loss is carried on, the chain holds, and no row is settled twice."""
    august = make_bundle(tmp_path / "8", CASES / "04-loss-carried")
    carried_out = august.statement["carried_out"]
    assert carried_out < 0
    terms = {**json.loads((LATE / "terms.json").read_text()), "carried_in": carried_out}
    september = make_bundle(tmp_path / "9", terms=terms, previous=august.folder)
    assert verify_folder(september.folder, previous=august.folder).is_verified

    unlinked = make_bundle(tmp_path / "unlinked")
    columns = {d.column for d in verify_folder(unlinked.folder, previous=august.folder).differences}
    assert columns == {"previous", "carried_in"}

    with pytest.raises(BadInput) as refused:
        make_bundle(tmp_path / "forgotten", previous=august.folder)
    [error] = refused.value.errors
    assert (error.file, error.column, error.value) == ("terms.json", "carried_in", "0")
    assert f"{carried_out:,}" in str(error.reason) and not (tmp_path / "forgotten").exists()

    shared = [{**one, "loss": "share"} if "loss" in one else one for one in terms["components"]]
    ended = {**terms, "components": shared, "carried_in": 0}
    october = make_bundle(tmp_path / "10", terms=ended, previous=august.folder)
    columns = {d.column for d in verify_folder(october.folder, previous=august.folder).differences}
    assert "carried_in" not in columns, "these terms carry none on"

    first = json.loads((CASES / "04-loss-carried" / "terms.json").read_text())
    carried = {**first, "carried_in": carried_out}
    again = make_bundle(tmp_path / "again", CASES / "04-loss-carried", terms=carried, previous=august.folder)
    differences = verify_folder(again.folder, previous=august.folder).differences
    assert ("rows.parquet", 2, "row_id") in {(d.file, d.row, d.column) for d in differences}


def test_the_previous_bundle_is_of_the_same_contract(tmp_path):
    terms = json.loads((LATE / "terms.json").read_text())
    foreign = make_bundle(tmp_path / "foreign", terms={**terms, "contract": "OPS-2"})
    with pytest.raises(BadInput) as refused:
        make_bundle(tmp_path / "own", previous=foreign.folder)
    assert [(error.column, error.value) for error in refused.value.errors] == [("contract", "OPS-2")]
    own = make_bundle(tmp_path / "own")
    [difference] = verify_folder(own.folder, previous=foreign.folder).differences
    assert (difference.column, difference.expected, difference.found) == ("contract", "OPS-1", "OPS-2")


def test_a_bundle_of_other_rules_is_left_to_a_program_that_has_them(bundle):
    manifest = read_manifest(bundle)
    (bundle / "manifest.json").write_bytes(replace(manifest, rules="2+CN-2004-2030").as_bytes())
    [difference] = verify_folder(bundle).differences
    assert (difference.file, difference.column) == ("manifest.json", "rules")
    assert "2+CN-2004-2030" in difference.reason and RULES_VERSION in difference.reason


def test_verifying_writes_nothing_beside_the_bundle(bundle):
    before = sorted(path.name for path in bundle.parent.iterdir())
    assert verify_folder(bundle).is_verified
    assert sorted(path.name for path in bundle.parent.iterdir()) == before


@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_a_disk_that_is_full_is_said_in_a_line_and_leaves_nothing_behind(tmp_path, engine):
    """A process that may write files of a few pages only, as on a full disk."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
    command = [
        sys.executable,
        "-B",  # or modules compiled there are kept cut off, for every process after it
        "-c",
        f"{limit} from paidang.cli.main import main; main()",
        "settle",
        "--engine",
        engine,
    ]
    command += [
        "--terms",
        LATE / "terms.json",
        "--facts",
        LATE / "facts",
        "--month",
        "2026-09",
        "--out",
        tmp_path / "b",
    ]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_failed_run_leaves_nothing_behind(tmp_path):
    bad = CASES.parent / "bad"
    with pytest.raises(BadInput):
        make_bundle(tmp_path / "out" / "bundle", bad)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path):
    (tmp_path / "note").write_text("mine")
    with pytest.raises(BadInput):
        make_bundle(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["note"]


def test_an_empty_folder_may_be_used(tmp_path):
    (tmp_path / "empty").mkdir()
    assert verify_folder(make_bundle(tmp_path / "empty").folder).is_verified


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_run_leaves_nothing_behind(tmp_path, number):
    """The command is stopped as soon as its unfinished folder stands beside the place of the bundle."""
    out = tmp_path / "out"
    out.mkdir()
    slow = "import time, paidang.settlement.bundle.write as w; w.hash_files = lambda folder: time.sleep(60);"
    run = slow + "from paidang.cli.main import main; main()"
    options = [
        "--terms",
        LATE / "terms.json",
        "--facts",
        LATE / "facts",
        "--month",
        "2026-09",
        "--out",
        out / "b",
    ]
    process = subprocess.Popen(
        [sys.executable, "-c", run, "settle", *map(str, options)],
        stderr=subprocess.DEVNULL,
        env={**os.environ},
    )
    deadline = time.monotonic() + 120
    while not list(out.rglob("statement.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert list(out.iterdir())
    process.send_signal(number)
    assert process.wait(60) != 0
    assert list(out.iterdir()) == []


def test_json_of_many_keys_is_read_in_one_pass():
    text = json.dumps({f"k{n}": n for n in range(60_000)}).encode()
    start = time.process_time()
    assert len(parse_json(text)) == 60_000
    assert time.process_time() - start < 5, "keys are compared with each other"
    with pytest.raises(NotCanonical, match="出现了两次"):
        parse_json(b'{"a":1,"a":2}')
