"""One store's calls: patient, bounded, and silent about secrets. What is called and what an answer means, platforms say.

Times, limits and randomness come in as arguments, so that nothing here waits in a test.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from paidang.channels.link.answers import Answer, Call, by_clock, check_clock
from paidang.channels.link.breaker import Breaker
from paidang.channels.link.errors import (
    ChannelError,
    ClockSkewed,
    QuotaSpent,
    Refused,
    Throttled,
    TokenExpired,
    Unreachable,
    WrongSecret,
)
from paidang.channels.link.limiter import Bucket
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.outward import TOTAL, client

# They would write every address into the log, and platforms carry tokens and signatures in addresses.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

ANSWER_BYTES_MAX = 16 * 2**20
LOOPBACK = ("127.0.0.1", "localhost", "::1")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often. `attempts_max` counts the first one; `total_s` bounds a call with all that it waits for."""

    attempts_max: int = 5
    first_wait_s: float = 0.5
    wait_s_max: float = 20.0
    connect_s: float = 5.0
    read_s: float = 20.0
    total_s: float = 90.0


class Caller:
    """One store's way to its platform: one connection pool, one bucket, one breaker. Safe between threads."""

    def __init__(
        self,
        base_url: str,
        *,
        calls_per_s: float = 10.0,
        burst: int = 60,
        patience: Patience = Patience(),
        breaker: Breaker | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(SHANGHAI),
        steady_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
        note: Callable[[int], None] = lambda took_ms: None,
        local: bool = True,
    ) -> None:
        """`note` is told of every call how many milliseconds its answer took, or the waiting for one. Not `local`: the address
        was typed by somebody, and our own network is not asked.
        """
        self.now = now
        self._patience, self._breaker = patience, breaker or Breaker()
        self._steady_s, self._sleep, self._chance, self._noted = steady_s, sleep, chance, note
        self._bucket = Bucket.full(burst, calls_per_s, steady_s())
        self._lock = threading.Lock()
        self._base_url, self._local = base_url, local

    @cached_property
    def _http(self) -> httpx.Client:
        """Made with the first call: a store that only tells needs none, and it takes a while."""
        return client(  # follows no redirect: a token goes nowhere else
            local=self._local,
            base_url=self._base_url,
            trust_env=not is_loopback(self._base_url),  # no proxy stands between this machine and itself
            headers={"user-agent": "paidang"},
        )

    def close(self) -> None:
        if "_http" in vars(self):
            self._http.close()

    def call(
        self,
        build: Callable[[datetime], Call],
        judge: Callable[[Answer], T],
        *,
        is_idempotent: bool,
        renew: Callable[[], None] | None = None,
    ) -> T:
        """Send what `build` makes (anew for every attempt: times and signatures), and return what `judge` reads in the answer.

        `judge` raises the `ChannelError` that the platform's words mean. `Unreachable` is tried again only for calls that
        may be repeated, `Throttled` for all of them: the platform has not carried it out. `TokenExpired` is tried once more
        after `renew`.
        """

        def judge_clock(answer: Answer) -> T:
            """The clocks as well, but of a call that may be repeated: what was done is not to be done twice for that."""
            value = judge(answer)
            check_clock(answer, self.now())
            return value

        deadline_s = self._steady_s() + self._patience.total_s
        is_renewed = renew is None
        attempt = 0
        while True:
            attempt += 1
            outcome = self._attempt(build, judge_clock if is_idempotent else judge, deadline_s)
            if not isinstance(outcome, ChannelError):
                return outcome
            if isinstance(outcome, TokenExpired) and not is_renewed and renew is not None:
                is_renewed = True
                renew()
                continue
            wait_s = self._wait_before_next(outcome, attempt, is_idempotent)
            if wait_s is None or self._steady_s() + wait_s >= deadline_s:
                raise outcome
            self._sleep(wait_s)

    def _wait_before_next(self, error: ChannelError, attempt: int, is_idempotent: bool) -> float | None:
        """Exponential backoff with full jitter; at least what the platform wants; None: not to be tried again."""
        if attempt >= self._patience.attempts_max:
            return None
        backoff_s = min(self._patience.wait_s_max, self._patience.first_wait_s * 2.0 ** (attempt - 1))
        if isinstance(error, QuotaSpent):
            return None
        if isinstance(error, Throttled):
            return error.retry_after_s + self._chance() * backoff_s
        if isinstance(error, Unreachable) and is_idempotent:
            return self._chance() * backoff_s
        return None

    def _attempt(
        self, build: Callable[[datetime], Call], judge: Callable[[Answer], T], deadline_s: float
    ) -> T | ChannelError:
        """Errors are returned, not raised: none has httpx's, which knows the whole address, in its wake."""
        if refused := self._admit(deadline_s):
            return refused
        start_s = self._steady_s()
        try:
            answer = self._send(build(self.now()), deadline_s)
        except UnicodeEncodeError:  # in a signature or a header, where Chinese cannot go
            answer = WrongSecret(say("密钥、令牌或编号里有不能用的字符，请核对"), is_timed=False)
        self._noted(int((self._steady_s() - start_s) * 1000))
        if isinstance(answer, ChannelError):
            self._note(answer)
            return answer
        try:
            value = judge(answer)
        except (WrongSecret, ClockSkewed) as error:
            self._note(None)
            return by_clock(error, answer, self.now())
        except ChannelError as error:
            self._note(error)
            return error
        self._note(None)
        return value

    def _admit(self, deadline_s: float) -> ChannelError | None:
        """Wait for the bucket; or why no call goes out."""
        with self._lock:
            now_s = self._steady_s()
            self._breaker, open_s = self._breaker.ask(now_s)
            if open_s > 0:
                return Unreachable(
                    say("平台连续没有正常答复，暂停调用，{seconds} 秒后再试", seconds=int(open_s) + 1)
                )
            bucket, wait_s = self._bucket.take(now_s)
            if now_s + wait_s >= deadline_s:
                return Throttled(
                    say("调用太频繁，还要等 {seconds} 秒", seconds=int(wait_s) + 1),
                    retry_after_s=int(wait_s) + 1,
                )
            self._bucket = bucket
        if wait_s > 0:
            self._sleep(wait_s)
        return None

    def _note(self, error: ChannelError | None) -> None:
        with self._lock:
            if isinstance(error, Unreachable):
                self._breaker = self._breaker.failed(self._steady_s())
                return
            self._breaker = self._breaker.succeeded()
            if isinstance(error, Throttled) and not isinstance(error, QuotaSpent):
                self._bucket = self._bucket.hold(self._steady_s(), error.retry_after_s)

    def _send(self, call: Call, deadline_s: float) -> Answer | ChannelError:
        left_s = max(0.1, deadline_s - self._steady_s())
        timeout = httpx.Timeout(
            min(self._patience.read_s, left_s), connect=min(self._patience.connect_s, left_s)
        )
        try:
            with self._http.stream(
                call.method,
                call.path,
                params=call.query or None,
                data=call.form,
                content=call.body,
                headers=call.headers,
                timeout=timeout,
                extensions={TOTAL: left_s},
            ) as answer:
                return self._read(answer, deadline_s)
        except httpx.TimeoutException:
            return Unreachable(say("平台没有在时限内答复"))
        except httpx.ConnectError:
            return Unreachable(say("连不上平台"))
        except httpx.RemoteProtocolError:
            return Unreachable(say("平台的答复中途断了"))
        except httpx.DecodingError:
            return Unreachable(say("平台的答复解不开（压缩坏了）"))
        except httpx.InvalidURL:
            return Refused(say("平台的网址写得不对"))
        except httpx.HTTPError:
            return Unreachable(say("与平台的连接断了"))

    def _read(self, answer: httpx.Response, deadline_s: float) -> Answer | ChannelError:
        chunks, size = [], 0
        for chunk in answer.iter_bytes():
            chunks.append(chunk)
            size += len(chunk)
            if size > ANSWER_BYTES_MAX:
                return Refused(say("平台的答复太大，没有读完"))
            if self._steady_s() > deadline_s:  # httpx bounds each wait, not all of them together
                return Unreachable(say("平台没有在时限内答复"))
        return Answer(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, b"".join(chunks))


def is_loopback(address: str) -> bool:
    """Is it this machine?"""
    return urlsplit(address).hostname in LOOPBACK
