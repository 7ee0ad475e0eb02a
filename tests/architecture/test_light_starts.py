"""The commands that need no database start without what is slow to import: each in a Python of its own."""

import subprocess
import sys

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
