"""`paidang evidence verify` on files: two verdicts, exit 0, 1 or 2."""

import json

import pytest
from typer.testing import CliRunner

from paidang.cli.evidence import app
from paidang.evidence.rules.files import chain_lines, heads_text
from paidang.evidence.tests.test_rules_chain import CHAIN, ENTRIES, HEADS


@pytest.fixture
def chain(tmp_path):
    file = tmp_path / "evidence.jsonl"
    file.write_text("\n".join(chain_lines(chain=CHAIN, about="PD-2026-0001", entries=ENTRIES)) + "\n")
    return file


@pytest.fixture
def heads(tmp_path):
    file = tmp_path / "heads.json"
    file.write_text(heads_text(chain=CHAIN, heads=HEADS))
    return file


def run(*options):
    return CliRunner().invoke(app, ["verify", *map(str, options)])


def rewrite(file, change):
    lines = file.read_text().splitlines()
    file.write_text("\n".join(change(lines)) + "\n")


def test_a_sound_chain(chain, heads):
    done = run(chain, "--heads", heads)
    assert done.exit_code == 0
    assert "✓ 没有被改过：6 条" in done.stdout
    assert "✓ 没有缺，到第 6 条为止" in done.stdout


def test_without_heads_it_does_not_claim_completeness(chain):
    done = run(chain)
    assert done.exit_code == 0
    assert "不能说" in done.stdout


@pytest.mark.parametrize(
    ("change", "first_bad"),
    [
        pytest.param(lambda lines: [*lines[:3], lines[3].replace("300", "301"), *lines[4:]], 3, id="edit"),
        pytest.param(lambda lines: [*lines[:3], *lines[4:]], 3, id="delete"),
        pytest.param(lambda lines: [*lines[:3], lines[2], *lines[3:]], 3, id="insert"),
        pytest.param(lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], 3, id="reorder"),
    ],
)
def test_tampering_is_named_at_the_first_bad_entry(chain, change, first_bad):
    rewrite(chain, change)
    done = run(chain)
    assert done.exit_code == 1
    assert f"✗ 被动过：第 {first_bad} 条起不对" in done.stdout


def test_a_cut_tail_is_named_by_the_heads(chain, heads):
    rewrite(chain, lambda lines: lines[:5])
    done = run(chain, "--heads", heads)
    assert done.exit_code == 1
    assert "✓ 没有被改过：4 条" in done.stdout
    assert "第 5 条起不能信" in done.stdout


def test_json_says_both(chain, heads):
    rewrite(chain, lambda lines: lines[:5])
    data = json.loads(run(chain, "--heads", heads, "--json").stdout)
    assert (data["unaltered"], data["complete"], data["complete_to"], data["missing"][0]["seq"]) == (
        True,
        False,
        3,
        6,
    )


@pytest.mark.parametrize("text", ["", "nonsense", '{"chain": "x"}\nnonsense', "[]"])
def test_what_is_no_chain_is_bad_input(tmp_path, text):
    file = tmp_path / "x.jsonl"
    file.write_text(text)
    done = run(file)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "error" in json.loads(run(file, "--json").stdout)


def test_a_missing_file_foreign_heads_and_no_question_are_bad_input(chain, tmp_path):
    foreign = tmp_path / "foreign.json"
    foreign.write_text(heads_text(chain="another", heads=HEADS))
    for options in ((tmp_path / "none.jsonl",), (chain, "--heads", foreign), (), ("--contract", "PD-1")):
        assert run(*options).exit_code == 2


def test_a_contract_in_the_database_is_verified_in_a_persons_name(contract_in_force, brand, outsider):
    done = run("--contract", contract_in_force.code, "--as", brand.finance.email)
    assert done.exit_code == 0
    assert "✓ 没有缺" in done.stdout
    for email in (outsider.manager.email, "nobody@nowhere.example"):
        refused = run("--contract", contract_in_force.code, "--as", email)
        assert (refused.exit_code, refused.stdout) == (2, "")
