"""A circuit breaker: a platform that is down is left alone for a while. Pure: seconds of any steady clock come in."""

from dataclasses import dataclass, replace

FAILURES_MAX = 10
COOL_S = 30.0


@dataclass(frozen=True, slots=True)
class Breaker:
    """Closed until `failures_max` failures in a row; then open for `cool_s`; then half open: one call may try.

    `opened_s` is when the wait began: with the last failure, or with a trial, so that a trial that never ends is
    followed by another.
    """

    failures_max: int = FAILURES_MAX
    cool_s: float = COOL_S
    failures: int = 0
    opened_s: float | None = None

    def state(self, now_s: float) -> str:
        """`closed`, `open` or `half_open`."""
        if self.opened_s is None:
            return "closed"
        return "half_open" if now_s >= self.opened_s + self.cool_s else "open"

    def ask(self, now_s: float) -> tuple["Breaker", float]:
        """May a call go out? 0 if so, else the seconds until one may."""
        if self.opened_s is None:
            return self, 0.0
        wait_s = self.opened_s + self.cool_s - now_s
        return (self, wait_s) if wait_s > 0 else (replace(self, opened_s=now_s), 0.0)

    def succeeded(self) -> "Breaker":
        """The platform answered, if only to refuse."""
        return replace(self, failures=0, opened_s=None)

    def failed(self, now_s: float) -> "Breaker":
        """The platform gave no answer that is one."""
        failures = self.failures + 1
        return replace(self, failures=failures, opened_s=now_s if failures >= self.failures_max else None)
