"""Signatures of the Taobao open platform: of calls, of its calls to us (SPI, 奇门), of a connection for messages (TMC)."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import Message

from paidang.channels.link.errors import ClockSkewed, WrongSecret
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

SIGN = "sign"
SPI_SKEW_MAX = timedelta(minutes=10)


def sign(params: Mapping[str, str], secret: str, method: str = "md5") -> str:
    """Sign a call by `method`: `md5`, `hmac` (HMAC-MD5) or `hmac-sha256`, as `sign_method` names it.

    All parameters take part, also empty ones, by name in code point order, except the signature itself; files do not,
    and are not among `params`. Text is UTF-8. A TMC connection is signed by `md5` over app_key, group_name, timestamp.

    >>> sign({"b": "2", "a": "1"}, "s")
    '5EE29085AF57D942F21F1C5BA3C2A90A'
    """
    text = joined(params).encode()
    key = secret.encode()
    if method == "md5":
        digest = hashlib.md5(key + text + key, usedforsecurity=False).hexdigest()
    elif method == "hmac":
        digest = hmac.new(key, text, "md5").hexdigest()
    elif method == "hmac-sha256":
        digest = hmac.new(key, text, "sha256").hexdigest()
    else:
        raise ValueError(f"no such sign_method: {method}")
    return digest.upper()


def joined(params: Mapping[str, str]) -> str:
    """What is signed: names and values, one after the other, sorted by name, without the signature."""
    return "".join(name + params[name] for name in sorted(params) if name != SIGN)


def sign_spi(query: Mapping[str, str], headers: Mapping[str, str], body: bytes, secret: str) -> str:
    """Sign a call that the platform makes to us. `headers` by lower-case name.

    The query and those headers that `top-sign-list` names are sorted together; the body follows as it came. Text takes the
    charset of Content-Type.
    """
    listed = [name.strip() for name in headers.get("top-sign-list", "").split(",") if name.strip()]
    signed = {**query, **{name: headers.get(name.lower(), "") for name in listed}}
    content_type = Message()
    content_type["Content-Type"] = headers.get("content-type", "")
    charset = str(content_type.get_param("charset", "utf-8"))
    key = secret.encode()
    text = key + joined(signed).encode(charset) + body + key
    return hashlib.md5(text, usedforsecurity=False).hexdigest().upper()


def check_spi(
    query: Mapping[str, str], headers: Mapping[str, str], body: bytes, secret: str, now: datetime
) -> None:
    """Raise unless the platform made this call, and made it within ten minutes of `now`."""
    try:
        expected = sign_spi(query, headers, body, secret)
    except (LookupError, UnicodeEncodeError):
        raise WrongSecret(say("淘宝调用的字符集不认识，验不了签名")) from None
    if not hmac.compare_digest(expected.encode(), query.get(SIGN, "").encode()):
        raise WrongSecret(say("淘宝调用的签名不对：不是淘宝发的，或应用密钥变了"))
    skew = now - read_timestamp(query.get("timestamp", ""))
    if abs(skew) > SPI_SKEW_MAX:
        raise ClockSkewed(say("淘宝调用的时间与本机相差超过 10 分钟"), skew_s=round(skew.total_seconds()))


def read_timestamp(text: str) -> datetime:
    """A call's time: `yyyy-MM-dd HH:mm:ss` in Shanghai, or milliseconds since 1970. Raises ClockSkewed if it is neither."""
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text) / 1000, SHANGHAI)
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except (ValueError, OverflowError, OSError):
        raise ClockSkewed(say("时间读不出来：{text}", text=text[:40])) from None
