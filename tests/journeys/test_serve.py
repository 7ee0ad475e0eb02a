"""A newcomer starts everything with one command, stops it with Ctrl-C, and whatever was in the way gets one line."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
START_TIMEOUT_S = 120


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A running `paidang serve` with a folder of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        env = {
            key: value for key, value in os.environ.items() if key not in ("PAIDANG_DB_ROLE", "DATABASE_URL")
        }
        command = [sys.executable, "-m", "paidang.cli.main", "serve", "--port", str(port), "--no-demo"]
        self.process = subprocess.Popen(
            command,
            env={**env, "PAIDANG_VAR": str(var)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and self.process.poll() is None:
            if answers(self.port):
                return
            time.sleep(0.1)
        raise AssertionError(self.output())

    def output(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=20)[0]

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=20)[0]


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
            return answer.read() == b"ok"
    except (urllib.error.URLError, OSError):
        return False


def left_over(var):
    """Processes that still name the folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if str(var).encode() in environment:
            found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


def test_it_starts_answers_and_leaves_nothing_behind(var):
    served = Served(var, free_port())
    served.wait()
    served.stop()
    assert served.process.returncode == 0
    assert not answers(served.port)
    assert left_over(var) == []


def test_a_port_in_use_is_one_line(var):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        served = Served(var, taken.getsockname()[1])
        output = served.process.communicate(timeout=20)[0]
    assert served.process.returncode == 2
    assert output.count("\n") == 1 and "已被占用" in output


def test_a_half_made_folder_is_made_again(var):
    (var / "pg" / "base").mkdir(parents=True)
    (var / "pg" / "PG_VERSION").write_text("18\n")
    served = Served(var, free_port())
    served.wait()
    served.stop()


def test_after_a_kill_it_starts_again_with_what_was_there(var):
    first = Served(var, free_port())
    first.wait()
    key = (var / "secret-key").read_text()
    first.process.kill()
    first.process.communicate()
    again = Served(var, first.port)
    deadline = time.monotonic() + 10
    while (
        again.process.poll() is not None and time.monotonic() < deadline
    ):  # the old web may hold the port a moment
        time.sleep(0.3)
        again = Served(var, first.port)
    again.wait()
    assert (var / "secret-key").read_text() == key
    again.stop()
    assert left_over(var) == []
