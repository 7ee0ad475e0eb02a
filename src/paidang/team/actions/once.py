"""An act that a program asks for is done once under its key, however often it is asked for: as a form is (`forms`)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions.forms import UnableToSendAgain, keep_answer, take_form
from paidang.team.models import Person


class KeyReused(UnableTo):
    """The key has been used for another request. HTTP 409."""

    code = "IDEMPOTENCY_KEY_REUSED"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request is answered; `again`: it was answered before, and nothing was done now."""

    status: int
    body: str
    again: bool = False


@transaction.atomic
def answer_once(
    *, person: Person, at: datetime, key: str, request_sha256: str, act: Callable[[], tuple[int, str]]
) -> Answered:
    """Do the act and keep what it answered, in one transaction; the same request again gets that answer.

    Who comes with the same key at the same moment waits until this transaction has ended. Of an act that refuses
    nothing is kept: asked again, it is tried again. A program's key is never a form's.
    """
    kept_as = hashlib.sha256(f"api:{key}".encode()).hexdigest()
    try:
        taken, is_new = take_form(person=person, at=at, key=kept_as, digest=request_sha256)
    except UnableToSendAgain:
        raise KeyReused(
            say("这个 Idempotency-Key 已用于另一个请求"),
            remedy=say("每件事用一个新的键；重试同一件事时，内容也要相同。"),
        ) from None
    if not is_new:
        return Answered(taken.answer["status"], taken.answer["body"], again=True)
    status, body = act()
    keep_answer(taken, status=status, body=body)
    return Answered(status, body)
