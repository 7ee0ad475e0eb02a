"""Every sentence of `kit.sentence.say` is written out and has its facts: it can be collected, and never fails."""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import paidang

SOURCE = Path(paidang.__file__).parent


def calls(*wanted: str) -> Iterator[tuple[str, ast.Call]]:
    """The program's calls of functions whose name is, or begins with (`UnableTo*`), one of these, with their place."""
    name = re.compile("|".join(one.replace("*", r"\w*") for one in wanted))
    for file in sorted(SOURCE.rglob("*.py")):
        if "tests" in file.parts:
            continue
        if not re.search(rf"\b(?:{name.pattern})\(", text := file.read_text()):
            continue
        for node in calls_in(text):
            if name.fullmatch(called(node)):
                yield f"{file.relative_to(SOURCE)}:{node.lineno}", node


@cache
def calls_in(text: str) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def slots(template: str) -> set[str]:
    return {name for _text, name, _spec, _how in string.Formatter().parse(template) if name is not None}


def test_each_sentence_is_written_out_with_just_its_facts():
    found = {place: call for place, call in calls("say") if isinstance(call.func, ast.Name)}
    assert len(found) > 50
    for place, call in found.items():
        (template,) = call.args
        assert isinstance(template, ast.Constant), (
            f"{place}: the template is put together, nobody can collect it"
        )
        assert slots(template.value) == {fact.arg for fact in call.keywords}, f"{place}: {template.value}"


REFUSALS = ("UnableTo*", "NotAllowed", "NotFound", "BadCell", "BadFile", "NotARate", "NotCanonical")
REASON_AT = {
    "Fault": 2, "fault": 3, "Conflict": 3, "Flaw": 1, "BadPlace": 4, "error": 1, "Difference": 5, "Unrecognised": 2,
    "Unreadable": 1, "Violation": 1, "_Bad": 1,
}  # fmt: skip
"""Where these take the reason; their other texts are columns and values as the file has them."""
ON_THE_COMMAND_LINE = ("cli/", "contracts/rules/drafting/")
"""The command line is Chinese; the faults of a draft have their English by code, in `drafting/messages.py`."""
HAN = re.compile("[\u4e00-\u9fff]")


def bare_chinese(node: ast.expr) -> bool:
    """Whether the expression is Chinese text of which nobody knows the English."""
    if isinstance(node, ast.IfExp):
        return bare_chinese(node.body) or bare_chinese(node.orelse)
    texts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return any(
        isinstance(text, ast.Constant) and isinstance(text.value, str) and HAN.search(text.value) is not None
        for text in texts
    )


def test_no_refusal_and_no_fault_is_chinese_alone():
    found = 0
    for place, call in calls(*REFUSALS, *REASON_AT):
        if place.startswith(ON_THE_COMMAND_LINE):
            continue
        at = REASON_AT.get(called(call))
        reasons = call.args if at is None else call.args[at : at + 1]
        reasons = [
            *reasons,
            *(one.value for one in call.keywords if one.arg in ("reason", "message", "remedy")),
        ]
        found += len(reasons)
        assert not any(bare_chinese(reason) for reason in reasons), f"{place}: say it with kit.sentence.say"
    assert found > 200


def test_chinese_alone_is_found():
    def of(code: str) -> bool:
        return bare_chinese(ast.parse(code, mode="eval").body)

    assert of('"已经发出"') and of('f"{month} 已经发出"') and of('"已经发出" if sent else ""')
    assert not of('say("已经发出")') and not of('_("已经发出")') and not of('"NOT_FOUND"')
