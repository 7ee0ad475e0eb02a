"""`paidang contract lint` as a person or a script meets it."""

import json
from pathlib import Path

from typer.testing import CliRunner

from paidang.cli.main import build_app

ROOT = Path(__file__).parents[4]
SHARE = ROOT / "samples" / "contracts" / "02-operations-profit-share.txt"
CORPUS = ROOT / "tests" / "golden" / "reading" / "corpus"


def lint(*options):
    return CliRunner().invoke(build_app("contract"), ["contract", "lint", *map(str, options)])


def test_a_finding_comes_with_its_law_and_the_wording():
    answer = lint(SHARE, "--json")
    assert answer.exit_code == 1
    (document,) = json.loads(answer.stdout)["documents"]
    found = {finding["code"]: finding for finding in document["findings"]}
    assert found["repealed_law"]["article"]["name"] == "《民法典》第一千二百六十条"
    assert found["repealed_law"]["remedy"]["new"] == "《中华人民共和国民法典》"
    assert found["conflict"]["remedy"] is None
    remedy, text = found["penalty_excessive"]["remedy"], SHARE.read_text("utf-8")
    assert text[remedy["start"] : remedy["end"]] == remedy["old"] == "每日千分之三的违约金"


def test_people_read_the_wording_too():
    assert "改为：《中华人民共和国民法典》" in lint(SHARE).stdout
    english = lint(SHARE, "--lang", "en").stdout
    assert "Civil Code, article 1260" in english and "write instead" in english


def test_a_contract_without_defect_is_clean():
    answer = lint(CORPUS / "01-jd-pop-base-commission.txt")
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert "没有问题" in answer.stdout


def test_the_calendar_is_that_of_the_day_asked_for():
    def months(day):
        (document,) = json.loads(lint(SHARE, "--json", "--as-of", day).stdout)["documents"]
        return next(f["message"] for f in document["findings"] if f["code"] == "schedule_infeasible")

    assert months("2026-03-01").startswith("2026 年 1 月、2 月")
    assert months("2025-03-01").startswith("2025 年")


def test_a_folder_gives_a_line_a_file_and_one_bad_file_costs_no_other(tmp_path):
    (tmp_path / "a.txt").write_text("", "utf-8")
    (tmp_path / "b.txt").write_bytes((CORPUS / "01-jd-pop-base-commission.txt").read_bytes())
    answer = lint(tmp_path, "--json")
    assert answer.exit_code == 2
    first, second = (json.loads(line) for line in answer.stdout.splitlines())
    assert first["errors"][0]["file"] == "a.txt" and second["documents"][0]["findings"] == []


def test_no_such_file():
    answer = lint("no-such.txt", "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["count"]) == (2, 1)
