"""The page that verifies a bundle in a browser alone, from the disk, with the network off (ADR 0030).

Its law is a third one, written anew in JavaScript: whatever Python settles, it must recompute to the fen and the row.
"""

import csv
import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paidang.kit.facts import FACT_TABLES
from paidang.kit.money import yuan
from paidang.portal import offline
from paidang.settlement.bundle import read_manifest, settle_folder, verify_folder
from paidang.settlement.bundle.canonical import canonical_json
from paidang.settlement.bundle.manifest import Manifest, hash_files
from paidang.settlement.engines.parquet_forms import FACT_TYPES, write_rows
from paidang.settlement.rules import RULES_VERSION
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.tests import forms
from paidang.settlement.tests.cases import MANY, cases
from paidang.settlement.tests.test_bundle import LATE, complete, edit_rows, make_bundle, sign_again
from paidang.settlement.tests.test_engines_agree import NASTY
from paidang.settlement.tests.worlds import WORLDS
from tests.browser.offline import contents, open_page, verify, zipped

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FEWER_WORLDS = WORLDS // 5  # what this law is tried on at each test run
GOLDEN = Path(__file__).parents[1] / "golden" / "settlement"


__all__ = ["complete"]  # a fixture


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("kept") / offline.FILE_NAME
    path.write_bytes(offline.page().content)
    return path


@pytest.fixture
def page(chromium, file):
    page = open_page(chromium, file)
    yield page
    assert page.complaints == []


def made_by_hand(folder: Path, terms: bytes, month: str) -> Path:
    """A bundle around facts that nobody would settle: its manifest fits, so that only the law can refuse it."""
    (folder / "terms.json").write_bytes(terms)
    (folder / "statement.json").write_bytes(canonical_json({}))
    write_rows([], folder / "rows.parquet")
    manifest = Manifest(month, 1, hash_files(folder), None, None, RULES_VERSION)
    (folder / "manifest.json").write_bytes(manifest.as_bytes())
    return folder


def places_by_python(folder: Path):
    found = verify_folder(folder, engine="python").differences
    return {(each.file, None if each.row is None else str(each.row), each.column) for each in found}


def test_every_golden_month_is_recomputed_to_the_fen_and_the_row(page, tmp_path):
    bundles = {}
    for case in sorted((GOLDEN / "cases").iterdir()):
        month = json.loads((case / "case.json").read_text())["month"]
        made = make_bundle(tmp_path / case.name, case, month=month)
        bundles[case.name] = zipped(contents(made.folder))
    outcomes = dict(zip(bundles, verify(page, *bundles.values()), strict=True))
    assert {name: each.said for name, each in outcomes.items() if each.word != "agrees"} == {}
    assert "甲方（品牌）应付乙方" in outcomes["01-one-order"].said


def test_random_worlds_give_the_same_figures_and_rows(page):
    """Any shape of facts that SPEC §1 allows, and any terms. The golden months came from DuckDB, these come from Python."""
    bundles, shown = [], []

    @settings(MANY, max_examples=FEWER_WORLDS)
    @given(case=cases())
    def settle(case):
        world, document, month = case
        with TemporaryDirectory() as temporary:
            forms.write_parquet(world, Path(temporary) / "facts")
            out = Path(temporary) / "out"
            given = {"terms": document, "facts": Path(temporary) / "facts", "month": month, "out": out}
            try:
                settle_folder(**given, engine="python")
            except BadInput:
                return  # an amount beyond 64 bits
            bundles.append(zipped(contents(out)))
            shown.append(case)

    settle()
    assert bundles
    wrong = [
        (case, got.said)
        for case, got in zip(shown, verify(page, *bundles), strict=True)
        if got.word != "agrees"
    ]
    assert wrong[:1] == []


def test_bad_facts_and_terms_are_named_at_the_places_that_python_names(page, tmp_path):
    folders = [
        bad_golden_facts(tmp_path / "facts"),
        *bad_golden_terms(tmp_path),
        *spoilt_worlds(tmp_path / "worlds"),
    ]
    outcomes = verify(page, *(zipped(contents(folder)) for folder in folders))
    for folder, outcome in zip(folders, outcomes, strict=True):
        assert outcome.word == "differs"
        assert set(outcome.places) == places_by_python(folder), folder.name


