"""What the documents show works: commands run, links lead somewhere."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from paidang.channels.formats import FORMATS
from paidang.channels.jd.sandbox_methods import METHODS
from paidang.channels.sandbox.faults import NAMES
from paidang.channels.sandbox.platforms import load_platforms
from paidang.channels.taobao.sandbox import METHODS as TAOBAO_METHODS
from paidang.cli.main import build_app

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


def test_every_platform_and_format_has_a_row_that_says_how_it_was_checked():
    rows = [
        line for line in Path("docs/platforms.md").read_text("utf-8").splitlines() if line.startswith("| `")
    ]
    first_cells = [set(re.findall(r"`(\w+)`", line.split("|")[1])) for line in rows]
    told = set().union(*first_cells)
    assert set(FORMATS) <= told
    assert set(load_platforms()) <= told
    assert set(NAMES) <= told, "each fault of the sandbox"
    text = Path("docs/platforms.md").read_text("utf-8")
    for method in (*METHODS, *TAOBAO_METHODS):  # the later ones of a row by their ends
        parts = method.split(".")
        ends = [f"`.{'.'.join(parts[at:])}`" for at in range(1, len(parts))]
        assert any(name in text for name in (f"`{method}`", *ends)), method


def test_the_first_page_on_the_sandbox_starts_it_with_options_that_there_are():
    known = {
        option
        for param in get_command(build_app("sandbox")).commands["sandbox"].params
        for option in param.opts
    }
    for line in re.findall(r"^paidang sandbox.*$", Path("docs/platforms.md").read_text("utf-8"), re.M):
        assert set(re.findall(r"--\w+", line.partition("#")[0])) <= known, line
