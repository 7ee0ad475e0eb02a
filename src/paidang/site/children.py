"""The processes that `paidang serve` keeps: each in a group of its own, started again if it is killed, stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

PR_SET_PDEATHSIG = 1
STOP_TIMEOUT_S = 8
STEADY_S = 5


class ChildProblem(Exception):
    """A process does not stay up; the message is one line for the person at the terminal."""


class Child:
    """One process, called `word` where people read about it."""

    def __init__(self, word: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.word, self._command, self._env = word, command, env
        self._start()

    def _start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    def keep_up(self) -> str:
        """Start it again if it has ended, and say so; ChildProblem if it ended soon after its start."""
        if self._process.poll() is None:
            return ""
        ended = f"{self.word}意外停了（{self._process.returncode}）"
        self._kill_group()
        if time.monotonic() - self._started_at < STEADY_S:
            raise ChildProblem(f"{ended}，原因在上面。")
        self._start()
        return f"{ended}，已重新启动。"

    def ask_to_stop(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)

    def make_sure(self, *, deadline: float) -> None:
        """Wait until it has ended, at the latest until `deadline` on the monotonic clock; no grandchild stays."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=max(0.1, deadline - time.monotonic()))
        self._kill_group()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def stop_all(children: Sequence[Child]) -> None:
    """Ask all of them at once, wait, then make sure."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_TIMEOUT_S
    for child in children:
        child.make_sure(deadline=deadline)


def run_to_end(command: Sequence[str], env: Mapping[str, str]) -> bool:
    """Whether it ended well. Ctrl-C does not reach it, which is ours to answer: it ends with us, silently."""
    done = subprocess.run(command, env=env, start_new_session=True, preexec_fn=_die_with_parent, check=False)
    return done.returncode == 0


def _die_with_parent() -> None:
    """A child ends when its parent is killed, so that nothing is left over (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