def bad_golden_facts(folder: Path) -> Path:
    """The golden bad cells, as texts in Parquet."""
    bad = GOLDEN / "bad"
    (folder / "facts").mkdir(parents=True)
    for path in sorted((bad / "facts").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as text:
            [header, *rows] = csv.reader(text)
        cells = [
            pyarrow.array([row[at] if at < len(row) else "" for row in rows], pyarrow.string())
            for at in range(len(header))
        ]
        pyarrow.parquet.write_table(
            pyarrow.table(cells, names=header), folder / "facts" / f"{path.stem}.parquet"
        )
    month = json.loads((bad / "case.json").read_text())["month"]
    return made_by_hand(folder, canonical_json(json.loads((bad / "terms.json").read_text())), month)


def bad_golden_terms(root: Path) -> list[Path]:
    made = []
    for path in sorted((GOLDEN / "bad-terms").glob("[0-9]*.json")):
        folder = root / path.stem
        folder.mkdir()
        forms.write_parquet({name: [] for name in FACT_TABLES}, folder / "facts")
        document = json.loads(path.read_text(), parse_float=str)  # a float has no canonical form
        made.append(made_by_hand(folder, canonical_json(document), "2026-09"))
    return made


def spoilt_worlds(root: Path) -> list[Path]:
    """Random worlds of which some cells were spoilt; those that Python still settles are no use here."""
    made: list[Path] = []

    @settings(MANY, max_examples=FEWER_WORLDS)
    @given(case=cases(), data=st.data())
    def spoil(case, data):
        world, document, month = case
        names = [name for name, rows in world.items() if rows]
        if not names:
            return
        spoilt = set()
        for _ in range(data.draw(st.integers(1, 3))):
            name = data.draw(st.sampled_from(names))
            column = data.draw(st.sampled_from(FACT_TABLES[name].column_names))
            data.draw(st.sampled_from(world[name]))[column] = data.draw(NASTY)
            spoilt.add((name, column))
        folder = root / str(len(made))
        (folder / "facts").mkdir(parents=True, exist_ok=True)
        for name, rows in world.items():
            columns = {
                column.name: pyarrow.string() if (name, column.name) in spoilt else FACT_TYPES[column.type]
                for column in FACT_TABLES[name].columns
            }
            try:
                forms.write_parquet_table(rows, columns, folder / "facts" / f"{name}.parquet")
            except UnicodeEncodeError:
                return  # half a character
        made_by_hand(folder, canonical_json(document), month)
        if any(file.startswith("facts/") for file, _row, _column in places_by_python(folder)):
            made.append(folder)

    spoil()
    assert made
    return made


def test_one_flipped_bit_in_any_member_is_found(page, complete):
    """Terms, each table of facts, rows, statement, manifest, the copies for people, a signature: the file is named."""
    files = contents(complete)
    assert len(files) == 12
    flipped: list[tuple[str, bytes]] = []

    @settings(MANY, max_examples=4)
    @given(data=st.data())
    def flip(data):
        for name, content in files.items():
            touched = bytearray(content)
            touched[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
            flipped.append((name, zipped({**files, name: bytes(touched)})))

    flip()
    [sound, *outcomes] = verify(page, zipped(files), *(packed for _name, packed in flipped))
    assert sound.word == "agrees"
    assert [name for (name, _), got in zip(flipped, outcomes, strict=True) if name not in got.files] == []


def test_a_forger_is_named_by_the_figure_and_the_row_with_both_numbers(page, tmp_path):
    """Each manifest fits what was forged: only recomputing finds it."""

    taxes = []

    def one_fen_more(rows):
        taxes.append(rows[7]["tax"])
        rows[7]["tax"] += 1

    def drop_and_double(rows):
        rows[-1] = rows[3]

    row, lost, figure = (make_bundle(tmp_path / name).folder for name in ("row", "lost", "figure"))
    edit_rows(row / "rows.parquet", one_fen_more)
    edit_rows(lost / "rows.parquet", drop_and_double)
    statement = json.loads((figure / "statement.json").read_text())
    statement["totals"]["tax"] -= 1
    (figure / "statement.json").write_bytes(canonical_json(statement))
    for forged in (row, lost, figure):
        sign_again(forged)
    found = verify(page, *(zipped(contents(forged)) for forged in (row, lost, figure)))
    for forged, outcome in zip((row, lost, figure), found, strict=True):
        assert set(outcome.places) == places_by_python(forged)
    assert "rows.parquet 第 9 行 tax" in found[0].said
    assert f"应为 {yuan(taxes[0])}，现为 {yuan(taxes[0] + 1)}" in found[0].said
    assert found[2].places == {("statement.json", None, "totals.tax")}


def test_a_changed_fact_is_named_by_its_row(page, tmp_path):
    bundle = make_bundle(tmp_path / "b").folder

    def one_fen_more(rows):
        rows[2]["unit_price"] += 1

    edit_rows(bundle / "facts" / "order_lines.parquet", one_fen_more)
    [outcome] = verify(page, zipped(contents(bundle)))
    assert ("facts/order_lines.parquet", "4", None) in outcome.places
    assert set(outcome.places) == places_by_python(bundle)


def test_a_bundle_of_other_rules_is_left_to_a_page_that_has_them(page, tmp_path):
    bundle = make_bundle(tmp_path / "b").folder
    manifest = read_manifest(bundle)
    (bundle / "manifest.json").write_bytes(replace(manifest, rules="2+CN-2004-2030").as_bytes())
    [outcome] = verify(page, zipped(contents(bundle)))
    assert outcome.places == {("manifest.json", None, "rules")}
    assert "2+CN-2004-2030" in outcome.said and RULES_VERSION in outcome.said


def bomb(files):
    return zipped({**files, "rows.parquet": b"\0" * (310 * 2**20)})


def with_password(files):
    packed = bytearray(zipped(files))
    for at in [at for at in range(len(packed)) if packed[at : at + 4] == b"PK\1\2"]:
        packed[at + 8] |= 1
    return bytes(packed)


BAD_ZIPS = {
    "empty": (lambda files: b"", "不是一个完好的 .zip"),
    "text": (lambda files: b"not a zip at all, though long enough to hold an end", "不是一个完好的 .zip"),
    "cut off": (lambda files: zipped(files)[:-40], "不是一个完好的 .zip"),
    "cut in the middle": (lambda files: zipped(files)[:300] + zipped(files)[900:], "不是一个完好的 .zip"),
    "no manifest": (lambda files: zipped({"readme.txt": b"x"}), "没有 manifest.json"),
    "a foreign file": (lambda files: zipped({**files, "../evil.json": b"{}"}), "不属于对账包的文件：../evil.json"),
    "too many": (lambda files: zipped({**files, **{f"facts/a{'b' * n}.parquet": b"" for n in range(38)}}), "最多 40 个"),
    "a bomb": (bomb, "超过 300 MB"),
    "a password": (with_password, "有密码或压缩方式特殊"),
}  # fmt: skip


def test_what_is_no_bundle_is_refused_in_a_sentence(page, tmp_path):
    files = contents(make_bundle(tmp_path / "b").folder)
    outcomes = verify(page, *(make(files) for make, _said in BAD_ZIPS.values()))
    for name, (_make, said), outcome in zip(BAD_ZIPS, BAD_ZIPS.values(), outcomes, strict=True):
        assert (outcome.word, said in outcome.said) == ("refused", True), (name, outcome)


def test_the_folder_that_programs_put_around_the_files_is_taken_off(page, tmp_path):
    files = contents(make_bundle(tmp_path / "b").folder)
    around = {f"2026 年 9 月/{name}": content for name, content in files.items()}
    [outcome] = verify(
        page, zipped({**around, "__MACOSX/2026 年 9 月/._x": b"", "2026 年 9 月/.DS_Store": b""})
    )
    assert outcome.word == "agrees"


def test_months_in_a_row_are_held_against_each_other(page, tmp_path):
    """The loss is carried on and no row is settled twice; which month came before is told by the digest."""
    august = make_bundle(tmp_path / "8", GOLDEN / "cases" / "04-loss-carried")
    carried_out = august.statement["carried_out"]
    assert carried_out < 0
    terms = {**json.loads((LATE / "terms.json").read_text()), "carried_in": carried_out}
    sound = make_bundle(tmp_path / "9", terms=terms, previous=august.folder)
    forgetful = make_bundle(tmp_path / "9f")
    sign_again(forgetful.folder, read_manifest(august.folder).digest)
    shared = [{**one, "loss": "share"} if "loss" in one else one for one in terms["components"]]
    ended = make_bundle(
        tmp_path / "9e", terms={**terms, "components": shared, "carried_in": 0}, previous=august.folder
    )
    of_august = json.loads((GOLDEN / "cases" / "04-loss-carried" / "terms.json").read_text())
    of_august["carried_in"] = carried_out
    again = make_bundle(
        tmp_path / "9a", GOLDEN / "cases" / "04-loss-carried", terms=of_august, previous=august.folder
    )
    months = [zipped(contents(made.folder)) for made in (august, sound, forgetful, again, ended)]
    first, second, third, fourth, fifth = verify(page, *months)
    assert fifth.word == "agrees", "these terms carry no loss on"
    assert (first.word, second.word) == ("agrees", "agrees")
    assert "没有一行结算两次" in second.said and "没有一行结算两次" not in first.said
    assert third.places == {("terms.json", None, "carried_in")}
    assert ("rows.parquet", None, "row_id") in fourth.places and "已在 2026-09 结算" in fourth.said


def test_nothing_leaves_the_computer(page, tmp_path):
    """Neither page nor worker asks for anything but the file itself, and the browser would not let them."""
    [outcome] = verify(page, zipped(contents(make_bundle(tmp_path / "b").folder)))
    assert outcome.word == "agrees"
    assert {url.split(":")[0] for url in page.asked} == {"file", "blob"}
    refused = page.evaluate(
        """() => new Promise((resolve) => {
            addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
            fetch("https://paidang.example/").catch(() => {});
        })"""
    )
    assert refused == "connect-src"


def test_on_a_phone_in_either_language_by_drag_and_by_keyboard(chromium, file, tmp_path):
    folder = make_bundle(tmp_path / "b").folder
    (folder / "statement.json").write_bytes(canonical_json({}))
    page = open_page(
        chromium, file, locale="en-GB", viewport={"width": 390, "height": 844}, color_scheme="dark"
    )
    page.get_by_role("heading", name="Verify a statement offline").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="断网验证对账包").wait_for()
    page.locator("#file").focus()
    dropped = page.evaluate_handle(
        """(bytes) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], "2026-09.zip", { type: "application/zip" }));
            return carried;
        }""",
        list(zipped(contents(folder))),
    )
    page.dispatch_event("#zone", "drop", {"dataTransfer": dropped})
    page.get_by_text("不一致").wait_for()
    page.click("text=EN")
    page.get_by_text("Differs", exact=True).wait_for()
    assert "does not have the SHA-256 of the manifest" in page.inner_text("#results")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(19, 17, 21)"
    assert page.complaints == []


def test_a_file_that_comes_to_no_end_can_be_stopped(chromium, file, tmp_path):
    """Its worker is ended; the next file gets a new one."""
    page = open_page(chromium, file)
    page.evaluate(
        """() => {
            const Real = Worker;
            window.Worker = class extends Real {
                postMessage(file) {
                    if (file.name !== "endless.zip") super.postMessage(file);
                }
            };
        }"""
    )
    bundle = zipped(contents(make_bundle(tmp_path / "b").folder))
    page.set_input_files("#file", {"name": "endless.zip", "mimeType": "application/zip", "buffer": bundle})
    page.click("text=停下")
    page.get_by_text("已停下，没有验。").wait_for()
    [outcome] = verify(page, bundle)
    assert outcome.word == "agrees"
