"""`paidang contract draft`: all six templates to all three files, and what is refused."""

import json

import pytest
from typer.testing import CliRunner

from paidang.cli.contract_files import read_file
from paidang.cli.main import build_app
from paidang.contracts.rules.drafting.templates import TEMPLATES

CAST = {
    "party.a.name": "青岚茶器有限公司",
    "party.b.name": "拾舟电子商务有限公司",
    "store.name": "青岚旗舰店",
}


def run(*words):
    return CliRunner().invoke(build_app("contract"), ["contract", "draft", *words])


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(CAST), "utf-8")
    return str(path)


def test_the_list_names_all_templates():
    assert [line.split()[0] for line in run("--list").output.splitlines()] == [one.id for one in TEMPLATES]


@pytest.mark.parametrize("template", [one.id for one in TEMPLATES])
def test_txt_docx_and_pdf_say_the_same(template, answers, tmp_path):
    found = []
    for kind in ("txt", "docx", "pdf"):
        out = tmp_path / f"contract.{kind}"
        done = run(template, "--answers", answers, "--out", str(out), "--as-of", "2026-08-20", "--json")
        assert done.exit_code == 0, done.output
        [document] = read_file(out, "zh", None)[0]["documents"]
        assert [one["code"] for one in document["findings"]] == []
        found.append(sorted((one["term"], json.dumps(one["value"])) for one in document["terms"]))
        assert len(found[-1]) == json.loads(done.output)["terms"]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nothing",), "没有模板 nothing"),
        ((), "没有写用哪个模板"),
        (("tmall", "--as-of", "soon"), "日期要写成"),
        (("tmall", "--out", "a.doc"), "只能写 .txt、.docx 或 .pdf"),
        (("tmall", "--answers", "no-such-file.json"), "没有这个文件"),
        (("tmall",), "没有填甲方名称"),
    ],
)
def test_a_refusal_is_exit_2_in_the_form_of_the_house(words, says):
    done = run(*words, "--json")
    errors = json.loads(done.output)
    assert done.exit_code == 2 and says in errors["errors"][0]["reason"]
    assert errors["count"] == len(errors["errors"]) and set(errors["errors"][0]) == {"file", "row", "column", "value", "reason"}  # fmt: skip


@pytest.mark.parametrize("content", ["[]", "{", '{"fee.share.a": 0.7}', '{"no.such": 1}'])
def test_bad_answers_write_no_file(content, tmp_path):
    path, out = tmp_path / "answers.json", tmp_path / "contract.txt"
    path.write_text(content, "utf-8")
    assert run("tmall" if "fee" not in content else "wechat", "--answers", str(path), "--out", str(out)).exit_code == 2  # fmt: skip
    assert not out.exists()


def test_a_template_lists_what_it_asks_and_its_list_can_be_answered():
    rows = [line.split("\t") for line in run("tmall", "--list").output.splitlines()]
    asked = {row[0]: row for row in rows}
    assert asked["store.name"][1:3] == ["null", "店铺（必填）"]
    assert json.loads(asked["signature.copies"][1]) == 2
    assert '"court"' in asked["dispute.forum"][3]
    assert {"party.a.name", "party.b.name"} <= set(asked)


def test_a_wrong_answer_is_named_by_its_key_and_its_characters(tmp_path):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(CAST | {"party.a.name": "A&B <茶>器(深圳)"}), "utf-8")
    said = run("tmall", "--answers", str(path)).output
    assert "answers.json party.a.name：" in said and "有不能用的字：<>()" in said and "括号用（）" in said


def test_a_name_may_have_rare_characters(tmp_path):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(CAST | {"party.a.name": "𬭎泰㛃茶䶮器（深圳）有限公司"}), "utf-8")
    done = run("tmall", "--answers", str(path))
    assert done.exit_code == 0 and "甲方（品牌方）：𬭎泰㛃茶䶮器（深圳）有限公司" in done.output
