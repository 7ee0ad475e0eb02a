"""A company's OpenID provider on this machine: real keys, real HTTP, and lies where a test says so."""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "paidang", "a-secret-of-4711"


@cache
def key(whose: str) -> RSAKey:
    """The provider's own, or a foreign one; made once, which takes a while."""
    return RSAKey.generate_key(2048, {"kid": "k1"})


@dataclass
class Provider:
    """Whoever comes is `email`. `lies` replace claims of the ID token, `signed` is how it is signed: RS256, none, HS256
    or foreign; `says` replaces parts of the discovery document; `answers` gives another status and body for a path.
    """

    email: str
    verified: object = True
    signed: str = "RS256"
    lies: dict[str, Any] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    secret: str = SECRET
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer("")

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

            def _answer(self, body: str) -> None:
                status, headers, content = provider.answer(self.path, body, dict(self.headers))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_said: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, target: str, body: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and content for a request."""
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.asked.append(parts.path)
        if parts.path in self.answers:
            status, content = self.answers[parts.path]
            return status, {"Location": "http://127.0.0.1:9/"} if status == 302 else {}, content
        match parts.path:
            case "/.well-known/openid-configuration":
                return self._json(self._about() | self.says)
            case "/jwks":
                return self._json({"keys": [key("own").as_dict(private=False)]})
            case "/authorize":
                return 302, {"Location": self.visit(query)}, b""
            case "/token":
                return self._token(form, headers)
        return 404, {}, b""

    def _about(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def visit(self, query: dict[str, str]) -> str:
        """What a person does there: they sign in, and are sent back to this address."""
        assert query["response_type"] == "code" and query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self._codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def _token(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        basic = base64.b64encode(f"{CLIENT}:{self.secret}".encode()).decode()
        posted = (form.get("client_id"), form.get("client_secret")) == (CLIENT, self.secret)
        asked = self._codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if (
            not (posted or headers.get("Authorization") == f"Basic {basic}")
            or asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form.get("redirect_uri")
        ):
            return 400, {}, b'{"error": "invalid_grant"}'
        return self._json({"access_token": "t", "token_type": "Bearer", "id_token": self._id_token(asked)})

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "42", "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": asked["nonce"],
            "email": self.email, "email_verified": self.verified, **self.lies,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        match self.signed:
            case "none":
                parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
                return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."
            case "HS256":  # the client's secret as a key: no signature of the provider's
                return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 3), ["HS256"])
            case "foreign":
                return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key("foreign"))
            case "unpublished":
                return jwt.encode({"alg": "RS256", "kid": "k2"}, claims, key("foreign"))
        return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key("own"))

    @staticmethod
    def _json(content: object) -> tuple[int, dict[str, str], bytes]:
        return 200, {"Content-Type": "application/json"}, json.dumps(content).encode()
