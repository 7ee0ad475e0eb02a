"""How a call to a platform can fail, by what is to be done about it."""


class ChannelError(Exception):
    """A call that failed. `code` is for machines, the text for people; `platform_code` is what the platform said."""

    code = "CHANNEL_FAILED"

    def __init__(self, words: str, *, platform_code: str = "") -> None:
        super().__init__(words)
        self.platform_code = platform_code


class Unreachable(ChannelError):
    """No answer, a broken one, or the platform's own trouble: to be tried again by itself."""

    code = "CHANNEL_UNREACHABLE"


class Throttled(ChannelError):
    """Too many calls: to be tried again after `retry_after_s`."""

    code = "CHANNEL_THROTTLED"

    def __init__(self, words: str, *, platform_code: str = "", retry_after_s: int = 1) -> None:
        super().__init__(words, platform_code=platform_code)
        self.retry_after_s = retry_after_s


class QuotaSpent(Throttled):
    """The day's calls of one interface are spent: it answers again after `retry_after_s`, and others answer meanwhile."""

    code = "CHANNEL_QUOTA_SPENT"


class TokenExpired(ChannelError):
    """The access token is no longer good: refreshed once by itself, else the store must be authorised anew."""

    code = "CHANNEL_TOKEN_EXPIRED"


class WrongSecret(ChannelError):
    """The signature is refused though the clocks agree: key or secret are wrong.

    Not `is_timed`: the platform looked at no time at all, so that whatever the clocks say it is the secret.
    """

    code = "CHANNEL_WRONG_SECRET"

    def __init__(self, words: str, *, platform_code: str = "", is_timed: bool = True) -> None:
        super().__init__(words, platform_code=platform_code)
        self.is_timed = is_timed


class ClockSkewed(ChannelError):
    """This machine's clock is off by `skew_s` seconds: the platform refuses the time of the call, or would be asked for the
    changes of a time that has not come.
    """

    code = "CHANNEL_CLOCK_SKEWED"

    def __init__(self, words: str, *, platform_code: str = "", skew_s: int = 0) -> None:
        super().__init__(words, platform_code=platform_code)
        self.skew_s = skew_s


class Refused(ChannelError):
    """The platform understood and says no: a person must look. Never tried again by itself."""

    code = "CHANNEL_REFUSED"


class NoBill(Refused):
    """There is no bill of that day: nothing moved."""
