"""One-time codes by RFC 6238 and the recovery codes that stand in for them. Pure: the secret and the moment come in.

Six digits, 30 seconds, SHA-1: the one form that every authenticator app knows.
"""

import hmac
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
import segno

ISSUER = "Paidang"
STEP_S = 30
WINDOW = 1
"""Steps by which a phone's clock may be wrong, either way."""
TRIES = 5
PAUSE = timedelta(minutes=15)
"""At most TRIES wrong codes within PAUSE."""
TRIES_A_DAY = 30
DAY = timedelta(days=1)
"""And at most TRIES_A_DAY within any DAY: a million codes are not gone through by patience."""
LIMITS = ((TRIES, PAUSE), (TRIES_A_DAY, DAY))
RECOVERY_CODES = 10
RECOVERY_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I: read off paper. Ten of them are 50 bits."""
RECOVERY_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A secret on its way into an authenticator app: base32, as an otpauth address, and that as a QR code (SVG)."""

    secret: str
    uri: str
    qr_svg: str


def enrolment(*, secret: str, account: str) -> Enrolment:
    """The secret as the app takes it; `account` is what the app shows beside the code."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)
    drawn = io.BytesIO()
    segno.make(uri, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, omitsize=True, light="#fff", nl=False
    )
    return Enrolment(secret, uri, drawn.getvalue().decode())


def typed(code: str) -> str:
    """What somebody meant by what they typed: full-width digits, small letters, spaces and hyphens do not matter."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(character for character in plain if character.isalnum())


def code_at(secret: str, step: int) -> str:
    """The code of a step."""
    return pyotp.TOTP(secret).generate_otp(step)


def step_of(at: datetime) -> int:
    """The step that a moment lies in."""
    return int(at.timestamp()) // STEP_S


def matching_steps(secret: str, code: str, at: datetime) -> list[int]:
    """The steps within the window whose code this is; none for a wrong one."""
    now, asked = step_of(at), typed(code).encode()
    steps = range(now - WINDOW, now + WINDOW + 1)
    return [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), asked)]


def wait_until(wrong_at: Sequence[datetime], at: datetime) -> tuple[int, datetime] | None:
    """How many wrong tries are too many for now, and until when; None if one may try. The longer wait counts."""
    waits = [
        (tries, counted[-tries] + span)
        for tries, span in LIMITS
        if len(counted := _within(wrong_at, at, span)) >= tries
    ]
    return max(waits, key=lambda wait: wait[1], default=None)


def tries_left(wrong_at: Sequence[datetime], at: datetime) -> int:
    """How many more wrong tries there may be before one has to wait."""
    return max(0, min(tries - len(_within(wrong_at, at, span)) for tries, span in LIMITS))


def _within(wrong_at: Sequence[datetime], at: datetime, span: timedelta) -> list[datetime]:
    """The wrong tries of the last `span`, oldest first."""
    return sorted(moment for moment in wrong_at if moment > at - span)


def recovery_code(letters: Sequence[str]) -> str:
    """Ten letters as they are printed: `ABCDE-FGHJK`."""
    half = RECOVERY_LENGTH // 2
    return "".join(letters[:half]) + "-" + "".join(letters[half:])
