"""`paidang contract read`: what cannot be read is said in the language that was asked for."""

import json

import pytest
from typer.testing import CliRunner

from paidang.cli.contract import app


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "文件是空的。请重新导出或另存后再传。"),
        (["--lang", "en"], "The file is empty. Export or save it again, then upload it."),
    ],
)
def test_a_file_without_text(tmp_path, more, said):
    file = tmp_path / "empty.txt"
    file.write_bytes(b"")
    done = CliRunner().invoke(app, ["read", str(file), *more])
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize("act", ["read", "lint"])
def test_a_folder_without_a_contract_is_refused(tmp_path, act):
    (tmp_path / "notes.json").write_text("{}")
    done = CliRunner().invoke(app, [act, str(tmp_path)])
    assert done.exit_code == 2 and "文件夹里没有合同" in done.output


@pytest.mark.parametrize("command", [["calendar"], ["diff", "x.txt"]])
def test_a_folder_where_a_file_is_wanted(tmp_path, command):
    done = CliRunner().invoke(app, [*command, str(tmp_path)])
    assert done.exit_code == 2 and "Errno" not in done.output
    done = CliRunner().invoke(app, ["calendar", str(tmp_path)])
    assert "这是文件夹，请给其中的一个文件" in done.output


OWN = """店铺代运营服务合同
甲方（品牌方）：青岚茶器
乙方（代运营方）：拾舟电商
1.1 甲方每月支付服务费30000元。
1.2 乙方更换主要人员应提前7个工作日书面通知甲方。
1.3 本合同依据《中华人民共和国合同法》订立。
"""


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("（代运营", "约定", "[必须处理]", "未读成约定，请自己看（1）", "1.2  乙方更换主要人员")),
        (
            "en",
            (
                "Term",
                "[must be mended]",
                "Not read as terms, please look yourself（1）",
                "1.2  乙方更换主要人员",
            ),
        ),
    ],
)
def test_it_says_what_was_read_what_is_wrong_and_what_was_not_understood(tmp_path, lang, said):
    file = tmp_path / "own.txt"
    file.write_text(OWN, "utf-8")
    done = CliRunner().invoke(app, ["read", str(file), "--lang", lang])
    assert done.exit_code == 0
    output = " ".join(done.output.split())
    assert all(" ".join(each.split()) in output for each in said), output
    assert "[error]" not in output and "(operations)" not in output


@pytest.mark.parametrize("act", ["read", "lint"])
def test_a_day_that_is_none_is_refused_in_the_form_of_the_house(tmp_path, act):
    file = tmp_path / "own.txt"
    file.write_text(OWN, "utf-8")
    done = CliRunner().invoke(app, [act, str(file), "--as-of", "2026-13-01", "--json"])
    assert done.exit_code == 2
    assert json.loads(done.output)["errors"][0]["value"] == "2026-13-01"
