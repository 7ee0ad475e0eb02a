"""`paidang import`: the answer of each kind, with its exit code."""

import json
from pathlib import Path

import pytest
from tests.cast import acting
from typer.testing import CliRunner, Result

from paidang.cli.intake import app
from paidang.contracts.models import Contract
from paidang.intake.tests.files import line, lines
from paidang.orders.models import OrderLine
from paidang.team.models import Person


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "order_lines.csv"
    path.write_bytes(lines(line("L1"), line("L2", quantity="0")))
    return path


def run(kind: str, file: Path, contract: Contract, email: str, *more: str) -> Result:
    return CliRunner().invoke(app, [kind, str(file), "--contract", contract.code, "--as", email, *more])


def test_it_writes_and_names_each_bad_cell(
    file: Path, contract_in_force: Contract, agency_operator: Person
) -> None:
    done = run("orders", file, contract_in_force, agency_operator.email)
    assert done.exit_code == 1
    assert "第 3 行 quantity “0” 不能小于 1" in done.output
    again = run("auto", file, contract_in_force, agency_operator.email)
    assert again.exit_code == 0 and "未变" in again.output


def test_json(file: Path, contract_in_force: Contract, agency_operator: Person) -> None:
    done = run("orders", file, contract_in_force, agency_operator.email, "--json", "--test")
    answer = json.loads(done.output)["files"][0]
    assert (answer["state"], answer["count"], done.exit_code) == ("test_read", 1, 1)
    assert answer["errors"][0] == {
        "file": "order_lines.csv", "row": 3, "column": "quantity", "value": "0", "reason": "不能小于 1",
    }  # fmt: skip
    with acting(agency_operator):
        assert not OrderLine.objects.exists()


def test_all_or_nothing(file: Path, contract_in_force: Contract, agency_operator: Person) -> None:
    assert run("orders", file, contract_in_force, agency_operator.email, "--all-or-nothing").exit_code == 1
    with acting(agency_operator):
        assert not OrderLine.objects.exists()


def test_bad_requests(
    file: Path, contract_in_force: Contract, agency_operator: Person, tmp_path: Path
) -> None:
    email = agency_operator.email
    assert run("orders", tmp_path / "none.csv", contract_in_force, email).exit_code == 2
    assert run("orders", file, contract_in_force, "nobody@x.example").exit_code == 2
    assert run("refunds", file, contract_in_force, email).exit_code == 2
    assert run("orders", file, Contract(code="NONE"), email).exit_code == 2
