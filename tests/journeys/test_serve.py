"""A newcomer starts everything with one command, stops it with Ctrl-C, and whatever was in the way gets one line."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from paidang.site.children import STEADY_S, Child, ChildProblem
from paidang.site.postgres import Cluster
from tests.ports import free_port

pytestmark = pytest.mark.slow
PATIENCE_S = 180
"""For what takes seconds on a quiet machine."""


class Served:
    """A running `paidang serve` with a folder of its own."""

    def __init__(self, var: Path, port: int, **more: str) -> None:
        self.var, self.port = var, port
        env = {
            key: value for key, value in os.environ.items() if key not in ("PAIDANG_DB_ROLE", "DATABASE_URL")
        }
        command = [sys.executable, "-m", "paidang.cli.main", "serve", "--port", str(port), "--no-demo"]
        self.process = subprocess.Popen(
            command,
            env={**env, "PAIDANG_VAR": str(var), **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait(self) -> None:
        self.wait_until(lambda: answers(self.port))

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.process.poll() is None:
            if is_so():
                return
            time.sleep(0.1)
        raise AssertionError(self.output())

    def output(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=PATIENCE_S)[0]

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=PATIENCE_S)[0]


def child_of(served, name):
    """The number of the child whose command says so; None while there is none."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
            command = (folder / "cmdline").read_text()
        except OSError:
            continue
        if int(parent) == served.process.pid and name in command:
            return int(folder.name)
    return None


def running(served):
    """The numbers of database, web and worker; None for one that is not there."""
    try:
        database = int((served.var / "pg" / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        database = None
    return [database, child_of(served, "gunicorn"), child_of(served, "site.worker")]


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
            return answer.read() == b"ok"
    except (urllib.error.URLError, OSError):
        return False


def left_over(var):
    """Processes that still name the folder; one that was just killed may take a moment to go."""
    for _ in range(100):
        if not (found := naming(var)):
            break
        time.sleep(0.1)
    return found


def naming(var):
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        if str(var).encode() in environment + command:
            found.append(command.replace(b"\0", b" ").decode())
    return found


def refusal(served):
    """The one line with which it refuses to start."""
    output = served.process.communicate(timeout=PATIENCE_S)[0]
    assert (served.process.returncode, output.count("\n")) == (2, 1), output
    return output


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    """What was started in an empty folder, answered, and was stopped by Ctrl-C; whoever starts it again stops it."""
    served = Served(tmp_path_factory.mktemp("served") / "var", free_port())
    served.wait()
    served.stop()
    return served


def test_it_starts_answers_and_leaves_nothing_behind(stopped):
    assert stopped.process.returncode == 0
    assert not answers(stopped.port)
    assert left_over(stopped.var) == []


def test_a_port_in_use_is_one_line(var):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "已被占用" in refusal(Served(var, taken.getsockname()[1]))


def test_a_folder_that_is_a_file_is_one_line(var):
    var.touch()
    assert refusal(Served(var, free_port())).startswith(f"不能用 {var} 存数据")


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("mysql://u:secret@h/x", "DATABASE_URL 要写成 postgres://"),
        ("postgres://u:secret@127.0.0.1:1/x", "连不上 DATABASE_URL 指的数据库"),
        ("postgres://postgres@/postgres?host={pg}", "DATABASE_URL 里是超级用户"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_line_without_its_password(var, tmp_path, url, word):
    cluster = Cluster(tmp_path / "pg")
    cluster.start()
    try:
        output = refusal(Served(var, free_port(), DATABASE_URL=url.format(pg=cluster.folder)))
    finally:
        cluster.stop()
    assert word in output and "secret" not in output


def test_a_half_made_folder_is_made_again(var):
    (var / "pg" / "base").mkdir(parents=True)
    (var / "pg" / "PG_VERSION").write_text("18\n")
    served = Served(var, free_port())
    served.wait()
    served.stop()


def test_after_a_kill_it_starts_again_with_what_was_there(stopped):
    var = stopped.var
    key = (var / "secret-key").read_text()
    first = Served(var, free_port())
    first.wait()
    first.process.kill()
    first.process.communicate()  # until its web has let go of the port too
    again = Served(var, first.port)
    again.wait()
    assert (var / "secret-key").read_text() == key
    again.stop()
    assert left_over(var) == []


def test_what_is_killed_comes_back_by_itself(stopped):
    served = Served(stopped.var, free_port())
    served.wait()
    time.sleep(STEADY_S)
    victims = running(served)
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    served.wait_until(lambda: not {None, *victims} & {*running(served)} and answers(served.port))
    assert all(answers(served.port) for _ in range(20))
    said = served.stop()
    assert all(f"{word}意外停了" in said for word in ("数据库", "后台任务", "网页"))
    assert left_over(stopped.var) == []


def test_what_does_not_stay_up_is_not_started_for_ever():
    child = Child("网页", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)
    with pytest.raises(ChildProblem, match="网页意外停了（3），原因在上面。"):
        while not child.keep_up():
            time.sleep(0.05)


def test_an_empty_key_of_an_interrupted_start_is_made_again(stopped):
    key = stopped.var / "secret-key"
    key.write_text("")
    served = Served(stopped.var, free_port())
    served.wait()
    assert len(key.read_text()) > 40
    served.stop()
