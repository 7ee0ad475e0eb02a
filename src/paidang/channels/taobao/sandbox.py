"""The open platform of Taobao and Tmall on this machine: /router/rest, the messages' HTTP way, and OAuth.

Faithful to the notes in signatures, time, sessions, error envelopes (HTTP 200), wrapped lists, and control characters that
come raw inside of JSON texts.
"""

import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from paidang.channels.link.errors import ClockSkewed
from paidang.channels.sandbox.acts import NotNow
from paidang.channels.sandbox.clock import is_now
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Shop
from paidang.channels.taobao import (
    sandbox_goods,
    sandbox_messages,
    sandbox_money,
    sandbox_offers,
    sandbox_secrets,
    sandbox_trades,
)
from paidang.channels.taobao.sandbox_call import Call, Memory, Method, Refusal, refused, wrapped
from paidang.channels.taobao.signing import SIGN, read_timestamp, sign

APP_KEY = "23456789"
APP_SECRET = "sandbox0taobao0secret0000000000a"
SESSION = "6100sandbox-taobao-session"
REFRESH_TOKEN = "6101sandbox-taobao-refresh"
SESSION_LIFE = timedelta(days=30)
SIGN_METHODS = ("md5", "hmac", "hmac-sha256")
THROTTLED = Refusal(
    7,
    "App Call Limited",
    "accesscontrol.limited-by-api-access-count",
    "This ban will last for 1 more seconds",
)
BAD_SIGNATURE = Refusal(25, "Invalid signature", "isv.invalid-signature", "签名不对")
WRONG_SESSION = Refusal(27, "Invalid session", "invalid-sessionkey", "SessionKey非法")
EXPIRED = Refusal(53, "Session expired", "isv.session-expired", "授权已过期，请用 refresh_token 换新的")
TRANSIENT = Refusal(15, "Remote service error", "isp.top-remote-service-unavailable", "服务暂时不可用")
FAULTS = {
    "throttled": THROTTLED,
    "expired_token": EXPIRED,
    "bad_signature": BAD_SIGNATURE,
    "transient": TRANSIENT,
}
_RAW = {"\t": "\ue000", "\n": "\ue001", "\r": "\ue002"}
"""The platform does not escape these in its JSON; they pass through the encoder in disguise."""


class Sandbox:
    """One seller's shop on the open platform."""

    prefixes: tuple[str, ...] = ("/router/rest", "/token", "/authorize")

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.memory = Memory(sessions={SESSION: None})
        self._without_session: dict[str, Method] = {
            "taobao.top.auth.token.create": self._token_create,
            "taobao.top.auth.token.refresh": self._token_refresh,
        }

    def credentials(self) -> dict[str, str]:
        return {
            "app_key": APP_KEY,
            "app_secret": APP_SECRET,
            "session": SESSION,
            "refresh_token": REFRESH_TOKEN,
        }

    def answer(self, request: Request, now: datetime) -> Answer:
        if request.path == "/authorize":
            return _authorise(request)
        if request.path == "/token":
            return self._oauth(request, now)
        try:
            reply = self._serve(request, now)
        except Refusal as refusal:
            return self._refuse(refusal, request)
        except NotNow as not_now:
            return self._refuse(refused("isv.status-error", str(not_now)), request)
        return _answer(reply)

    def fault(self, name: str, request: Request) -> Answer:
        return self._refuse(FAULTS[name], request)

    def _refuse(self, refusal: Refusal, request: Request) -> Answer:
        return _answer({"error_response": {**refusal.fields, "request_id": f"{self.memory.number():x}"}})

    def _serve(self, request: Request, now: datetime) -> Any:
        params = request.params
        if request.method != "POST":
            raise Refusal(9, "Http Action Not Allowed")
        _check_system(params, now)
        method = params["method"]
        if method in self._without_session:
            serve = self._without_session[method]
        elif method in METHODS:
            serve = METHODS[method]
            self._check_session(params.get("session", ""), now)
        else:
            raise Refusal(22, "Invalid method", "isv.invalid-method", f"没有这个接口：{method}")
        fields = serve(Call(self.shop, self.memory, params, now))
        simplify = params.get("simplify", "").lower() == "true"
        reply = {**wrapped(fields, simplify), "request_id": f"{self.memory.number():x}"}
        root = method.removeprefix("taobao.").replace(".", "_") + "_response"
        return reply if simplify else {root: reply}

    def _check_session(self, session: str, now: datetime) -> None:
        if not session:
            raise Refusal(26, "Missing session", "isv.missing-session", "缺少 session")
        if session not in self.memory.sessions:
            raise WRONG_SESSION
        until = self.memory.sessions[session]
        if until is not None and now >= until:
            raise EXPIRED

    def _token(self, now: datetime) -> dict[str, Any]:
        session = f"6100{self.memory.number():x}"
        self.memory.sessions[session] = now + SESSION_LIFE
        seconds = int(SESSION_LIFE.total_seconds())
        return {
            "access_token": session,
            "refresh_token": REFRESH_TOKEN,
            "expires_in": seconds,
            "re_expires_in": seconds,
            "r1_expires_in": seconds,
            "r2_expires_in": seconds,
            "w1_expires_in": seconds,
            "w2_expires_in": seconds,
            "token_type": "Bearer",
            "taobao_user_nick": quote(self.shop.name),
            "taobao_user_id": "2200000000001",
        }

    def _token_create(self, call: Call) -> dict[str, Any]:
        if not call.text("code").startswith("code-"):
            raise refused("isv.invalid-code", "授权码不对或已过期")
        return {"token_result": json.dumps(self._token(call.now))}

    def _token_refresh(self, call: Call) -> dict[str, Any]:
        if call.text("refresh_token") != REFRESH_TOKEN:
            raise refused("isv.invalid-refresh-token", "refresh_token 不对或已过期")
        return {"token_result": json.dumps(self._token(call.now))}

    def _oauth(self, request: Request, now: datetime) -> Answer:
        params = request.params
        if (params.get("client_id"), params.get("client_secret")) != (APP_KEY, APP_SECRET):
            return Answer.of({"error": "invalid_client", "error_description": "appkey or secret error"}, 400)
        by_code = params.get("grant_type") == "authorization_code" and params.get("code", "").startswith(
            "code-"
        )
        by_refresh = (
            params.get("grant_type") == "refresh_token" and params.get("refresh_token") == REFRESH_TOKEN
        )
        if not (by_code or by_refresh):
            return Answer.of(
                {"error": "invalid_grant", "error_description": "code or refresh_token error"}, 400
            )
        return Answer.of(self._token(now))


