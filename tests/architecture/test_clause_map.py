"""The clause map is true: exact quotations, code that exists and is tagged, tests that exist; nothing is left unsaid."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("document", "clause"), CLAUSES, ids=[clause.id for _document, clause in CLAUSES])
def test_a_clause_is_quoted_exactly_and_its_code_and_tests_exist(document, clause):
    source = (ROOT / "samples/contracts" / document.source).read_text("utf-8")
    assert clause.quote in source
    assert [symbol for symbol in clause.code if not exists(symbol)] == []
    assert [test for test in clause.tests if not (ROOT / test).is_file()] == []


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
