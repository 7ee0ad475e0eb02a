"""The open platform of Taobao and Tmall as calls: a signed call, and what an answer means."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NoReturn

from paidang.channels.link.answers import Answer, Call, read_json
from paidang.channels.link.errors import (
    ChannelError,
    ClockSkewed,
    Refused,
    Throttled,
    TokenExpired,
    Unreachable,
    WrongSecret,
)
from paidang.channels.link.gateway import Gateway
from paidang.channels.link.oauth import Token, authorise_url, read_token
from paidang.channels.taobao.signing import SIGN, sign
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

GATEWAY, OAUTH = "https://eco.taobao.com", "https://oauth.taobao.com"
PATH = "/router/rest"
TIME = "%Y-%m-%d %H:%M:%S"
SIGN_METHOD = "hmac-sha256"

KIND_OF_CODE: dict[str, type[ChannelError]] = {
    "7": Throttled,
    "10": Unreachable,
    "24": WrongSecret,
    "25": WrongSecret,
    "26": TokenExpired,
    "27": TokenExpired,
    "28": WrongSecret,
    "29": WrongSecret,
    "31": ClockSkewed,
    "53": TokenExpired,
}
"""By code; for any other the sub_code decides."""
_KIND_OF_SUB_CODE: tuple[tuple[str, type[ChannelError]], ...] = (
    ("accesscontrol.limited", Throttled),
    ("isp.call-limited", Throttled),
    ("isp.", Unreachable),
    ("ism.", Unreachable),
)
"""By its beginning: `isp.` is the platform's own trouble, to be tried again; `isv.`, like any other, the caller's fault."""
_SAID: dict[type[ChannelError], Callable[[str], str]] = {
    Unreachable: lambda words: say("淘宝暂时出错：{words}", words=words),
    Throttled: lambda words: say("淘宝说调用太频繁：{words}", words=words),
    WrongSecret: lambda words: say("淘宝不认 app_key 或签名，请核对密钥：{words}", words=words),
    ClockSkewed: lambda words: say("淘宝不认调用的时间：{words}", words=words),
    TokenExpired: lambda words: say("店铺授权已失效，请重新授权：{words}", words=words),
    Refused: lambda words: say("淘宝拒绝了调用：{words}", words=words),
}
_BAN = re.compile(r"(\d{1,6}) more seconds")


class TopGateway(Gateway):
    """One store's signed calls. The token's `access_token` is what the platform calls the session."""

    def read(self, method: str, **business: object) -> Mapping[str, Any]:
        """A call that changes nothing, and may be repeated."""
        return self.write(method, is_idempotent=True, **business)

    def write(self, method: str, *, is_idempotent: bool, **business: object) -> Mapping[str, Any]:
        """A call that changes something; what is set to a value may be repeated, what is added may not."""
        return self._call(method, business, is_idempotent=is_idempotent, renew=self.renewal())

    def _call(
        self,
        method: str,
        business: Mapping[str, object],
        *,
        is_idempotent: bool,
        with_session: bool = True,
        renew: Callable[[], None] | None = None,
    ) -> Mapping[str, Any]:
        given = {name: str(value) for name, value in business.items() if value not in (None, "")}

        def build(now: datetime) -> Call:
            return Call("POST", PATH, form=self._signed(method, given, now, with_session))

        return self.caller.call(build, self._judge, is_idempotent=is_idempotent, renew=renew)

    def _signed(
        self, method: str, business: Mapping[str, str], now: datetime, with_session: bool
    ) -> dict[str, str]:
        params = {
            **business,
            "method": method,
            "app_key": self.credentials.app_key,
            "timestamp": now.astimezone(SHANGHAI).strftime(TIME),
            "format": "json",
            "v": "2.0",
            "sign_method": SIGN_METHOD,
        }
        if with_session and self.token.access_token:
            params["session"] = self.token.access_token
        return {**params, SIGN: sign(params, self.credentials.app_secret, SIGN_METHOD)}

    def _judge(self, answer: Answer) -> Mapping[str, Any]:
        """The body below the method's own name."""
        body = read_json(answer, self.caller.now())
        if isinstance(body, dict) and isinstance(error := body.get("error_response"), dict):
            self._refuse(error)
        inner = body if isinstance(body, dict) else {}
        found = next((value for name, value in inner.items() if name.endswith("_response")), None)
        if not isinstance(found, dict):
            raise Unreachable(say("平台的答复不完整，读不了"))
        return found

    def _refuse(self, error: Mapping[str, Any]) -> NoReturn:
        """The error that the code, and below it the sub_code, mean. A secret that is repeated in it goes no further."""
        code, sub_code = str(error.get("code", "")), str(error.get("sub_code", ""))
        kind = KIND_OF_CODE.get(code) or next(
            (kind for start, kind in _KIND_OF_SUB_CODE if sub_code.startswith(start)), Refused
        )
        said = str(error.get("sub_msg") or error.get("msg") or code)
        said = self.without_secrets(said)
        words, platform_code = _SAID[kind](said[:200]), f"{code} {sub_code}".strip()[:100]
        if issubclass(kind, Throttled):
            ban = _BAN.search(said)
            raise kind(words, platform_code=platform_code, retry_after_s=max(1, int(ban[1])) if ban else 1)
        raise kind(words, platform_code=platform_code)

    def authorise(self, redirect_uri: str, state: str) -> str:
        """Where the store's owner says yes."""
        return authorise_url(
            f"{self._oauth}/authorize",
            response_type="code",
            client_id=self.credentials.app_key,
            redirect_uri=redirect_uri,
            state=state,
            view="web",
        )

    def exchange(self, code: str) -> Token:
        """The token for the code with which the owner came back. A code is good once."""
        return self._ask_token("taobao.top.auth.token.create", code=code)

    def renew(self) -> None:
        """A fresh session for the refresh token."""
        self._ask_token("taobao.top.auth.token.refresh", refresh_token=self.token.refresh_token)

    def _ask_token(self, method: str, **business: str) -> Token:
        try:
            reply = self._call(method, business, is_idempotent=False, with_session=False)
        except Refused as error:
            raise TokenExpired(
                say("淘宝没有给出新的授权，请重新授权"), platform_code=error.platform_code
            ) from None
        token = read_token(_token_result(reply), self.caller.now())
        if token is None:
            raise TokenExpired(say("淘宝没有给出新的授权，请重新授权"))
        return self.take(token)


def _token_result(reply: Mapping[str, Any]) -> Mapping[str, object]:
    """The token is JSON within a JSON text."""
    try:
        result = json.loads(str(reply.get("token_result")))
    except ValueError:
        return {}
    return result if isinstance(result, dict) else {}
