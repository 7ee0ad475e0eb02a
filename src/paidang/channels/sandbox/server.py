"""The sandbox over HTTP, on this machine only: HTTP/1.1 with connections kept, a thread for each, one lock per shop.

Bad input gets an error and the next call is served; nothing a client sends ends the server.
"""

import socket
import sys
import time
import traceback
from collections.abc import Mapping
from datetime import UTC
from email.parser import BytesParser
from email.policy import HTTP
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from paidang.channels.sandbox.control import PATH, control
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.world import Reply, World
from paidang.kit.money import yuan

HOST = "127.0.0.1"
BODY_MAX = 4 * 1024 * 1024
IDLE_S = 60
FIELDS_MAX = 1000
SHOPS = "/shops/"
"""Below it, each shop's page for buyers."""
HTML = "text/html; charset=utf-8"
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


class SandboxServer(ThreadingHTTPServer):
    """Listens once it is made; `serve_forever` answers."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, world: World) -> None:
        super().__init__((HOST, port), Handler)
        self.world = world

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is nothing; anything else is shown, and the others are served on."""
        if not isinstance(sys.exc_info()[1], OSError):
            traceback.print_exc()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: SandboxServer
    protocol_version = "HTTP/1.1"
    server_version = "paidang-sandbox"
    timeout = IDLE_S
    disable_nagle_algorithm = True
    wbufsize = -1
    """Head and body leave in one piece."""

    def _serve(self) -> None:
        request = self._read()
        if isinstance(request, Answer):
            self.close_connection = True
            self._send(Reply(request))
            return
        try:
            reply = _reply(self.server.world, request)
        except Exception:
            traceback.print_exc()
            reply = Reply(Answer.of({"error": "the sandbox itself failed; its log says how"}, 500))
        if reply.late_s:
            time.sleep(reply.late_s)
        if reply.answer is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._send(reply)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = _serve  # noqa: N815

    def _read(self) -> Request | Answer:
        """The call, or what is answered because it cannot be read."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers:
            return Answer.of({"error": "a body needs a Content-Length"}, 411)
        if not (length.isascii() and length.isdigit()):
            return Answer.of({"error": "Content-Length is no number"}, 400)
        if int(length) > BODY_MAX:
            return Answer.of({"error": f"the body is longer than {BODY_MAX} bytes"}, 413)
        body = self.rfile.read(int(length))
        try:
            target = urlsplit(self.path)  # some clients send the whole address
            query = _fields(target.query)
            form = _form(body, self.headers.get("Content-Type", ""))
        except ValueError:
            return Answer.of({"error": "the parameters cannot be read"}, 400)
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, unquote(target.path), target.query, query, form, body, headers)

    def _send(self, reply: Reply) -> None:
        answer = reply.answer
        assert answer is not None, "a dropped connection has no answer"
        self.send_response_only(answer.status)
        self.send_header(
            "Date",
            format_datetime(reply.at.astimezone(UTC), usegmt=True) if reply.at else self.date_time_string(),
        )
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Calls are not printed; `/_sandbox/…/changes` says what they did."""


def _reply(world: World, request: Request) -> Reply:
    if request.path == PATH or request.path.startswith(PATH + "/"):
        return Reply(control(world, request))
    if request.path == world.carriers.path:
        return world.ask_carriers(request)
    if request.path.startswith(SHOPS):
        return Reply(_front(world, request.path.removeprefix(SHOPS)))
    stall = world.of_path(request.path)
    if stall is None:
        return Reply(Answer.of({"error": f"no platform has {request.path}"}, 404))
    return world.answer(stall, request)


def _front(world: World, name: str) -> Answer:
    """A shop's page as buyers open it."""
    stall = world.stalls.get(name)
    if stall is None:
        return Answer(b"<h1>404</h1>", 404, HTML)
    shop = stall.platform.shop
    with stall.lock:
        goods = "".join(f"<li>{escape(one.title)} {yuan(one.price_fen)}</li>" for one in shop.goods.values())
    page = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{escape(shop.name)}</title><h1>{escape(shop.name)}</h1><ul>{goods}</ul>'
    return Answer(page.encode(), 200, HTML)


def _form(body: bytes, content_type: str) -> Mapping[str, str]:
    """The fields of a form; of one in parts its files are left out, as signatures leave them out."""
    kind = content_type.lower()
    if FORM in kind:
        return _fields(body.decode())
    if not kind.startswith(PARTS):
        return {}
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    parts = list(message.iter_parts()) if message.is_multipart() else []
    if len(parts) > FIELDS_MAX:
        raise ValueError("too many parts")
    found = {}
    for part in parts:
        content = part.get_payload(decode=True)
        if part.get_filename() is None and isinstance(content, bytes):
            found[str(part.get_param("name", header="content-disposition"))] = content.decode()
    return found


def _fields(text: str) -> Mapping[str, str]:
    """Decoded; of a name that comes twice the last value counts."""
    return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict"))