def _check_system(params: dict[str, str], now: datetime) -> None:
    """The system's parameters, in the order in which the platform names the first that is wrong."""
    for name, code, what in (
        ("method", 21, "Missing method"),
        ("app_key", 28, "Missing app key"),
        ("timestamp", 30, "Missing timestamp"),
        ("v", 32, "Missing version"),
        (SIGN, 24, "Missing signature"),
    ):
        if not params.get(name):
            raise Refusal(code, what)
    if params["app_key"] != APP_KEY:
        raise Refusal(29, "Invalid app Key")
    if params["v"] != "2.0" or params.get("format", "xml") != "json":
        raise Refusal(23, "Invalid format", "isv.invalid-format", "这里只答 format=json，v=2.0")
    method = params.get("sign_method", "md5")
    if method not in SIGN_METHODS:
        raise BAD_SIGNATURE
    try:
        expected = sign(params, APP_SECRET, method)
    except UnicodeEncodeError:
        raise BAD_SIGNATURE from None
    if not hmac.compare_digest(expected.encode(), params[SIGN].encode()):
        raise BAD_SIGNATURE
    try:
        at = read_timestamp(params["timestamp"])
    except ClockSkewed:
        raise Refusal(31, "Invalid timestamp") from None
    if not is_now(at, now, is_bare=not params["timestamp"].isdecimal()):
        raise Refusal(31, "Invalid timestamp", "isv.invalid-timestamp", "时间与平台相差超过 10 分钟")


def _authorise(request: Request) -> Answer:
    """The seller says yes at once."""
    back = request.query.get("redirect_uri", "")
    if request.query.get("client_id") != APP_KEY or not back.startswith(("http://", "https://")):
        return Answer.of({"error": "invalid_client"}, 400)
    answered = urlencode({"code": "code-sandbox", "state": request.query.get("state", "")})
    address = f"{back}{'&' if '?' in back else '?'}{answered}"
    return Answer(b"", 302, headers={"Location": address})


def _disguised(value: Any, disguise: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return disguise(value)
    if isinstance(value, dict):
        return {name: _disguised(each, disguise) for name, each in value.items()}
    if isinstance(value, list):
        return [_disguised(each, disguise) for each in value]
    return value


def _answer(reply: Any) -> Answer:
    to, back = str.maketrans(_RAW), str.maketrans({v: k for k, v in _RAW.items()})
    text = json.dumps(
        _disguised(reply, lambda text: text.translate(to)), ensure_ascii=False, separators=(",", ":")
    )
    return Answer(text.translate(back).encode(errors="replace"), content_type="text/javascript;charset=UTF-8")


METHODS: dict[str, Method] = {
    **sandbox_trades.METHODS,
    **sandbox_goods.METHODS,
    **sandbox_messages.METHODS,
    **sandbox_money.METHODS,
    **sandbox_offers.METHODS,
    **sandbox_secrets.METHODS,
}
"""What wants a session."""
