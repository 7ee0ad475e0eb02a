"""`paidang contract calendar` as a person or a script meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from paidang.cli.main import build_app

SAMPLES = Path(__file__).parents[4] / "samples" / "contracts"
SHARE = SAMPLES / "02-operations-profit-share.txt"


def calendar(*options):
    return CliRunner().invoke(build_app("contract"), ["contract", "calendar", *map(str, options)])


def test_a_year_as_json():
    answer = calendar(SHARE, "--year", "2026", "--json")
    assert answer.exit_code == 1
    (document,) = json.loads(answer.stdout)["documents"]
    assert len(document["months"]) == 12
    assert document["months"][1] == {
        "month": "2026-02", "statement_by": "2026-02-10", "confirm_by": "2026-02-24", "pay_by": "2026-02-27",
        "window_start": "2026-02-15", "window_end": "2026-02-24", "send_by": "2026-02-05", "feasible": False,
        "days_over": 3, "provisional": False,
    }  # fmt: skip


def test_a_year_not_announced_says_so():
    assert "暂定" in calendar(SHARE, "--year", "2090").stdout
    assert "provisional" in calendar(SHARE, "--year", "2090", "--lang", "en").stdout
    assert "暂定" not in calendar(SHARE, "--year", "2026").stdout


def test_dates_of_a_contract_without_schedule():
    answer = calendar(SAMPLES / "03-consulting-fixed-fee.txt", "--json")
    assert answer.exit_code == 0
    (document,) = json.loads(answer.stdout)["documents"]
    assert document["months"] is None
    assert {"term.start": "2024-08-01", "term.end": "2024-02-01"}.items() <= {
        each["term"]: each["day"] for each in document["dates"]
    }.items()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["no-such.txt"], "没有这个文件"),
        ([SAMPLES / "05-studio-article.txt"], "没有可以履行的协议"),
        ([SHARE, "--year", "1999"], "年份"),
        ([SHARE, "--lang", "fr"], "zh 和 en"),
    ],
)
def test_bad_input_is_one_error(arguments, reason):
    answer = calendar(*arguments, "--json")
    assert answer.exit_code == 2
    (error,) = json.loads(answer.stdout)["errors"]
    assert reason in error["reason"]
