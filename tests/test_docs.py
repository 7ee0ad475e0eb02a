"""What the documents show works: commands run, links lead somewhere."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENTS = [Path("README.md"), Path("ARCHITECTURE.md"), *sorted(Path("docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!http)([^)#]+)\)")
MODULE = re.compile(
    r"`((?:kit|channels|intake|orders|catalog|contracts|settlement|printing|portal|team|evidence|duties)/[\w/]+\.py)`"
)


def commands(document: Path) -> list[str]:
    """The lines of a document's code blocks that call `paidang` on files, in their order."""
    blocks = re.findall(r"```\n(.*?)```", document.read_text("utf-8"), re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(".venv/bin/paidang") and "FILE.zip" not in line]


@pytest.mark.slow
def test_the_commands_of_the_readme_run(tmp_path):
    found = commands(Path("README.md"))
    assert len(found) == 7
    for line in found:
        words = shlex.split(line.replace("/tmp/", f"{tmp_path}/"))
        done = subprocess.run(
            [sys.executable, "-m", "paidang.cli.main", *words[1:]],
            capture_output=True,
            text=True,
            check=False,
        )
        finds = words[2] in ("lint", "calendar", "diff")  # exit 1: they have found something
        assert done.returncode == finds, done.stderr
    assert done.stdout.strip().endswith("verified")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_leads_somewhere(document):
    for target in LINK.findall(document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", sorted(Path("docs/walks").glob("*.md")), ids=str)
def test_every_module_of_a_walk_exists(document):
    for module in MODULE.findall(document.read_text("utf-8")):
        assert (Path("src/paidang") / module).exists(), module
