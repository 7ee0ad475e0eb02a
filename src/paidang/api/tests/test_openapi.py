"""The OpenAPI document: every error that an act can give, every clause it carries out, no figure that is not exact."""

import ast
from pathlib import Path
from typing import Any

import pytest

import paidang
from paidang.api.tests.document import operations, schema
from paidang.team.rules.api_tokens import VERBS

SOURCE = Path(paidang.__file__).parent
MODULES = {
    "propose": "contracts/actions/decide", "accept": "contracts/actions/accept", "close": "settlement/actions/close",
    "send": "settlement/actions/send", "question": "settlement/actions/answer", "record": "settlement/actions/pay",
}  # fmt: skip
"""Where the act of a route stands, with acts of other routes."""
BESIDE = {
    "agree": "propose",
    "confirm": "question",
    "answer": "question",
    "reverse": "record",
    "preview": "close",
}
OF_BANK_LINES = {"KEY_USED", "LINE_USED", "LINE_SET_ASIDE"}
"""Of bank lines, which have routes of their own, and the forms' own keys, which none takes."""


def codes_in(module: str) -> set[str]:
    """Every code that is written in a module."""
    found = set()
    for node in ast.walk(ast.parse((SOURCE / f"{module}.py").read_text())):
        if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
            found.add(str(node.value.value))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
            assert isinstance(node.value, ast.Constant)
            found.add(str(node.value.value))
    return found


def codes_of(operation: str) -> set[str]:
    return {code for codes in operations()[operation]["x-errors"].values() for code in codes}


@pytest.mark.parametrize("operation", sorted(MODULES))
def test_every_code_of_an_act_is_in_the_document(operation):
    together = codes_of(operation).union(*(codes_of(one) for one, of in BESIDE.items() if of == operation))
    assert codes_in(MODULES[operation]) - OF_BANK_LINES <= together


def test_each_route_says_who_may_and_what_can_go_wrong():
    """All in one test: the document takes two seconds to make, and each process would make it to name them."""
    for operation, found in operations().items():
        assert found["summary"] and set(found["x-verbs"]) <= set(VERBS), operation
        assert found["security"] == [{"BearerToken": []}], operation
        for status, codes in found["x-errors"].items():
            content = found["responses"][status]["content"]["application/problem+json"]
            assert set(content["examples"]) == set(codes), (operation, status)
        is_post = any(parameter["name"] == "Idempotency-Key" for parameter in found["parameters"])
        is_kept = "409" in found["x-errors"] and "IDEMPOTENCY_KEY_REUSED" in codes_of(operation)
        assert is_post == is_kept, operation


def test_every_route_that_acts_wants_an_idempotency_key_and_no_other_takes_one():
    wanted = {
        (method, path): [each["required"] for each in operation.get("parameters", ()) if each["name"] == "Idempotency-Key"]
        for path, operations in schema()["paths"].items()
        for method, operation in operations.items()
    }  # fmt: skip
    assert {method for method, _path in wanted} == {"get", "post"}
    wrong = {
        route: found for route, found in wanted.items() if found != ([True] if route[0] == "post" else [])
    }
    assert not wrong


def test_the_clauses_of_the_acts_are_named():
    assert operations()["close"]["x-clauses"] == ["OP-3-D", "OP-3-E-4"]
    assert operations()["propose"]["x-clauses"] == ["OP-1-C", "OP-3-D"]
    assert operations()["record"]["x-clauses"] == ["OP-3-E-4", "OP-6-C"]


def test_no_figure_is_a_floating_one():
    def kinds(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {node["type"]} if isinstance(node.get("type"), str) else set()
            return own.union(*(kinds(each) for each in node.values()))
        return set().union(*(kinds(each) for each in node)) if isinstance(node, list) else set()

    assert "number" not in kinds(schema()) and "integer" in kinds(schema())


def test_the_document_needs_no_token(db, client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200 and answer.json()["openapi"].startswith("3.1")


def test_a_code_has_its_word_beside_it():
    """In what an agency does beyond orders: a program shows `state_word` as the pages do, and reckons by `state`."""
    coded = {"kind", "state", "skill", "phase", "role", "measure", "heading", "lane"}
    areas = {"promotions", "projects", "studio", "marketing", "training", "team", "incidents", "scorecards"}
    shapes, seen = schema()["components"]["schemas"], set()

    def look(found: Any) -> None:
        for part in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
            look(part)
        name = found.get("$ref", "").rpartition("/")[2] if isinstance(found, dict) else ""
        if name and name not in seen:
            seen.add(name)
            look(shapes[name])

    for operation in operations().values():
        if areas & set(operation["tags"]):
            look(operation["responses"].get("200", operation["responses"].get(200)))
    bare = {
        f"{name}.{code}"
        for name in seen
        for code in coded & set(shapes[name].get("properties", ()))
        if f"{code}_word" not in shapes[name]["properties"]
    }
    assert bare == set() and len(seen) > 40
