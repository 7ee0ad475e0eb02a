"""`paidang settle` and `paidang verify` as a person or a script meets them (SPEC §11)."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from paidang.cli.main import build_app

GOLDEN = Path(__file__).parents[4] / "tests" / "golden" / "settlement"
CASE = GOLDEN / "cases" / "02-month"


def run(command, *options):
    return CliRunner().invoke(build_app(command), [command, *map(str, options)])


def settle(out, *more, case=CASE, month="2026-09"):
    return run(
        "settle",
        "--terms",
        case / "terms.json",
        "--facts",
        case / "facts",
        "--month",
        month,
        "--out",
        out,
        *more,
    )


def test_settle_then_verify(tmp_path):
    settled = settle(tmp_path / "b", "--json")
    assert settled.exit_code == 0
    answer = json.loads(settled.stdout)
    assert answer["statement"] == json.loads((tmp_path / "b" / "statement.json").read_text())
    verified = run("verify", tmp_path / "b")
    assert (verified.exit_code, verified.stdout) == (0, "verified\n")


def test_verify_finds_a_difference(tmp_path):
    settle(tmp_path / "b")
    (tmp_path / "b" / "statement.json").write_text("{}")
    found = run("verify", tmp_path / "b", "--json")
    assert found.exit_code == 1
    assert not json.loads(found.stdout)["verified"]


def test_a_bundle_is_verified_as_it_was_downloaded(tmp_path):
    settle(tmp_path / "b")
    shutil.make_archive(str(tmp_path / "b"), "zip", tmp_path, "b")
    verified = run("verify", tmp_path / "b.zip")
    assert (verified.exit_code, verified.stdout) == (0, "verified\n")
    (tmp_path / "b" / "statement.json").write_text("{}")
    shutil.make_archive(str(tmp_path / "c"), "zip", tmp_path, "b")
    assert run("verify", tmp_path / "c.zip").exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "b.zip", "c.zip"], (
        "nothing is left behind"
    )


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip"])
def test_what_is_no_packed_bundle_is_refused(tmp_path, content):
    (tmp_path / "b.zip").write_bytes(content)
    refused = run("verify", tmp_path / "b.zip", "--json")
    assert refused.exit_code == 2 and "不是一个完好的 .zip 文件" in refused.stdout


def test_a_packed_bundle_is_not_signed(tmp_path):
    (tmp_path / "b.zip").write_bytes(b"PK")
    refused = run("verify", tmp_path / "b.zip", "--sign", tmp_path / "key.pem", "--json")
    assert refused.exit_code == 2 and "请先解开" in refused.stdout


def test_bad_facts(tmp_path):
    refused = settle(tmp_path / "b", "--json", case=GOLDEN / "bad")
    assert refused.exit_code == 2
    answer = json.loads(refused.stdout)
    assert answer["count"] == len(answer["errors"]) == 20
    assert set(answer["errors"][0]) == {"file", "row", "column", "value", "reason"}
    assert not (tmp_path / "b").exists()


def test_no_more_than_a_hundred_errors_are_shown(tmp_path):
    rows = "\n".join(f"S,x,2026-01-{day % 28 + 1:02d}" for day in range(150))
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "costs.csv").write_text("sku,factory_price,valid_from\n" + rows)
    (facts / "order_lines.csv").write_bytes((CASE / "facts" / "order_lines.csv").read_bytes())
    refused = run(
        "settle", "--terms", CASE / "terms.json", "--facts", facts, "--month", "2026-09", "--out", tmp_path / "b", "--json"
    )  # fmt: skip
    answer = json.loads(refused.stdout)
    assert (len(answer["errors"]), answer["count"]) == (100, 150 + 150 - 28)


@pytest.mark.parametrize(
    ("options", "column"),
    [((), "month"), (("--engine", "abacus"), "engine"), (("--master", "local"), "engine")],
)
def test_bad_options(tmp_path, options, column):
    refused = settle(tmp_path / "b", "--json", *options, month="2026-9")
    assert refused.exit_code == 2
    assert [error["column"] for error in json.loads(refused.stdout)["errors"]] == [column]


@pytest.mark.parametrize("bytes_left", [0, 300])
def test_a_broken_parquet_file_is_named_and_nothing_is_settled(tmp_path, bytes_left):
    bundle, out = tmp_path / "bundle", tmp_path / "again"
    assert settle(bundle).exit_code == 0
    lines = bundle / "facts" / "order_lines.parquet"
    lines.write_bytes(lines.read_bytes()[:bytes_left])
    done = run(
        "settle",
        "--terms",
        bundle / "terms.json",
        "--facts",
        bundle / "facts",
        "--month",
        "2026-09",
        "--out",
        out,
    )
    assert done.exit_code == 2 and "order_lines.parquet" in done.stderr and "无法读取" in done.stderr
    assert len(done.stderr.splitlines()) == 1 and not out.exists()
    verified = run("verify", bundle)
    assert verified.exit_code == 1 and "facts/order_lines.parquet" in verified.stdout


def test_a_file_that_cannot_be_opened_is_named_and_nothing_is_settled(tmp_path):
    bundle, out = tmp_path / "bundle", tmp_path / "again"
    assert settle(bundle).exit_code == 0
    lines = bundle / "facts" / "order_lines.parquet"
    lines.unlink()
    lines.mkdir()  # opening it fails as a locked file's does, for every user
    done = run(
        "settle", "--terms", bundle / "terms.json", "--facts", bundle / "facts", "--month", "2026-09", "--out", out
    )  # fmt: skip
    assert done.exit_code == 2 and done.stderr == "order_lines.parquet：无法读取此文件\n" and not out.exists()
    verified = run("verify", bundle)
    assert verified.exit_code == 1 and "facts/order_lines.parquet" in verified.stdout


def test_without_spark_one_line_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr("paidang.settlement.engines.find_spec", lambda package: None)
    refused = settle(tmp_path / "b", "--engine", "spark")
    assert refused.exit_code == 2
    [line] = refused.stderr.splitlines()
    assert "spark" in line and "make setup-spark" in line


def test_an_address_is_for_spark_alone(tmp_path):
    refused = run(
        "settle", "--terms", CASE / "terms.json", "--facts", "s3a://bucket/facts", "--month", "2026-09", "--out", tmp_path / "b"
    )  # fmt: skip
    assert refused.exit_code == 2
    assert "s3a://bucket/facts" in refused.stderr


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (b'{"collector": "a", "collector": "b"}', "collector"),
        (b'{"collector":', "第 1 行第 14 个字符读不下去"),
        ("{}".encode("utf-16"), "编码不是 UTF-8"),
    ],
)
def test_terms_that_are_no_json(tmp_path, terms, said):
    (tmp_path / "terms.json").write_bytes(terms)
    refused = run(
        "settle", "--terms", tmp_path / "terms.json", "--facts", CASE / "facts", "--month", "2026-09", "--out", tmp_path / "b"
    )  # fmt: skip
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_a_folder_that_is_not_there(tmp_path):
    assert run("verify", tmp_path / "nothing").exit_code == 2


def test_the_offline_page_is_written_once(tmp_path):
    page = tmp_path / "verify.html"
    assert run("verify", "--page", page).exit_code == 0
    written = page.read_bytes()
    assert written.startswith(b"<!doctype html>")
    again = run("verify", "--page", page)
    assert again.exit_code == 2 and "不会覆盖" in again.stderr
    assert page.read_bytes() == written


def test_verify_without_a_bundle_asks_for_one():
    asked = run("verify")
    assert asked.exit_code == 2 and "要验哪个对账包" in asked.stderr
