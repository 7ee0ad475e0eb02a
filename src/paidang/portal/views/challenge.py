"""What a passkey has to sign: a random number that stands in the session until it is taken, once, and not too late."""

import secrets
from datetime import datetime

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from paidang.kit.sentence import say
from paidang.team.actions import UnableToUsePasskey
from paidang.team.context import knowing
from paidang.team.rules.passkeys import CHALLENGE_BYTES, WAITS, Place, place_of, signing_challenge

WAITING = "passkey_challenge"


def place_here(request: HttpRequest) -> Place | None:
    """Where this request was made, if passkeys can be used there."""
    return place_of(scheme=str(request.scheme), host=request.get_host())


def check_place(request: HttpRequest) -> Place:
    """The same, or refused: no browser asks for it there."""
    place = place_here(request)
    if place is None:
        raise UnableToUsePasskey(
            say("在 {host} 上不能用通行密钥", host=request.get_host()),
            code="PASSKEY_PLACE",
            remedy=say("请从 localhost 或带域名的 https 地址打开。"),
        )
    return place


def put_challenge(request: HttpRequest, *, to: str, at: datetime, document_sha256: str = "") -> bytes:
    """A new challenge for this session and for one thing `to` do; the one before is void. For a document it holds its digest."""
    challenge = signing_challenge(nonce=secrets.token_bytes(CHALLENGE_BYTES), document_sha256=document_sha256)
    request.session[WAITING] = {
        "to": to,
        "challenge": bytes_to_base64url(challenge),
        "until": (at + WAITS).isoformat(),
    }
    return challenge


def take_challenge(request: HttpRequest, *, to: str, at: datetime) -> bytes:
    """The challenge of this session, which is used up hereby, whether the answer to it is right or not.

    The session's row is locked and read anew: of two answers at once the second finds no challenge.
    """
    session = request.session
    with knowing("app.session", session.session_key or ""):
        list(Session.objects.select_for_update().filter(session_key=session.session_key).values_list("pk"))
    waiting = session.load().get(WAITING)
    if waiting:
        del session[WAITING]
        session.save()
    if not waiting or waiting["to"] != to or datetime.fromisoformat(waiting["until"]) < at:
        raise UnableToUsePasskey(
            say("这一次的通行密钥已用过，或等得太久"), code="PASSKEY_LATE", remedy=say("请再点一次。")
        )
    return base64url_to_bytes(waiting["challenge"])
