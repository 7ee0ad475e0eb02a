"""The technical norms that both sides agreed for their stores' pages, and what checks say against them (OP 2 B 1, OP 4 B 3).

Shares are basis points: 9950 is 99.5 %. Days are Shanghai's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

BP_WHOLE = 10_000
UPTIME, RESPONSE, CERTIFICATE, FAILED = "uptime", "response", "certificate", "failed"
MEASURES = {
    UPTIME: say("可用率"),
    RESPONSE: say("响应"),
    CERTIFICATE: say("证书"),
    FAILED: say("没打开的次数"),
}
PROPOSED, AGREED, DECLINED = "proposed", "agreed", "declined"
NORM_STATES = {PROPOSED: say("等对方答复"), AGREED: say("双方同意"), DECLINED: say("没有同意")}
CHECK_EVERY = timedelta(minutes=5)
UPTIME_SPAN = timedelta(days=30)
UPTIME_CHECKS_MIN = 100
"""Fewer say nothing of a share: one that failed would be too many of them."""


@dataclass(frozen=True, slots=True)
class Norms:
    """What a store's page keeps to: open in `uptime_bp` of all checks; 95 of 100 answers within `p95_ms` on a day; its
    certificate good for `cert_days` more days; at most `failed_max` checks a day that fail."""

    uptime_bp: int
    p95_ms: int
    cert_days: int
    failed_max: int

    def words(self) -> Sentence:
        return say(
            "可用率 {uptime}，{ms} 毫秒内打开，证书到期前 {days} 天换好，每天最多 {failed} 次打不开",
            uptime=percent(self.uptime_bp), ms=self.p95_ms, days=self.cert_days, failed=self.failed_max,
        )  # fmt: skip


RANGES = {
    "uptime_bp": (5_000, BP_WHOLE),
    "p95_ms": (100, 60_000),
    "cert_days": (0, 365),
    "failed_max": (0, 288),
}
"""What may be agreed: from, to."""


USUAL = Norms(uptime_bp=9_950, p95_ms=2_000, cert_days=14, failed_max=3)
"""A suggestion to begin with, in force for nobody."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the checks of a span say. `failed_worst`: of its worst day; `cert_until`: the last day of the certificate, if any."""

    checks: int
    failed: int
    failed_worst: int
    p95_ms: int | None
    cert_until: date | None

    @property
    def uptime_bp(self) -> int | None:
        """Rounded down: 99.999 % is not 100 %."""
        return BP_WHOLE * (self.checks - self.failed) // self.checks if self.checks else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One norm beside what was measured, in words; `is_kept` None: nothing was measured that it could be held against."""

    measure: str
    wanted: Sentence
    found: Sentence
    is_kept: bool | None


@clause("OP-2-B-1", "OP-4-B-3")
def judge(norms: Norms, found: Measured, day: date, *, of_month: bool = False) -> list[Verdict]:
    """Each norm against what was measured up to `day`. `of_month`: the span is over, so that few checks count too."""
    uptime, enough = found.uptime_bp, found.checks >= UPTIME_CHECKS_MIN or of_month
    left = (found.cert_until - day).days if found.cert_until else None
    none = say("没有测过")
    return [
        Verdict(
            UPTIME,
            say("不低于 {uptime}", uptime=percent(norms.uptime_bp)),
            none if uptime is None else say("{uptime}", uptime=percent(uptime)),
            uptime >= norms.uptime_bp if uptime is not None and enough else None,
        ),
        Verdict(
            RESPONSE,
            say("{ms} 毫秒以内", ms=norms.p95_ms),
            none if found.p95_ms is None else say("{ms} 毫秒", ms=found.p95_ms),
            found.p95_ms <= norms.p95_ms if found.p95_ms is not None else None,
        ),
        Verdict(
            CERTIFICATE,
            say("到期前 {days} 天换好", days=norms.cert_days),
            (say("没有证书") if found.checks else none) if left is None else say("还有 {days} 天", days=left),
            left >= norms.cert_days if left is not None else None,
        ),
        Verdict(
            FAILED,
            say("每天最多 {n} 次", n=norms.failed_max),
            say("{n} 次", n=found.failed_worst) if found.checks else none,
            found.failed_worst <= norms.failed_max if found.checks else None,
        ),
    ]  # fmt: skip


def missed(verdicts: Sequence[Verdict]) -> list[str]:
    """The norms that are not kept, in the order of the table."""
    return [one.measure for one in verdicts if one.is_kept is False]


def percent(bp: int) -> str:
    """Basis points as percent, without needless digits.

    >>> percent(9950), percent(10_000), percent(9993)
    ('99.5%', '100%', '99.93%')
    """
    whole, part = divmod(bp, 100)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".") + "%"


def p95(times_ms: Sequence[int]) -> int | None:
    """The time within which 95 of 100 answers came, by nearest rank; None without answers.

    >>> p95(range(1, 101)), p95([7]), p95([])
    (95, 7, None)
    """
    ranked = sorted(times_ms)
    return ranked[-(-len(ranked) * 95 // 100) - 1] if ranked else None
