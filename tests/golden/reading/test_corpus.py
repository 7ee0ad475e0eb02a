"""Labelled contracts in many styles: how much of what they say is read, and that nothing else is read.

`corpus` is the working set; `own` was written and labelled by people who had not seen the reader.
"""

import importlib.util
import json
import sys
import time
from pathlib import Path

import pytest

from paidang.contracts.rules.reading import read_contract

CORPUS = Path(__file__).parent / "corpus"
OWN = Path(__file__).parent / "own"
RECALL, PRECISION = {CORPUS: 0.99, OWN: 0.96}, {CORPUS: 0.99, OWN: 0.99}
"""Floors: raise them with the reader, never lower them."""


@pytest.fixture(scope="module")
def bench():
    path = Path(__file__).parents[3] / "bench" / "reading_score.py"
    spec = importlib.util.spec_from_file_location("reading_score", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["reading_score"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=[CORPUS, OWN], ids=["corpus", "own"])
def folder(request):
    return request.param


@pytest.fixture(scope="module")
def scores(bench, folder):
    return bench.score_all(folder)


def test_recall_and_precision_of_terms(bench, scores, folder):
    recall, precision = bench.recall_and_precision(scores)
    assert recall >= RECALL[folder]
    assert precision >= PRECISION[folder]


def test_every_quotation_is_the_text_itself(folder):
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8")
        labels = json.loads(path.with_suffix(".terms.json").read_text("utf-8"))
        assert all(label["quote"] in text for label in labels), path.name
        for document in read_contract(text, name=path.name, sha256="").documents:
            for place in [term.place for term in document.terms]:
                assert text[place.start : place.end] == place.quote, path.name


def test_nothing_else_is_read_in_our_own(bench):
    extra = {each.name: each.extra for each in bench.score_all(OWN) if each.extra}
    assert extra == {}


def test_no_false_alarm(scores):
    assert {
        each.name: [alarm["code"] for alarm in each.false_alarms] for each in scores if each.false_alarms
    } == {}


def test_no_finding_is_missed(scores):
    assert {each.name: each.findings_missed for each in scores if each.findings_missed} == {}


def test_two_agreements_in_one_file():
    text = (CORPUS / "12-two-agreements-one-file.txt").read_text("utf-8")
    documents = read_contract(text, name="12", sha256="").to_json()["documents"]
    assert [document["title"] for document in documents] == ["店铺运营协议", "商品拍摄协议"]


@pytest.mark.parametrize("run", ["1234", "一二", "甲方负责", "每月10日前提供", "图片设计成果归"])
def test_a_long_run_of_the_same_ends_soon(run):
    start = time.process_time()
    read_contract("合同\n甲方：某公司\n乙方：某工作室\n" + run * (5000 // len(run)), name="x", sha256="")
    assert time.process_time() - start < 5
