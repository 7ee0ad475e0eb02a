"""JD's open platform of the sandbox: `/routerjson` and `/oauth2/*`, as the notes on JOS have them.

Parameters come in the query or in a form. Checked in this order: app key, time, signature over the raw texts, token,
method, parameters. Every refusal is an `error_response` with HTTP 200.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from paidang.channels.jd.sandbox_methods import METHODS
from paidang.channels.jd.sandbox_params import Refusal, bad_parameter, read_params, read_time
from paidang.channels.jd.signing import is_signed
from paidang.channels.sandbox.clock import is_now
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Shop

APP_KEY = "PAIDANG0000000000000000000APPKEY"
APP_SECRET = "3c1d9f0a7be64b2f8a5566778899aabb"
ACCESS_TOKEN, REFRESH_TOKEN = "tok-0123456789abcdef", "ref-0123456789abcdef"
"""Those of the recorded signatures (tests/fixtures/platforms), so that recorded calls are good here as they are."""
CODE = "jd-code"
"""The code with which the store's owner comes back from `/oauth2/to_login`."""
TOKEN_LASTS = timedelta(days=30)
PARAM_JSON = "360buy_param_json"

BAD_SIGNATURE = Refusal("12", "无效签名", "Invalid signature")
EXPIRED = Refusal("20", "access_token已过期", "access_token expired")
ENVELOPES = {
    "throttled": Refusal("11", "调用次数超过限制，请稍后再试", "Call limit exceeded, please retry later"),
    "expired_token": EXPIRED,
    "bad_signature": BAD_SIGNATURE,
    "transient": Refusal("1", "服务暂时不可用", "Service currently unavailable"),
}


@dataclass(slots=True)
class Token:
    """What opens the shop, and until when (None: for good)."""

    access: str
    refresh: str
    expires_at: datetime | None = None


@dataclass(slots=True)
class Sandbox:
    """One shop behind JD's gateway."""

    shop: Shop
    prefixes: tuple[str, ...] = ("/routerjson", "/oauth2")
    tokens: list[Token] = field(default_factory=lambda: [Token(ACCESS_TOKEN, REFRESH_TOKEN)])

    def credentials(self) -> dict[str, str]:
        return {
            "app_key": APP_KEY,
            "app_secret": APP_SECRET,
            "access_token": ACCESS_TOKEN,
            "refresh_token": REFRESH_TOKEN,
        }

    def answer(self, request: Request, now: datetime) -> Answer:
        """Serve one call."""
        if request.path != "/routerjson":
            return self._authorise(request, now)
        params = request.params
        try:
            method = self._check(params, now)
            run = METHODS.get(method)
            if run is None:
                raise Refusal("10", f"不存在的方法名：{method}", "Invalid method")
            body = run(self.shop, read_params(params.get(PARAM_JSON, "")), now.replace(microsecond=0))
        except Refusal as refusal:
            return _refused(refusal)
        return Answer.of({root_of(method): {"code": "0", **body}})

    def fault(self, name: str, request: Request) -> Answer:
        """JD's own envelope for what went wrong."""
        return _refused(ENVELOPES[name])

    def _check(self, params: Mapping[str, str], now: datetime) -> str:
        """The system parameters; gives the method."""
        method = params.get("method", "")
        if not method:
            raise bad_parameter("method")
        if params.get("app_key") != APP_KEY:
            raise Refusal("21", "无效app_key", "Invalid app_key")
        timestamp = params.get("timestamp", "")
        if not is_now(read_time(timestamp, "timestamp"), now, is_bare=timestamp[-5:-4] not in ("+", "-")):
            raise Refusal("9", "无效的时间戳：与服务器时间相差超过10分钟", "Invalid timestamp")
        if not is_signed(params, APP_SECRET):
            raise BAD_SIGNATURE
        token = next((token for token in self.tokens if token.access == params.get("access_token")), None)
        if token is None:
            raise Refusal("19", "无效access_token", "Invalid access_token")
        if token.expires_at and now >= token.expires_at:
            raise EXPIRED
        return method

    # Authorisation

    def _authorise(self, request: Request, now: datetime) -> Answer:
        params = request.params
        if request.path == "/oauth2/to_login":
            return _send_back(params)
        refreshing = request.path == "/oauth2/refresh_token"
        if not refreshing and request.path != "/oauth2/access_token":
            return Answer.of({"code": 404, "msg": "没有这个地址"}, 404)
        if params.get("app_key") != APP_KEY or params.get("app_secret") != APP_SECRET:
            return Answer.of({"code": 400, "msg": "app_key 或 app_secret 不正确"})
        wanted = "refresh_token" if refreshing else "authorization_code"
        if params.get("grant_type") != wanted:
            return Answer.of({"code": 400, "msg": f"grant_type 应为 {wanted}"})
        if refreshing:
            token = next((each for each in self.tokens if each.refresh == params.get("refresh_token")), None)
            if token is None:
                return Answer.of({"code": 401, "msg": "refresh_token 无效或已经用过"})
            token.refresh = ""
        elif params.get("code") != CODE:
            return Answer.of({"code": 402, "msg": "授权码无效"})
        return self._new_token(now)

    def _new_token(self, now: datetime) -> Answer:
        """Another pair. A refresh token is good once; access tokens stay good until they expire."""
        number = len(self.tokens)
        token = Token(f"tok-{number:016}", f"ref-{number:016}", now + TOKEN_LASTS)
        self.tokens.append(token)
        return Answer.of(
            {
                "access_token": token.access,
                "expires_in": int(TOKEN_LASTS.total_seconds()),
                "refresh_token": token.refresh,
                "scope": "snsapi_base",
                "open_id": "oPaidangSandbox",
            }
        )


def root_of(method: str) -> str:
    """The root of a reply: JD spells it "responce", but under the names of before 2012.

    >>> root_of("jingdong.pop.order.enSearch"), root_of("360buy.sku.stock.update")
    ('jingdong_pop_order_enSearch_responce', 'sku_stock_update_response')
    """
    if method.startswith("360buy."):
        return method.removeprefix("360buy.").replace(".", "_") + "_response"
    return method.replace(".", "_") + "_responce"


def _refused(refusal: Refusal) -> Answer:
    words = {"code": refusal.code, "zh_desc": refusal.chinese, "en_desc": refusal.english}
    return Answer.of({"error_response": words})


def _send_back(params: Mapping[str, str]) -> Answer:
    """The owner says yes, at once: back to where the asker wants, with the code."""
    target = params.get("redirect_uri", "")
    if params.get("app_key") != APP_KEY or urlsplit(target).scheme not in ("http", "https"):
        return Answer.of({"code": 400, "msg": "app_key 或 redirect_uri 不正确"}, 400)
    known = urlencode({"code": CODE, "state": params.get("state", "")})
    location = f"{target}{'&' if '?' in target else '?'}{known}"
    return Answer(b"", 302, "text/plain", {"Location": location})
