"""The commands that need no database start without what is slow to import: each in a Python of its own."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest

HEAVY = (
    "cryptography",
    "django",
    "duckdb",
    "httpx",
    "ibis",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "pyhanko",
    "rich",
)


@pytest.mark.parametrize("command", ["sandbox", "contract", "settle", "verify"])
def test_a_command_starts_without_heavy_modules(command: str) -> None:
    script = f"""
import sys
from paidang.cli.main import build_app
build_app({command!r})
if {command!r} == "sandbox":
    from datetime import datetime, timezone
    from paidang.channels.sandbox.server import SandboxServer
    from paidang.channels.sandbox.world import build_world
    at = datetime(2026, 9, 1, tzinfo=timezone.utc)
    SandboxServer(0, build_world(7, at, lambda: at, days=1, orders=3, per_minute=0)).server_close()
print(*sorted(set({HEAVY!r}) & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement.strip())[0].lower().replace("_", "-").replace(".", "-")


def with_theirs(names: set[str]) -> set[str]:
    """The distributions and all that they ask for in turn."""
    found: set[str] = set()
    while names:
        found |= names
        asked = {name_of(each) for name in names for each in _requires(name) if "extra ==" not in each}
        names = asked - found
    return found


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # of another platform
        return []


def test_the_package_alone_settles_and_verifies(tmp_path: Path) -> None:
    """On a machine that has only what `pyproject.toml` asks for: whatever else is imported is not there."""
    declared = tomllib.loads(Path("pyproject.toml").read_text())["project"]["dependencies"]
    there = with_theirs({name_of(each) for each in declared}) | {"paidang"}
    absent = [
        module
        for module, of in packages_distributions().items()
        if not {name_of(each) for each in of} & there
    ]
    assert {"django", "psycopg", "lark"} <= set(absent)
    case = Path("tests/golden/settlement/cases/02-month").resolve()
    script = f"""
import sys
from importlib.abc import MetaPathFinder
class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {sorted(absent)!r}:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Absent())
from paidang.cli.main import main
for args in (
    ["settle", "--terms", {str(case / "terms.json")!r}, "--facts", {str(case / "facts")!r}, "--month", "2026-09",
     "--out", {str(tmp_path / "out")!r}],
    ["verify", {str(tmp_path / "out")!r}],
    ["verify", {str(tmp_path / "out")!r}, "--engine", "python"],
):
    sys.argv = ["paidang", *args]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, (args, ended.code)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "verified" in done.stdout
