"""Ports for servers that a test starts."""

import os
import socket

FIRST, COUNT = 20_000, 10_000


def free_port() -> int:
    """One that nobody listens on; below those that the system hands out by itself, so that nobody gets it meanwhile."""
    for port in range(FIRST + os.getpid() * 50 % COUNT, FIRST + COUNT + 50):
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue
    raise OSError("no port is free")
