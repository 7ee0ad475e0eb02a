"""Every sentence of `kit.sentence.say` is written out and has its facts: it can be collected, and never fails."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import paidang

SOURCE = Path(paidang.__file__).parent


def calls(*wanted: str) -> Iterator[tuple[str, ast.Call]]:
    """The program's calls of functions whose name is, or begins with (`UnableTo*`), one of these, with their place."""
    name = re.compile("|".join(one.replace("*", r"\w*") for one in wanted))
    for file in sorted(SOURCE.rglob("*.py")):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and name.fullmatch(called(node)):
                yield f"{file.relative_to(SOURCE)}:{node.lineno}", node


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
