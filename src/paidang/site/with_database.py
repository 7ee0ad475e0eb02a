"""Run a command with a database for tests: `python -m paidang.site.with_database pytest`.

A cluster of its own under `var/test/pg` (or DATABASE_URL), started before and stopped after. It waits for no disk, unless
the command comes after `--durable`: what is measured must be kept as in production.
"""

import os
import subprocess
import sys
from pathlib import Path

from paidang.site.postgres import FORGETFUL, Cluster, DatabaseProblem


def main() -> int:
    """Run the command in the environment of the tests and return its exit code."""
    is_durable = sys.argv[1:2] == ["--durable"]
    command = sys.argv[2:] if is_durable else sys.argv[1:]
    env = {**os.environ, "PAIDANG_DB_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "paidang.site.settings"}
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, env=env, check=False).returncode
    var = Path(os.environ.get("PAIDANG_VAR", "var")).resolve() / "test"
    env["PAIDANG_VAR"] = str(var)
    (var / "static").mkdir(parents=True, exist_ok=True)
    cluster = Cluster(var / "pg", settings=() if is_durable else FORGETFUL)
    try:
        started = cluster.start()
    except DatabaseProblem as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 2
    try:
        return subprocess.run(command, env=env, check=False).returncode
    finally:
        if started:
            cluster.stop()


if __name__ == "__main__":
    raise SystemExit(main())
