"""A sandbox over HTTP for the time of a test, in a thread of this process."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.world import World, build_world
from paidang.kit.period import SHANGHAI


def wall_clock() -> datetime:
    return datetime.now(UTC).astimezone(SHANGHAI)


@contextmanager
def served(world: World) -> Iterator[str]:
    """Its base address."""
    server = SandboxServer(0, world)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.base_url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def sandbox(seed: int = 7, clock: Callable[[], datetime] = wall_clock, **wanted: Any) -> Iterator[str]:
    """The base address of the world that `paidang sandbox --seed` would show at that time."""
    with served(build_world(seed, clock(), clock, **wanted)) as base_url:
        yield base_url


def ask(base_url: str, path: str, body: object = None, method: str = "") -> tuple[int, Any]:
    """A call of `/_sandbox/…`: its status and JSON. With a body it is a POST."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"{base_url}/_sandbox{path}", data, method=method or None)
    try:
        with urlopen(request) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)
