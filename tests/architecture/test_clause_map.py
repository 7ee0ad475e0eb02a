"""The clause map is true: exact quotations, code that exists and is tagged, tests and pages that exist; nothing is left unsaid."""

import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

import paidang
from paidang.kit.clause import TAGGED
from paidang.portal.rules.clause_map import BadMap, parse_map

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    parse_map(file.stem, file.read_text("utf-8")) for file in sorted((ROOT / "docs/clauses").glob("*.toml"))
]
CLAUSES = [(document, clause) for document in DOCUMENTS for clause in document.clauses]
SKIPPED = {"tests", "migrations", "management", "site", "cli"}
NEEDS_SPARK = {"spark_engine", "spark_session"}
"""Not tagged, and not to be imported where that extra is not installed."""


@cache
def tagged() -> dict[str, list[str]]:
    """All tags: every module of the product is imported, so that its decorators have run."""
    for module in pkgutil.walk_packages(paidang.__path__, "paidang.", onerror=lambda name: None):
        if (SKIPPED | NEEDS_SPARK).isdisjoint(module.name.split(".")):
            importlib.import_module(module.name)
    return TAGGED


def exists(symbol: str) -> bool:
    """Whether a dotted symbol can be imported."""
    parts = symbol.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            found = getattr(found, name, None)
        return found is not None
    return False


def test_there_is_a_map_for_every_source():
    assert {document.key for document in DOCUMENTS} == {"OP", "TC", "JD", "PH"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.key for document in DOCUMENTS])
def test_chapters_are_headed_as_in_the_text_and_hold_every_clause(document):
    source = (ROOT / "samples/contracts" / document.source).read_text("utf-8")
    assert [title for title in document.headings if title not in source] == []
    if document.headings:
        assert [clause for chapter in document.chapters for clause in chapter.clauses] == list(
            document.clauses
        )


@pytest.mark.parametrize(("document", "clause"), CLAUSES, ids=[clause.id for _document, clause in CLAUSES])
def test_a_clause_is_quoted_exactly_and_its_code_and_tests_exist(document, clause):
    source = (ROOT / "samples/contracts" / document.source).read_text("utf-8")
    assert [quote for quote in clause.quotes if quote not in source] == []
    assert [symbol for symbol in clause.code if not exists(symbol)] == []
    assert [test for test in clause.tests if not (ROOT / test).is_file()] == []
    resolve(urlsplit(clause.page).path)  # a page that is not there raises
    assert not clause.code or clause.page, "what is built has a page"


OBLIGES = re.compile(
    r"应|须|需|必须|负责|不得|有权|承担|义务|确保|保证|协助|提供|方能|批准|同意|制定|指定|汇入|终止|解除|赔偿|核对|返还|归还|"
    r"销毁|配合|授权|可执行|延期|梳理|教导"
)
NOBODY = {
    "OP": {"第二章权利及义务  A、甲方的权利及义务", "B、乙方的权利及义务", "协议的生效、终止及其他", "授权签字： 授权签字："},
    "TC": {
        "就乙方负责甲方旗下淘宝商城奇淘网（名称可变更）在淘宝网的推广、营销、运营以及其他电子商务服务等相关事项达成如下协议：",
        "负责奇淘网的运营咨询顾问服务，", "并向甲方提供如下电子商务服务：", "乙方指定的收款帐户为：", "第五条双方权利义务", "4、在乙方提供服务过程中，",
        "1、对乙方提供给甲方的任何物品、资料、文件、公司讯息及数据等（以下简称“保密信息与物品”），",
    },
    "JD": {"在供应链、人员规划上失去控制。"},
    "PH": set(),
}  # fmt: skip
"""What has such a word and obliges nobody by itself: headings, recitals, the head of a list, half a sentence."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.key for document in DOCUMENTS])
def test_whatever_obliges_somebody_is_quoted(document):
    """Part by part between commas: what has a word of duty or right stands in a quotation, or is known to oblige nobody."""
    source = (ROOT / "samples/contracts" / document.source).read_text("utf-8")
    quoted = [
        (source.index(quote), source.index(quote) + len(quote))
        for clause in document.clauses
        for quote in clause.quotes
    ]
    holes = [
        part
        for found in re.finditer(r"[^。；，\n]+[。；，]?", source)
        if (part := found[0].strip()) and OBLIGES.search(part) and part not in NOBODY[document.key]
        and not any(first < found.end() and found.start() < last for first, last in quoted)
    ]  # fmt: skip
    assert holes == []


def test_quotations_stand_in_the_order_of_the_text():
    for document in DOCUMENTS:
        source = (ROOT / "samples/contracts" / document.source).read_text("utf-8")
        places = [source.index(clause.quote) for clause in document.clauses]
        assert places == sorted(places), document.key


def test_every_tag_is_in_the_map():
    known = {clause.id: set(clause.code) for _document, clause in CLAUSES}
    unmapped = [
        f"{clause_id}: {symbol}"
        for clause_id, symbols in tagged().items()
        for symbol in symbols
        if symbol not in known.get(clause_id, set())
    ]
    assert unmapped == [], "add these to docs/clauses/*.toml under `code`"


GOOD = 'title = "T"\nsource = "t.txt"\n[[clause]]\nid = "OP-1"\nquote = "q"\n'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD, id="neither code nor not_built"),
        pytest.param(GOOD + 'code = ["a.b"]\n', id="code without test"),
        pytest.param(GOOD + 'not_built = "issue: x"\ntest = []\n', id="unknown field"),
        pytest.param((GOOD + 'not_built = "issue: x"\n').replace("OP-1", "XX-1"), id="foreign id"),
        pytest.param(
            GOOD + 'not_built = "x"\n[[clause]]\nid = "OP-1"\nquote = "q"\nnot_built = "x"\n', id="twice"
        ),
    ],
)
def test_a_map_that_hides_something_is_refused(text):
    with pytest.raises(BadMap):
        parse_map("OP", text)
