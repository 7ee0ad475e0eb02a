"""`paidang contract verify`: exit codes, what it says, and JSON; no database."""

import json

import pytest
from typer.testing import CliRunner

from paidang.cli.contract import app
from paidang.printing.tests.seal_case import folder, signed


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "合同.pdf"
    path.write_bytes(signed())
    return path


def run(*words: object):
    return CliRunner().invoke(app, ["verify", *map(str, words)])


def test_a_good_file_says_whose_certificate_it_is(file):
    done = run(file)
    assert done.exit_code == 0
    assert "青岚茶器 · 沈知夏" in done.output and "指纹" in done.output and "--root" in done.output


def test_with_its_root_the_issuer_is_trusted(file):
    done = run(file, "--root", folder() / "root.pem")
    assert done.exit_code == 0 and "✓ 签发者" in done.output and "✓ 验过了" in done.output
    assert "✓ 验过了" not in run(file).output, "anybody could have made it"


def test_with_another_root_it_fails(file, tmp_path):
    other = folder() / "signing.pem"
    done = run(file, "--root", other)
    assert done.exit_code == 1 and "不在您给的 --root 之列" in done.output and "✗ 验不过" in done.output
    assert json.loads(run(file, "--json", "--root", other).output)["verified"] is False


def test_json_has_each_seal(file):
    answer = json.loads(run(file, "--json").output)
    assert answer["verified"] and answer["code"] == "HT-0001"
    assert [seal["side"] for seal in answer["seals"]] == ["a", "b"]
    assert answer["document"]["sha256"] == answer["document"]["stated_sha256"]


def test_an_altered_file_fails(file):
    file.write_bytes(signed()[:-1] + b"\0")
    assert run(file).exit_code == 1
    assert json.loads(run(file, "--json").output)["verified"] is False


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04"])
def test_what_is_no_pdf_is_bad_input_in_one_line(tmp_path, content):
    path = tmp_path / "x.pdf"
    if content is not None:
        path.write_bytes(content)
    done = run(path)
    assert done.exit_code == 2 and done.output.count("\n") == 1
    assert json.loads(run(path, "--json").output)["error"]["code"] == "BAD_INPUT"


def test_a_root_that_is_none_is_bad_input(file):
    assert run(file, "--root", file).exit_code == 2
