"""`paidang contract read --propose`: proposals beside the terms, or one clear line."""

import json
from pathlib import Path

from tests.language_model import a_model
from typer.testing import CliRunner

from paidang.cli.contract import app

SAMPLE = "samples/contracts/02-operations-profit-share.txt"


def read(*more: str, **environment: str):
    return CliRunner().invoke(app, ["read", SAMPLE, "--propose", *more], env=environment)


def test_without_an_address_it_says_so():
    answer = read("--json", PAIDANG_LLM_URL="")
    assert answer.exit_code == 2 and "没有配置语言模型" in json.loads(answer.stdout)["errors"][0]["reason"]


def test_proposals_stand_beside_the_terms_with_their_place():
    text = Path(SAMPLE).read_text("utf-8")
    with a_model() as model:
        model.says = "{}"
        assert read("--json", PAIDANG_LLM_URL=model.url).exit_code == 2
        sentence = str(model.asked[0]["messages"][1]["content"]).splitlines()[0].partition(". ")[2]
        model.says = json.dumps({"terms": [
            {"term": "store.name", "value": sentence[:6], "quote": sentence[:12]},
            {"term": "fee.monthly", "value": 1, "quote": sentence[:12]},
        ]})  # fmt: skip
        document = json.loads(read("--json", PAIDANG_LLM_URL=model.url).stdout)["documents"][0]
        (one,) = document["proposed"]
        assert document["proposals_refused"] == 1 and one["term"] == "store.name"
        assert text[one["start"] : one["end"]] == one["quote"] == sentence[:12]
        assert "提议，不是约定" in read(PAIDANG_LLM_URL=model.url).stdout


def test_a_model_that_is_down_is_one_line():
    answer = read(PAIDANG_LLM_URL="http://127.0.0.1:9/v1")
    assert (
        answer.exit_code == 2 and "127.0.0.1:9 连不上" in answer.output and "Traceback" not in answer.output
    )
