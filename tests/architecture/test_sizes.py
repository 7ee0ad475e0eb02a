"""What is read in one sitting: a file has at most 400 lines, a function of the program 60, one that tells a story 100."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import paidang

ROOT = Path(paidang.__file__).parents[2]
FILE_LINES_MAX, FUNCTION_LINES_MAX, STORY_LINES_MAX = 400, 60, 100
FOLDERS = ("src/paidang", "tests", "bench")
KINDS = (".py", ".html", ".css", ".js", ".typ")
NOT_OURS = ("hyparquet", "vendor")
BEGINS = re.compile(r"(async )?def |class ")
MADE = "migrations"
"""Django writes these; each is read once."""


def files() -> Iterator[Path]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in KINDS and not {MADE, *NOT_OURS} & set(file.parts):
                yield file


def long_functions(file: Path, most: int) -> Iterator[tuple[str, int]]:
    """Looked for only where so many lines lie between two that begin a function or class: nearly nowhere."""
    text = file.read_text("utf-8")
    lines = text.splitlines()
    begins = [at for at, line in enumerate(lines) if BEGINS.match(line)]
    if all(after - at <= most for at, after in pairwise([*begins, len(lines)])):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > most:
                yield node.name, length


def test_no_file_is_too_long() -> None:
    lines = {file: len(file.read_text("utf-8").splitlines()) for file in files()}
    assert len(lines) > 1_000
    assert {str(file.relative_to(ROOT)): n for file, n in lines.items() if n > FILE_LINES_MAX} == {}


@pytest.mark.parametrize(("tells", "most"), [(False, FUNCTION_LINES_MAX), (True, STORY_LINES_MAX)])
def test_no_function_is_too_long(tells: bool, most: int) -> None:
    where = [file for file in files() if file.suffix == ".py" and ("tests" in file.parts) == tells]
    found = {
        f"{file.relative_to(ROOT)}: {name}": n for file in where for name, n in long_functions(file, most)
    }
    assert found == {}


def test_a_long_function_is_found(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(
        "class One:\n    def two(self):\n" + "        x = 1\n" * 10 + "\n\ndef three():\n    pass\n"
    )
    assert dict(long_functions(file, 10)) == {"two": 11} and dict(long_functions(file, 11)) == {}
