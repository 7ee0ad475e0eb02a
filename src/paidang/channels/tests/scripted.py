"""An HTTP server that answers what a test tells it to, one answer a call, and keeps what it was asked."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Told:
    """One answer. `date`: of its Date header, None for none; `is_cut`: the connection ends in the middle; `hangs`: none comes."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    date: str | None = None
    is_cut: bool = False
    hangs: bool = False


@contextmanager
def scripted(answers: Sequence[Told]) -> Iterator[tuple[str, list[tuple[str, str, bytes]]]]:
    """The server's address, and its (method, path with query, body) so far. The last answer is given for ever."""
    asked: list[tuple[str, str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            told = answers[min(len(asked), len(answers) - 1)]
            asked.append((self.command, self.path, body))
            if told.hangs:
                with suppress(OSError):
                    self.connection.recv(1)  # until the client has had enough
                self.close_connection = True
                return
            self.send_response_only(told.status)
            if told.date:
                self.send_header("Date", told.date)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body) + (100 if told.is_cut else 0)))
            self.end_headers()
            self.wfile.write(told.body)
            self.close_connection = told.is_cut

        do_GET = do_POST

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
