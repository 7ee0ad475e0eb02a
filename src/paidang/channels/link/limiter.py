"""How many calls a store may make: a bucket of tokens that fills by itself. Pure: seconds of any steady clock come in."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Bucket:
    """A call takes one token; `per_s` come back each second, up to `capacity`. Below zero: calls already wait in line."""

    capacity: int
    per_s: float
    tokens: float
    at_s: float

    @classmethod
    def full(cls, capacity: int, per_s: float, now_s: float) -> "Bucket":
        return cls(capacity, per_s, capacity, now_s)

    def take(self, now_s: float) -> tuple["Bucket", float]:
        """Take one token, and say in how many seconds it is there."""
        filled = self._filled(now_s)
        left = filled.tokens - 1
        wait_s = max(0.0, filled.at_s - now_s) + max(0.0, -left / self.per_s)
        return replace(filled, tokens=left), wait_s

    def hold(self, now_s: float, seconds: float) -> "Bucket":
        """The platform wants no call for some seconds: it is empty until then. A shorter wish does not shorten an earlier one."""
        until_s = max(self.at_s, now_s + seconds)
        return replace(self._filled(now_s), tokens=min(0.0, self._filled(now_s).tokens), at_s=until_s)

    def _filled(self, now_s: float) -> "Bucket":
        # A clock that went back, or a bucket on hold: nothing comes in before `at_s`.
        passed_s = max(0.0, now_s - self.at_s)
        tokens = min(float(self.capacity), self.tokens + passed_s * self.per_s)
        return replace(self, tokens=tokens, at_s=max(self.at_s, now_s))
