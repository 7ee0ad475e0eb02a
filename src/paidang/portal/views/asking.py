"""What a request says: who asks, and what was typed for a day, an amount and a number."""

from contextlib import suppress
from datetime import date, datetime

from django.http import HttpRequest

from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.outcome import UnableTo
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.team.models import Person

YEARS = range(1000, 3000)
"""A day of another year is a slip of the keyboard, and none can be counted on from the last one."""


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; only for views behind login_required."""
    assert isinstance(request.user, Person), "the view is behind login_required"
    return request.user


def day_in(text: str) -> date | None:
    """The day that a text says; None where it says none."""
    with suppress(ValueError):
        day = date.fromisoformat(text.strip())
        return day if day.year in YEARS else None
    return None


def moment_in(text: str) -> datetime | None:
    """The moment in Asia/Shanghai that a text says; None where it says none."""
    with suppress(ValueError):
        at = datetime.fromisoformat(text.strip()).replace(tzinfo=SHANGHAI)
        return at if at.year in YEARS else None
    return None


def day_from(text: str, refusal: type[UnableTo]) -> date | None:
    """The day that was typed, None where the field is empty; `refusal` where it is none."""
    if not text.strip():
        return None
    if day := day_in(text):
        return day
    raise refusal(
        say("“{text}”不是日期", text=text[:20]), code="NOT_A_DAY", remedy=say("写成 2026-09-30 这样。")
    )


def fen_from(text: str, refusal: type[UnableTo]) -> int | None:
    """The amount in yuan that was typed, in fen; None where the field is empty; `refusal` where it is none."""
    try:
        return fen_from_yuan(text) if text.strip() else None
    except NotMoney:
        raise refusal(
            say("“{text}”不是金额", text=text[:20]),
            code="NOT_AN_AMOUNT",
            remedy=say("写成 1234.56 这样，单位元。"),
        ) from None


def whole_from(text: str, refusal: type[UnableTo], *, least: int = 1, most: int) -> int | None:
    """The whole number that was typed, None where the field is empty; `refusal` where it is none from `least` to `most`."""
    text = text.strip()
    if not text:
        return None
    number = whole_in(text, None, digits=15)
    if number is None or not least <= number <= most:
        raise refusal(
            say("“{text}”不是 {least} 到 {most} 的整数", text=text[:20], least=least, most=most),
            code="NOT_A_NUMBER",
            remedy=say("写成 320 这样。"),
        )
    return number
