"""`paidang contract diff` as a person or a script meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from paidang.cli.main import build_app

ROOT = Path(__file__).parents[4]
SHARE = ROOT / "samples" / "contracts" / "02-operations-profit-share.txt"
FACTS = ROOT / "tests" / "golden" / "settlement" / "cases" / "02-month" / "facts"
ARTICLE = SHARE.parent / "05-studio-article.txt"


def diff(*options):
    return CliRunner().invoke(build_app("contract"), ["contract", "diff", *map(str, options)])


@pytest.fixture
def changed(tmp_path):
    path = tmp_path / "new.txt"
    path.write_text(SHARE.read_text("utf-8").replace("按照7:3的比例", "按照6:4的比例"), "utf-8")
    return path


def test_clauses_words_and_terms(changed):
    answer = diff(SHARE, changed, "--json")
    assert answer.exit_code == 1
    (document,) = json.loads(answer.stdout)["documents"]
    (clause,) = document["clauses"]
    assert (clause["kind"], clause["old_clause"], clause["renumbered"]) == ("changed", "第三章 D", False)
    assert [(each["op"], each["text"]) for each in clause["words"] if each["op"] != "same"] == [
        ("out", "7:3"),
        ("in", "6:4"),
    ]
    terms = {each["term"]: [term["value"] for term in each["new"]] for each in document["terms"]}
    assert terms == {"fee.share.a": ["0.6"], "fee.share.b": ["0.4"]}


def test_people_read_it_without_colours(changed):
    answer = diff(SHARE, changed)
    assert "按照[-7:3-]{+6:4+}的比例分配" in answer.stdout
    assert "甲方分成：70% → 60%" in answer.stdout
    assert "changed" in diff(SHARE, changed, "--lang", "en").stdout


def test_the_same_is_zero():
    answer = diff(SHARE, SHARE)
    assert (answer.exit_code, "两份说的一样" in answer.stdout) == (0, True)


def test_a_supplementary_agreement_gives_the_terms_as_amended(tmp_path):
    supplement = tmp_path / "supplement.txt"
    supplement.write_text(
        "补充协议（一）\n\n甲方：某某\n乙方：某某网络\n\n一、原合同的收益分配比例由7:3调整为6:4。\n二、乙方应于每月10日前出具对账单。\n",
        "utf-8",
    )
    answer = diff(SHARE, supplement, "--amends")
    assert (answer.exit_code, answer.stdout.splitlines()) == (
        1,
        [
            "  甲方分成：70% → 60%",
            "  乙方分成：30% → 40%",
            "  改动每月值多少钱（按示例月重算）",
            "    甲方分成、乙方分成：品牌方 −¥2,122.75，代运营 +¥2,122.75",
        ],
    )
    found = json.loads(diff(SHARE, supplement, "--amends", "--json").stdout)
    [share] = [term for term in found["terms"] if term["term"] == "fee.share.a"]
    assert (share["value"], share["clause"]) == ("0.6", "补充协议（一） 一")
    assert [change["term"] for change in found["changes"]] == ["fee.share.a", "fee.share.b"]


@pytest.mark.parametrize(("old", "new"), [("no-such.txt", SHARE), (SHARE, "no-such.txt"), (SHARE, ARTICLE)])
def test_bad_input_is_one_error(old, new):
    answer = diff(old, new, "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["count"]) == (2, 1)


def test_what_changes_in_days_and_yuan_on_a_statement(tmp_path):
    path = tmp_path / "new.txt"
    text = (
        SHARE.read_text("utf-8").replace("每日千分之三", "每日万分之五").replace("每月15-20日", "每月15-25日")
    )
    path.write_text(text, "utf-8")
    answer = diff(SHARE, path, "--month", "2026-10", "--payable", "123456.78")
    assert "逾期 10 天付 ¥123,456.78 的违约金：¥3,703.70 → ¥617.28" in answer.stdout
    assert "2026-10 对账单的最迟付款日：2026-11-20 → 2026-11-25，晚 5 天" in answer.stdout
    assert "10 days late" in diff(SHARE, path, "--lang", "en").stdout
    (document,) = json.loads(diff(SHARE, path, "--json").stdout)["documents"]
    assert [row["new"] for row in document["days"]] == ["¥50.00", "2026-10-26，晚 5 天"]
    assert diff(SHARE, path, "--payable", "viel").exit_code == 2


def test_what_changes_in_the_money_of_a_month_by_its_facts(changed):
    answer = diff(SHARE, changed, "--facts", FACTS, "--month", "2026-09")
    assert "改动每月值多少钱（按 2026-09 的订单重算）" in answer.stdout
    assert "甲方分成、乙方分成：品牌方 −¥139.82，代运营 +¥139.82" in answer.stdout
    (document,) = json.loads(diff(SHARE, changed, "--facts", FACTS, "--month", "2026-09", "--json").stdout)[
        "documents"
    ]
    assert document["money"] == [
        {"terms": ["fee.share.a", "fee.share.b"], "agency_fen": 13982, "brand_fen": -13982}
    ]
    assert "The brand −¥139.82, the agency +¥139.82" in diff(
        SHARE, changed, "--facts", FACTS, "--month", "2026-09", "--lang", "en"
    ).stdout  # fmt: skip


def test_the_late_fee_is_looked_at_by_what_the_facts_come_to(tmp_path):
    path = tmp_path / "new.txt"
    path.write_text(SHARE.read_text("utf-8").replace("每日千分之三", "每日万分之五"), "utf-8")
    by_facts = diff(SHARE, path, "--facts", FACTS, "--month", "2026-09").stdout
    assert "逾期 10 天付 ¥464.53 的违约金：¥13.94 → ¥2.32" in by_facts
    by_hand = diff(SHARE, path, "--facts", FACTS, "--month", "2026-09", "--payable", "1000").stdout
    assert "逾期 10 天付 ¥1,000.00 的违约金：¥30.00 → ¥5.00" in by_hand


def test_several_changes_of_money_are_also_reckoned_together(tmp_path):
    path = tmp_path / "new.txt"
    text = SHARE.read_text("utf-8").replace("按照7:3的比例", "按照6:4的比例")
    path.write_text(text + "\n十二、平台收取的佣金和扣点由乙方承担。\n", "utf-8")
    (document,) = json.loads(diff(SHARE, path, "--json").stdout)["documents"]
    assert [row["terms"] for row in document["money"]] == [
        ["fee.share.a", "fee.share.b"],
        ["platform_fees.payer"],
        [],
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--facts", ROOT / "no-such-folder", "--month", "2026-09"], "没有这个文件夹"),
        (["--facts", FACTS], "要同时写 --month，如 2026-10"),
        (["--facts", SHARE.parent, "--month", "2026-09"], "缺少此文件"),
        (["--month", "2026-13"], "写成 --month 2026-10 --payable 10000.00"),
    ],
)
def test_facts_that_cannot_be_used_are_one_clear_refusal(changed, options, said):
    answer = diff(SHARE, changed, *options, "--json")
    assert answer.exit_code == 2
    assert json.loads(answer.stdout)["errors"][0]["reason"] == said
