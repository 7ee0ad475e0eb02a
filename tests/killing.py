"""Acts in processes of their own that are killed (SIGKILL) at the n-th thing they do. No hook in the product: a test's only.

    with Killer(database=connection.settings_dict["NAME"]) as killer:
        passed = killer.run("paidang.settlement.tests.killed_acts:close", {...}, point=17)

A point is the moment before or after one SQL statement, one commit, or before a file is made, renamed or removed. The
acts' processes are forks of one that has imported everything and done nothing, so a point costs no start of Python.
"""

import contextlib
import importlib
import json
import mmap
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

AT_COMMIT, AFTER_COMMIT, NEVER = -1, -2, 0
"""Points that need no number: before the first commit is asked for, after it is done; and none."""
FILE_EVENTS = {"os.rename", "os.mkdir", "os.remove", "os.rmdir"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
KILLED, FAILED = "killed", "failed"


class Killer:
    """The process that forks. `folder` takes the acts' temporary files, which a killed process leaves behind."""

    def __init__(self, *, database: str, folder: Path) -> None:
        (folder / "rows").mkdir()
        self._env = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
        self._command = [sys.executable, "-m", "tests.killing", database, str(folder / "rows")]

    def __enter__(self) -> "Killer":
        self._process = subprocess.Popen(
            self._command, env=self._env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)

    def run(self, act: str, arguments: dict[str, Any], point: int) -> tuple[str, int]:
        """How the act's process ended ("", KILLED or FAILED) and how many points it passed."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps([act, arguments, point]) + "\n")
        self._process.stdin.flush()
        ended, passed = json.loads(self._process.stdout.readline())
        return ended, passed


def main() -> None:
    """Read acts from stdin, run each in a fork, say how it ended."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    passed = mmap.mmap(-1, 8)  # shared with the forks: what a killed one cannot say any more
    for number, line in enumerate(sys.stdin):
        name, arguments, point = json.loads(line)
        settings.KEPT_ROWS = Path(sys.argv[2]) / str(number)  # each does all of the work
        module, _colon, function = name.partition(":")
        act = getattr(importlib.import_module(module), function)
        passed[:8] = struct.pack("q", 0)
        pid = os.fork()
        if not pid:
            _act_and_die(act, arguments, point, passed)
        _pid, status = os.waitpid(pid, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        ended = KILLED if killed else FAILED if status else ""
        sys.stdout.write(json.dumps([ended, struct.unpack("q", passed[:8])[0]]) + "\n")
        sys.stdout.flush()


def _act_and_die(act: Callable[..., None], arguments: dict[str, Any], point: int, passed: mmap.mmap) -> None:
    code = 1
    with contextlib.suppress(BaseException):
        try:
            _kill_at(point, passed)
            act(**arguments)
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc(file=sys.stderr)
    os._exit(code)


def _kill_at(point: int, passed: mmap.mmap) -> None:
    from django.db import connection
    from django.db.backends.base.base import BaseDatabaseWrapper

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def pass_by() -> None:
        count = struct.unpack("q", passed[:8])[0] + 1
        passed[:8] = struct.pack("q", count)
        if count == point:
            die()

    def around(execute: Callable[..., Any], *statement: Any) -> Any:
        pass_by()
        result = execute(*statement)
        pass_by()
        return result

    def on_file(event: str, args: tuple[Any, ...]) -> None:
        if event in FILE_EVENTS or (event == "open" and isinstance(args[2], int) and args[2] & WRITES):
            pass_by()

    commit = BaseDatabaseWrapper.commit

    def committing(wrapper: Any) -> None:
        pass_by()
        if point == AT_COMMIT:
            die()
        commit(wrapper)
        if point == AFTER_COMMIT:
            die()
        pass_by()

    BaseDatabaseWrapper.commit = committing  # type: ignore[method-assign]
    connection.execute_wrappers.append(around)
    sys.addaudithook(on_file)


if __name__ == "__main__":
    main()
