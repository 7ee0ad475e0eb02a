"""What the codes of 微信小店 and WeChat Pay mean for whoever called."""

from datetime import datetime

from paidang.channels.link.errors import (
    ChannelError,
    NoBill,
    QuotaSpent,
    Refused,
    Throttled,
    TokenExpired,
    Unreachable,
    WrongSecret,
)
from paidang.kit.period import seconds_left
from paidang.kit.sentence import say

_TOKEN_BAD = ("40001", "40014", "41001", "42001")
_SECRET_BAD = ("40013", "40125", "40164")
_QUOTA_SPENT, _TOO_MANY = "45009", {"45011": 60}
NOT_A_STORE = "48001"
_NO_BILL = ("20002", "NO_STATEMENT_EXIST")


def error_of(code: str, words: str, now: datetime) -> ChannelError:
    """What an `errcode` means for whoever called. An interface's calls of a day are counted anew at midnight in Shanghai."""
    said = words.partition(" rid:")[0][:200]
    if code in _TOKEN_BAD:
        return TokenExpired(say("微信的访问令牌失效了：{words}", words=said), platform_code=code)
    if code in _SECRET_BAD:
        words = say("微信不认 AppID 或 AppSecret：{words}", words=said)
        return WrongSecret(words, platform_code=code, is_timed=False)
    if code == _QUOTA_SPENT:
        return QuotaSpent(
            say("微信说这个接口今天的调用次数用完了：{words}", words=said),
            platform_code=code,
            retry_after_s=seconds_left(now),
        )
    if code in _TOO_MANY:
        return Throttled(
            say("微信说调用太频繁：{words}", words=said), platform_code=code, retry_after_s=_TOO_MANY[code]
        )
    if code == NOT_A_STORE:
        words = say(
            "这个 AppID 没有小店接口的权限：可能是公众号或小程序的，或小店还没有授权：{words}", words=said
        )
        return Refused(words, platform_code=code)
    if code == "-1":
        return Unreachable(say("微信系统繁忙"), platform_code=code)
    return Refused(say("微信不同意（{code}）：{words}", code=code, words=said), platform_code=code)


def pay_error_of(code: str, words: str) -> ChannelError:
    """The same of WeChat Pay's codes."""
    if code in _NO_BILL:
        return NoBill(say("这一天没有账单"), platform_code=code)
    if code in ("SIGNERROR", "SIGN_ERROR"):
        words = say("微信支付不认签名：请核对商户号和密钥")
        return WrongSecret(
            words, platform_code=code, is_timed=code == "SIGN_ERROR"
        )  # of version 3; version 2 has no time
    if code in ("FREQUENCY_LIMITED", "STATEMENT_CREATING"):
        wait = 1800 if code == "STATEMENT_CREATING" else 1
        return Throttled(say("账单还没有生成好"), platform_code=code, retry_after_s=wait)
    return Refused(say("微信支付不同意（{code}）：{words}", code=code, words=words[:200]), platform_code=code)
