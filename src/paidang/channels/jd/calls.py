"""JD's open platform as calls: a signed call, and what an answer means."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NoReturn

from paidang.channels.jd.signing import SIGN, sign
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
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

GATEWAY, OAUTH = "https://api.jd.com", "https://open-oauth.jd.com"
PATH = "/routerjson"
TIME = "%Y-%m-%d %H:%M:%S"

KIND_OF_CODE: dict[str, type[ChannelError]] = {
    "1": Unreachable,
    "11": Throttled,
    "12": WrongSecret,
    "19": TokenExpired,
    "20": TokenExpired,
    "21": WrongSecret,
    "429": Throttled,
}
"""By the code of an error_response; any other is a refusal. Words are looked at too, since codes were never listed whole."""
_WORDS: tuple[tuple[str, type[ChannelError]], ...] = (
    ("timestamp", ClockSkewed),
    ("时间戳", ClockSkewed),
    ("invalid signature", WrongSecret),
    ("签名", WrongSecret),
    ("limit", Throttled),
    ("频繁", Throttled),
    ("超限", Throttled),
)
_SAID: dict[type[ChannelError], Callable[[str], str]] = {
    Unreachable: lambda words: say("京东暂时出错：{words}", words=words),
    Throttled: lambda words: say("京东说调用太频繁：{words}", words=words),
    WrongSecret: lambda words: say("京东不认 app_key 或签名，请核对密钥：{words}", words=words),
    ClockSkewed: lambda words: say("京东不认调用的时间：{words}", words=words),
    TokenExpired: lambda words: say("店铺授权已失效，请重新授权：{words}", words=words),
    Refused: lambda words: say("京东拒绝了调用：{words}", words=words),
}


class JdGateway(Gateway):
    """One store's signed calls."""

    def read(self, method: str, **business: object) -> Mapping[str, Any]:
        """A call that changes nothing, and may be repeated."""
        return self._call("GET", method, business, is_idempotent=True)

    def write(self, method: str, *, is_idempotent: bool, **business: object) -> Mapping[str, Any]:
        """A call that changes something; what is set to a value may be repeated, what is added may not."""
        return self._call("POST", method, business, is_idempotent=is_idempotent)

    def _call(
        self, verb: str, method: str, business: Mapping[str, object], *, is_idempotent: bool
    ) -> Mapping[str, Any]:
        given = {name: value for name, value in business.items() if value not in (None, "")}

        def build(now: datetime) -> Call:
            params = self._signed(method, given, now)
            if verb == "GET":
                return Call(verb, PATH, query=params)
            return Call(verb, PATH, form=params)

        renewal = self.renewal()
        return self.caller.call(build, self._judge, is_idempotent=is_idempotent, renew=renewal)

    def _signed(self, method: str, business: Mapping[str, object], now: datetime) -> dict[str, str]:
        """ASCII only and no blank value: there every reading of JD's rules of signing agrees."""
        params = {
            "360buy_param_json": json.dumps(business, ensure_ascii=True, separators=(",", ":")),
            "access_token": self.token.access_token,
            "app_key": self.credentials.app_key,
            "format": "json",
            "method": method,
            "timestamp": now.astimezone(SHANGHAI).strftime(TIME),
            "v": "2.0",
        }
        params = {name: value for name, value in params.items() if value}
        return {**params, SIGN: sign(params, self.credentials.app_secret)}

    def _judge(self, answer: Answer) -> Mapping[str, Any]:
        """The body below the method's own name, which JD spells `…_responce`."""
        body = read_json(answer, self.caller.now())
        if not isinstance(body, dict) or not body:
            raise Unreachable(say("平台的答复不完整，读不了"))
        if isinstance(error := body.get("error_response"), dict):
            self._refuse(error)
        inner = next(
            (value for name, value in body.items() if name.endswith(("_responce", "_response"))), None
        )
        if not isinstance(inner, dict):
            raise Unreachable(say("平台的答复不完整，读不了"))
        if str(inner.get("code", "0")) not in ("0", ""):
            self._refuse(inner)
        return inner

    def _refuse(self, error: Mapping[str, Any]) -> NoReturn:
        """The error that JD's code and words mean. Should JD repeat a secret in them, they go no further."""
        code = str(error.get("code", ""))[:40]
        said = str(error.get("zh_desc") or error.get("en_desc") or code)
        heard = f"{said} {error.get('en_desc')}".lower()
        kind = KIND_OF_CODE.get(code) or next((kind for word, kind in _WORDS if word in heard), Refused)
        if any(word in heard for word, meant in _WORDS if meant is ClockSkewed):
            kind = ClockSkewed
        raise kind(_SAID[kind](self.without_secrets(said)[:200]), platform_code=code)

    # Authorisation

    def authorise(self, redirect_uri: str, state: str) -> str:
        """Where the store's owner says yes."""
        return authorise_url(
            f"{self._oauth}/oauth2/to_login",
            app_key=self.credentials.app_key,
            response_type="code",
            redirect_uri=redirect_uri,
            state=state,
            scope="snsapi_base",
        )

    def exchange(self, code: str) -> Token:
        """The token for the code with which the owner came back. A code is good once."""
        return self._ask_token(
            "access_token", {"grant_type": "authorization_code", "code": code}, is_idempotent=False
        )

    def renew(self) -> None:
        """A fresh token for the refresh token."""
        refresh = {"grant_type": "refresh_token", "refresh_token": self.token.refresh_token}
        self._ask_token("refresh_token", refresh, is_idempotent=False)

    def _ask_token(self, path: str, params: Mapping[str, str], *, is_idempotent: bool) -> Token:
        known = {"app_key": self.credentials.app_key, "app_secret": self.credentials.app_secret}

        def judge(answer: Answer) -> Token:
            now = self.caller.now()
            body = read_json(answer, now)
            token = read_token(body, now) if isinstance(body, dict) else None
            if token is None:
                raise TokenExpired(say("京东没有给出新的授权，请重新授权"), platform_code=_code_of(body))
            return token

        call = Call("GET", f"{self._oauth}/oauth2/{path}", query={**known, **params})
        return self.take(self.caller.call(lambda now: call, judge, is_idempotent=is_idempotent))


def _code_of(body: object) -> str:
    return str(body.get("code", ""))[:40] if isinstance(body, dict) else ""


def check_result(result: object) -> None:
    """JD says in a second place whether it did what was asked: `apiResult.success`, and why not."""
    if isinstance(result, dict) and str(result.get("success", True)).lower() == "false":
        said = result.get("chineseErrCode") or result.get("englishErrCode") or result.get("errorCode")
        words = str(said or "")[:200]
        raise Refused(_SAID[Refused](words), platform_code=str(result.get("errorCode", ""))[:40])


# What stands in requests and answers


def time_text(at: datetime) -> str:
    """A moment as JD writes it, in Shanghai."""
    return at.astimezone(SHANGHAI).strftime(TIME)
