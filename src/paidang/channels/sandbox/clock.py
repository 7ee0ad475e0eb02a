"""Whether a call was made now, as the sandbox's platforms look at its time."""

from datetime import UTC, datetime, timedelta

from paidang.kit.period import SHANGHAI

SKEW_MAX = timedelta(minutes=10)


def is_now(at: datetime, now: datetime, *, is_bare: bool = False) -> bool:
    """Is `at` near `now`? `is_bare`: its text named no zone and was read as Shanghai's.

    The platforms want Shanghai's time, but people's clients write the machine's own: one that runs beside the sandbox, in
    the machine's zone or in UTC, is let in unchanged.
    """
    if abs(at - now) <= SKEW_MAX:
        return True
    bare = at.astimezone(SHANGHAI).replace(tzinfo=None)
    meant = (bare.replace(tzinfo=UTC), bare.astimezone())
    return is_bare and any(abs(each - now) <= SKEW_MAX for each in meant)
