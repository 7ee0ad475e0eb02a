"""Wrong passwords at the door: how many are too many, for one account and for one network address.

One password tried on every account stays below each account's limit, so an address has a limit too. An office shares its
address: a browser in which somebody signed in before is held up by that person's own wrong tries only.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from paidang.portal.templatetags.paidang import moment_text
from paidang.team.actions.tries import count_wrong, forget_tries, past_tries, wrong_tries

TRIES = 8
PAUSE = timedelta(minutes=15)
TRIES_OF_AN_ADDRESS = 40
PAUSE_OF_AN_ADDRESS = timedelta(hours=1)
KNOWN = "known_here"
KNOWN_FOR_S = 180 * 24 * 3600
KNOWN_ACCOUNTS = 10
"""People who share one browser, the latest first."""


def why_wait(request: HttpRequest, email: str, at: datetime) -> str:
    """Why no password is looked at now, and until when; empty if one is."""
    # the address is asked without a lock: the first of the morning must not queue for each other's hashing
    ours = [moment for moment in past_tries(_address_key(request)) if moment > at - PAUSE_OF_AN_ADDRESS]
    if len(ours) >= TRIES_OF_AN_ADDRESS and _account_mark(email) not in _marks(request):
        until = moment_text(ours[-TRIES_OF_AN_ADDRESS] + PAUSE_OF_AN_ADDRESS)
        return _(
            "您的网络地址一小时内已错 %(tries)d 次，%(until)s 之后可再试。"
            "您登录过的浏览器、通行密钥和公司登录不受影响。"
        ) % {"tries": len(ours), "until": until}
    own = [moment for moment in wrong_tries(_account_key(request, email)) if moment > at - PAUSE]
    if len(own) >= TRIES:
        return _("这个账号在您的网络地址上已错 %(tries)d 次，%(until)s 之后可再试。") % {
            "tries": TRIES,
            "until": moment_text(own[-1] + PAUSE),
        }
    return ""


def was_wrong(request: HttpRequest, email: str, at: datetime) -> None:
    """Count a wrong password, for the account and for the address."""
    count_wrong(_account_key(request, email), at)
    count_wrong(_address_key(request), at)


def was_right(request: HttpRequest, email: str) -> None:
    """Whoever mistyped and then got in was not guessing: their tries count no more, for the address neither."""
    own = _account_key(request, email)
    forget_tries(_address_key(request), among=past_tries(own))
    forget_tries(own)


def know_again(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Have the browser remember that this person signed in with it; the cookie opens nothing."""
    mark = _account_mark(email)
    marks = [mark, *(known for known in _marks(request) if known != mark)][:KNOWN_ACCOUNTS]
    response.set_signed_cookie(
        KNOWN,
        ".".join(marks),
        salt=KNOWN,
        max_age=KNOWN_FOR_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[str]:
    return (request.get_signed_cookie(KNOWN, default="", salt=KNOWN, max_age=KNOWN_FOR_S) or "").split(".")


def _account_mark(email: str) -> str:
    return _hashed(f"known|{email.strip().lower()}")[:20]


def _account_key(request: HttpRequest, email: str) -> str:
    """Failures are counted per account and address: guessing stops, and nobody can lock another one out."""
    return _hashed(f"signin|{email.strip().lower()}|{request.META.get('REMOTE_ADDR', '')}")


def _address_key(request: HttpRequest) -> str:
    return _hashed(f"signin||{network_of(request.META.get('REMOTE_ADDR', ''))}")


def network_of(address: str) -> str:
    """What one subscriber holds: an IPv4 address, of IPv6 the first 64 bits, within which addresses cost nothing."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))


def _hashed(who: str) -> str:
    return salted_hmac("paidang.portal.signin", who, algorithm="sha256").hexdigest()
